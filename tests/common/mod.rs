//! A person at the program: keys go into the real loop, and what stands on the screen is read back.
//!
//! Everything is as in the terminal (the start, the loop, the store, the shipped content) except three things: the
//! screen is a buffer, the clock stands still, and the keys come from a script.

pub(crate) mod paper;
pub(crate) mod script;
pub(crate) mod work;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::mpsc;
use std::time::{Duration, Instant};

use tempfile::TempDir;
use trustcoach::app::model::{Model, Screen, Size};
use trustcoach::app::page::Item;
use trustcoach::app::screens;
use trustcoach::engine::{Now, Plan};
use trustcoach::store::{Opened, Places, Store};
use trustcoach::tui::{self, Ended, Event, Runtime, Start};

pub(crate) use paper::Paper;
pub(crate) use script::Happening;

/// Saturday 21 November 2026, a quarter past eight in the evening.
pub(crate) fn evening() -> Now {
    Now {
        at: "2026-11-21T20:15:00Z".parse().unwrap(),
        today: chrono::NaiveDate::from_ymd_opt(2026, 11, 21).unwrap(),
    }
}

/// Folders of their own, on the real disk.
pub(crate) struct Home {
    folder: TempDir,
    pub(crate) places: Places,
}

impl Home {
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let places =
            Places { data: folder.path().join("data"), config: folder.path().join("config") };
        Self { folder, places }
    }

    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Starts the program here, at 80x24 in colour.
    pub(crate) fn sit(&self) -> Sitting {
        self.sit_before(Paper::new(80, 24), true)
    }

    /// Starts the program here, before this screen.
    pub(crate) fn sit_before(&self, paper: Paper, colour: bool) -> Sitting {
        let start = Start { places: self.places.clone(), program: None };
        let (width, height) = paper.size_in_cells();
        let (model, desk) = tui::open(start, evening(), Size { width, height }).unwrap();
        Sitting { runtime: Runtime::new(paper, model, desk, evening, colour), ended: None }
    }

    /// The plan as it stands on the disk.
    pub(crate) fn plan(&self) -> Plan {
        match Store::open(&self.places).unwrap() {
            Opened::Found(_, loaded) => loaded.plan,
            Opened::New(_) | Opened::Locked(_) => panic!("nothing was kept in the open"),
        }
    }

    /// A copy of all that is on the disk at this moment: what another start finds after `kill -9`.
    pub(crate) fn copy(&self) -> Self {
        let copy = Self::new();
        copy_folder(self.folder(), copy.folder());
        copy
    }

    /// Whether a file of the store holds this text.
    pub(crate) fn holds(&self, file: &str, text: &str) -> bool {
        fs::read_to_string(self.path(file)).is_ok_and(|found| found.contains(text))
    }

    pub(crate) fn path(&self, file: &str) -> PathBuf {
        self.places.data.join(file)
    }
}

fn copy_folder(from: &Path, to: &Path) {
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            let mut maker = fs::DirBuilder::new();
            std::os::unix::fs::DirBuilderExt::mode(&mut maker, 0o700).create(&target).unwrap();
            copy_folder(&entry.path(), &target);
        } else {
            // A file that is replaced at this very moment is not there: as after a kill.
            let _gone = fs::copy(entry.path(), target);
        }
    }
}

/// One run of the program, from its start until it is left or dropped.
pub(crate) struct Sitting {
    runtime: Runtime<Paper>,
    ended: Option<Ended>,
}

impl Sitting {
    /// Types a script. `<resize:WxH>` and `<paste:TEXT>` stand among the keys.
    pub(crate) fn keys(&mut self, script: &str) -> &mut Self {
        for happening in script::read(script) {
            match happening {
                Happening::Keys(keys) => self.events(keys.into_iter().map(Event::Key).collect()),
                Happening::Paste(text) => self.events(vec![Event::Paste { text, cut: false }]),
                Happening::Resize(width, height) => {
                    self.runtime.screen_mut().resize(width, height);
                    self.events(vec![Event::Resized(width, height)]);
                }
            }
        }
        self
    }

    /// Lets these happen, and comes back when the loop has taken them all in.
    pub(crate) fn events(&mut self, events: Vec<Event>) {
        assert_eq!(self.ended, None, "the program was left already");
        let (sender, receiver) = mpsc::channel();
        for event in events {
            sender.send(event).unwrap();
        }
        drop(sender);
        self.runtime.first_frame().unwrap();
        let ended = self.runtime.run(&receiver).unwrap();
        self.ended = Some(ended).filter(|ended| *ended != Ended::Closed);
    }

    /// Types this, and holds still until the disk shows it: at most this long. Nothing is left or closed meanwhile; the
    /// copy is what a kill at that moment would have left.
    pub(crate) fn killed_when(
        mut self,
        script: &str,
        home: &Home,
        within: Duration,
        saved: impl Fn(&Home) -> bool,
    ) -> Home {
        let (sender, receiver) = mpsc::channel();
        std::thread::scope(|scope| {
            let runtime = &mut self.runtime;
            scope.spawn(move || runtime.run(&receiver).unwrap());
            for happening in script::read(script) {
                let Happening::Keys(keys) = happening else { panic!("only keys here") };
                for key in keys {
                    sender.send(Event::Key(key)).unwrap();
                }
            }
            let begun = Instant::now();
            while !saved(home) {
                assert!(begun.elapsed() < within, "not on the disk within {within:?}");
                std::thread::sleep(Duration::from_millis(20));
            }
            let left = home.copy();
            drop(sender);
            left
        })
    }

    /// Nothing happens; the screen is drawn.
    pub(crate) fn events_none(&mut self) -> &mut Self {
        self.events(Vec::new());
        self
    }

    /// Opens the first field of the page that is written in.
    pub(crate) fn choose_first_field(&mut self) -> &mut Self {
        let page = screens::page(self.model());
        let written = |item: &&Item| matches!(item, Item::Field(_));
        let field = page.items.iter().find(written).and_then(Item::target).cloned();
        let row = field.and_then(|field| page.focus_of(&field)).expect("a field");
        self.focus_row(row).keys("<enter>")
    }

    /// Goes to the row or field that says this, by keys, and opens it.
    pub(crate) fn choose(&mut self, says: &str) -> &mut Self {
        self.focus(says).keys("<enter>")
    }

    /// Goes to the row or field that says this, by keys.
    pub(crate) fn focus(&mut self, says: &str) -> &mut Self {
        let page = screens::page(self.model());
        let labels: Vec<&str> = page.items.iter().filter_map(label).collect();
        let wanted = labels.iter().position(|label| *label == says);
        let wanted = wanted.or_else(|| labels.iter().position(|label| label.contains(says)));
        let Some(wanted) = wanted else { panic!("no row says {says:?}:\n{}", self.look()) };
        self.focus_row(wanted)
    }

    /// Goes to a row by its number, by keys.
    pub(crate) fn focus_row(&mut self, row: usize) -> &mut Self {
        self.keys("<home>");
        for _ in 0..500 {
            if self.model().view().focus == row {
                return self;
            }
            self.keys("j");
        }
        panic!("row {row} cannot be reached by keys:\n{}", self.look());
    }

    /// Opens the field that asks this, writes, and leaves the field.
    pub(crate) fn write(&mut self, ask: &str, text: &str) -> &mut Self {
        self.choose(ask);
        assert!(self.model().editing.is_some(), "{ask:?} is no field:\n{}", self.look());
        self.keys(text).keys("<esc>")
    }

    /// From Welcome to Today: nobody is hurt, the plan is kept, names are left empty.
    pub(crate) fn keep(&mut self) -> &mut Self {
        self.choose("Begin").choose("None of these");
        self.choose("Keep this plan").choose("Keep it, without a passphrase");
        self.choose("Go on to Today")
    }

    /// Says in the settings that contact is open, nobody is hurt or afraid, and it is over with the other person.
    pub(crate) fn say_all_is_open(&mut self) -> &mut Self {
        self.keys(",").choose("What they want of contact").choose("They said that contact is open");
        self.choose("Yes, they said it themselves");
        self.choose("Is anyone being hurt").choose("No");
        self.choose("Thoughts of ending").choose("No");
        self.choose("Is there another person").choose("Yes");
        self.choose("Is it over").choose("It is over");
        self.keys("t")
    }

    /// Opens a step by searching for its title.
    pub(crate) fn open_step(&mut self, id: &str) -> &mut Self {
        let model = self.model();
        let step = model.library.program.step(id).unwrap();
        let title = step.title.render(&model.plan.profile.words()).into_owned();
        let typed = title.replace('<', "<lt>");
        self.keys(&format!("/{typed}<enter>"));
        let Screen::Step(open) = self.model().screen() else {
            panic!("{id} was not found:\n{}", self.look())
        };
        assert_eq!(open.id.as_str(), id);
        self
    }

    pub(crate) fn model(&self) -> &Model {
        self.runtime.model()
    }

    pub(crate) fn paper(&self) -> &Paper {
        self.runtime.screen()
    }

    pub(crate) fn paper_mut(&mut self) -> &mut Paper {
        self.runtime.screen_mut()
    }

    /// The terminal is closed, and the loop hears of it by drawing, while the keyboard is still open.
    pub(crate) fn events_after_closing(&mut self, events: Vec<Event>) {
        self.runtime.screen_mut().closed = true;
        let (sender, receiver) = mpsc::channel();
        for event in events {
            sender.send(event).unwrap();
        }
        self.ended = Some(self.runtime.run(&receiver).unwrap());
    }

    pub(crate) fn ended(&self) -> Option<Ended> {
        self.ended
    }

    /// The text on the screen.
    pub(crate) fn look(&self) -> String {
        self.paper().text()
    }

    /// The text on the screen, where the cursor is, and a number that changes when a style does.
    pub(crate) fn shown(&self) -> String {
        self.paper().shown()
    }

    /// The line about what just happened.
    pub(crate) fn notice(&self) -> &str {
        self.model().notice.as_ref().map_or("", |notice| &notice.text)
    }
}

fn label(item: &Item) -> Option<&str> {
    match item {
        Item::Row(row) => Some(&row.label),
        Item::Field(field) => Some(&field.ask),
        Item::Text { .. } | Item::Gap => None,
    }
}

/// Compares with the file of that name in `tests/snapshots`. `INSTA_UPDATE=always` writes what is shown now.
pub(crate) fn snapshot(name: &str, shown: &str) {
    insta::with_settings!({
        snapshot_path => concat!(env!("CARGO_MANIFEST_DIR"), "/tests/snapshots"),
        prepend_module_to_snapshot => false,
        omit_expression => true,
    }, {
        insta::assert_snapshot!(name, shown);
    });
}

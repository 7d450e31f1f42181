//! Every screen there is, one after the other. A new screen, question or setting does not compile until it stands here.

use std::sync::LazyLock;

use trustcoach::app::model::{
    ExportDraft, Lists, Model, OpenStep, Overlay, Passphrase, Purpose, Question, Screen, Setting,
    Size, View,
};
use trustcoach::app::record::Rating;
use trustcoach::engine::Plan;
use trustcoach::engine::record::ReviewOf;
use trustcoach::tui::{self, Start};

use crate::common::{Home, evening};

/// A home where someone has been at it for a while: something of everything that pages show.
static LIVED_IN: LazyLock<Home> = LazyLock::new(|| {
    let home = Home::new();
    let mut person = home.sit();
    person.keep().say_all_is_open();
    person.keys(",").write("A name or initial", "M").choose("Their pronouns").choose("she");
    person.write("Your word for what happened", "the messages");
    person.choose("Country of the help lines").choose("Ireland").keys("t");
    for form in ["letter", "practice", "agree", "talk"] {
        let id = person.first_of_form(form);
        person.reach(&id).work().keys("dt");
    }
    let id = person.first_of_form("reflect");
    person.reach(&id).work().keys("tq");
    home
});

/// The program in the lived-in home, at this size, on Today.
pub(crate) fn lived_in(size: Size) -> Model {
    let copy = LIVED_IN.copy();
    let start = Start { places: copy.places.clone(), program: None };
    let mut model = tui::open(start, evening(), size).unwrap().0;
    model.notice = None;
    model.views = vec![View::top(Screen::Today)];
    model
}

/// The plan of the lived-in home.
pub(crate) fn lived_in_plan() -> Plan {
    LIVED_IN.copy().plan()
}

/// The screen after this one; the first after `None`.
fn after(screen: Option<&Screen>, model: &Model) -> Option<Screen> {
    let program = &model.library.program;
    let letter = program.steps().find(|step| step.form.name() == "letter").unwrap();
    let Some(screen) = screen else { return Some(Screen::Welcome) };
    Some(match screen {
        Screen::Welcome => Screen::Doors,
        Screen::Doors => Screen::Question(Question::Alone),
        Screen::Question(question) => match question {
            Question::Alone => Screen::Question(Question::Safety),
            Question::Safety => Screen::Question(Question::SelfHarm),
            Question::SelfHarm => Screen::Door(program.doors[0].id.clone()),
        },
        Screen::Door(_) => Screen::KeepOrNot,
        Screen::KeepOrNot => Screen::Passphrase(Passphrase::empty(Purpose::New)),
        Screen::Passphrase(passphrase) => match passphrase.purpose {
            Purpose::New => Screen::Passphrase(Passphrase::empty(Purpose::Again)),
            Purpose::Again => Screen::Passphrase(Passphrase::empty(Purpose::Unlock)),
            Purpose::Unlock => Screen::Passphrase(Passphrase::empty(Purpose::ToChange)),
            Purpose::ToChange => Screen::Passphrase(Passphrase::empty(Purpose::Other)),
            Purpose::Other => Screen::Passphrase(Passphrase::empty(Purpose::OtherAgain)),
            Purpose::OtherAgain => Screen::Passphrase(Passphrase::empty(Purpose::ToRemove)),
            Purpose::ToRemove => Screen::Recovery,
        },
        Screen::Recovery => Screen::Names,
        Screen::Names => Screen::Today,
        Screen::Today => Screen::Path(Some(program.stages[1].id.clone())),
        Screen::Path(_) => Screen::Step(OpenStep::new(letter.id.clone())),
        Screen::Step(_) => Screen::Journal,
        Screen::Journal => Screen::Record,
        Screen::Record => Screen::Rating(Rating::of_day()),
        Screen::Rating(_) => Screen::Add,
        Screen::Add => Screen::LookBack,
        Screen::LookBack => Screen::Review(ReviewOf::Week),
        Screen::Review(ReviewOf::Week) => Screen::Review(ReviewOf::Month),
        Screen::Review(ReviewOf::Month) => Screen::Slip,
        Screen::Slip => Screen::Resting(Vec::new()),
        // These show one thing of the record: tests/record walks them with a year of it.
        Screen::Resting(_)
        | Screen::Thing(..)
        | Screen::Sheet(_)
        | Screen::Line(_)
        | Screen::Talk(_) => Screen::Support,
        Screen::Support => Screen::Mirror,
        Screen::Mirror => Screen::Countries,
        Screen::Countries => Screen::HurtPartner,
        Screen::HurtPartner => Screen::Settings,
        Screen::Settings => Screen::Setting(Setting::Contact),
        Screen::Setting(setting) => return Some(after_setting(*setting)),
        Screen::Export(_) => Screen::Leaving,
        Screen::Leaving => return None,
    })
}

fn after_setting(setting: Setting) -> Screen {
    Screen::Setting(match setting {
        Setting::Contact => Setting::ContactOpen,
        Setting::ContactOpen => Setting::ContactTo,
        Setting::ContactTo => Setting::Theme,
        Setting::Theme => Setting::Country,
        Setting::Country => Setting::Idle,
        Setting::Idle => Setting::Partner,
        Setting::Partner => Setting::Pronouns,
        Setting::Pronouns => Setting::Relationship,
        Setting::Relationship => Setting::Event,
        Setting::Event => Setting::Safety,
        Setting::Safety => Setting::SelfHarm,
        Setting::SelfHarm => Setting::Over,
        Setting::Over => Setting::PartnerKnows,
        Setting::PartnerKnows => Setting::ThirdPerson,
        Setting::ThirdPerson => {
            let path = "notes.md".to_owned();
            return Screen::Export(ExportDraft { answers: true, path, ..ExportDraft::default() });
        }
    })
}

/// Every screen, in the order of a first run.
pub(crate) fn every(model: &Model) -> Vec<Screen> {
    std::iter::successors(after(None, model), |screen| after(Some(screen), model)).collect()
}

/// Every list that can lie over a screen, and the hidden screen.
pub(crate) fn overlays() -> Vec<Overlay> {
    let palette = |lists| Overlay::Palette { filter: String::new(), focus: 0, lists };
    let next = |overlay: &Overlay| match overlay {
        Overlay::Hidden => Some(palette(Lists::Keys)),
        Overlay::Palette { lists, .. } => match lists {
            Lists::Keys => Some(palette(Lists::Commands)),
            Lists::Commands => Some(palette(Lists::Steps)),
            Lists::Steps => None,
        },
    };
    std::iter::successors(Some(Overlay::Hidden), next).collect()
}

/// The first screen of each kind, named: what snapshots are made of.
pub(crate) fn kinds(model: &Model) -> Vec<(&'static str, Screen)> {
    let mut kinds: Vec<(&'static str, Screen)> = Vec::new();
    for screen in every(model) {
        let name = kind(&screen);
        if !kinds.iter().any(|(other, _)| *other == name) {
            kinds.push((name, screen));
        }
    }
    kinds
}

/// What a kind of screen is called.
pub(crate) fn kind(screen: &Screen) -> &'static str {
    match screen {
        Screen::Welcome => "welcome",
        Screen::Doors => "doors",
        Screen::Question(_) => "question",
        Screen::Door(_) => "door",
        Screen::KeepOrNot => "keep-or-not",
        Screen::Passphrase(_) => "passphrase",
        Screen::Recovery => "recovery",
        Screen::Names => "names",
        Screen::Today => "today",
        Screen::Path(_) => "path",
        Screen::Step(_) => "step",
        Screen::Journal => "journal",
        Screen::Record => "record",
        Screen::Rating(_) => "check-in",
        Screen::Add => "add",
        Screen::LookBack => "look-back",
        Screen::Review(_) => "review",
        Screen::Slip => "slip",
        Screen::Resting(_) => "resting",
        Screen::Thing(..) => "thing",
        Screen::Sheet(_) => "sheet",
        Screen::Line(_) => "line",
        Screen::Talk(_) => "talk",
        Screen::Support => "support",
        Screen::Mirror => "mirror",
        Screen::Countries => "countries",
        Screen::HurtPartner => "hurt-partner",
        Screen::Settings => "settings",
        Screen::Setting(_) => "setting",
        Screen::Export(_) => "export",
        Screen::Leaving => "leaving",
    }
}

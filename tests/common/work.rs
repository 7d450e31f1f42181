//! Working a step by keys, whatever its form.

use trustcoach::app::model::{OpenStep, Screen};
use trustcoach::app::page::Target;
use trustcoach::app::screens;
use trustcoach::content::form::Pick;
use trustcoach::content::{Field, FieldKind, Form, Step};
use trustcoach::engine::{Status, Verdict, status, verdict};

use super::Sitting;

/// What the person writes.
pub(crate) const WORDS: &str = "I told them that I was at work. I was not.";

impl Sitting {
    /// The step that is open.
    pub(crate) fn step(&self) -> Step {
        let Screen::Step(open) = self.model().screen() else {
            panic!("no step is open:\n{}", self.look())
        };
        self.model().library.program.step(open.id.as_str()).unwrap().clone()
    }

    /// How a step stands.
    pub(crate) fn status(&self, id: &str) -> Option<Status> {
        let model = self.model();
        let step = model.library.program.step(id).unwrap();
        status(&model.library.program, &model.plan, step)
    }

    /// The first step of this form that is open now, or that opens when those before it are skipped.
    pub(crate) fn first_of_form(&self, form: &str) -> String {
        let model = self.model();
        let steps: Vec<&Step> =
            model.library.program.steps().filter(|step| step.form.name() == form).collect();
        let verdict = |step: &Step| verdict(&model.library.program, &model.plan, step);
        let open = steps.iter().find(|step| verdict(step) == Verdict::Open);
        let locked = || steps.iter().find(|step| matches!(verdict(step), Verdict::Locked { .. }));
        let found = open.or_else(locked).unwrap_or_else(|| panic!("no {form} is on the path"));
        found.id.to_string()
    }

    /// Opens a step; what stands before it is skipped, by keys.
    pub(crate) fn reach(&mut self, id: &str) -> &mut Self {
        for _ in 0..20 {
            self.open_step(id);
            let model = self.model();
            let step = model.library.program.step(id).unwrap();
            let verdict = verdict(&model.library.program, &model.plan, step);
            if verdict == Verdict::Open {
                return self;
            }
            let Verdict::Locked { after } = verdict else {
                panic!("{id} cannot be opened: {verdict:?}");
            };
            self.reach(after[0].as_str()).keys("s");
            if self.model().screen() == &Screen::Step(OpenStep::new(after[0].clone())) {
                // Something is to be written there: the key goes to its row.
                self.keys("<enter>");
            }
        }
        panic!("{id} stays locked");
    }

    /// Answers everything that the open step needs.
    pub(crate) fn work(&mut self) -> &mut Self {
        let step = self.step();
        match &step.form {
            Form::Read(_) => {}
            Form::Reflect
            | Form::Build(_)
            | Form::Letter(_)
            | Form::IfThen(_)
            | Form::Practice(_)
            | Form::Agree(_)
            | Form::Talk(_) => step.fields.iter().for_each(|field| self.fill(field)),
            Form::Rehearse(_) => self.play(),
            Form::List(list) => {
                let needed = if list.pick == Pick::One { 1 } else { list.least.max(1) };
                step.fields.iter().take(needed.into()).for_each(|field| self.fill(field));
            }
            Form::Rate(_) => self.fill(&step.fields[0]),
        }
        self
    }

    fn fill(&mut self, field: &Field) {
        let target = match &field.kind {
            FieldKind::Choice(options) => Target::Pick(field.id.clone(), options[0].id.clone()),
            FieldKind::Short
            | FieldKind::Long
            | FieldKind::Tick
            | FieldKind::Scale
            | FieldKind::Count(_)
            | FieldKind::Date => Target::Answer(field.id.clone()),
        };
        self.focus_target(&target);
        match &field.kind {
            FieldKind::Short | FieldKind::Long => {
                self.keys("<enter>").keys(WORDS).keys("<esc>");
            }
            FieldKind::Date => {
                self.keys("<enter>+7<esc>");
            }
            FieldKind::Choice(_) => {
                self.keys("<enter>");
            }
            FieldKind::Tick => {
                self.keys(" ");
            }
            FieldKind::Scale => {
                self.keys("7");
            }
            FieldKind::Count(times) => {
                self.keys(&" ".repeat((*times).into()));
            }
        }
    }

    /// Plays a scene to its end: where an answer leads back, another is tried; what is asked in own words is written.
    fn play(&mut self) {
        for attempt in 0..80 {
            let page = screens::page(self.model());
            let answers: Vec<Target> = page
                .targets()
                .filter(|target| matches!(target, Target::Pick(..) | Target::Answer(_)))
                .cloned()
                .collect();
            let next = answers.get(attempt % answers.len().max(1)).cloned();
            match next {
                Some(Target::Answer(field)) => {
                    self.focus_target(&Target::Answer(field));
                    self.keys("<enter>").keys(WORDS).keys("<esc>");
                }
                Some(pick) => {
                    self.focus_target(&pick);
                    self.keys("<enter>");
                }
                None => return,
            }
        }
        panic!("the scene does not end:\n{}", self.look());
    }

    fn focus_target(&mut self, target: &Target) {
        let row = screens::page(self.model()).focus_of(target);
        let row = row.unwrap_or_else(|| panic!("{target:?} is not here:\n{}", self.look()));
        self.focus_row(row);
    }
}

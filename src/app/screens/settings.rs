//! Names and words, how things stand, and the program itself. Everything can be changed at any time.

use crate::app::effect::{Effect, Preference};
use crate::app::model::{Edited, Model, Notice, Purpose, Screen, Setting, Settings};
use crate::app::page::{FieldBox, Go, Item, Page, Role, Row, Sign, Target};
use crate::app::{activate, edit, saving};
use crate::content::Pronouns;
use crate::engine::{
    Command, Contact, DoorQuestion, Over, PartnerKnows, Relationship, Safety, Situation, Told,
    Verdict, verdict,
};

use super::doors;

const NAMES: &str = "Names and words";
const NAMES_WHY: &str = "They are woven into the texts. An initial is enough; empty is fine.";
const STANDS: &str = "How things stand";
const STANDS_WHY: &str =
    "This decides which steps are here. It is never shown elsewhere or exported.";
const PROGRAM: &str = "This program";
const PASSPHRASE: &str = "Passphrase";
const ENCRYPTED: &str = "What you wrote is encrypted.";
const PLAIN: &str = "There is none: whoever can use this account can read what you wrote.";

/// A value stands beside its label when both together are shorter than this.
const SHORT: usize = 64;

const TOLD: &[&str] = &["No", "Yes", "I would rather not say"];
const CONTACT: &[&str] = &[
    "They said that contact is open",
    "Limited, to what they said",
    "They asked for no contact",
    "A court ordered no contact",
];
const CONTACT_OPEN: &[&str] =
    &["Yes, they said it themselves", "No, but it seems so to me", "I am not sure"];
const OVER: &[&str] = &["It is over", "It goes on", "I am not sure", "I would rather not say"];
const KNOWS: &[&str] = &["All of it", "A part of it", "Nothing", "I would rather not say"];
const IDLE: &[u16] = &[1, 5, 15, 0];

/// The page.
#[must_use]
pub fn page(model: &Model) -> Page {
    let mut page = Page::titled("Settings");
    page.text(Role::Heading, NAMES);
    page.text(Role::Quiet, NAMES_WHY);
    names_items(model, &mut page);
    page.gap();
    page.text(Role::Heading, STANDS);
    page.text(Role::Quiet, STANDS_WHY);
    let third = model.plan.profile.situation.third_person;
    for setting in [
        Setting::Contact,
        Setting::Safety,
        Setting::SelfHarm,
        Setting::ThirdPerson,
        Setting::Over,
        Setting::PartnerKnows,
    ] {
        if setting == Setting::Over && third == Told::No {
            continue;
        }
        page.push(row(model, setting));
        if setting == Setting::Contact
            && matches!(model.plan.profile.contact, Contact::Limited { .. })
        {
            page.push(field(model, Setting::ContactTo));
        }
    }
    page.gap();
    page.text(Role::Heading, PROGRAM);
    for setting in [Setting::Theme, Setting::Country, Setting::Idle] {
        page.push(row(model, setting));
    }
    passphrase_items(model, &mut page);
    page
}

/// The passphrase of a plan that is kept; where none is kept yet, keeping it asks.
fn passphrase_items(model: &Model, page: &mut Page) {
    let keeping = &model.keeping;
    if !keeping.kept || keeping.read_only {
        return;
    }
    page.gap();
    page.text(Role::Heading, PASSPHRASE);
    if keeping.encrypted {
        page.text(Role::Quiet, ENCRYPTED);
        page.go(Target::Passphrase(Purpose::ToChange), "Change the passphrase");
        page.go(Target::Passphrase(Purpose::ToRemove), "Take the passphrase away");
    } else {
        page.text(Role::Quiet, PLAIN);
        page.go(Target::Passphrase(Purpose::New), "Set a passphrase");
    }
}

/// Names and words alone, right after "keep this".
#[must_use]
pub fn names(model: &Model) -> Page {
    let mut page = Page::titled(NAMES);
    page.text(Role::Body, NAMES_WHY).gap();
    names_items(model, &mut page);
    page.push(row(model, Setting::Contact));
    page.gap();
    page.go(Target::Go(Go::Today), "Go on to Today");
    page
}

fn names_items(model: &Model, page: &mut Page) {
    page.push(field(model, Setting::Partner));
    page.push(field(model, Setting::Event));
    page.gap();
    page.push(row(model, Setting::Pronouns));
    page.push(row(model, Setting::Relationship));
}

/// What a setting is called.
fn label(setting: Setting) -> &'static str {
    match setting {
        Setting::Theme => "Colours",
        Setting::Country => "Country of the help lines",
        Setting::Idle => "Hide the screen without a key for",
        Setting::Partner => "A name or initial for your partner",
        Setting::Pronouns => "Their pronouns",
        Setting::Relationship => "What you are to each other",
        Setting::Event => "Your word for what happened",
        Setting::Contact => "What they want of contact",
        Setting::ContactOpen => "Did they say so themselves?",
        Setting::ContactTo => "Limited to what, in their words?",
        Setting::Safety => "Is anyone being hurt, afraid or forced?",
        Setting::SelfHarm => "Thoughts of ending your life or hurting yourself?",
        Setting::Over => "Is it over with the other person?",
        Setting::PartnerKnows => "What your partner knows",
        Setting::ThirdPerson => "Is there another person in it at all?",
    }
}

/// Whether a setting is a text to write.
#[must_use]
pub fn is_text(setting: Setting) -> bool {
    matches!(setting, Setting::Partner | Setting::Event | Setting::ContactTo)
}

fn row(model: &Model, setting: Setting) -> Item {
    let value = value(model, setting);
    let row = Row::new(Target::Setting(setting), Sign::Go, label(setting));
    let short = value.chars().count() + row.label.chars().count() < SHORT;
    Item::Row(if short { row.aside(value) } else { row.note(value) })
}

/// What a setting stands at, in words.
pub(super) fn value(model: &Model, setting: Setting) -> String {
    current(model, setting)
        .and_then(|nth| options(model, setting).into_iter().nth(nth))
        .unwrap_or_else(|| "not said".to_owned())
}

fn field(model: &Model, setting: Setting) -> Item {
    let what = edited(setting);
    let editing = model.editing.as_ref().filter(|editing| editing.what == what);
    let stored = stored(model, setting);
    Item::Field(FieldBox {
        target: Target::Setting(setting),
        ask: label(setting).to_owned(),
        hint: match setting {
            Setting::Event => "“the messages”, “the affair”, “the money”: whatever you call it",
            Setting::ContactTo => "“the children and the house, in writing”",
            _ => "",
        }
        .to_owned(),
        text: editing.map_or(stored, |editing| editing.text.clone()),
        long: false,
        open: editing.is_some(),
    })
}

fn edited(setting: Setting) -> Edited {
    match setting {
        Setting::Event => Edited::Event,
        Setting::ContactTo => Edited::ContactTo,
        _ => Edited::Partner,
    }
}

fn stored(model: &Model, setting: Setting) -> String {
    let profile = &model.plan.profile;
    match (setting, &profile.contact) {
        (Setting::Event, _) => profile.event.clone(),
        (Setting::ContactTo, Contact::Limited { to }) => to.clone(),
        (Setting::ContactTo, _) => String::new(),
        _ => profile.partner.clone(),
    }
}

/// The choices of a setting, in words.
fn options(model: &Model, setting: Setting) -> Vec<String> {
    let words = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
    match setting {
        Setting::Theme => model.settings.themes.clone(),
        Setting::Country => {
            let support = &model.library.support;
            let all = support.countries.iter().chain([&support.worldwide]);
            all.map(|country| country.name.clone()).collect()
        }
        Setting::Idle => IDLE
            .iter()
            .map(|minutes| match minutes {
                0 => "never".to_owned(),
                1 => "1 minute".to_owned(),
                minutes => format!("{minutes} minutes"),
            })
            .collect(),
        Setting::Pronouns => {
            Pronouns::ALL.iter().map(|pronouns| pronouns.forms()[..3].join(", ")).collect()
        }
        Setting::Relationship => Relationship::ALL.iter().map(|kind| relationship(*kind)).collect(),
        Setting::Contact => words(CONTACT),
        Setting::ContactOpen => words(CONTACT_OPEN),
        Setting::Safety => words(doors::safety_answers()),
        Setting::SelfHarm | Setting::ThirdPerson => words(TOLD),
        Setting::Over => words(OVER),
        Setting::PartnerKnows => words(KNOWS),
        Setting::Partner | Setting::Event | Setting::ContactTo => Vec::new(),
    }
}

fn relationship(kind: Relationship) -> String {
    match kind {
        Relationship::Unsaid => "not said",
        Relationship::Marriage => "married",
        Relationship::Partnership => "partners",
        Relationship::Dating => "dating",
        Relationship::Agreement => "open, with an agreement that was broken",
    }
    .to_owned()
}

fn told(told: Told) -> Option<usize> {
    match told {
        Told::Unknown => None,
        Told::No => Some(0),
        Told::Yes => Some(1),
    }
}

/// The choice that holds, by its place.
#[must_use]
pub fn current(model: &Model, setting: Setting) -> Option<usize> {
    let profile = &model.plan.profile;
    let situation = profile.situation;
    match setting {
        Setting::Theme => {
            model.settings.themes.iter().position(|name| *name == model.settings.theme)
        }
        Setting::Country => {
            let support = &model.library.support;
            let code = model.settings.country.as_deref()?;
            support.countries.iter().chain([&support.worldwide]).position(|one| one.code == code)
        }
        Setting::Idle => IDLE.iter().position(|minutes| *minutes == model.settings.idle_minutes),
        Setting::Pronouns => Pronouns::ALL.iter().position(|one| *one == profile.pronouns),
        Setting::Relationship => {
            Relationship::ALL.iter().position(|one| *one == profile.relationship)
        }
        Setting::Contact => Some(match profile.contact {
            Contact::Open => 0,
            Contact::Limited { .. } => 1,
            Contact::None { court: false } => 2,
            Contact::None { court: true } => 3,
        }),
        Setting::Safety => match (profile.safety.harmed, profile.safety.harming) {
            (Told::No, Told::No) => Some(0),
            (Told::Yes, Told::Yes) => Some(3),
            (Told::Yes, _) => Some(1),
            (_, Told::Yes) => Some(2),
            _ => None,
        },
        Setting::SelfHarm => told(profile.safety.self_harm),
        Setting::ThirdPerson => told(situation.third_person),
        Setting::Over => match situation.over {
            Over::Unknown => None,
            Over::Over => Some(0),
            Over::Ongoing => Some(1),
            Over::Unsure => Some(2),
        },
        Setting::PartnerKnows => match situation.partner_knows {
            PartnerKnows::Unknown => None,
            PartnerKnows::All => Some(0),
            PartnerKnows::Part => Some(1),
            PartnerKnows::None => Some(2),
        },
        Setting::ContactOpen | Setting::Partner | Setting::Event | Setting::ContactTo => None,
    }
}

/// The choices of one setting.
#[must_use]
pub fn choices(model: &Model, setting: Setting) -> Page {
    let mut page = Page::titled(label(setting));
    let current = current(model, setting);
    if setting == Setting::ContactOpen {
        page.text(Role::Body, "Only their own words count here; hope is not an answer.").gap();
    }
    for (nth, option) in options(model, setting).into_iter().enumerate() {
        let sign = Sign::Radio(current == Some(nth));
        page.push(Item::Row(Row::new(Target::Set(setting, nth), sign, option)));
    }
    page
}

/// Opens a setting: a text to write, or its choices.
pub(in crate::app) fn open(model: &mut Model, setting: Setting) -> Vec<Effect> {
    if setting == Setting::Country {
        return activate::visit(model, Screen::Countries);
    }
    if is_text(setting) {
        let text = stored(model, setting);
        edit::open(model, edited(setting), text, false);
        return Vec::new();
    }
    activate::choices(model, setting)
}

/// Sets a setting to its n-th choice and goes back.
pub(in crate::app) fn set(model: &mut Model, setting: Setting, nth: usize) -> Vec<Effect> {
    let profile = model.plan.profile.clone();
    let answer = match nth {
        0 => Told::No,
        1 => Told::Yes,
        _ => Told::Unknown,
    };
    let situation = profile.situation;
    let command = match setting {
        Setting::Theme | Setting::Idle => return set_program(model, setting, nth),
        Setting::Pronouns => Pronouns::ALL.get(nth).copied().map(Command::SetPronouns),
        Setting::Relationship => Relationship::ALL.get(nth).copied().map(Command::SetRelationship),
        Setting::Contact if nth == 0 && profile.contact != Contact::Open => {
            // Moving it up asks for their own word first.
            activate::back(model);
            return activate::choices(model, Setting::ContactOpen);
        }
        Setting::Contact => Some(Command::SetContact(match nth {
            0 => Contact::Open,
            1 => match profile.contact {
                Contact::Limited { to } => Contact::Limited { to },
                _ => Contact::default(),
            },
            nth => Contact::None { court: nth == 3 },
        })),
        Setting::ContactOpen => (nth == 0).then_some(Command::SetContact(Contact::Open)),
        Setting::Safety => {
            let (harmed, harming) = doors::safety_answer(nth);
            Some(Command::SetSafety(Safety { harmed, harming, ..profile.safety }))
        }
        Setting::SelfHarm => {
            Some(Command::SetSafety(Safety { self_harm: answer, ..profile.safety }))
        }
        Setting::ThirdPerson => {
            Some(Command::SetSituation(Situation { third_person: answer, ..situation }))
        }
        Setting::Over => Some(Command::SetSituation(Situation { over: over(nth), ..situation })),
        Setting::PartnerKnows => {
            Some(Command::SetSituation(Situation { partner_knows: knows(nth), ..situation }))
        }
        Setting::Country | Setting::Partner | Setting::Event | Setting::ContactTo => None,
    };
    let effects = command.map_or_else(Vec::new, |command| saving::run(model, command));
    if model.notice.is_none() {
        activate::back(model);
    }
    effects
}

fn over(nth: usize) -> Over {
    match nth {
        0 => Over::Over,
        1 => Over::Ongoing,
        2 => Over::Unsure,
        _ => Over::Unknown,
    }
}

fn knows(nth: usize) -> PartnerKnows {
    match nth {
        0 => PartnerKnows::All,
        1 => PartnerKnows::Part,
        2 => PartnerKnows::None,
        _ => PartnerKnows::Unknown,
    }
}

fn set_program(model: &mut Model, setting: Setting, nth: usize) -> Vec<Effect> {
    let effect = if setting == Setting::Theme {
        let Some(theme) = model.settings.themes.get(nth).cloned() else {
            return Vec::new();
        };
        model.settings.theme.clone_from(&theme);
        Effect::Prefer(Preference::Theme(theme))
    } else {
        model.settings.idle_minutes = IDLE.get(nth).copied().unwrap_or(5);
        Effect::Prefer(Preference::IdleMinutes(model.settings.idle_minutes))
    };
    activate::back(model);
    remembered(model, effect)
}

/// Before the plan is kept nothing is written, not even a preference; keeping it writes them all.
fn remembered(model: &Model, effect: Effect) -> Vec<Effect> {
    if model.keeping.kept { vec![effect] } else { Vec::new() }
}

/// The preferences that are not the defaults, to be written when the plan is kept.
pub(in crate::app) fn preferences(model: &Model) -> Vec<Effect> {
    let settings = &model.settings;
    let defaults = Settings::default();
    let theme =
        (settings.theme != defaults.theme).then(|| Preference::Theme(settings.theme.clone()));
    let idle = (settings.idle_minutes != defaults.idle_minutes)
        .then_some(Preference::IdleMinutes(settings.idle_minutes));
    let country = settings.country.clone().map(Preference::Country);
    [theme, idle, country].into_iter().flatten().map(Effect::Prefer).collect()
}

/// Sets the country whose lines are shown.
pub(in crate::app) fn set_country(model: &mut Model, code: &str) -> Vec<Effect> {
    model.settings.country = Some(code.to_owned());
    activate::back(model);
    remembered(model, Effect::Prefer(Preference::Country(code.to_owned())))
}

/// The question at a step's door, and its answers.
#[must_use]
pub fn door_question(question: DoorQuestion) -> (&'static str, &'static [&'static str]) {
    match question {
        DoorQuestion::Safety => {
            ("One question first: is anyone being hurt, afraid or forced?", doors::safety_answers())
        }
        DoorQuestion::Over => ("One question first: is it over with the other person?", OVER),
    }
}

/// Takes the answer to the question at a step's door.
pub(in crate::app) fn at_door(model: &mut Model, nth: usize) -> Vec<Effect> {
    let Screen::Step(open) = model.screen() else {
        return Vec::new();
    };
    let Some(step) = model.library.program.step(open.id.as_str()) else {
        return Vec::new();
    };
    let Verdict::Ask(question) = verdict(&model.library.program, &model.plan, step) else {
        return Vec::new();
    };
    let profile = &model.plan.profile;
    let command = match question {
        DoorQuestion::Safety => {
            let (harmed, harming) = doors::safety_answer(nth);
            Command::SetSafety(Safety { harmed, harming, ..profile.safety })
        }
        DoorQuestion::Over => {
            Command::SetSituation(Situation { over: over(nth), ..profile.situation })
        }
    };
    let said_nothing = match question {
        DoorQuestion::Safety => nth >= 4,
        DoorQuestion::Over => nth >= 3,
    };
    if said_nothing {
        activate::back(model);
        model.notice = Some(Notice::calm("That is fine. The step stays where it is."));
        return Vec::new();
    }
    saving::run(model, command)
}

//! From the first screen to Today.

use trustcoach::app::model::Screen;
use trustcoach::engine::{Contact, Status, Told};

use crate::common::{Home, snapshot};

#[test]
fn from_welcome_through_a_door_to_a_done_step_to_today() {
    let home = Home::new();
    let mut person = home.sit();
    snapshot("walk-01-welcome", &person.shown());
    person.choose("Begin");
    snapshot("walk-02-doors", &person.shown());
    person.choose("in pain right now");
    snapshot("walk-03-alone", &person.shown());
    person.choose("Yes, nobody can see it");
    snapshot("walk-04-safety", &person.shown());
    person.choose("No");
    snapshot("walk-05-self-harm", &person.shown());
    person.choose("No");
    snapshot("walk-06-behind-the-door", &person.shown());
    person.choose("Steady for one minute");
    snapshot("walk-07-step", &person.shown());
    let id = person.step().id;
    person.work().keys("d");
    assert_eq!(person.status(id.as_str()), Some(Status::Done));
    snapshot("walk-08-step-done", &person.shown());
    assert!(!home.path("plan.toml").exists(), "nothing is on the disk before it is kept");
    person.choose("Go on");
    snapshot("walk-09-keep", &person.shown());
    person.choose("Keep it, without a passphrase");
    assert!(home.path("plan.toml").exists());
    person.write("A name or initial", "M").choose("Their pronouns").choose("she, her");
    person.write("Your word for what happened", "the messages");
    snapshot("walk-10-names", &person.shown());
    person.choose("Go on to Today");
    snapshot("walk-11-today", &person.shown());
    drop(person);

    let plan = home.plan();
    assert_eq!(plan.profile.partner, "M");
    assert_eq!(plan.profile.event, "the messages");
    assert_eq!(plan.profile.safety.harmed, Told::No);
    assert!(plan.mark(id.as_str()).is_some());
}

#[test]
fn one_who_may_not_be_alone_is_not_asked_further() {
    let home = Home::new();
    let mut person = home.sit();
    person.choose("Begin").choose("in pain right now").choose("No, or I am not sure");
    assert!(matches!(person.model().screen(), Screen::Door(_)));
    assert_eq!(person.model().plan.profile.safety.harmed, Told::Unknown);
    assert_eq!(person.model().plan.profile.contact, Contact::default());
}

#[test]
fn thoughts_of_self_harm_lead_to_help_first() {
    let home = Home::new();
    let mut person = home.sit();
    person.choose("Begin").choose("in pain right now").choose("Yes, nobody can see it");
    person.choose("No").choose("Yes");
    assert_eq!(*person.model().screen(), Screen::Support);
    person.keys("<esc>");
    assert!(matches!(person.model().screen(), Screen::Door(_)));
}

#[test]
fn before_the_first_run_is_through_only_help_and_leaving_lead_away() {
    let home = Home::new();
    let mut person = home.sit();
    person.keys("tpJ,!");
    assert_eq!(*person.model().screen(), Screen::Welcome);
    person.keys("<f1>");
    assert_eq!(*person.model().screen(), Screen::Support);
    person.keys("<esc>").choose("I am the one who was hurt");
    assert_eq!(*person.model().screen(), Screen::HurtPartner);
}

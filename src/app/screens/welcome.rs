//! The first screen of all: what this is, who may be watching, how to leave, where help is.

use crate::app::model::Model;
use crate::app::page::{Go, Item, Page, Role, Row, Sign, Target};

const WHAT: &str = "You did something that broke someone's trust. This is a place to work on being \
trustworthy again, whatever they decide. Step by step, in your own words, at your own pace.";
const OFFLINE: &str = "It works on this computer alone and sends nothing anywhere. Nothing is \
written to the disk until you choose to keep it.";
const WATCHED: &str = "Someone who uses or controls this computer may see what you do here. If that \
could put you in danger, use another device, or paper, and talk to a help line first.";
const LEAVE: &str = "Ctrl-C leaves at once, anywhere. F1 or Ctrl-G shows where help is.";
const NOT: &str = "It is not therapy, and it promises no outcome. You can skip anything.";

/// The page.
#[must_use]
pub fn page(_: &Model) -> Page {
    let mut page = Page::titled("trustcoach");
    page.text(Role::Body, WHAT).gap();
    page.text(Role::Body, OFFLINE).gap();
    page.text(Role::Care, WATCHED).gap();
    page.text(Role::Body, LEAVE).gap();
    page.text(Role::Quiet, NOT).gap();
    page.push(Item::Row(Row::new(Target::Go(Go::Begin), Sign::Go, "Begin")));
    page.go(Target::Go(Go::Support), "Show me where help is");
    page.go(Target::Go(Go::HurtPartner), "I am the one who was hurt");
    page
}

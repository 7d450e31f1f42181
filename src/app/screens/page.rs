//! From the model to the page that is shown.

use super::{
    doors, export, journal, keep, lookback, mirror, path, rating, record, review, settings, sheet,
    step, support, talk, today, welcome,
};
use crate::app::model::{Model, Screen};
use crate::app::page::Page;

/// The page of the screen that is shown.
#[must_use]
pub fn page(model: &Model) -> Page {
    match model.screen() {
        Screen::Welcome => welcome::page(model),
        Screen::Doors => doors::page(model),
        Screen::Question(question) => doors::question(*question),
        Screen::Door(door) => doors::door(model, door),
        Screen::KeepOrNot => keep::keep_or_not(),
        Screen::Passphrase(passphrase) => keep::passphrase(*passphrase),
        Screen::Recovery => keep::recovery(model),
        Screen::Names => settings::names(model),
        Screen::Leaving => keep::leaving(model),
        Screen::Today => today::page(model),
        Screen::Path(open) => path::page(model, open.as_ref()),
        Screen::Step(open) => step::page(model, open),
        Screen::Journal => journal::page(model),
        Screen::Record => record::page(model),
        Screen::Thing(thing, id) => record::thing(model, *thing, id),
        Screen::Sheet(sheet) => sheet::page(model, sheet),
        Screen::Rating(rating) => rating::page(model, rating),
        Screen::Line(id) => journal::one(model, id),
        Screen::Add => review::add(),
        Screen::Talk(run) => talk::page(model, run),
        Screen::LookBack => lookback::page(model),
        Screen::Review(of) => review::page(model, *of),
        Screen::Slip => review::slip(model),
        Screen::Resting(stopped) => review::resting(stopped),
        Screen::Support => support::page(model),
        Screen::Countries => support::countries(model),
        Screen::HurtPartner => support::hurt_partner(model),
        Screen::Settings => settings::page(model),
        Screen::Setting(setting) => settings::choices(model, *setting),
        Screen::Mirror => mirror::page(model),
        Screen::Export(draft) => export::page(model, draft),
    }
}

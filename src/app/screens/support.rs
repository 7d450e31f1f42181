//! Where help is: the lines of the chosen country, never a number without its country.

use crate::app::model::Model;
use crate::app::page::{Go, Item, Page, Role, Row, Sign, Target};
use crate::content::help::{Country, HelpKind, Line};

const CHOOSE: &str = "Choose your country once, and its lines stand here.";
const OTHER: &str = "Another country";
const DIRECTORY: &str = "In any country";
const STALE: &str = "If a number does not work, use findahelpline.com or your emergency number.";
const CALL_TRACE: &str = "A call may stand on the phone bill, and a site in the browser's history.";

/// The page.
#[must_use]
pub fn page(model: &Model) -> Page {
    let mut page = Page::titled("Where help is");
    let support = &model.library.support;
    let country = model.settings.country.as_deref().and_then(|code| support.country(code));
    match country {
        Some(country) => {
            page.aside.clone_from(&country.name);
            lines(&mut page, country);
        }
        None => {
            page.text(Role::Body, CHOOSE);
        }
    }
    page.push(Item::Row(Row::new(
        Target::Go(Go::Countries),
        Sign::Go,
        if country.is_some() { OTHER } else { "Choose a country" },
    )));
    page.gap();
    page.text(Role::Heading, DIRECTORY);
    for line in &support.worldwide.lines {
        one(&mut page, &support.worldwide, line);
    }
    page.gap();
    page.text(Role::Quiet, format!("{STALE} {CALL_TRACE}"));
    page
}

fn lines(page: &mut Page, country: &Country) {
    if let Some(emergency) = &country.emergency {
        page.text(Role::Heading, format!("Danger now ({}): {emergency}", country.name));
        page.gap();
    }
    for line in &country.lines {
        one(page, country, line);
    }
    page.gap();
}

fn one(page: &mut Page, country: &Country, line: &Line) {
    let reach: Vec<&str> = [line.number.as_deref(), line.text.as_deref(), line.url.as_deref()]
        .into_iter()
        .flatten()
        .collect();
    // A site is often known by its address alone.
    let reach: Vec<&str> = reach.into_iter().filter(|way| *way != line.name).collect();
    let place = if line.number.is_some() { format!(" ({})", country.name) } else { String::new() };
    let name = format!("{}{place}", line.name);
    let heading = if reach.is_empty() { name } else { format!("{name}: {}", reach.join(", ")) };
    page.text(Role::Heading, heading);
    let about: Vec<&str> =
        [Some(kind(line.kind)), line.who.as_deref(), line.hours.as_deref(), line.trace.as_deref()]
            .into_iter()
            .flatten()
            .collect();
    page.text(
        Role::Quiet,
        format!("{}. Checked on {}.", about.join(". "), line.checked.format("%-d %B %Y")),
    );
}

fn kind(kind: HelpKind) -> &'static str {
    match kind {
        HelpKind::Emergency => "For danger now",
        HelpKind::Crisis => "For when it gets too much",
        HelpKind::Abuse => "For violence or control at home",
        HelpKind::Assault => "For sexual violence",
        HelpKind::Child => "For a child in danger",
        HelpKind::Perpetrator => "For people who hurt or frighten someone and want to stop",
        HelpKind::Men => "For men who are hurt at home",
        HelpKind::Lgbt => "For lesbian, gay, bisexual and trans people",
    }
}

/// The list of countries.
#[must_use]
pub fn countries(model: &Model) -> Page {
    let mut page = Page::titled("Which country?");
    page.text(Role::Quiet, "It is kept in the settings, without anything private beside it.").gap();
    let chosen = model.settings.country.as_deref();
    for country in &model.library.support.countries {
        page.push(Item::Row(Row::new(
            Target::Country(country.code.clone()),
            Sign::Radio(chosen == Some(country.code.as_str())),
            country.name.clone(),
        )));
    }
    let elsewhere = &model.library.support.worldwide;
    page.push(Item::Row(Row::new(
        Target::Country(elsewhere.code.clone()),
        Sign::Radio(chosen == Some(elsewhere.code.as_str())),
        elsewhere.name.clone(),
    )));
    page
}

/// The page for the one who was hurt.
#[must_use]
pub fn hurt_partner(model: &Model) -> Page {
    let mut page = Page::titled(model.library.hurt_partner.title.clone());
    page.text(Role::Body, model.library.hurt_partner.body.clone()).gap();
    page.go(Target::Go(Go::Support), "Where help is");
    page.go(Target::Go(Go::Back), "Back");
    page
}

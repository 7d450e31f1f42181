//! The program as a person meets it: long walks by keys through the real loop, over a real disk.
#![cfg(test)]

mod common;

#[path = "flows/disk.rs"]
mod disk;
#[path = "flows/export.rs"]
mod export;
#[path = "flows/first_run.rs"]
mod first_run;
#[path = "flows/forms.rs"]
mod forms;
#[path = "flows/gates.rs"]
mod gates;
#[path = "flows/leaving.rs"]
mod leaving;
#[path = "flows/mirror.rs"]
mod mirror;
#[path = "flows/moving.rs"]
mod moving;
#[path = "flows/passphrase.rs"]
mod passphrase;
#[path = "flows/record.rs"]
mod record;
#[path = "flows/resume.rs"]
mod resume;
#[path = "flows/steps.rs"]
mod steps;

#![cfg(test)]
//! The record over a year: nothing is lost or counted twice, what is said of it follows from the export alone, and a
//! calendar shows the same days.

mod calendar;
mod from_json;
mod keys;
mod year;

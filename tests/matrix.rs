//! Every screen, export and command in every combination of contact, safety and situation: nothing that the table
//! forbids is shown or asked, and nothing tells why it is not there.
#![cfg(test)]
#![cfg(shipped_content)]
#![expect(clippy::wildcard_enum_match_arm, reason = "the tests look at a few of many cases")]

#[path = "matrix/finish.rs"]
mod finish;
#[path = "matrix/leaves.rs"]
mod leaves;
#[path = "matrix/screens.rs"]
mod screens;
#[path = "matrix/states.rs"]
mod states;
#[path = "matrix/table.rs"]
mod table;

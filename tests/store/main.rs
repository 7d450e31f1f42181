//! The store on a real disk: what is kept, what is refused, and what others can see of it.
#![cfg(test)]

mod copies;
mod damage;
mod encrypted;
mod home;
mod kept;
mod others;
mod outside;

//! The record from day to day, through the real loop.

use trustcoach::engine::EntryKind;
use trustcoach::store::{Opened, Store};
use trustcoach::tui::Ended;

use crate::common::Home;

#[test]
fn a_daily_check_in_takes_at_most_six_keys_from_the_start_to_the_disk() {
    let home = Home::new();
    let mut person = home.sit();
    person.keep().keys("q");
    drop(person);
    // Started on Today, and where the person was: in the record, and in an open field.
    for (before, keys) in
        [("t", "c462<enter>"), ("r", "c462<enter>"), ("aj<enter>", "<esc>c462<enter>")]
    {
        let mut person = home.sit();
        person.keys("t").keys(before).keys("<ctrl-q>");
        assert_eq!(person.ended(), Some(Ended::Left));
        drop(person);
        let lines = |home: &Home| match Store::open(&home.copy().places).unwrap() {
            Opened::Found(_, loaded) => {
                let check_in = |kind| kind == EntryKind::CheckIn;
                loaded.entries.iter().filter(|line| check_in(line.kind)).count()
            }
            Opened::New(_) | Opened::Locked(_) => panic!("nothing was kept in the open"),
        };
        let there = lines(&home);
        let mut person = home.sit();
        let presses = trustcoach::app::Key::script(keys).unwrap().len();
        assert!(presses <= 6);
        person.keys(keys);
        assert!(person.notice().contains("Noted"), "{keys}: {}", person.look());
        assert_eq!(lines(&home), there + 1, "it is on the disk while the program runs");
        // For the next start the check-in is over.
        person.keys("<ctrl-q>");
        drop(person);
    }
}

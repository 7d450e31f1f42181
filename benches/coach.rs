//! How long the coach takes: `cargo bench --bench coach`. A plain clock is enough, the bounds are wide:
//! a page of 400 words under 1 ms, a key press in a letter of 2,000 words under 1 ms, 1 MB under 1 s.
#![allow(clippy::print_stdout, reason = "a bench prints what it measures")]

use std::hint::black_box;
use std::time::{Duration, Instant};

use trustcoach::coach::{Audience, Reviewer, Rules, review};

/// Sentences of a letter as people write it, good and bad.
const LETTER: &str = "I am sorry that I lied to you about the money. I hid the letters from the bank for a year. \
    You asked me twice and I looked you in the eye. I know it was wrong, but I was under a lot of pressure at work. \
    It just happened, and then I did not know how to stop. You stopped sleeping because of me. \
    When will you trust me again? I will never lie to you again, i promise. Take all the time you need. \
    I have called the bank and closed the account, and every friday we can look at it together. \
    You always knew when something was wrong, and I told you that you were imagining things. That was cruel. ";

fn letter(words: usize) -> String {
    let mut letter = String::new();
    for (nth, word) in
        LETTER.split(' ').filter(|word| !word.is_empty()).cycle().take(words).enumerate()
    {
        // Every sentence differs, so that nothing is known from before.
        if nth % 9 == 0 {
            letter.push('n');
            letter.push_str(&nth.to_string());
            letter.push(' ');
        }
        letter.push_str(word);
        letter.push(' ');
    }
    letter
}

/// The median of many runs.
fn median(runs: usize, mut run: impl FnMut()) -> Duration {
    let mut times: Vec<Duration> = (0..runs)
        .map(|_| {
            let start = Instant::now();
            run();
            start.elapsed()
        })
        .collect();
    times.sort();
    times[times.len() / 2]
}

fn main() {
    let start = Instant::now();
    let rules = Rules::shipped();
    println!("rules read once at first use  {:>10.2?}", start.elapsed());

    let page = letter(400);
    println!(
        "page of 400 words             {:>10.2?}",
        median(201, || drop(black_box(review(rules, &page, Audience::Partner))))
    );

    let long = letter(2_000);
    let mut reviewer = Reviewer::new(rules);
    reviewer.review(&long, Audience::Partner);
    let middle = long.len() / 2;
    let at = (middle..).take(4).find(|at| long.is_char_boundary(*at)).unwrap_or(middle);
    let mut typed = long.clone();
    let key = median(201, || {
        typed.insert(at, 'a');
        black_box(reviewer.review(&typed, Audience::Partner));
    });
    println!("key press in 2,000 words      {key:>10.2?}");

    // As long as a thick book, and no sentence twice.
    let book = letter(1_000_000 / long.len() * 2_000 + 2_000);
    println!(
        "1 MB of letters               {:>10.2?}",
        median(3, || drop(black_box(review(rules, &book, Audience::Partner))))
    );
    let run_on = "I'm sorry but ".repeat(1_000_000 / 14);
    println!(
        "1 MB of \"I'm sorry but \"      {:>10.2?}",
        median(3, || drop(black_box(review(rules, &run_on, Audience::Partner))))
    );
}

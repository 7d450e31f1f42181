//! What holds for any text.

use proptest::prelude::*;
use trustcoach::coach::{Audience, Review, Reviewer, Rules, review, visits};

/// Sentences that say something to the coach, without quotation marks.
const SENTENCES: [&str; 12] = [
    "I'm sorry if I hurt you.",
    "You always twist my words.",
    "it just happened.",
    "I lied to you for a year.",
    "When will you forgive me?",
    "Take all the time you need!",
    "You don\u{2019}t have to answer.",
    "The bus was late.",
    "You made me do it.",
    "We met a couple of times.",
    "I hate myself \u{1F622}.",
    "I promise I will never lie again.",
];

fn rules() -> &'static Rules {
    Rules::shipped()
}

fn ranges(review: &Review) -> Vec<std::ops::Range<usize>> {
    let findings = review.findings.iter().map(|finding| finding.range.clone());
    let strengths = review.strengths.iter().map(|strength| strength.range.clone());
    findings.chain(strengths).chain(review.alerts.iter().map(|alert| alert.range.clone())).collect()
}

fn well_placed(text: &str) -> Review {
    let found = review(rules(), text, Audience::Partner);
    let length = text.chars().count();
    for range in ranges(&found) {
        assert!(
            range.start < range.end && range.end <= length,
            "{range:?} of {length} in {text:?}"
        );
        let words: String = text.chars().skip(range.start).take(range.len()).collect();
        assert!(words.starts_with(char::is_alphanumeric), "{words:?} in {text:?}");
    }
    found
}

/// Arbitrary characters mixed with words the rules know and marks that split or quote.
fn texts() -> impl Strategy<Value = String> {
    let pieces = prop_oneof![
        3 => "\\PC{0,6}",
        4 => proptest::sample::select(&SENTENCES[..]).prop_map(str::to_owned),
        2 => proptest::sample::select(&["\"", "'", "\u{2019}", "\u{201C}", "\n", "\n\n", "...", "\u{2026}", ".", "\u{1F622}", "\u{301}", " but ", " not ", "\t", "\u{0}"][..]).prop_map(str::to_owned),
    ];
    proptest::collection::vec(pieces, 0..12).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_reviewed_with_offsets_inside_it(text in texts()) {
        well_placed(&text);
    }

    #[test]
    fn the_same_text_gets_the_same_answer_also_while_it_is_typed(text in texts()) {
        let at_once = well_placed(&text);
        let mut reviewer = Reviewer::new(rules());
        let half: String = text.chars().take(text.chars().count() / 2).collect();
        reviewer.review(&half, Audience::Partner);
        prop_assert_eq!(&reviewer.review(&text, Audience::Partner), &at_once);
        prop_assert_eq!(&review(rules(), &text, Audience::Partner), &at_once);
    }

    #[test]
    fn a_sentence_more_changes_nothing_in_the_others(
        before in proptest::collection::vec(proptest::sample::select(&SENTENCES[..]), 0..4),
        more in proptest::sample::select(&SENTENCES[..]),
        after in proptest::collection::vec(proptest::sample::select(&SENTENCES[..]), 0..4),
    ) {
        let join = |parts: &[&str]| parts.iter().flat_map(|part| [part, " "]).collect::<String>();
        let (head, tail) = (join(&before), join(&after));
        let (alone, with) = (well_placed(&format!("{head}{tail}")), well_placed(&format!("{head}{more} {tail}")));
        let start = head.chars().count();
        let added = more.chars().count() + 1;
        let moved = |at: usize| if at < start { at } else { at + added };
        let expected: Vec<_> = ranges(&alone).into_iter().map(|range| moved(range.start)..moved(range.end - 1) + 1).collect();
        let kept: Vec<_> = ranges(&with).into_iter().filter(|range| range.start < start || range.start >= start + added).collect();
        prop_assert_eq!(kept, expected);
    }
}

#[test]
fn only_the_partner_s_texts_are_corrected_but_alerts_are_heard_everywhere() {
    let text =
        "I'm sorry if I hurt you. The bus was late. The soup is cold. I want to kill myself.";
    assert!(!review(rules(), text, Audience::Partner).findings.is_empty());
    for audience in [Audience::Oneself, Audience::Helper, Audience::Unsent] {
        let review = review(rules(), text, audience);
        assert!(review.findings.is_empty() && review.strengths.is_empty());
        assert_eq!(review.alerts.len(), 1);
    }
}

#[test]
fn an_alert_silences_the_flags_of_its_sentence_and_its_neighbours() {
    let text = "You always twist my words. You hit me last night. You made me do it.";
    let found = review(rules(), text, Audience::Partner);
    assert!(!found.alerts.is_empty());
    assert_eq!(found.findings, []);
    let held = review(rules(), "I'll kill myself if you leave.", Audience::Partner);
    assert_eq!(
        held.findings.iter().map(|finding| finding.label.name()).collect::<Vec<_>>(),
        ["pressure"]
    );
}

/// The work is in proportion to the length, also for texts that no sentence ends in.
#[test]
fn twice_the_text_is_at_most_little_more_than_twice_the_work() {
    let texts: [&dyn Fn(usize) -> String; 3] =
        [&|size| "I'm sorry but ".repeat(size / 14), &|size| "x".repeat(size), &|size| {
            "you never just really ".repeat(size / 22)
        }];
    for text in texts {
        let (small, large) = (visits(rules(), &text(25_000)), visits(rules(), &text(100_000)));
        assert!(large <= small * 5 + 1_000, "{small} visits, then {large}");
    }
}

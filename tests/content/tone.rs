//! Planted steps that must not be said are found, each for its own reason; what the shipped content says is clean.

use std::collections::BTreeMap;
use std::path::Path;

use trustcoach::content::{Diagnostic, SourceFile, diagnostic, tone};

use super::folder;

/// A step that breaks no rule of tone; every line can be planted anew.
const STEP: [(&str, &str); 11] = [
    ("title", "Say it plainly"),
    ("form", "list"),
    ("why", "Two people can be hurt by what you do next."),
    ("body", "You chose what you did. You can stop here at any line."),
    ("example", "I said that I was at work, and I was not."),
    ("hints", "Begin with the verb."),
    ("wrong", "You got defensive: stop, and begin again tomorrow."),
    ("done", "I did my part."),
    ("pick", "any"),
    ("item", "I slept at least five hours."),
    ("asks", ""),
];

/// The step with some of its lines changed, as a file of content.
fn planted(changes: &[(&str, &str)]) -> Vec<SourceFile> {
    let mut line: BTreeMap<&str, &str> = STEP.into_iter().collect();
    line.extend(changes.iter().copied());
    let asks =
        if line["asks"].is_empty() { String::new() } else { format!("\"{}\"", line["asks"]) };
    let text = format!(
        "format_version = 1\n[part]\nid = \"p\"\nkind = \"stage\"\ntitle = \"Part\"\ntagline = \"A line.\"\nwhy = \"Why.\"\n\
         [[step]]\nid = \"planted\"\ntitle = \"{}\"\nminutes = 5\nform = \"{}\"\npractices = []\nsources = []\nasks = [{asks}]\n\
         why = \"{}\"\nbody = \"\"\"\n{}\n\"\"\"\nexample = \"{}\"\nhints = [\"{}\"]\nwrong = \"{}\"\ndone = \"{}\"\n\
         [step.list]\npick = \"{}\"\nitems = [{{ id = \"one\", text = \"{}\" }}]\n",
        line["title"],
        line["form"],
        line["why"],
        line["body"],
        line["example"],
        line["hints"],
        line["wrong"],
        line["done"],
        line["pick"],
        line["item"],
    );
    vec![SourceFile { name: "stages/01-planted.toml".to_owned(), text }]
}

fn found(changes: &[(&str, &str)]) -> Vec<Diagnostic> {
    tone::check(&planted(changes))
}

/// Where it is planted, what, and the reason that must be named.
const BAD: [(&str, &str, &str); 44] = [
    ("body", "Here is how to win {them} back.", "(win-back)"),
    ("why", "This can save your {relationship}.", "(win-back)"),
    ("body", "You can fix {them} with patience.", "(fix)"),
    ("body", "There are both sides to it.", "(blame)"),
    ("example", "I lied because {they} were cold to me for a year.", "(blame)"),
    ("hints", "Name {their} part in it as well.", "(blame)"),
    ("body", "Write down the unmet needs that led here.", "(blame)"),
    ("wrong", "{They} should listen to you now.", "(burden)"),
    ("body", "{Partner} needs to be patient with you.", "(burden)"),
    ("why", "Some people stay stuck and grow bitter.", "(burden)"),
    ("body", "Mistakes were made by everyone.", "(small)"),
    ("example", "It was a moment of weakness on a trip.", "(small)"),
    ("why", "It is time to move on together.", "(less-hurt)"),
    ("body", "Help {them} to find closure.", "(less-hurt)"),
    ("hints", "Ask how soon {they} can get over it.", "(less-hurt)"),
    ("body", "Most people forgive within six months.", "(deadline)"),
    ("item", "After two years {they} should trust me.", "(deadline)"),
    ("body", "If you do this, {they} will forgive you.", "(promise)"),
    ("done", "Trust will return now.", "(promise)"),
    ("why", "A good apology is guaranteed to work.", "(promise)"),
    ("body", "You will come out stronger than before.", "(gain)"),
    ("body", "Embrace the pain of today.", "(gain)"),
    ("body", "Your trust level is at forty.", "(score)"),
    ("done", "You kept your streak alive.", "(score)"),
    ("done", "Well done, you did it.", "(cheer)"),
    ("body", "A cheater has to say it first.", "(label)"),
    ("body", "Look at what the innocent party lost.", "(label)"),
    ("body", "Check {their} phone when you are unsure.", "(watch)"),
    ("hints", "Track {them} for a week.", "(watch)"),
    ("body", "Buy {them} flowers tonight.", "(press)"),
    ("body", "Beg {them} to stay.", "(press)"),
    ("body", "When he comes home, sit down.", "(gender)"),
    ("example", "I told her at breakfast.", "(gender)"),
    ("item", "My wife knows where I am.", "(gender)"),
    ("title", "The affair, step by step", "seen over a shoulder"),
    ("item", "I still keep a secret from them.", "seen over a shoulder"),
    ("body", "Tell {partner} everything tonight.", "does not declare"),
    ("body", "Sit down. Then ask {them} how the day was.", "does not declare"),
    ("hints", "Send it to {them} before noon.", "does not declare"),
    ("wrong", "No answer: call {partner} again.", "does not declare"),
    ("done", "Show {them} the page.", "does not declare"),
    ("body", "Meet {partner} somewhere quiet.", "does not declare"),
    ("body", "Give {them} the letter, and write to {them} the day after.", "does not declare"),
    (
        "body",
        "You sit down and you put the cup on the table and you wait until the kettle is still and then you say the \
         first word and then the next one and go on.",
        "a sentence of 34 words",
    ),
];

#[test]
fn every_planted_step_is_found_for_its_own_reason_and_on_its_line() {
    assert_eq!(found(&[]), []);
    for (key, text, reason) in BAD {
        let findings = found(&[(key, text)]);
        assert!(
            findings.iter().any(|finding| finding.message.contains(reason)),
            "{text} was not found for {reason}: {findings:?}"
        );
        for finding in &findings {
            let start: String = text.chars().take(12).collect();
            assert!(finding.source_line.contains(&start), "{finding} points at another line");
            assert!(!finding.help.is_empty());
        }
    }
}

#[test]
fn a_text_that_is_hard_or_long_is_found() {
    let hard =
        "Accountability necessitates comprehensive acknowledgement of interpersonal consequences. "
            .repeat(18);
    let findings = found(&[("body", &hard)]);
    assert!(
        findings.iter().any(|finding| finding.message.contains("reads at grade")),
        "{findings:?}"
    );
    let long = "You sit.\n\n".repeat(12);
    let findings = found(&[("body", &long)]);
    assert!(
        findings.iter().any(|finding| finding.message.contains("23 lines at 72 columns")),
        "{findings:?}"
    );
}

#[test]
fn what_not_to_say_may_be_shown_between_quotation_marks_or_behind_a_not() {
    for (key, text) in [
        ("body", "“You made me do it” is not a sentence for today."),
        ("hints", "“I want to win you back” asks for something."),
        ("body", "It does not guarantee anything."),
        ("body", "Do not tell {them} at night."),
        ("body", "Never ask {them} to forgive."),
        ("why", "No one can promise that {they} will ask you."),
        ("item", "I read {their} messages."),
    ] {
        assert_eq!(found(&[(key, text)]), [], "{text}");
    }
    // Somebody's gender is fixed by quotation marks, too.
    assert_eq!(found(&[("body", "“Tell me about her.”")]).len(), 1);
}

#[test]
fn a_step_that_declares_what_it_asks_may_say_it() {
    let asking = [("body", "Ask {them} if they want to talk, and send it to {them} if so.")];
    assert_eq!(found(&asking).len(), 2);
    assert_eq!(found(&[asking[0], ("asks", "message")]), []);
    // Declared is what was asked, not something else.
    assert_eq!(found(&[asking[0], ("asks", "touch")]).len(), 1);
}

#[test]
fn someone_can_have_read_it_and_say_so() {
    let mut files = planted(&[("body", "If {they} {asks|ask} for it, tell {them}.")]);
    assert_eq!(tone::check(&files).len(), 1);
    files[0].text = files[0].text.replace("asks = []", "asks = []\nreviewed = [\"tell\"]");
    assert_eq!(tone::check(&files), []);
}

#[test]
fn two_steps_do_not_share_a_paragraph() {
    let mut files = planted(&[]);
    let shared = "You chose what you did. You can stop here at any line, and come back.";
    let mut other = planted(&[("body", shared)]).remove(0);
    other.name = "stages/02-other.toml".to_owned();
    files[0].text = files[0].text.replace(STEP[3].1, shared);
    for text in [STEP[4].1, STEP[6].1, STEP[2].1] {
        other.text = other.text.replace(text, "Something short.");
    }
    files.push(other);
    let findings = tone::check(&files);
    assert_eq!(findings.len(), 1, "{findings:?}");
    assert!(
        findings[0].message.contains("in another step already, at stages/01-planted.toml:"),
        "{findings:?}"
    );
}

#[test]
fn the_shipped_content_says_none_of_it() {
    let files = folder(&Path::new(env!("CARGO_MANIFEST_DIR")).join("content"));
    let findings = tone::check(&files);
    assert!(findings.is_empty(), "{}", diagnostic::render(&findings, false));
}

/// What was read and found right is known by name: the list does not grow in passing.
#[test]
fn what_was_reviewed_is_short() {
    let files = folder(&Path::new(env!("CARGO_MANIFEST_DIR")).join("content"));
    let reviewed = files
        .iter()
        .flat_map(|file| file.text.lines())
        .filter(|line| line.starts_with("reviewed = "));
    assert!(reviewed.count() <= 6);
}

//! What markdown makes of an export: it is parsed back, and must hold the same items, and nothing more.

use chrono::NaiveDate;
use proptest::prelude::*;
use pulldown_cmark::{Event, HeadingLevel, Options as Dialect, Parser, Tag, TagEnd};

use super::{Answered, Checklist, Count, Item, PartList, markdown};
use crate::content::{StageId, StepId};
use crate::engine::Status;
use crate::text::clean;

/// What a reader of the markdown sees.
#[derive(Debug, Default, PartialEq, Eq)]
struct Seen {
    headings: Vec<(u8, String)>,
    items: Vec<SeenItem>,
}

#[derive(Debug, Default, PartialEq, Eq)]
struct SeenItem {
    ticked: bool,
    title: String,
    questions: Vec<String>,
    quotes: Vec<String>,
}

/// Every dialect the parser knows, so that a sign that acts in any of them is found.
fn dialects() -> [Dialect; 2] {
    let all = Dialect::all()
        .difference(Dialect::ENABLE_SMART_PUNCTUATION)
        .difference(Dialect::ENABLE_OLD_FOOTNOTES);
    [all, Dialect::ENABLE_TASKLISTS]
}

/// Reads an export. Anything that an export never has is an error that names it.
#[expect(clippy::wildcard_enum_match_arm, reason = "the list is of what is allowed")]
fn read(source: &str, dialect: Dialect) -> Result<Seen, String> {
    let mut seen = Seen::default();
    let mut text = String::new();
    let mut quoted = false;
    let mut list = 0;
    for event in Parser::new_ext(source, dialect) {
        match event {
            Event::Start(Tag::Heading { id: None, classes, attrs, .. })
                if classes.is_empty() && attrs.is_empty() && list == 0 =>
            {
                text.clear();
            }
            Event::End(TagEnd::Heading(level)) => {
                seen.headings.push((depth(level), take(&mut text)));
            }
            Event::Start(Tag::List(None)) if list == 0 => list += 1,
            Event::End(TagEnd::List(false)) => list -= 1,
            Event::Start(Tag::Item) => {
                seen.items.push(SeenItem::default());
                text.clear();
            }
            Event::TaskListMarker(ticked) => last(&mut seen)?.ticked = ticked,
            Event::End(TagEnd::Item) => place(&mut seen, &mut text, quoted)?,
            Event::Start(Tag::BlockQuote(None)) if !quoted && list == 1 => {
                place(&mut seen, &mut text, false)?;
                quoted = true;
            }
            Event::End(TagEnd::BlockQuote(None)) => {
                last(&mut seen)?.quotes.push(take(&mut text));
                quoted = false;
            }
            Event::Start(Tag::Paragraph) if quoted && !text.is_empty() => text.push_str("\n\n"),
            Event::Start(Tag::Paragraph) => {}
            Event::End(TagEnd::Paragraph) if list == 1 && !quoted => {
                place(&mut seen, &mut text, quoted)?;
            }
            Event::End(TagEnd::Paragraph) => {
                if list == 0 {
                    text.clear();
                }
            }
            Event::Text(piece) => text.push_str(&piece),
            Event::HardBreak if quoted => text.push('\n'),
            other => return Err(format!("{other:?} in\n{source}")),
        }
    }
    Ok(seen)
}

/// Puts a finished paragraph of an item where it belongs.
fn place(seen: &mut Seen, text: &mut String, quoted: bool) -> Result<(), String> {
    let item = last(seen)?;
    let text = take(text);
    if text.is_empty() || quoted {
    } else if item.title.is_empty() {
        item.title = text;
    } else {
        item.questions.push(text);
    }
    Ok(())
}

fn last(seen: &mut Seen) -> Result<&mut SeenItem, String> {
    seen.items.last_mut().ok_or_else(|| "outside an item".to_owned())
}

fn take(text: &mut String) -> String {
    std::mem::take(text).trim().to_owned()
}

fn depth(level: HeadingLevel) -> u8 {
    level as u8
}

/// The words of a text as a reader should find them: clean, each line trimmed, blank lines only between others.
fn as_read(text: &str) -> String {
    let cleaned = clean(text).replace('\t', " ");
    let mut out: Vec<&str> = Vec::new();
    for line in cleaned.lines().map(str::trim) {
        if !line.is_empty() || out.last().is_some_and(|last| !last.is_empty()) {
            out.push(line);
        }
    }
    out.join("\n").trim().to_owned()
}

fn in_one_line(text: &str) -> String {
    as_read(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

fn item(title: &str, status: Status, answers: Option<Vec<(&str, &str)>>) -> Item {
    let answered =
        |(question, text): (&str, &str)| Answered { question: question.into(), text: text.into() };
    Item {
        step: StepId::try_from("the-step").unwrap(),
        title: title.into(),
        status,
        date: None,
        answers: answers.map(|answers| answers.into_iter().map(answered).collect()),
    }
}

fn part(title: &str, items: Vec<Item>) -> PartList {
    let done = items.iter().filter(|item| item.done()).count();
    PartList {
        id: StageId::try_from("acknowledge").unwrap(),
        number: Some(1),
        title: title.into(),
        count: Count { done, total: items.len() },
        items,
    }
}

#[test]
fn the_whole_page_as_it_is_read() {
    let day = NaiveDate::from_ymd_opt(2026, 11, 21);
    let items = vec![
        Item { date: day, ..item("Say it plainly", Status::Done, None) },
        Item { date: day, ..item("No next lie", Status::Skipped, None) },
        item("One day of their week", Status::NotYet, None),
        item("A short letter", Status::Started, None),
        item("Say it aloud once", Status::Open, None),
        item("Later", Status::Locked, None),
    ];
    let checklist = Checklist {
        title: "Checklist".into(),
        parts: vec![part("Acknowledge", items)],
        earlier: vec![],
    };
    assert_eq!(
        markdown(&checklist),
        "# Checklist\n\n1 of 6 steps done.\n\n## 1 Acknowledge (1 of 6 done)\n\n\
         - [x] Say it plainly (2026-11-21)\n\
         - [ ] No next lie (skipped, 2026-11-21)\n\
         - [ ] One day of their week (not yet)\n\
         - [ ] A short letter (started)\n\
         - [ ] Say it aloud once\n\
         - [ ] Later\n"
    );
}

#[test]
fn words_stand_quoted_under_their_question() {
    let answers = vec![("What did you do?", "I lied.\nTwice.\n\n\n  - and hid it  ")];
    let items =
        vec![item("First", Status::Done, Some(answers)), item("Second", Status::Open, None)];
    let earlier = vec![item("old-step", Status::Done, Some(vec![("did", "# x")]))];
    let checklist = Checklist { title: "t".into(), parts: vec![part("A", items)], earlier };
    assert_eq!(
        markdown(&checklist),
        "# t\n\n1 of 2 steps done.\n\n## 1 A (1 of 2 done)\n\n- [x] First\n\n  What did you do?\n\n  \
         > I lied.  \n  > Twice.\n  >\n  > \\- and hid it\n\n- [ ] Second\n\n\
         ## From an earlier edition\n\n- [x] old-step\n\n  did\n\n  > \\# x\n"
    );
}

#[test]
fn prose_stays_pleasant_to_read() {
    let text = "“I’m sorry” – no ‘but’. We met at 10:30; she asked: why? (R & B, 50 %, a -> b, 3.5, no. 4!)";
    let items = vec![item("t", Status::Done, Some(vec![("q", text)]))];
    let written =
        markdown(&Checklist { title: "t".into(), parts: vec![part("A", items)], earlier: vec![] });
    assert!(written.contains(text), "{written}");
}

/// Pieces that mean something in one markdown or another, or to a terminal.
const HOSTILE: [&str; 66] = [
    "# x",
    "###### ",
    " #",
    "- [x] done",
    "- [ ] ",
    "* a",
    "+ b",
    "1. a",
    "10) b",
    "999999999. ",
    "***",
    "---",
    "===",
    "- - -",
    "```",
    "~~~",
    "`",
    "<script>",
    "</div>",
    "<!--",
    "-->",
    "<?php",
    "<![CDATA[",
    "<http://a.b>",
    "&lt;",
    "&#35;",
    "&copy",
    "[a](b)",
    "![i](j)",
    "[^1]",
    "[^1]: x",
    "[a]: http://x",
    "[!NOTE]",
    "http://a.b/c",
    "https:",
    "mailto:a@b.c",
    "www.x.y",
    "a@b.c",
    "\\",
    "\\\\",
    "| a | b |",
    "|---|---|",
    "$x$",
    "$$",
    "^a^",
    "~b~",
    "~~c~~",
    "==d==",
    ": def",
    "> q",
    "    code",
    "\t",
    "\r\n",
    "\n",
    "\n\n",
    "\u{2028}",
    "\u{85}",
    "\u{1b}[2J",
    "\u{202e}",
    "\u{200b}",
    "{#id .c}",
    "[[w]]",
    "_e_",
    "**b**",
    "+++",
    "plain words",
];

fn hostile() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        6 => proptest::sample::select(&HOSTILE[..]).prop_map(str::to_owned),
        1 => any::<char>().prop_map(String::from),
        1 => "[ -~]{0,6}",
        2 => Just("\n".to_owned()),
        1 => Just(" ".to_owned()),
    ];
    proptest::collection::vec(piece, 0..14).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, ..ProptestConfig::default() })]

    #[test]
    fn nothing_written_becomes_structure(
        title in hostile(), question in hostile(), text in hostile(), other in hostile(), ticked in any::<bool>()
    ) {
        let status = if ticked { Status::Done } else { Status::Open };
        let items = vec![
            item(&title, status, Some(vec![(&question, &text), ("and", &other)])),
            item(&other, Status::Skipped, None),
        ];
        let checklist = Checklist {
            title: format!("t {title}"),
            parts: vec![part(&title, items)],
            earlier: vec![],
        };
        let written = markdown(&checklist);
        prop_assert!(
            written.chars().all(|sign| sign == '\n' || (!sign.is_control() && !clean(&sign.to_string()).is_empty())),
            "{written:?}"
        );
        for dialect in dialects() {
            let seen = read(&written, dialect).map_err(TestCaseError::fail)?;
            let or_id = |text: &str| {
                let line = in_one_line(text);
                if line.is_empty() { "the-step".to_owned() } else { line }
            };
            prop_assert_eq!(seen.headings.len(), 2);
            prop_assert_eq!(&in_one_line(&seen.headings[0].1), &in_one_line(&format!("t {title}")));
            prop_assert_eq!(seen.items.len(), 2);
            prop_assert_eq!(seen.items[0].ticked, ticked);
            prop_assert_eq!(&seen.items[0].title, &or_id(&title));
            prop_assert_eq!(&seen.items[1].title, &format!("{} (skipped)", or_id(&other)));
            let quotes: Vec<String> =
                [&text, &other].map(|text| as_read(text)).into_iter().filter(|text| !text.is_empty()).collect();
            prop_assert_eq!(&seen.items[0].quotes, &quotes);
        }
    }
}

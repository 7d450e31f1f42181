//! Every byte that reaches a terminal, taken apart: what is no text and no sequence that the program itself sends.

use std::str;

use unicode_width::UnicodeWidthChar;

const MODES: [&str; 10] =
    ["?25", "?1049", "?2004", "?2026", "?1004", "?1006", "?1015", "?1003", "?1002", "?1000"];

/// Whether a sequence, without what begins it, is one that the program's own layers send: looks of the sixteen colours,
/// moves within the screen, clearing it, modes.
fn is_ours(sequence: &str) -> bool {
    let (parameters, end) = sequence.split_at(sequence.len() - 1);
    let numbers = || parameters.split(';').map(str::parse::<u16>);
    match end {
        "m" => parameters.is_empty() || is_look(parameters),
        "H" => numbers().count() == 2 && numbers().all(|number| matches!(number, Ok(1..=300))),
        "J" => parameters == "2",
        "h" | "l" => MODES.contains(&parameters),
        _ => false,
    }
}

/// Whether these set looks that the themes have: the sixteen colours are sent as the first of 256.
fn is_look(parameters: &str) -> bool {
    let mut numbers = parameters.split(';').map(str::parse::<u16>);
    while let Some(number) = numbers.next() {
        let good = match number {
            Ok(38 | 48) => {
                numbers.next() == Some(Ok(5)) && matches!(numbers.next(), Some(Ok(0..=15)))
            }
            Ok(number) => {
                matches!(number, 0..=4 | 7 | 9 | 21..=24 | 27 | 29..=37 | 39..=47 | 49 | 59 | 90..=97 | 100..=107)
            }
            Err(_) => false,
        };
        if !good {
            return false;
        }
    }
    true
}

/// Whether a character moves the cursor, turns the writing round, hides, or is no character.
fn is_foreign(character: char) -> bool {
    let hides = |number: u32| {
        matches!(number, 0xAD | 0x61C | 0x180E | 0x200B..=0x200F | 0x2028..=0x202E | 0x2060..=0x206F)
            || matches!(number, 0xFEFF | 0xFFF9..=0xFFFB | 0xE0000..=0xE0FFF)
    };
    (character.is_control() && !matches!(character, '\n' | '\r' | '\t'))
        || hides(u32::from(character))
}

/// Whether a joiner stands between two pictures, where it makes one of them.
fn joins(before: &str, after: &str) -> bool {
    let is_picture = |character: char| u32::from(character) >= 0x2190;
    before.chars().next_back().is_some_and(is_picture)
        && after.chars().next().is_some_and(is_picture)
}

/// The first thing that is foreign, with what stands around it. A character or sequence that is cut off at the end is
/// not looked at.
pub(crate) fn foreign(bytes: &[u8]) -> Option<String> {
    let around = |at: usize| {
        let part = &bytes[at.saturating_sub(60)..bytes.len().min(at + 60)];
        String::from_utf8_lossy(part).escape_debug().to_string()
    };
    let text = match str::from_utf8(bytes) {
        Ok(text) => text,
        Err(wrong) if wrong.error_len().is_none() => {
            str::from_utf8(&bytes[..wrong.valid_up_to()]).unwrap()
        }
        Err(wrong) => return Some(format!("no UTF-8: {}", around(wrong.valid_up_to()))),
    };
    let (mut at, mut marks) = (0, 0);
    while let Some(character) = text[at..].chars().next() {
        let mut length = character.len_utf8();
        if character == '\u{1b}' {
            let rest = &text[at + 1..];
            if rest.is_empty() {
                return None;
            }
            let Some(body) = rest.strip_prefix('[') else {
                return Some(format!("a sequence: {}", around(at)));
            };
            let end = body.find(|end: char| !matches!(end, ' '..='?'))?;
            if !body[end..].starts_with(|end: char| end.is_ascii()) || !is_ours(&body[..=end]) {
                return Some(format!("a sequence: {}", around(at)));
            }
            length = 2 + end + 1;
        } else if is_foreign(character)
            && !(character == '\u{200d}' && joins(&text[..at], &text[at + length..]))
        {
            return Some(format!("U+{:04X}: {}", u32::from(character), around(at)));
        } else {
            marks = if character.width() == Some(0) { marks + 1 } else { 0 };
            if marks > 8 {
                return Some(format!("a pile of marks: {}", around(at)));
            }
        }
        at += length;
    }
    None
}

/// Strings that try to be more than text, each with a tag that is text, always the same ones.
pub(crate) fn hostile(number: usize) -> String {
    const PIECES: [&str; 44] = [
        "\x1b[31;5m",
        "\x1b[3J",
        "\x1b[2J\x1b[999;999H",
        "\x1b[?1049l",
        "\x1b[?47h",
        "\x1b[6n",
        "\x1b[c",
        "\x1b[>q",
        "\x1b[38;5;201m",
        "\x1b[8m",
        "\x1b[20t",
        "\x1b[21t",
        "\x1b[!p",
        "\x1b[1;5r",
        "\x1b]0;title\x07",
        "\x1b]2;title\x1b\\",
        "\x1b]52;c;cm0gLXJm\x07",
        "\x1b]8;;http://example.org\x1b\\link\x1b]8;;\x1b\\",
        "\x1bP$q\"p\x1b\\",
        "\x1bP1;2|17/ab\x1b\\",
        "\x1b_Gi=1;AAAA\x1b\\",
        "\x1b^private\x1b\\",
        "\x1bXsos\x1b\\",
        "\x1bc",
        "\x1b7\x1b8",
        "\x1b#8",
        "\x1b(0qqq\x1b(B",
        "\u{9b}31m",
        "\u{9d}0;title\u{9c}",
        "\u{90}q\u{9c}",
        "\u{85}",
        "\u{202e}drow",
        "\u{2066}x\u{2069}",
        "\u{200f}\u{200e}\u{61c}",
        "\u{200b}\u{200d}\u{2060}\u{feff}",
        "e\u{301}\u{302}\u{303}\u{304}\u{305}\u{306}\u{307}\u{308}\u{309}\u{30a}\u{30b}\u{30c}",
        "\u{e0001}\u{e0041}",
        "\u{ad}\u{180e}",
        "\u{2028}\u{2029}",
        "\u{fff9}a\u{fffa}b\u{fffb}",
        "\0\x01\x02\x05",
        "\x07\x08\x08\x0b\x0c",
        "\x0e\x0f\x7f",
        "\r\n\t\x1b",
    ];
    let mut state = (number as u64 + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    let mut next = |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state >> 33).unwrap() % below
    };
    let mut text = format!("h{number}x ");
    for _ in 0..=next(5) {
        text.push_str(PIECES[next(PIECES.len())]);
        match next(6) {
            0 => text.push(char::from_u32(u32::try_from(next(0xA0)).unwrap()).unwrap()),
            1 => text.extend(char::from_u32(0x2000 + u32::try_from(next(0x70)).unwrap())),
            2 => text.push_str(&"w".repeat(next(300))),
            3 => text.push_str("名前𝄞👩\u{200d}👩\u{200d}👧"),
            _ => text.push_str("ä b"),
        }
    }
    text
}

#[test]
fn the_check_finds_what_is_planted_and_nothing_else() {
    let ours = "\x1b[?1049h\x1b[2J\x1b[1;1H\x1b[38;5;1mä\r\n\t\x1b[39m"
        .replace("\x1b[38;5;1m", "\x1b[31m");
    assert_eq!(foreign(ours.as_bytes()), None);
    for number in 0..200 {
        let planted = format!("{ours}{}{ours}", hostile(number));
        assert!(foreign(planted.as_bytes()).is_some(), "{planted:?}");
    }
    for planted in [&b"\xc3("[..], b"\x9b31mx", b"\x1b[5mx", b"\x1b]0;x\x07", b"\x1b[999;1Hx"] {
        assert!(foreign(planted).is_some(), "{planted:?}");
    }
}

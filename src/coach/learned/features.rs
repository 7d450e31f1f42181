//! What the model looks at: rows of words, and what the rules say.

use std::ops::Range;

use crate::coach::label::Label;
use crate::coach::lexicon::Lexicon;
use crate::coach::token::{Token, Tokens};

/// What the model looks at in a sentence, piece by piece, and which tokens it is: words as written, alone, in pairs and
/// in threes, with the places where a clause begins and how it begins and ends; base forms in pairs with one word
/// between; and what the rules say of it.
pub(super) fn each_feature(
    lexicon: &Lexicon,
    tokens: &Tokens,
    part: Range<usize>,
    said: &[Label],
    mut look: impl FnMut(&[&str], Range<usize>),
) {
    let inside = tokens.list.iter().enumerate().take(part.end).skip(part.start);
    let spoken: Vec<(usize, &Token)> = inside.filter(|(_, token)| !token.quoted).collect();
    let begin = if part.start == 0 { "^" } else { "|" };
    let mut row: Vec<(&str, usize)> = vec![(begin, part.start)];
    for (nth, (at, token)) in spoken.iter().enumerate() {
        if nth > 0 && token.breaks {
            row.push(("|", *at));
        }
        row.push((&token.written, *at));
    }
    let end = match tokens.question {
        _ if part.end < tokens.list.len() => "|",
        true => "?",
        false => ".",
    };
    row.push((end, part.end.saturating_sub(1)));
    let range = |row: &[(&str, usize)]| match (row.first(), row.last()) {
        (Some(first), Some(last)) => first.1..last.1 + 1,
        _ => 0..0,
    };
    for (nth, one) in row.iter().enumerate() {
        let alone = range(&row[nth..=nth]);
        look(&["=", one.0], if matches!(one.0, "^" | "|" | "?" | ".") { 0..0 } else { alone });
        if let [one, two, ..] = row[nth..] {
            look(&["=", one.0, " ", two.0], range(&row[nth..nth + 2]));
        }
        if let [one, two, three, ..] = row[nth..] {
            look(&["=", one.0, " ", two.0, " ", three.0], range(&row[nth..nth + 3]));
        }
    }
    for (nth, (at, token)) in spoken.iter().enumerate() {
        if let Some((next, other)) = spoken.get(nth + 2) {
            look(&[token.base(lexicon), " _ ", other.base(lexicon)], *at..next + 1);
        }
    }
    let mut named = false;
    for label in said {
        match label {
            Label::Flag(flag) => look(&["rule ", flag.name()], 0..0),
            Label::Strength(strength) => look(&["rule +", strength.name()], 0..0),
            Label::Alert(..) => continue,
        }
        named = true;
    }
    if !named {
        look(&["rule none"], 0..0);
    }
}

/// The same as words, each once, for the script that trains.
pub(in crate::coach) fn features(
    lexicon: &Lexicon,
    tokens: &Tokens,
    said: &[Label],
) -> Vec<String> {
    let mut features = Vec::new();
    each_feature(lexicon, tokens, 0..tokens.list.len(), said, |pieces, _| {
        features.push(pieces.concat());
    });
    features.sort();
    features.dedup();
    features
}

/// FNV-1a over the pieces, its bits mixed once more: the same on every machine.
pub(super) fn hash(pieces: &[&str]) -> u64 {
    let bytes = pieces.iter().flat_map(|piece| piece.bytes());
    let sum = bytes.fold(0xCBF2_9CE4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3)
    });
    (sum ^ (sum >> 32)).wrapping_mul(0xD6E8_FEB8_6659_FD93)
}

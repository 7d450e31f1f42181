//! Scripts of what happens at the keyboard: `app::Key::script`, and besides it pastes and new sizes.

use trustcoach::app::Key;

/// What happens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Happening {
    Keys(Vec<Key>),
    Paste(String),
    Resize(u16, u16),
}

/// Reads `jj<enter><paste:two words><resize:50x16>x`.
pub(crate) fn read(script: &str) -> Vec<Happening> {
    let mut out = Vec::new();
    let mut rest = script;
    while !rest.is_empty() {
        let next = ["<paste:", "<resize:"].iter().filter_map(|tag| rest.find(tag)).min();
        let at = next.unwrap_or(rest.len());
        if at > 0 {
            out.push(Happening::Keys(Key::script(&rest[..at]).unwrap()));
        }
        rest = &rest[at..];
        if let Some((tag, after)) = rest.split_once('>') {
            out.push(special(tag));
            rest = after;
        }
    }
    out
}

fn special(tag: &str) -> Happening {
    if let Some(text) = tag.strip_prefix("<paste:") {
        return Happening::Paste(text.to_owned());
    }
    let size = tag.strip_prefix("<resize:").and_then(|size| size.split_once('x'));
    let (width, height) = size.unwrap_or_else(|| panic!("{tag} is no size"));
    Happening::Resize(width.parse().unwrap(), height.parse().unwrap())
}

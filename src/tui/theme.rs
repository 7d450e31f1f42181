//! What each role looks like. Views ask for a role, never for a colour.
//!
//! A theme is a small TOML file of ratatui `Style` tables beside this file; only the chosen one is read. State never
//! rests on colour alone: what has the focus, is open or needs care differs in weight too, and a sign stands with it.

use ratatui::style::Style;
use serde::Deserialize;

pub use super::finish::{scrub, strip_colours};

/// The theme that needs no choice: the terminal's own colours.
const DEFAULT: &str = "terminal";

/// All themes: name and file.
const THEMES: [(&str, &str); 4] = [
    (DEFAULT, include_str!("themes/terminal.toml")),
    ("light", include_str!("themes/light.toml")),
    ("dark", include_str!("themes/dark.toml")),
    ("high-contrast", include_str!("themes/high-contrast.toml")),
];

/// Where a step stands, as far as it looks different.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Standing {
    /// Can be begun, or waits.
    Open,
    /// Begun, or to be taken up again.
    Started,
    /// Done.
    Done,
    /// Not now: skipped, not yet, or not open yet.
    Resting,
}

/// A look for every role.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Theme {
    title: Style,
    aside: Style,
    body: Style,
    emphasis: Style,
    heading: Style,
    quiet: Style,
    quote: Style,
    coach: Style,
    own: Style,
    care: Style,
    row: Style,
    row_focused: Style,
    row_note: Style,
    sign: Style,
    sign_focused: Style,
    ask: Style,
    ask_focused: Style,
    field: Style,
    field_open: Style,
    selection: Style,
    rule: Style,
    notice: Style,
    notice_care: Style,
    footer_key: Style,
    footer_word: Style,
    started: Style,
    done: Style,
    resting: Style,
}

impl Default for Theme {
    fn default() -> Self {
        Self::load(DEFAULT).unwrap_or_else(|_| Self::plain())
    }
}

impl Theme {
    /// The names a person can choose from, the default first.
    #[must_use]
    pub fn names() -> Vec<&'static str> {
        THEMES.iter().map(|(name, _)| *name).collect()
    }

    /// Reads a theme by its name.
    ///
    /// # Errors
    /// A sentence for the person when there is no such theme or it cannot be read; take [`Theme::default`] then.
    pub fn load(name: &str) -> Result<Self, String> {
        let Some((_, text)) = THEMES.iter().find(|(known, _)| *known == name) else {
            return Err(format!(
                "There is no theme of that name; there are: {}. The theme {DEFAULT} is used.",
                Self::names().join(", ")
            ));
        };
        Self::read(text)
            .map_err(|_| format!("The theme {name} cannot be read. The theme {DEFAULT} is used."))
    }

    fn read(text: &str) -> Result<Self, toml::de::Error> {
        toml::from_str(text)
    }

    /// A look without any colour, for `NO_COLOR`.
    #[must_use]
    pub fn plain() -> Self {
        let style = Style::new();
        let (bold, dim, italic) = (style.bold(), style.dim(), style.italic());
        Self {
            title: bold,
            aside: dim,
            body: style,
            emphasis: bold,
            heading: bold,
            quiet: dim,
            quote: italic,
            coach: style,
            own: style,
            care: bold,
            row: style,
            row_focused: bold,
            row_note: dim,
            sign: style,
            sign_focused: bold.reversed(),
            ask: style,
            ask_focused: bold,
            field: dim,
            field_open: style,
            selection: style.reversed(),
            rule: dim,
            notice: style,
            notice_care: bold,
            footer_key: bold,
            footer_word: dim,
            started: bold,
            done: style,
            resting: dim,
        }
    }

    /// Where the person is.
    #[must_use]
    pub fn title(&self) -> Style {
        self.title
    }

    /// The word at the right of the title or of a row.
    #[must_use]
    pub fn aside(&self) -> Style {
        self.aside
    }

    /// The text of a step.
    #[must_use]
    pub fn body(&self) -> Style {
        self.body
    }

    /// A word that counts, within a body.
    #[must_use]
    pub fn emphasis(&self) -> Style {
        self.emphasis
    }

    /// A heading.
    #[must_use]
    pub fn heading(&self) -> Style {
        self.heading
    }

    /// Beside the point: hints, times.
    #[must_use]
    pub fn quiet(&self) -> Style {
        self.quiet
    }

    /// Said by someone.
    #[must_use]
    pub fn quote(&self) -> Style {
        self.quote
    }

    /// Said by the coach.
    #[must_use]
    pub fn coach(&self) -> Style {
        self.coach
    }

    /// The person's own words.
    #[must_use]
    pub fn own(&self) -> Style {
        self.own
    }

    /// Something to take care of.
    #[must_use]
    pub fn care(&self) -> Style {
        self.care
    }

    /// A row that can be chosen.
    #[must_use]
    pub fn row(&self, focused: bool) -> Style {
        if focused { self.row_focused } else { self.row }
    }

    /// The quiet line under a row.
    #[must_use]
    pub fn row_note(&self) -> Style {
        self.row_note
    }

    /// The sign before a row.
    #[must_use]
    pub fn sign(&self, focused: bool) -> Style {
        if focused { self.sign_focused } else { self.sign }
    }

    /// The question above a field.
    #[must_use]
    pub fn ask(&self, focused: bool) -> Style {
        if focused { self.ask_focused } else { self.ask }
    }

    /// A field to write in.
    #[must_use]
    pub fn field(&self, open: bool) -> Style {
        if open { self.field_open } else { self.field }
    }

    /// Words that the coach marks: underlined, over whatever they look like.
    #[must_use]
    pub fn mark(&self) -> Style {
        Style::new().underlined()
    }

    /// What is selected in a field, laid over the field's look.
    #[must_use]
    pub fn selection(&self) -> Style {
        self.selection
    }

    /// A line between parts of the screen.
    #[must_use]
    pub fn rule(&self) -> Style {
        self.rule
    }

    /// The one line about what just happened.
    #[must_use]
    pub fn notice(&self, care: bool) -> Style {
        if care { self.notice_care } else { self.notice }
    }

    /// A key in the footer.
    #[must_use]
    pub fn footer_key(&self) -> Style {
        self.footer_key
    }

    /// What the key does, in the footer.
    #[must_use]
    pub fn footer_word(&self) -> Style {
        self.footer_word
    }

    /// The word for where a step stands; the word says it, the look only helps to find it.
    #[must_use]
    pub fn status(&self, standing: Standing) -> Style {
        match standing {
            Standing::Open => self.row,
            Standing::Started => self.started,
            Standing::Done => self.done,
            Standing::Resting => self.resting,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ratatui::style::{Color, Modifier};

    /// The look as a person without colour sees it.
    fn weight(style: Style) -> Modifier {
        style.add_modifier
    }

    fn all() -> Vec<(&'static str, Theme)> {
        let mut all: Vec<_> =
            THEMES.iter().map(|(name, text)| (*name, Theme::read(text).unwrap())).collect();
        all.push(("plain", Theme::plain()));
        all
    }

    #[test]
    fn state_is_seen_without_colour_in_every_theme() {
        for (name, theme) in all() {
            for (what, one, other) in [
                ("row", theme.row(true), theme.row(false)),
                ("sign", theme.sign(true), theme.sign(false)),
                ("ask", theme.ask(true), theme.ask(false)),
                ("field", theme.field(true), theme.field(false)),
                ("notice", theme.notice(true), theme.notice(false)),
                ("care", theme.care(), theme.body()),
                ("emphasis", theme.emphasis(), theme.body()),
                ("started", theme.status(Standing::Started), theme.status(Standing::Open)),
            ] {
                assert_ne!(weight(one), weight(other), "{name}: {what}");
            }
            let selected = weight(theme.selection());
            assert!(selected.contains(Modifier::REVERSED), "{name}: selection");
        }
    }

    #[test]
    fn the_default_takes_the_terminals_own_colours() {
        let text = THEMES[0].1.to_lowercase();
        for colour in ["white", "black", "#", "bg ="] {
            let used = text
                .lines()
                .filter(|line| !line.starts_with('#'))
                .any(|line| line.contains(colour));
            assert!(!used, "{colour} does not follow the person's palette");
        }
        assert_eq!(Theme::default(), Theme::load("terminal").unwrap());
        assert_eq!(Theme::default().body().fg, None);
    }

    /// Relative luminance after WCAG 2.
    fn luminance(colour: Option<Color>) -> f64 {
        let Some(Color::Rgb(red, green, blue)) = colour else {
            panic!("these themes name every colour");
        };
        let linear = |part: u8| {
            let part = f64::from(part) / 255.0;
            if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
    }

    #[test]
    fn the_themes_with_their_own_colours_can_be_read() {
        for (name, least) in [("light", 4.5), ("dark", 4.5), ("high-contrast", 7.0)] {
            let table: toml::Table =
                THEMES.iter().find(|(known, _)| *known == name).unwrap().1.parse().unwrap();
            for (role, style) in table.iter().filter(|(role, _)| *role != "rule") {
                let style: Style = style.clone().try_into().unwrap();
                let (one, other) = (luminance(style.fg), luminance(style.bg));
                let contrast = (one.max(other) + 0.05) / (one.min(other) + 0.05);
                assert!(contrast >= least, "{name}: {role} has only {contrast:.1} to 1");
            }
        }
    }

    #[test]
    fn an_unknown_or_broken_theme_is_told() {
        assert!(Theme::load("neon").unwrap_err().contains("high-contrast"));
        for broken in ["title = 1", "", "neon = {}"] {
            assert!(Theme::read(broken).is_err(), "{broken:?}");
        }
        assert_eq!(Theme::names(), ["terminal", "light", "dark", "high-contrast"]);
        for name in Theme::names() {
            assert!(Theme::load(name).is_ok(), "{name}");
        }
    }

    #[test]
    fn the_plain_look_names_no_colour() {
        let plain = format!("{:?}", Theme::plain());
        for colour in ["fg", "bg", "Color", "cyan"] {
            assert!(!plain.contains(colour), "{colour} in {plain}");
        }
    }
}

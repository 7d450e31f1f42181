//! A screen in memory that remembers what the loop asked of it.

use std::fmt::Write as _;
use std::hash::{Hash, Hasher};
use std::io;

use ratatui::backend::{Backend as _, TestBackend};
use ratatui::buffer::Buffer;
use ratatui::layout::Position;
use ratatui::{Frame, Terminal};
use trustcoach::tui::Screen;

/// Whether somebody could bring the program back once it is stopped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shell {
    There,
    Gone,
}

/// A terminal of ratatui's, with a record of everything that is not drawing.
pub(crate) struct Paper {
    terminal: Terminal<TestBackend>,
    /// What went to the clipboard.
    pub(crate) copied: Vec<String>,
    /// Whether pastes come as one text.
    pub(crate) pastes: bool,
    /// How often the program was stopped and brought back.
    pub(crate) suspended: usize,
    pub(crate) shell: Shell,
    /// Whether the terminal was given back by the loop.
    pub(crate) given_back: bool,
    /// Whether the terminal behind it was closed: nothing can be drawn any more.
    pub(crate) closed: bool,
}

impl Paper {
    pub(crate) fn new(width: u16, height: u16) -> Self {
        let terminal = Terminal::new(TestBackend::new(width, height)).unwrap();
        Self {
            terminal,
            copied: Vec::new(),
            pastes: false,
            suspended: 0,
            shell: Shell::There,
            given_back: false,
            closed: false,
        }
    }

    pub(crate) fn resize(&mut self, width: u16, height: u16) {
        self.terminal.backend_mut().resize(width, height);
    }

    pub(crate) fn buffer(&self) -> &Buffer {
        self.terminal.backend().buffer()
    }

    pub(crate) fn size_in_cells(&self) -> (u16, u16) {
        let size = self.terminal.backend().size().unwrap();
        (size.width, size.height)
    }

    pub(crate) fn cursor(&self) -> Position {
        self.terminal.backend().cursor_position()
    }

    /// The rows as text, without what is empty at their ends.
    pub(crate) fn text(&self) -> String {
        text(self.buffer())
    }

    pub(crate) fn shown(&self) -> String {
        shown(self.buffer(), Some(self.cursor()))
    }
}

/// The rows of a screen as text.
pub(crate) fn text(buffer: &Buffer) -> String {
    let mut out = String::new();
    for y in 0..buffer.area.height {
        let mut row = String::new();
        let mut covered = 0;
        for x in 0..buffer.area.width {
            let symbol = buffer[(x, y)].symbol();
            if covered == 0 {
                row.push_str(symbol);
            }
            covered = unicode_width::UnicodeWidthStr::width(symbol).max(covered).saturating_sub(1);
        }
        out.push_str(row.trim_end());
        out.push('\n');
    }
    out
}

/// A screen as text, and in one line what text does not show: the cursor, and a number made of all styles.
pub(crate) fn shown(buffer: &Buffer, cursor: Option<Position>) -> String {
    let mut out = text(buffer);
    let at = cursor.map_or_else(|| "none".to_owned(), |at| format!("{},{}", at.x, at.y));
    let _infallible = write!(out, "~ cursor {at}, styles {:08x}", styles(buffer));
    out
}

/// FNV-1a, written out: a number that stays the same from one compiler to the next.
struct Fnv(u64);

impl Hasher for Fnv {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
}

fn styles(buffer: &Buffer) -> u32 {
    let mut hash = Fnv(0xcbf2_9ce4_8422_2325);
    for cell in &buffer.content {
        let (fg, bg, modifier) = (cell.fg, cell.bg, cell.modifier.bits());
        format!("{fg:?}{bg:?}{modifier}").hash(&mut hash);
    }
    u32::try_from(hash.finish() >> 32).unwrap()
}

impl Screen for Paper {
    fn draw(&mut self, paint: &mut dyn FnMut(&mut Frame<'_>)) -> io::Result<()> {
        if self.closed {
            // EIO, as the system says it.
            return Err(io::Error::from_raw_os_error(5));
        }
        Screen::draw(&mut self.terminal, paint)
    }

    fn size(&self) -> io::Result<(u16, u16)> {
        Screen::size(&self.terminal)
    }

    fn repaint(&mut self) -> io::Result<()> {
        self.terminal.clear().map_err(|impossible| match impossible {})
    }

    fn suspend(&mut self) -> io::Result<bool> {
        self.suspended += 1;
        self.repaint().map(|()| self.shell == Shell::There)
    }

    fn paste_mode(&mut self, on: bool) {
        self.pastes = on;
    }

    fn copy(&mut self, text: &str) -> io::Result<()> {
        self.copied.push(text.to_owned());
        Ok(())
    }

    fn give_back(&mut self) {
        self.given_back = true;
    }
}

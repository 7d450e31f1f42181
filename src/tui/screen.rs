//! What the loop needs of a terminal: the real one, or in tests a buffer.

use std::io;

use ratatui::backend::{Backend, TestBackend};
use ratatui::{Frame, Terminal};

use super::terminal::{self, Tty};

/// A terminal to draw on.
pub trait Screen {
    /// Draws one frame; only what changed is written.
    ///
    /// # Errors
    /// When the terminal cannot be written to.
    fn draw(&mut self, paint: &mut dyn FnMut(&mut Frame<'_>)) -> io::Result<()>;

    /// Columns and rows.
    ///
    /// # Errors
    /// When the terminal cannot tell.
    fn size(&self) -> io::Result<(u16, u16)>;

    /// Makes the next drawing a whole one.
    ///
    /// # Errors
    /// When the terminal cannot be written to.
    fn repaint(&mut self) -> io::Result<()>;

    /// Stops the program until it is brought back; `false` where nobody could bring it back, and it was not stopped.
    ///
    /// # Errors
    /// When it cannot be stopped or the terminal cannot be taken again.
    fn suspend(&mut self) -> io::Result<bool>;

    /// Whether a paste comes as one text.
    fn paste_mode(&mut self, on: bool);

    /// Puts a text on the clipboard of the terminal.
    ///
    /// # Errors
    /// When the terminal cannot be written to.
    fn copy(&mut self, text: &str) -> io::Result<()>;

    /// Gives the terminal back as it was.
    fn give_back(&mut self);
}

impl Screen for Tty {
    fn draw(&mut self, paint: &mut dyn FnMut(&mut Frame<'_>)) -> io::Result<()> {
        Self::draw(self, |frame| paint(frame)).map(|_| ())
    }

    fn size(&self) -> io::Result<(u16, u16)> {
        let size = Self::size(self)?;
        Ok((size.width, size.height))
    }

    fn repaint(&mut self) -> io::Result<()> {
        terminal::repaint(self)
    }

    fn suspend(&mut self) -> io::Result<bool> {
        terminal::suspend(self)
    }

    fn paste_mode(&mut self, on: bool) {
        terminal::paste_mode(on);
    }

    fn copy(&mut self, text: &str) -> io::Result<()> {
        terminal::copy(text)
    }

    fn give_back(&mut self) {
        terminal::give_back();
    }
}

/// A screen in memory, for tests and for pictures of the program.
impl Screen for Terminal<TestBackend> {
    fn draw(&mut self, paint: &mut dyn FnMut(&mut Frame<'_>)) -> io::Result<()> {
        match Self::draw(self, |frame| paint(frame)) {
            Ok(_) => Ok(()),
            Err(impossible) => match impossible {},
        }
    }

    fn size(&self) -> io::Result<(u16, u16)> {
        match self.backend().size() {
            Ok(size) => Ok((size.width, size.height)),
            Err(impossible) => match impossible {},
        }
    }

    fn repaint(&mut self) -> io::Result<()> {
        self.swap_buffers();
        Ok(())
    }

    fn suspend(&mut self) -> io::Result<bool> {
        Ok(true)
    }

    fn paste_mode(&mut self, _: bool) {}

    fn copy(&mut self, _: &str) -> io::Result<()> {
        Ok(())
    }

    fn give_back(&mut self) {}
}

//! Where a passphrase comes from: a file descriptor, or a prompt on the terminal. Never an argument, never a variable.

use std::fs::File;
use std::io::{self, IsTerminal, Read};

use zeroize::Zeroizing;

use super::exit::{Exit, Failure};
use crate::store::Passphrase;

/// The longest passphrase, in bytes. Reserved at once: a text that grows leaves copies behind.
const LONGEST: usize = 1024;
const WITHOUT: &str = "A passphrase is needed: start in a terminal, or give --passphrase-fd.";

/// The source of passphrases of one run.
#[derive(Debug)]
pub(super) struct Secrets {
    descriptor: Option<u32>,
    file: Option<File>,
}

impl Secrets {
    pub(super) fn new(descriptor: Option<u32>) -> Self {
        Self { descriptor, file: None }
    }

    /// The passphrase of the store. With neither a descriptor nor a terminal the command is `locked`.
    pub(super) fn current(&mut self, prompt: &str) -> Result<Passphrase, Failure> {
        if self.descriptor.is_some() {
            return self.line();
        }
        if !self.can_ask() {
            return Err(Failure::Said(Exit::Busy, "locked".to_owned()));
        }
        ask(prompt)
    }

    /// A new passphrase: on a terminal it is typed twice.
    pub(super) fn fresh(&mut self) -> Result<Passphrase, Failure> {
        let passphrase = if self.descriptor.is_some() {
            self.line()?
        } else if self.can_ask() {
            let first = ask("New passphrase: ")?;
            if *ask("The same again: ")? != *first {
                return Err(Failure::failed("The two are not the same. Nothing was changed."));
            }
            first
        } else {
            return Err(Failure::usage(WITHOUT));
        };
        if passphrase.is_empty() {
            return Err(Failure::usage("A passphrase cannot be empty. Nothing was changed."));
        }
        Ok(passphrase)
    }

    /// Whether a wrong passphrase can be followed by another.
    pub(super) fn can_ask(&self) -> bool {
        self.descriptor.is_none() && (io::stdin().is_terminal() || io::stderr().is_terminal())
    }

    /// The next line of the descriptor, read byte by byte so that what follows it stays there.
    fn line(&mut self) -> Result<Passphrase, Failure> {
        let failed = |error: &io::Error| {
            Failure::usage(format!("The passphrase cannot be read: {}.", error.kind()))
        };
        if self.file.is_none() && self.descriptor != Some(0) {
            let path = format!("/dev/fd/{}", self.descriptor.unwrap_or_default());
            self.file = Some(File::open(path).map_err(|error| failed(&error))?);
        }
        let mut bytes = Zeroizing::new(Vec::with_capacity(LONGEST));
        let mut byte = [0];
        loop {
            let read = match &mut self.file {
                Some(file) => file.read(&mut byte),
                None => io::stdin().read(&mut byte),
            };
            if read.map_err(|error| failed(&error))? == 0 || byte[0] == b'\n' {
                break;
            }
            if bytes.len() == LONGEST {
                return Err(Failure::usage("The passphrase is too long."));
            }
            bytes.push(byte[0]);
        }
        let text = std::str::from_utf8(&bytes);
        let text = text.map_err(|_| Failure::usage("The passphrase is not text."))?;
        Ok(Zeroizing::new(text.trim_end_matches('\r').to_owned()))
    }
}

fn ask(prompt: &str) -> Result<Passphrase, Failure> {
    let typed = rpassword::prompt_password(prompt).map(Zeroizing::new);
    typed.map_err(|error| {
        Failure::usage(format!("The passphrase cannot be read: {}.", error.kind()))
    })
}

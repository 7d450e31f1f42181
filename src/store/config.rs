//! `config.toml`: settings that are not private. It is the person's own file: comments and order stay.

use std::io;
use std::path::{Path, PathBuf};

use toml_edit::{DocumentMut, Item, value};

use super::disk::Disk;
use super::document;
use super::places::Places;
use super::save;
use super::vfs::Vfs;
use crate::error::{Error, Reason};

const CAP: u64 = 64 * 1024;
const THEME: &str = "theme";
const COUNTRY: &str = "country";
const IDLE_LOCK_MINUTES: &str = "idle-lock-minutes";
const CONTENT: &str = "content";

/// The settings.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Config {
    /// The theme's name.
    pub theme: Option<String>,
    /// The country for help lines, as two letters.
    pub country: Option<String>,
    /// After how many minutes without a key the screen locks; 0 is never.
    pub idle_lock_minutes: Option<u16>,
    /// A folder of other content.
    pub content: Option<PathBuf>,
    /// Keys that mean nothing here. They stay in the file.
    pub unknown: Vec<String>,
}

/// One setting and its new value; `None` takes it out of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Setting {
    /// The theme's name.
    Theme(Option<String>),
    /// The country for help lines.
    Country(Option<String>),
    /// Minutes until the screen locks.
    IdleLockMinutes(Option<u16>),
    /// A folder of other content.
    Content(Option<PathBuf>),
}

impl Config {
    /// The settings in the file; the defaults where there is none.
    ///
    /// # Errors
    /// When it cannot be read or understood.
    pub fn load(places: &Places) -> Result<Self, Error> {
        let path = places.config_file();
        let document = read(&path)?;
        let mut config = Self::default();
        for (key, item) in document.iter() {
            let wrong = |expected: &str| {
                let words = format!("{key} is not {expected}");
                Error::Config { place: path.clone(), reason: Reason::new(words) }
            };
            let text = || item.as_str().map(str::to_owned).ok_or_else(|| wrong("a text"));
            match key {
                THEME => config.theme = Some(text()?),
                COUNTRY => config.country = Some(text()?),
                CONTENT => config.content = Some(PathBuf::from(text()?)),
                IDLE_LOCK_MINUTES => {
                    let minutes = item.as_integer().and_then(|minutes| u16::try_from(minutes).ok());
                    let minutes = minutes.ok_or_else(|| wrong("a number from 0 to 65535"))?;
                    config.idle_lock_minutes = Some(minutes);
                }
                _ => config.unknown.push(key.to_owned()),
            }
        }
        Ok(config)
    }

    /// Changes one setting in the file, and nothing else in it. Makes the file where there is none.
    ///
    /// # Errors
    /// When the file cannot be understood or saved.
    pub fn set(places: &Places, setting: &Setting) -> Result<(), Error> {
        let path = places.config_file();
        let mut document = read(&path)?;
        let (key, new) = match setting {
            Setting::Theme(name) => (THEME, name.as_deref().map(value)),
            Setting::Country(letters) => (COUNTRY, letters.as_deref().map(value)),
            Setting::IdleLockMinutes(minutes) => {
                (IDLE_LOCK_MINUTES, minutes.map(|minutes| value(i64::from(minutes))))
            }
            Setting::Content(folder) => {
                let text = folder.as_ref().map(|folder| folder.to_string_lossy().into_owned());
                (CONTENT, text.map(value))
            }
        };
        change(&mut document, key, new);
        let failed = |error: &io::Error| Error::save(&path, error);
        save::ensure_folder(&Disk, &places.config).map_err(|error| failed(&error))?;
        // Where the person keeps it elsewhere and links to it, that file is written.
        let target = Disk.resolve(&path).unwrap_or_else(|_| path.clone());
        save::replace(&Disk, &target, document.to_string().as_bytes(), None)
            .map(|_| ())
            .map_err(|wrong| failed(&wrong.error))
    }
}

fn change(document: &mut DocumentMut, key: &str, new: Option<Item>) {
    match (new, document.get_mut(key)) {
        (None, _) => {
            document.remove(key);
        }
        (Some(Item::Value(mut new)), Some(Item::Value(old))) => {
            *new.decor_mut() = old.decor().clone();
            *old = new;
        }
        (Some(new), _) => {
            document.insert(key, new);
        }
    }
}

fn read(path: &Path) -> Result<DocumentMut, Error> {
    let bytes = match Disk.resolve(path).and_then(|target| Disk.read(&target, CAP)) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(DocumentMut::new()),
        Err(error) => return Err(Error::read(path, &error)),
    };
    let wrong =
        |words: String| Error::Config { place: path.to_owned(), reason: Reason::new(words) };
    let text = String::from_utf8(bytes).map_err(|_| wrong("it is not UTF-8 text".to_owned()))?;
    text.trim_start_matches('\u{feff}').parse::<DocumentMut>().map_err(|error| {
        let line = document::line(&text, error.span());
        wrong(format!("line {line}: {}", error.message()))
    })
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::os::unix::fs::{PermissionsExt, symlink};

    use super::*;

    fn places(folder: &Path) -> Places {
        Places { data: folder.join("data"), config: folder.join("config") }
    }

    #[test]
    fn absent_is_default_and_nothing_is_made_by_reading() {
        let folder = tempfile::tempdir().unwrap();
        let places = places(folder.path());
        assert_eq!(Config::load(&places), Ok(Config::default()));
        assert!(!places.config.exists());
    }

    #[test]
    fn a_change_keeps_comments_order_and_unknown_keys() {
        let folder = tempfile::tempdir().unwrap();
        let places = places(folder.path());
        Config::set(&places, &Setting::Theme(Some("dusk".to_owned()))).unwrap();
        let text = "# mine\nfuture = 1\ntheme = \"dusk\" # dark\ncountry = \"NZ\"\n";
        fs::set_permissions(places.config_file(), fs::Permissions::from_mode(0o644)).unwrap();
        fs::copy(written(folder.path(), text), places.config_file()).unwrap();
        Config::set(&places, &Setting::Theme(Some("plain".to_owned()))).unwrap();
        Config::set(&places, &Setting::Country(None)).unwrap();
        Config::set(&places, &Setting::IdleLockMinutes(Some(0))).unwrap();
        let expected = "# mine\nfuture = 1\ntheme = \"plain\" # dark\nidle-lock-minutes = 0\n";
        assert_eq!(fs::read_to_string(places.config_file()).unwrap(), expected);
        let config = Config::load(&places).unwrap();
        assert_eq!(config.unknown, ["future"]);
        assert_eq!((config.theme.as_deref(), config.idle_lock_minutes), (Some("plain"), Some(0)));
        let mode = fs::metadata(places.config_file()).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }

    #[test]
    fn what_is_not_understood_is_named_and_not_overwritten() {
        let folder = tempfile::tempdir().unwrap();
        let places = places(folder.path());
        Config::set(&places, &Setting::Theme(Some("dusk".to_owned()))).unwrap();
        for (text, words) in [
            ("theme = \"a\"\n= 1\n", "line 2"),
            ("theme = 1\n", "theme is not a text"),
            ("idle-lock-minutes = -1\n", "idle-lock-minutes is not a number from 0 to 65535"),
        ] {
            fs::copy(written(folder.path(), text), places.config_file()).unwrap();
            let error = Config::load(&places).unwrap_err().to_string();
            assert!(error.contains(words), "{error}");
        }
        fs::copy(written(folder.path(), "= 1\n"), places.config_file()).unwrap();
        assert!(Config::set(&places, &Setting::Country(Some("NZ".to_owned()))).is_err());
        assert_eq!(fs::read_to_string(places.config_file()).unwrap(), "= 1\n");
    }

    #[test]
    fn a_linked_configuration_stays_a_link() {
        let folder = tempfile::tempdir().unwrap();
        let places = places(folder.path());
        fs::create_dir(&places.config).unwrap();
        let target = written(folder.path(), "theme = \"a\"\n");
        symlink(&target, places.config_file()).unwrap();
        Config::set(&places, &Setting::Theme(Some("b".to_owned()))).unwrap();
        assert!(fs::symlink_metadata(places.config_file()).unwrap().is_symlink());
        assert_eq!(fs::read_to_string(target).unwrap(), "theme = \"b\"\n");
    }

    /// A file with this text, outside the folder of the configuration.
    fn written(folder: &Path, text: &str) -> PathBuf {
        let path = folder.join("elsewhere.toml");
        let mut file = fs::OpenOptions::new();
        let mut file = file.write(true).create(true).truncate(true).open(&path).unwrap();
        io::Write::write_all(&mut file, text.as_bytes()).unwrap();
        path
    }
}

//! Where things are: the folder of the store and the folder of the configuration.

use std::env;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

use directories::BaseDirs;

use crate::error::Error;

const NAME: &str = "trustcoach";

/// The two folders the program uses. Neither needs to exist.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Places {
    /// The store: one plan.
    pub data: PathBuf,
    /// Settings that are not private.
    pub config: PathBuf,
}

/// What decides where the folders are.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Given {
    /// `--dir`.
    pub dir: Option<PathBuf>,
    /// `TRUSTCOACH_DIR`.
    pub variable: Option<OsString>,
    /// `XDG_DATA_HOME`.
    pub data_home: Option<OsString>,
    /// `XDG_CONFIG_HOME`.
    pub config_home: Option<OsString>,
    /// The system's own folder for data, without the program's name.
    pub system_data: Option<PathBuf>,
    /// The system's own folder for configuration, without the program's name.
    pub system_config: Option<PathBuf>,
}

impl Places {
    /// The folders for this run: `--dir` if given, else what the environment says, else the system's own.
    ///
    /// # Errors
    /// [`Error::NoHome`] when nothing says where the store belongs.
    pub fn find(dir: Option<&Path>) -> Result<Self, Error> {
        let system = BaseDirs::new();
        Self::resolve(&Given {
            dir: dir.map(Path::to_owned),
            variable: env::var_os("TRUSTCOACH_DIR"),
            data_home: env::var_os("XDG_DATA_HOME"),
            config_home: env::var_os("XDG_CONFIG_HOME"),
            system_data: system.as_ref().map(|dirs| dirs.data_dir().to_owned()),
            system_config: system.as_ref().map(|dirs| dirs.config_dir().to_owned()),
        })
    }

    /// The folders, by the given values alone. Empty values count as absent, and so do relative XDG folders.
    ///
    /// # Errors
    /// [`Error::NoHome`] when nothing says where the store or the configuration belongs.
    pub fn resolve(given: &Given) -> Result<Self, Error> {
        let data = given
            .dir
            .clone()
            .filter(|dir| !dir.as_os_str().is_empty())
            .or_else(|| given.variable.clone().filter(|dir| !dir.is_empty()).map(PathBuf::from))
            .or_else(|| home(given.data_home.as_ref(), given.system_data.as_ref()))
            .ok_or(Error::NoHome)?;
        let config = home(given.config_home.as_ref(), given.system_config.as_ref())
            .or_else(|| given.dir.is_some().then(|| data.clone()))
            .ok_or(Error::NoHome)?;
        Ok(Self { data, config })
    }

    /// The configuration file.
    #[must_use]
    pub fn config_file(&self) -> PathBuf {
        self.config.join("config.toml")
    }
}

fn home(variable: Option<&OsString>, system: Option<&PathBuf>) -> Option<PathBuf> {
    variable
        .map(PathBuf::from)
        .filter(|path| path.is_absolute())
        .or_else(|| system.cloned())
        .map(|path| path.join(NAME))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn system() -> Given {
        Given {
            system_data: Some(PathBuf::from("/home/a/.local/share")),
            system_config: Some(PathBuf::from("/home/a/.config")),
            ..Given::default()
        }
    }

    #[test]
    fn the_nearest_wish_wins() {
        let mut given = system();
        let data = |given: &Given| Places::resolve(given).unwrap().data;
        assert_eq!(data(&given), Path::new("/home/a/.local/share/trustcoach"));
        given.data_home = Some("/x".into());
        assert_eq!(data(&given), Path::new("/x/trustcoach"));
        given.variable = Some("/v".into());
        assert_eq!(data(&given), Path::new("/v"));
        given.dir = Some("d".into());
        assert_eq!(data(&given), Path::new("d"));
    }

    #[test]
    fn a_store_elsewhere_does_not_move_the_configuration() {
        let given = Given { dir: Some("/d".into()), config_home: Some("/c".into()), ..system() };
        let places = Places::resolve(&given).unwrap();
        assert_eq!(places.config_file(), Path::new("/c/trustcoach/config.toml"));
    }

    #[test]
    fn empty_and_relative_values_count_as_absent() {
        let given = Given {
            dir: Some("".into()),
            variable: Some("".into()),
            data_home: Some("here".into()),
            config_home: Some("".into()),
            ..system()
        };
        assert_eq!(Places::resolve(&given), Places::resolve(&system()));
    }

    #[test]
    fn without_a_home_only_a_given_folder_helps() {
        assert_eq!(Places::resolve(&Given::default()), Err(Error::NoHome));
        let given = Given { dir: Some("/d".into()), ..Given::default() };
        assert_eq!(Places::resolve(&given).unwrap().config, Path::new("/d"));
    }
}

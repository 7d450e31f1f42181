//! Files outside the store: exports written, content read.

use std::fs::{self, Permissions};
use std::os::unix::fs::{PermissionsExt, symlink};
use std::os::unix::net::UnixListener;
use std::path::Path;
use std::process::Command;

use trustcoach::error::Error;
use trustcoach::store::{read_content, write_export};

use crate::home::{Home, put};

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

fn make_pipe(path: &Path) {
    assert!(Command::new("mkfifo").arg(path).status().unwrap().success());
}

#[test]
fn an_export_is_closed_to_others_and_overwrites_nothing_unasked() {
    let home = Home::new();
    let folder = home.folder.path();
    let path = folder.join("list.md");
    write_export(&path, "- [x] one\n", false).unwrap();
    assert_eq!(mode(&path), 0o600);
    let again = write_export(&path, "two", false);
    assert_eq!(again, Err(Error::ExportExists { place: path.clone() }));
    assert_eq!(fs::read_to_string(&path).unwrap(), "- [x] one\n");
    fs::set_permissions(&path, Permissions::from_mode(0o644)).unwrap();
    write_export(&path, "two", true).unwrap();
    assert_eq!(fs::read_to_string(&path).unwrap(), "two");
    assert_eq!(mode(&path), 0o600);
    assert!(write_export(&folder.join("none/list.md"), "three", false).is_err());
    assert!(write_export(Path::new("/"), "three", true).is_err());
    assert_eq!(fs::read_dir(folder).unwrap().count(), 1);
}

#[test]
fn an_export_follows_no_link_and_opens_nothing_special() {
    let home = Home::new();
    let folder = home.folder.path();
    let victim = folder.join("victim");
    put(&victim, b"mine");
    symlink(&victim, folder.join("link")).unwrap();
    symlink(folder.join("nowhere"), folder.join("dangling")).unwrap();
    fs::create_dir(folder.join("folder")).unwrap();
    make_pipe(&folder.join("pipe"));
    for name in ["link", "dangling", "folder", "pipe"] {
        for force in [false, true] {
            let result = write_export(&folder.join(name), "x", force);
            assert!(matches!(result, Err(Error::Export { .. })), "{name} {force}: {result:?}");
        }
    }
    assert_eq!(fs::read(&victim).unwrap(), b"mine");
    assert!(!folder.join("nowhere").exists());
    assert_eq!(fs::read_dir(folder).unwrap().count(), 5);
}

#[test]
fn content_is_read_by_name_and_other_files_are_left() {
    let home = Home::new();
    let folder = home.folder.path();
    fs::create_dir(folder.join("stages")).unwrap();
    put(&folder.join("program.toml"), "\u{feff}title = \"Grüße\"\r\n".as_bytes());
    put(&folder.join("stages/02-b.toml"), b"b");
    put(&folder.join("stages/01-a.toml"), b"a");
    put(&folder.join("README.md"), &[0xff]);
    put(&folder.join(".hidden.toml"), &[0xff]);
    let expected = [
        ("program.toml", "title = \"Grüße\"\r\n"),
        ("stages/01-a.toml", "a"),
        ("stages/02-b.toml", "b"),
    ];
    let expected = expected.map(|(name, text)| (name.to_owned(), text.to_owned()));
    assert_eq!(read_content(folder).unwrap(), expected);
    assert!(matches!(read_content(&folder.join("none")), Err(Error::Content { .. })));
}

#[test]
fn content_that_is_no_plain_text_file_is_refused() {
    type Make = fn(&Path);
    let cases: [(&str, Make); 6] = [
        ("it is a link", |path| symlink("/etc/hostname", path).unwrap()),
        ("it is not a regular file", make_pipe),
        ("it is not a regular file", |path| fs::create_dir(path).unwrap()),
        ("it is larger than 256 KiB", |path| put(path, &vec![b'#'; 256 * 1024 + 1])),
        ("line 3 is not UTF-8 text", |path| put(path, b"a = 1\nb = 2\nc = \"\xff\"\n")),
        ("x.toml", |path| drop(UnixListener::bind(path).unwrap())),
    ];
    for (words, make) in cases {
        let home = Home::new();
        make(&home.folder.path().join("x.toml"));
        let error = read_content(home.folder.path()).unwrap_err();
        assert!(matches!(error, Error::Content { .. }), "{error:?}");
        assert!(error.to_string().contains(words), "{error}");
    }
}

#[test]
fn content_that_is_too_much_is_refused() {
    let many = Home::new();
    for number in 0..201 {
        put(&many.folder.path().join(format!("{number}.toml")), b"");
    }
    let error = read_content(many.folder.path()).unwrap_err().to_string();
    assert!(error.contains("201 TOML files"), "{error}");
    let large = Home::new();
    for number in 0..9 {
        put(&large.folder.path().join(format!("{number}.toml")), &vec![b'#'; 240 * 1024]);
    }
    let error = read_content(large.folder.path()).unwrap_err().to_string();
    assert!(error.contains("2048 KiB together"), "{error}");
}

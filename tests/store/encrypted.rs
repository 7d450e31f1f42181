//! A store with a passphrase: opened by the right one only, by stock age too, and silent about the rest.

use std::fs;
use std::io::{Read, Write};
use std::process::Command;

use trustcoach::engine::Draft;
use trustcoach::error::Error;
use trustcoach::store::{Loaded, LockedStore, Notice, Opened, Passphrase, Store, inventory};

use crate::home::{Home, WORDS, entry, full_plan, instant, put};

fn words(text: &str) -> Passphrase {
    Passphrase::new(text.to_owned())
}

/// A home with the frozen store of the current format, whose key is wrapped at the lowest cost by "fixture".
fn frozen(name: &str) -> Home {
    let home = Home::new();
    fs::create_dir_all(home.places.data.parent().unwrap()).unwrap();
    let from = format!("{}/tests/fixtures/formats/{name}", env!("CARGO_MANIFEST_DIR"));
    let done = Command::new("cp").args(["-r", &from]).arg(&home.places.data).status().unwrap();
    assert!(done.success());
    home
}

fn locked(home: &Home) -> LockedStore {
    match Store::open(&home.places).unwrap() {
        Opened::Locked(locked) => locked,
        Opened::New(_) | Opened::Found(..) => panic!("not locked"),
    }
}

fn unlocked(home: &Home) -> (Store, Loaded) {
    let locked = locked(home);
    let key = locked.try_passphrase(&words("fixture")).unwrap();
    let (store, loaded) = locked.unlock(key).unwrap();
    (store, *loaded)
}

/// Whether any file of the store holds this.
fn found(home: &Home, needle: &[u8]) -> Option<String> {
    inventory(&home.places).unwrap().iter().find_map(|item| {
        let bytes = fs::read(&item.path).unwrap_or_default();
        let there = bytes.windows(needle.len()).any(|part| part == needle);
        there.then(|| item.path.display().to_string())
    })
}

#[test]
fn a_passphrase_from_the_first_save_on_and_all_that_follows() {
    let home = Home::new();
    let mut store = home.fresh();
    let recovery = store.set_passphrase(&words("one"), instant()).unwrap();
    assert_eq!(inventory(&home.places), Ok(Vec::new()), "nothing is on the disk yet");
    let mut plan = full_plan();
    store.save_plan(&mut plan).unwrap();
    store.save_entries(&[entry(1, "2026-11-01")], &[]).unwrap();
    drop(store);
    assert_eq!(
        home.names(""),
        [".lock", "FORMAT", "backups", "identity.age", "journal", "plan.toml.age"]
    );
    for line in fs::read(home.path("identity.age")).unwrap().split(|byte| *byte == b'\n') {
        if line.starts_with(b"-> scrypt") {
            assert!(line.ends_with(b" 18"), "another cost");
        }
    }
    assert_eq!(found(&home, b"partner"), None);

    let gate = locked(&home);
    assert_eq!(gate.try_passphrase(&words("two")).unwrap_err(), Error::WrongPassphrase);
    let key = gate.try_passphrase(&words("one")).unwrap();
    let (mut store, loaded) = gate.unlock(key).unwrap();
    assert_eq!((loaded.plan, loaded.entries[0].text.as_str()), (plan, WORDS));
    store.change_passphrase(&words("two"), instant()).unwrap();
    drop(store);

    let gate = locked(&home);
    assert_eq!(gate.try_passphrase(&words("one")).unwrap_err(), Error::WrongPassphrase);
    assert!(gate.try_recovery_key(&words("AGE-SECRET-KEY-1")).is_err());
    let key = gate.try_recovery_key(&words(&recovery.to_lowercase())).unwrap();
    let (mut store, _) = gate.unlock(key).unwrap();
    let renewed = store.rekey(&words("two"), instant()).unwrap();
    assert_ne!(*renewed, *recovery);
    drop(store);
    assert_eq!(locked(&home).try_recovery_key(&recovery).unwrap_err(), Error::WrongPassphrase);

    let gate = locked(&home);
    let key = gate.try_passphrase(&words("two")).unwrap();
    let (mut store, _) = gate.unlock(key).unwrap();
    store.remove_passphrase().unwrap();
    drop(store);
    assert_eq!(home.open().1.entries[0].text, WORDS);
    assert!(!home.path("identity.age").exists());
}

#[test]
fn turning_it_on_leaves_no_plaintext_anywhere_in_the_store() {
    let home = Home::with(full_plan());
    let (mut store, loaded) = home.open();
    let mut one = entry(1, "2026-11-01");
    "CANARY".clone_into(&mut one.text);
    store.save_entries(&[one.clone()], &[]).unwrap();
    store.save_entries(&[entry(2, "2026-11-01")], &[]).unwrap();
    store.delete_entry(&one.id, instant()).unwrap();
    let typed = Some("CANARY".to_owned());
    store.save_draft(&Draft { seq: 1, typed, ..Draft::default() }).unwrap();
    fs::create_dir_all(home.path("damaged")).unwrap();
    put(&home.path("damaged/plan.toml.00000001"), b"CANARY");
    put(&home.path("journal/.2026-11.toml.tmp"), b"CANARY");
    put(&home.path("journal/2026-11 2.toml"), b"CANARY");
    assert!(found(&home, b"CANARY").is_some());
    store.set_passphrase(&words("p"), instant()).unwrap();
    assert_eq!(found(&home, b"CANARY"), None);
    assert_eq!(store.trash().unwrap().len(), 1);
    assert_eq!(store.versions().unwrap(), []);
    store.save_plan(&mut loaded.plan.clone()).unwrap();
    assert_eq!(store.versions().unwrap().len(), 1);
    store.remove_passphrase().unwrap();
    assert_eq!(fs::read(home.path("damaged/plan.toml.00000001")).unwrap(), b"CANARY");
}

#[test]
fn stock_age_opens_every_file() {
    if Command::new("age").arg("--version").output().is_err() {
        println!("skipped: there is no age on this machine");
        return;
    }
    let home = frozen("2-locked");
    drop(unlocked(&home));
    let mut opened = 0;
    for item in inventory(&home.places).unwrap() {
        let name = item.path.file_name().unwrap().to_string_lossy().into_owned();
        if !name.contains(".toml.age") {
            continue;
        }
        let plain = home.folder.path().join("plain");
        let _ = fs::remove_file(&plain);
        with_age(&home.path("identity.age"), &item.path, &plain);
        let text = fs::read_to_string(&plain).unwrap();
        assert!(text.contains("# end sha256="), "{name}");
        assert_eq!(text.len() % 4096, 0, "{name} tells its length");
        opened += 1;
    }
    assert!(opened >= 5, "only {opened} files");
}

/// `age -d -i identity.age -o TO FILE`. It asks for the passphrase on a terminal only.
fn with_age(identity: &std::path::Path, file: &std::path::Path, to: &std::path::Path) {
    let terminal = portable_pty::native_pty_system();
    let pair = terminal.openpty(portable_pty::PtySize::default()).unwrap();
    let mut command = portable_pty::CommandBuilder::new("age");
    command.args(["-d", "-i"]);
    command.args([identity, std::path::Path::new("-o"), to, file]);
    let mut age = pair.slave.spawn_command(command).unwrap();
    let mut keys = pair.master.take_writer().unwrap();
    let mut screen = pair.master.try_clone_reader().unwrap();
    let mut shown = String::new();
    while !shown.contains("assphrase") {
        let mut byte = [0];
        screen.read_exact(&mut byte).unwrap();
        shown.push(char::from(byte[0]));
    }
    keys.write_all(b"fixture\r").unwrap();
    assert!(age.wait().unwrap().success(), "{}: {shown}", file.display());
}

#[test]
fn no_cut_and_no_flipped_bit_of_an_encrypted_month_is_accepted() {
    let home = frozen("2-locked");
    let path = home.path("journal/2026-11.toml.age");
    let whole = fs::read(&path).unwrap();
    fs::remove_dir_all(home.path("backups")).unwrap();
    let gate = locked(&home);
    let recovery = gate.unlock(locked_key(&home)).unwrap().0.recovery_key().unwrap();
    let Opened::Locked(reader) = Store::open_to_read(&home.places).unwrap() else { panic!("open") };
    let key = reader.try_recovery_key(&recovery).unwrap();
    let (mut store, _) = reader.unlock(key).unwrap();
    let mut refused = |bytes: &[u8], what: &str| {
        put(&path, bytes);
        let month = store.read_month("2026-11").unwrap();
        assert!(matches!(month.notices[..], [Notice::Lost { .. }]), "{what}: {:?}", month.notices);
        assert_eq!(month.entries, []);
    };
    for cut in 0..whole.len() {
        refused(&whole[..cut], &format!("cut at {cut}"));
    }
    for bit in 0..whole.len() * 8 {
        let mut flipped = whole.clone();
        flipped[bit / 8] ^= 1 << (bit % 8);
        refused(&flipped, &format!("bit {bit}"));
    }
    put(&path, &whole);
    assert_eq!(store.read_month("2026-11").unwrap().entries.len(), 2);
}

fn locked_key(home: &Home) -> trustcoach::store::Key {
    let Opened::Locked(reader) = Store::open_to_read(&home.places).unwrap() else { panic!("open") };
    reader.try_passphrase(&words("fixture")).unwrap()
}

#[test]
fn a_month_that_was_put_back_or_swapped_shows() {
    let home = frozen("2-locked");
    let (november, october) =
        (home.path("journal/2026-11.toml.age"), home.path("journal/2026-10.toml.age"));
    let (mut store, loaded) = unlocked(&home);
    let before = fs::read(&november).unwrap();
    store.save_entries(&[entry(9, "2026-11-09")], &[]).unwrap();
    store.save_plan(&mut loaded.plan.clone()).unwrap();
    drop(store);
    put(&november, &before);
    let (mut store, loaded) = unlocked(&home);
    assert!(
        matches!(&loaded.notices[..], [Notice::RolledBack { file }] if file.contains("2026-11")),
        "{:?}",
        loaded.notices
    );
    store.save_plan(&mut loaded.plan.clone()).unwrap();
    drop(store);
    let bytes = fs::read(&october).unwrap();
    fs::remove_dir_all(home.path("backups")).unwrap();
    put(&november, &bytes);
    assert!(matches!(&unlocked(&home).1.notices[..], [Notice::Lost { .. }]));
}

#[test]
fn a_month_that_is_gone_is_missed() {
    let home = frozen("2-locked");
    fs::remove_file(home.path("journal/2026-11.toml.age")).unwrap();
    let (_, loaded) = unlocked(&home);
    assert!(!loaded.notices.is_empty(), "nothing was said");
}

#[test]
fn locked_means_that_nothing_is_read_and_nothing_is_saved() {
    let home = frozen("2-locked");
    let (mut store, loaded) = unlocked(&home);
    store.lock();
    assert!(store.is_locked() && store.recovery_key().is_none());
    let is_locked = |done: Result<(), Error>| assert!(matches!(done, Err(Error::Locked { .. })));
    is_locked(store.save_plan(&mut loaded.plan.clone()));
    is_locked(store.save_draft(&Draft::default()));
    is_locked(store.read_month("2026-11").map(|_| ()));
    let key = store.try_passphrase(&words("fixture")).unwrap();
    let again = store.unlock(key).unwrap();
    assert_eq!((again.plan, again.draft), (loaded.plan, loaded.draft), "the draft survives");
}

#[test]
fn a_damaged_key_is_taken_from_its_copy() {
    let home = frozen("2-locked");
    let whole = fs::read(home.path("identity.age")).unwrap();
    drop(unlocked(&home));
    for damage in [b"".to_vec(), whole[..whole.len() - 40].to_vec()] {
        put(&home.path("identity.age"), &damage);
        let (_, loaded) = unlocked(&home);
        assert!(matches!(loaded.notices[..], [Notice::Recovered { .. }]), "{:?}", loaded.notices);
        assert_eq!(fs::read(home.path("identity.age")).unwrap(), whole);
    }
}

#[test]
fn every_frozen_format_opens_with_all_that_is_in_it() {
    for (name, from) in [("1", Some(1)), ("2", None)] {
        let home = frozen(name);
        let (mut store, loaded) = home.open();
        let migrated =
            loaded.notices.iter().any(|notice| matches!(notice, Notice::Migrated { .. }));
        assert_eq!(migrated, from.is_some(), "{name}");
        assert_eq!(loaded.plan.progress, full_plan().progress);
        assert_eq!(loaded.months, ["2026-10", "2026-11"]);
        let texts: Vec<String> = loaded.entries.iter().map(|entry| entry.text.clone()).collect();
        assert_eq!(texts, ["thanks", "came late, said so"]);
        assert_eq!(store.read_month("2026-10").unwrap().entries[1].text, WORDS);
        assert_eq!(loaded.draft.unwrap().typed.as_deref(), Some("half a sen"));
        drop(store);
        assert_eq!(fs::read(home.path("FORMAT")).unwrap(), b"trustcoach 2\n");
        if from.is_some() {
            assert_eq!(fs::read(home.path("backups/format-1/FORMAT")).unwrap(), b"trustcoach 1\n");
        }
    }
    let (_, loaded) = unlocked(&frozen("2-locked"));
    assert_eq!(loaded.plan.progress, full_plan().progress);
    assert_eq!(loaded.months, ["2026-10", "2026-11"]);
}

//! What a save costs: plain and encrypted against the floor, the same bytes written, flushed and renamed by hand; and
//! whether it grows with the history. Run: `cargo bench --bench save`.

use std::error::Error;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::Path;
use std::time::{Duration, Instant};

use chrono::{DateTime, Days, Utc};
use trustcoach::content::StageId;
use trustcoach::engine::{Entry, EntryId, EntryKind, Now, Plan};
use trustcoach::store::{Opened, Passphrase, Places, Store};

const SAVES: usize = 200;
const YEARS: u64 = 10;
/// Lines a day.
const LINES: u64 = 4;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    let now = DateTime::from_timestamp(1_800_000_000, 0).unwrap_or_default();
    let mut out = io::stdout().lock();
    let size =
        fs::metadata(kept(&folder.path().join("size"), now, false, 0)?.1.join("plan.toml"))?.len();
    let kinds = [
        ("plain", false, 0),
        ("plain, ten years", false, 365 * YEARS),
        ("encrypted", true, 0),
        ("encrypted, ten years", true, 365 * YEARS),
    ];
    let mut floor = Vec::new();
    let mut stores = Vec::new();
    for (name, encrypted, days) in kinds {
        let store = kept(&folder.path().join(name.replace(", ", "-")), now, encrypted, days)?.0;
        stores.push((store, Vec::new()));
    }
    let by_hand = folder.path().join("floor");
    fs::create_dir(&by_hand)?;
    // In turn, so that what else the machine does falls on all alike.
    for number in 0..SAVES {
        floor.push(timed(|| Ok(bare(&by_hand, usize::try_from(size)?)?))?);
        for (store, times) in &mut stores {
            let line = entry(now, number % 30);
            times.push(timed(|| Ok(store.save_entries(&[line], &[])?))?);
        }
    }
    let floor = median(&mut floor);
    writeln!(out, "floor: {floor:.2?} (temporary, flush, rename, flush of the folder)")?;
    let mut before = floor;
    for ((name, _, days), (_, times)) in kinds.into_iter().zip(&mut stores) {
        let time = median(times);
        let ratio = time.as_secs_f64() / floor.as_secs_f64();
        write!(out, "{name}: {time:.2?}, {ratio:.2} x floor")?;
        if days > 0 {
            write!(out, ", {:.2} x a new plan", time.as_secs_f64() / before.as_secs_f64())?;
        }
        writeln!(out)?;
        before = time;
    }
    Ok(())
}

/// A store with some lines a day; and where it is.
fn kept(
    folder: &Path,
    now: DateTime<Utc>,
    encrypted: bool,
    days: u64,
) -> Result<(Store, std::path::PathBuf), Box<dyn Error>> {
    let places = Places { data: folder.to_owned(), config: folder.to_owned() };
    let Opened::New(mut store) = Store::open(&places)? else { return Err("not new".into()) };
    if encrypted {
        store.set_passphrase(&Passphrase::new("words".to_owned()), now)?;
    }
    let mut plan = Plan::new(
        StageId::try_from("bench").map_err(|_| "id")?,
        Now { at: now, today: now.date_naive() },
    );
    store.save_plan(&mut plan)?;
    let entries: Vec<Entry> = (0..days * LINES)
        .filter_map(|number| {
            let mut entry = entry(now, 1000 + usize::try_from(number).ok()?);
            entry.day = entry.day.checked_sub_days(Days::new(1 + number / LINES))?;
            Some(entry)
        })
        .collect();
    store.save_entries(&entries, &[])?;
    store.save_plan(&mut plan)?;
    Ok((store, folder.to_owned()))
}

fn entry(now: DateTime<Utc>, number: usize) -> Entry {
    Entry {
        id: EntryId::new(now, number),
        day: now.date_naive(),
        at: now + Duration::from_millis(u64::from(Instant::now().elapsed().subsec_nanos())),
        kind: EntryKind::Note,
        step: None,
        text: format!("{:?}", Instant::now()),
        numbers: std::collections::BTreeMap::new(),
    }
}

fn bare(folder: &Path, size: usize) -> io::Result<()> {
    let (temporary, name) = (folder.join(".tmp"), folder.join("name"));
    let mut file = OpenOptions::new().write(true).create_new(true).open(&temporary)?;
    file.write_all(&vec![b'x'; size])?;
    file.sync_all()?;
    fs::rename(&temporary, &name)?;
    File::open(folder)?.sync_all()
}

fn timed(save: impl FnOnce() -> Result<(), Box<dyn Error>>) -> Result<Duration, Box<dyn Error>> {
    let began = Instant::now();
    save()?;
    Ok(began.elapsed())
}

fn median(times: &mut [Duration]) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}

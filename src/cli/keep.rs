//! `init` and `erase`: the beginning and the end of what is kept.

use std::io::{self, BufRead};

use super::exit::{Answer, Failure};
use super::opened;
use super::output;
use super::passphrase::recovery;
use super::secret::Secrets;
use crate::clock;
use crate::content::Program;
use crate::engine::Plan;
use crate::store::{Opened, Places, Store};

/// The word that destroys everything.
const WORD: &str = "erase";

const OPEN: &str =
    "Kept without a passphrase: whoever can use this account, or takes the disk, can read it.";
const OUT_OF_REACH: &str = "\
Gone from this folder. Out of reach, and possibly still there: snapshots and backups of the disk, spare cells of an SSD, \
copies in a cloud and their old versions, exports, and whatever other programs kept.";

/// Begins a plan.
pub(super) fn init(
    program: &Program,
    places: &Places,
    no_passphrase: bool,
    secrets: &mut Secrets,
) -> Result<Answer, Failure> {
    let Opened::New(mut store) = opened::unopened(places)? else {
        return Err(Failure::failed("A plan is kept there already. Nothing was changed."));
    };
    let now = clock::now();
    let mut plan = Plan::new(program.id.clone(), now);
    if no_passphrase {
        store.save_plan(&mut plan)?;
        return Ok(Answer::default().saying(OPEN));
    }
    let key = store.set_passphrase(&secrets.fresh()?, now.at)?;
    store.save_plan(&mut plan)?;
    Ok(recovery(&key))
}

/// Destroys everything, once the word was typed.
pub(super) fn erase(places: &Places) -> Result<Answer, Failure> {
    output::say(&format!(
        "This destroys everything in {}. It cannot be undone. Type {WORD} to do it:",
        places.data.display()
    ));
    let mut typed = String::new();
    let read = io::stdin().lock().read_line(&mut typed);
    if read.is_err() || typed.trim() != WORD {
        return Err(Failure::failed("Nothing was changed."));
    }
    let left = Store::erase(places)?;
    let mut answer = Answer::default().saying(OUT_OF_REACH);
    for path in left {
        answer = answer.saying(&format!("{} is not ours and was left.", path.display()));
    }
    Ok(answer)
}

//! `privacy`: what is kept, who can see it, and what to do about it.

use super::exit::{Answer, Failure};
use super::whereabouts;
use crate::store::Places;

const ADVICE: &str = "
What others can see
  Without a passphrase: everything, for whoever can use this account or takes the disk.
  With a passphrase: that trustcoach is here, that notes exist, roughly how much was written and on which days.
  Who controls this computer, watches the screen or can make you open it: everything. No program can help there.

What other programs may hold
  The shell's history holds the commands you typed, and no text of yours: texts are never arguments.
  A terminal multiplexer or a terminal with a log may hold what was on the screen.
  A backup of the disk, a cloud folder and a file system with snapshots hold old versions of these files.
  An editor that you open these files with may leave copies of its own.
  Exports are plain text wherever you put them.

What you can do
  trustcoach passphrase set         encrypt everything
  trustcoach --dir DIR              keep it in a folder with a name that says nothing
  trustcoach forget ID              destroy one line, in earlier versions too
  trustcoach erase                  destroy everything
";

/// Every path with mode and size, then what follows from it.
pub(super) fn privacy(places: &Places) -> Result<Answer, Failure> {
    let list = whereabouts::list(places, None)?;
    Ok(Answer::data(format!("{}{ADVICE}", list.data)))
}

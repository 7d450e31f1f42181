//! The words of the fields that forms bring with them, in one place.

use super::form::{ChoiceOption, reserved};
use super::ids::FieldId;
use super::template::Template;

/// The label over the items of a list of one.
pub(super) const PICK: &str = "Which one?";
/// The label of a line of the person's own.
pub(super) const OWN: &str = "Another, in your own words";
/// The label of going through a plan in the mind.
pub(super) const REHEARSED: &str = "Close your eyes and go through it. How many times?";
/// The label of what is practised.
pub(super) const WHAT: &str = "What you will do, in your words";
/// The label of how often.
pub(super) const EVERY: &str = "How often";
/// The label of the day an agreement ends.
pub(super) const UNTIL: &str = "Until which day does it hold?";
/// The label of the day of a talk.
pub(super) const WHEN: &str = "On which day?";
/// The label of the place of a talk.
pub(super) const WHERE: &str = "Where? A place that both can leave";

/// The answers to whether either could say no.
const FREE: [(&str, &str); 3] =
    [("yes", "Yes, both of us"), ("no", "No"), ("unsure", "I am not sure")];

/// A label as a template.
pub(super) fn label(text: &str) -> Template {
    Template::literal(text)
}

/// The options of [`reserved::FREE`].
pub(super) fn free_options() -> Vec<ChoiceOption> {
    FREE.into_iter().filter_map(|(id, text)| option(id, text)).collect()
}

/// An option that the program brings with it.
pub(super) fn option(id: &str, text: &str) -> Option<ChoiceOption> {
    Some(ChoiceOption { id: FieldId::try_from(id).ok()?, text: label(text), note: None })
}

/// Whether an id is one that forms bring with them: authors cannot use it.
pub(super) fn is_reserved(id: &str) -> bool {
    let own =
        id.strip_prefix("own-").is_some_and(|rest| rest.bytes().all(|byte| byte.is_ascii_digit()));
    own || reserved::ALL.contains(&id)
}

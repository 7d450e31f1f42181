//! What of the findings in one sentence is said, where they speak of the same words.

use super::judge::Hit;
use super::label::{AlertKind, AlertLabel, Flag, Label, StrengthLabel};

/// One finding per label and place; an alert silences the flags beside it; a promise nobody can keep is no change.
pub(super) fn settle(hits: Vec<Hit>) -> Vec<Hit> {
    let mut kept: Vec<Hit> = Vec::new();
    for hit in hits {
        let same = |other: &&mut Hit| {
            same_label(other.label, hit.label) && hit.start < other.end && other.start < hit.end
        };
        if let Some(other) = kept.iter_mut().find(same) {
            if !matches!(hit.label, Label::Alert(..)) {
                other.end = other.end.max(hit.end);
            }
            other.holds |= hit.holds;
        } else {
            kept.push(hit);
        }
    }
    let alarming = kept.iter().any(|hit| matches!(hit.label, Label::Alert(..)));
    let flags: Vec<Hit> =
        kept.iter().copied().filter(|hit| matches!(hit.label, Label::Flag(_))).collect();
    kept.retain(|hit| match hit.label {
        Label::Alert(..) => true,
        Label::Flag(_) => !alarming || hit.holds,
        Label::Strength(strength) => !flags.iter().any(|flag| outweighs(flag, strength, hit)),
    });
    kept
}

/// Two alerts of one kind on one place are one.
fn same_label(one: Label, other: Label) -> bool {
    match (one, other) {
        (
            Label::Alert(AlertLabel::Crisis, AlertKind::Oneself),
            Label::Alert(AlertLabel::Crisis, _),
        ) => true,
        _ => one == other,
    }
}

/// Whether a flag says more of the same words than the strength does.
fn outweighs(flag: &Hit, strength: StrengthLabel, hit: &Hit) -> bool {
    let over = flag.start < hit.end && hit.start < flag.end;
    let inside = flag.start <= hit.start && hit.end <= flag.end;
    inside
        || (over
            && flag.label == Label::Flag(Flag::Overpromise)
            && strength == StrengthLabel::Change)
}

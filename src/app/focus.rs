//! Moving over a page: from row to row, and by lines where a text is longer than the screen.

use std::sync::Arc;

use super::layout::{self, Laid, Shows};
use super::model::{Model, NO_FOCUS};
use super::screens;

/// The page as it is laid out now, and how many rows show at once.
fn laid(model: &Model) -> (Arc<Laid>, usize) {
    let columns = layout::columns(model.size);
    let page = screens::page(model);
    (model.last_laid.lay_out(&page, columns.page, columns.rows), usize::from(columns.rows).max(1))
}

/// One row up or down; where the next row is out of sight, a few lines instead, so that no line is jumped over.
pub(super) fn step(model: &mut Model, down: bool) {
    let (laid, rows) = laid(model);
    let view = model.view_mut();
    let last = laid.lines.len().saturating_sub(rows);
    let next = match (view.focus, down) {
        (NO_FOCUS, true) => Some(0),
        (NO_FOCUS, false) => laid.spans.len().checked_sub(1),
        (focus, true) => Some(focus + 1),
        (focus, false) => focus.checked_sub(1),
    };
    let span = next.and_then(|next| laid.spans.get(next).copied());
    let focused = laid.spans.get(view.focus).copied();
    // A focus that is out of sight is looked for first.
    if let Some((from, to)) = focused
        && (if down { from >= view.scroll + rows } else { to <= view.scroll })
    {
        scroll_towards(&mut view.scroll, from, to, rows, down);
        return;
    }
    match (next, span) {
        (Some(next), Some((from, to))) => {
            let seen = |scroll: usize| from >= scroll && to <= scroll + rows;
            if seen(view.scroll)
                || !scroll_towards(&mut view.scroll, from, to, rows, down)
                || seen(view.scroll)
            {
                view.focus = next;
            }
        }
        _ if down => view.scroll = (view.scroll + 3).min(last),
        _ => view.scroll = view.scroll.saturating_sub(3),
    }
    view.scroll = view.scroll.min(last);
}

/// Scrolls at most a few lines towards the rows; false when they cannot come nearer.
fn scroll_towards(scroll: &mut usize, from: usize, to: usize, rows: usize, down: bool) -> bool {
    const LINES: usize = 4;
    let wanted = if down { to.saturating_sub(rows).min(from) } else { from };
    let before = *scroll;
    if down {
        *scroll = wanted.min(*scroll + LINES).max(*scroll);
    } else {
        *scroll = wanted.max(scroll.saturating_sub(LINES)).min(*scroll);
    }
    *scroll != before
}

/// A screenful up or down; the focus goes along.
pub(super) fn page(model: &mut Model, down: bool) {
    let (laid, rows) = laid(model);
    let last = laid.lines.len().saturating_sub(rows);
    let by = rows.saturating_sub(2).max(1);
    let view = model.view_mut();
    view.scroll = if down { (view.scroll + by).min(last) } else { view.scroll.saturating_sub(by) };
    let scroll = view.scroll;
    let mut seen = laid
        .spans
        .iter()
        .enumerate()
        .filter(|(_, (from, to))| *from >= scroll && *to <= scroll + rows)
        .map(|(at, _)| at);
    let found = if down && scroll == last { seen.next_back() } else { seen.next() };
    view.focus = found.unwrap_or(view.focus);
}

/// To the first or last row, and the first or last line.
pub(super) fn end(model: &mut Model, last: bool) {
    let (laid, rows) = laid(model);
    let view = model.view_mut();
    view.focus = if last { laid.spans.len().saturating_sub(1) } else { 0 };
    view.scroll = if last { laid.lines.len().saturating_sub(rows) } else { 0 };
}

/// Scrolls so that the focused row, or the open field with the note under it, is seen; keeps focus and scroll in the page.
pub(super) fn show(model: &mut Model) {
    let (laid, rows) = laid(model);
    let editor = laid.editor.filter(|_| model.editing.is_some());
    let view = model.view_mut();
    if view.focus != NO_FOCUS {
        view.focus = view.focus.min(laid.spans.len().saturating_sub(1));
    }
    let span = match editor {
        Some((top, height)) => {
            let below = &laid.lines[top + usize::from(height)..];
            let note = below.iter().take_while(|line| matches!(line.shows, Shows::Text { .. }));
            let to = top + usize::from(height) + note.count();
            // The field itself is not scrolled away for a long note.
            Some((top.saturating_sub(2), to.min(top.saturating_sub(2) + rows)))
        }
        None => laid.spans.get(view.focus).copied(),
    };
    if let Some((from, to)) = span {
        if to > view.scroll + rows {
            view.scroll = to - rows;
        }
        if from < view.scroll {
            view.scroll = from;
        }
    }
    view.scroll = view.scroll.min(laid.lines.len().saturating_sub(rows));
}

/// Keeps focus and scroll in the page after it changed, without moving what is read.
pub(super) fn keep_within(model: &mut Model) {
    let (laid, rows) = laid(model);
    let view = model.view_mut();
    if view.focus != NO_FOCUS {
        view.focus = view.focus.min(laid.spans.len().saturating_sub(1));
    }
    view.scroll = view.scroll.min(laid.lines.len().saturating_sub(rows));
}

/// Scrolls so that an item of the page stands at the top, as far as the page goes.
pub(super) fn show_item(model: &mut Model, item: usize) {
    let (laid, rows) = laid(model);
    let Some(line) = laid.lines.iter().position(|line| line.item == item) else {
        return;
    };
    let view = model.view_mut();
    view.scroll = line.min(laid.lines.len().saturating_sub(rows));
}

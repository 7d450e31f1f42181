//! A rehearsal: its moments, and whether a person who walks through them always comes to an end.

use std::collections::{BTreeMap, BTreeSet};

use super::super::form::{Choice, ChoiceOption, Field, FieldKind, Form, Move, Node, Rehearse};
use super::super::ids::{FieldId, NodeId};
use super::super::sheet::Placed;
use super::super::table::Table;
use super::forms::{Eyes, Lowered, distinct, not_reserved, optional};

/// A moment with the places of its ids.
struct DraftNode {
    node: Option<Node>,
    id: Placed<NodeId>,
    leads: Vec<Placed<NodeId>>,
    end: bool,
    fields: Vec<Placed<Field>>,
}

/// Reads a rehearsal.
pub(super) fn rehearse(table: &Table<'_>, eyes: Eyes) -> Lowered {
    let start = table.id::<NodeId>("start");
    let needs: Vec<Move> = table.words("needs");
    if needs.is_empty() {
        let help = "write `needs = [\"own\"]`; hear, name, own, stay and offer are known";
        table.report(&table.near("needs"), "a rehearsal has no `needs`", help);
    }
    let tables = table.some_tables("node", "a moment");
    let read = tables.len();
    let drafts: Vec<DraftNode> = tables.iter().filter_map(|node| moment(node, eyes)).collect();
    distinct(table, &drafts.iter().map(|draft| &draft.id).collect::<Vec<_>>());
    let named = names_resolve(table, start.as_ref(), &drafts);
    if let Some(start) = start.as_ref().filter(|_| named && drafts.len() == read) {
        every_moment_is_reached(table, start, &drafts);
        an_end_is_reached(table, start, &drafts);
    }
    let mut nodes = Vec::new();
    let mut fields = Vec::new();
    for draft in drafts {
        nodes.extend(draft.node);
        fields.extend(draft.fields);
    }
    (start.map(|start| Form::Rehearse(Rehearse { start: start.value, needs, nodes })), fields)
}

fn moment(table: &Table<'_>, eyes: Eyes) -> Option<DraftNode> {
    let id = table.id::<NodeId>("id");
    let (scene, says, coach) = (table.text_if("scene"), table.text("says"), table.text_if("coach"));
    let (reply, look_for) = (table.text_if("reply"), table.texts("look_for"));
    let next = table.id_if::<NodeId>("next");
    let end = table.flag("end");
    let mut leads: Vec<_> = next.iter().cloned().collect();
    let mut choices = Vec::new();
    let mut ids = Vec::new();
    for item in &table.tables("choices", "a choice") {
        let (id, choice, next) = choice(item);
        leads.extend(next);
        ids.extend(id);
        choices.extend(choice);
    }
    distinct(table, &ids.iter().collect::<Vec<_>>());
    table.finish();
    answers_fit(table, end);
    let id = id?;
    not_reserved(table, &id);
    let options: Vec<_> = choices
        .iter()
        .map(|choice| ChoiceOption { id: choice.id.clone(), text: choice.text.clone(), note: None })
        .collect();
    let mut fields = Vec::new();
    if !options.is_empty() {
        let kind = FieldKind::Choice(options);
        fields.extend(optional(eyes.field(&id.span, id.value.as_str(), says.clone(), kind)));
    }
    if reply.is_some() {
        let name = format!("{}-reply", id.value);
        if FieldId::try_from(name.as_str()).is_err() {
            let message = format!("with a typed reply `{}` is too long for an id", id.value);
            table.report(&id.span, message, "take a name of at most 58 characters");
        }
        fields.extend(optional(eyes.field(&id.span, &name, reply.clone(), FieldKind::Long)));
    }
    let next = next.map(|next| next.value);
    let node = says.map(|says| {
        let id = id.value.clone();
        Node { id, scene, says, coach, choices, reply, look_for, next, end }
    });
    Some(DraftNode { node, id, leads, end, fields })
}

type DraftChoice = (Option<Placed<FieldId>>, Option<Choice>, Option<Placed<NodeId>>);

fn choice(table: &Table<'_>) -> DraftChoice {
    let (id, text) = (table.id::<FieldId>("id"), table.text("text"));
    let (shows, feedback) = (table.words("shows"), table.text("feedback"));
    let next = table.id::<NodeId>("next");
    table.finish();
    let choice = (|| {
        Some(Choice {
            id: id.as_ref()?.value.clone(),
            text: text?,
            shows,
            feedback: feedback?,
            next: next.as_ref()?.value.clone(),
        })
    })();
    (id, choice, next)
}

/// A moment is an end, or it can be answered; a typed reply leads somewhere.
fn answers_fit(table: &Table<'_>, end: bool) {
    let has = |key: &str| table.place_of(key).is_some();
    let answered = ["choices", "reply", "next", "look_for"].into_iter().find(|key| has(key));
    match (end, answered) {
        (true, Some(key)) => {
            let message = format!("this moment is an end, and still has `{key}`");
            table.report(&table.near(key), message, "take out `end`, or what can be answered");
        }
        (false, _) if !has("choices") && !has("reply") => {
            let help = "add `choices`, a `reply`, or `end = true`";
            table.report(&table.near("id"), "this moment has no answer and is no end", help);
        }
        (false, _) if has("reply") && !has("next") => {
            table.report(&table.near("reply"), "a typed reply leads nowhere", "add `next`");
        }
        (false, _) if has("next") && !has("reply") => {
            let help = "add `reply`, or put `next` into the choices";
            table.report(&table.near("next"), "`next` stands without a `reply`", help);
        }
        _ => {}
    }
}

/// `start` and every `next` name a moment of this scene.
fn names_resolve(table: &Table<'_>, start: Option<&Placed<NodeId>>, drafts: &[DraftNode]) -> bool {
    let known: BTreeSet<_> = drafts.iter().map(|draft| &draft.id.value).collect();
    let mut all = true;
    for lead in start.into_iter().chain(drafts.iter().flat_map(|draft| &draft.leads)) {
        if !known.contains(&lead.value) {
            let message = format!("there is no moment `{}` in this scene", lead.value);
            let names: Vec<_> = known.iter().map(|id| id.as_str()).collect();
            table.report(&lead.span, message, format!("the moments are: {}", names.join(", ")));
            all = false;
        }
    }
    all
}

/// No moment stands where nobody can come.
fn every_moment_is_reached(table: &Table<'_>, start: &Placed<NodeId>, drafts: &[DraftNode]) {
    let leads: BTreeMap<_, _> =
        drafts.iter().map(|draft| (draft.id.value.as_str(), &draft.leads)).collect();
    let mut reached = BTreeSet::from([start.value.as_str()]);
    let mut open = vec![start.value.as_str()];
    while let Some(at) = open.pop() {
        for lead in leads.get(at).into_iter().copied().flatten() {
            if reached.insert(lead.value.as_str()) {
                open.push(lead.value.as_str());
            }
        }
    }
    for draft in drafts.iter().filter(|draft| !reached.contains(draft.id.value.as_str())) {
        let message = format!("nothing leads to the moment `{}`", draft.id.value);
        table.report(&draft.id.span, message, "name it in a `next`, or take it out");
    }
}

/// From every moment an end can be reached.
fn an_end_is_reached(table: &Table<'_>, start: &Placed<NodeId>, drafts: &[DraftNode]) {
    if !drafts.iter().any(|draft| draft.end) {
        let help = "write `end = true` in the moment that ends it";
        table.report(&start.span, "this scene has no end", help);
        return;
    }
    let mut ending: BTreeSet<_> =
        drafts.iter().filter(|draft| draft.end).map(|draft| draft.id.value.as_str()).collect();
    loop {
        let before = ending.len();
        for draft in drafts {
            if draft.leads.iter().any(|lead| ending.contains(lead.value.as_str())) {
                ending.insert(draft.id.value.as_str());
            }
        }
        if ending.len() == before {
            break;
        }
    }
    let closed = |draft: &&DraftNode| !ending.contains(draft.id.value.as_str());
    // A moment without any answer was told of where it is read.
    for draft in drafts.iter().filter(closed).filter(|draft| !draft.leads.is_empty()) {
        let message = format!("from the moment `{}` no end can be reached", draft.id.value);
        table.report(&draft.id.span, message, "let an answer lead to a moment with `end = true`");
    }
}

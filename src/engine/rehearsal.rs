//! A scene, played with the answers that were given so far.
//!
//! Answers are kept by moment, one each, so a scene may lead back ("try again") without an end to the walk: when it
//! would return to a moment that was already played, it stops, and the person chooses again at the last moment from
//! which another choice still leads to an end. Every scene in which an end can be reached can therefore be ended.

use std::collections::BTreeSet;

use crate::content::form::{Choice, Move, Node, Rehearse};

use super::plan::Answer;

/// A scene as far as it was played.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Walk<'a> {
    /// The moments that were answered, in order. After a "try again" the last ones are those that led back.
    pub turns: Vec<Turn<'a>>,
    /// The moment that waits for an answer, or the one in which the scene ended.
    pub at: Option<&'a Node>,
    /// Whether the scene is over.
    pub ended: bool,
    /// Whether the scene led back, and `at` is one of `turns`, to be answered otherwise.
    pub again: bool,
    /// What the chosen answers showed.
    pub moves: BTreeSet<Move>,
}

/// One moment that was answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Turn<'a> {
    /// The moment.
    pub node: &'a Node,
    /// What was chosen.
    pub choice: Option<&'a Choice>,
    /// What was typed.
    pub reply: Option<&'a str>,
}

/// The id of the field that keeps the typed reply of a moment.
#[must_use]
pub fn reply_field(node: &str) -> String {
    format!("{node}-reply")
}

/// Plays the scene with these answers, by field. A typed reply leads on where no choice was made, or where the choice
/// leads back.
#[must_use]
pub fn walk<'a>(scene: &'a Rehearse, answer: impl Fn(&str) -> Option<&'a Answer>) -> Walk<'a> {
    let mut walk = Walk::default();
    let mut next = scene.node(scene.start.as_str());
    while let Some(node) = next {
        walk.at = Some(node);
        if node.end {
            walk.ended = true;
            return walk;
        }
        let turn = turn(node, &answer);
        if turn.choice.is_none() && turn.reply.is_none() {
            return walk;
        }
        let onward = leads_to(scene, &turn, |seen| {
            seen.id == node.id || walk.turns.iter().any(|turn| turn.node.id == seen.id)
        });
        if let Some(choice) = turn.choice {
            walk.moves.extend(&choice.shows);
        }
        walk.turns.push(turn);
        next = match onward {
            Onward::To(node) => Some(node),
            Onward::Nowhere => None,
            Onward::Back => {
                walk.at = choose_again(scene, &walk.turns);
                walk.again = true;
                return walk;
            }
        };
    }
    // The scene has run out of moments: that is an end, too.
    walk.at = None;
    walk.ended = true;
    walk
}

fn turn<'a>(node: &'a Node, answer: &impl Fn(&str) -> Option<&'a Answer>) -> Turn<'a> {
    let chosen = answer(node.id.as_str()).and_then(Answer::text);
    let choice = chosen.and_then(|id| node.choices.iter().find(|choice| choice.id.as_str() == id));
    let reply = node
        .reply
        .as_ref()
        .and_then(|_| answer(&reply_field(node.id.as_str())))
        .filter(|reply| !reply.is_empty())
        .and_then(Answer::text);
    Turn { node, choice, reply }
}

enum Onward<'a> {
    To(&'a Node),
    Back,
    Nowhere,
}

fn leads_to<'a>(
    scene: &'a Rehearse,
    turn: &Turn<'a>,
    played: impl Fn(&Node) -> bool,
) -> Onward<'a> {
    let by_choice = turn.choice.map(|choice| Some(&choice.next));
    let by_reply = turn.reply.map(|_| turn.node.next.as_ref());
    let mut found = Onward::Nowhere;
    for next in [by_choice, by_reply].into_iter().flatten() {
        match next.and_then(|id| scene.node(id.as_str())) {
            Some(node) if played(node) => found = Onward::Back,
            Some(node) => return Onward::To(node),
            None => return Onward::Nowhere,
        }
    }
    found
}

/// The last moment of the turns from which an end can be reached without the moments before it.
fn choose_again<'a>(scene: &'a Rehearse, turns: &[Turn<'a>]) -> Option<&'a Node> {
    (0..turns.len())
        .rev()
        .find(|&at| reaches_an_end(scene, turns[at].node, &turns[..at]))
        .or(turns.len().checked_sub(1))
        .map(|at| turns[at].node)
}

fn reaches_an_end(scene: &Rehearse, from: &Node, without: &[Turn<'_>]) -> bool {
    let mut seen: BTreeSet<&str> = without.iter().map(|turn| turn.node.id.as_str()).collect();
    let mut open = vec![from];
    while let Some(node) = open.pop() {
        if !seen.insert(node.id.as_str()) {
            continue;
        }
        if node.end || (node.reply.is_some() && node.next.is_none()) {
            return true;
        }
        let by_reply = node.reply.as_ref().and(node.next.as_ref());
        let exits = node.choices.iter().map(|choice| &choice.next).chain(by_reply);
        open.extend(exits.filter_map(|id| scene.node(id.as_str())));
    }
    false
}

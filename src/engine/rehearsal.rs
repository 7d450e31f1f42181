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

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::engine::testing::scene;

    fn play(given: &[(&str, &str)], check: impl Fn(&Walk<'_>)) {
        let scene = scene();
        let answers: BTreeMap<&str, Answer> =
            given.iter().map(|(id, text)| (*id, Answer::Text((*text).to_owned()))).collect();
        check(&walk(&scene, |field| answers.get(field)));
    }

    fn at(given: &[(&str, &str)], node: &str, again: bool) {
        play(given, |walk| {
            assert_eq!(walk.at.map(|node| node.id.as_str()), Some(node), "{given:?}");
            assert_eq!((walk.again, walk.ended), (again, node == "end"), "{given:?}");
        });
    }

    #[test]
    fn a_scene_waits_goes_on_and_ends() {
        at(&[], "first", false);
        at(&[("first", "no such")], "first", false);
        at(&[("first", "own")], "again", false);
        at(&[("first", "own"), ("again-reply", "  ")], "again", false);
        at(&[("first", "own"), ("again-reply", "I hear you.")], "last", false);
        let all = [("first", "own"), ("again-reply", "I hear you."), ("last", "hear")];
        at(&all, "end", false);
        play(&all, |walk| {
            assert_eq!(walk.moves, BTreeSet::from([Move::Hear, Move::Own]));
            assert_eq!(walk.turns.len(), 3);
            assert_eq!(walk.turns[1].reply, Some("I hear you."));
        });
    }

    #[test]
    fn a_way_back_asks_again_where_another_answer_helps() {
        // To itself.
        at(&[("first", "but")], "first", true);
        // By a typed reply in a moment that has no other way out: the choice before it is made again.
        at(&[("first", "tears"), ("aside-reply", "sorry")], "first", true);
        // By a choice, where a reply would lead on.
        at(&[("first", "own"), ("again", "back")], "again", true);
        at(&[("first", "own"), ("again", "back"), ("again-reply", "yes")], "last", false);
        at(&[("first", "own"), ("again-reply", "yes"), ("last", "over")], "last", true);
        play(&[("first", "but")], |walk| {
            let choice = walk.turns[0].choice.map(|choice| choice.id.as_str());
            assert_eq!(choice, Some("but"), "its feedback is still to be shown");
        });
    }

    #[test]
    fn a_scene_without_a_beginning_is_over() {
        let mut scene = scene();
        scene.nodes.clear();
        let walk = walk(&scene, |_| None);
        assert!(walk.ended && walk.at.is_none() && walk.turns.is_empty());
    }
}

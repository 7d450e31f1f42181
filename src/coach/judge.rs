//! One sentence judged: which rules match, and which of them still hold when negation, report, question and shields
//! have had their say.

use super::label::{AlertKind, AlertLabel, Flag, Label, StrengthLabel};
use super::matching::Matcher;
use super::rules::{Cover, Owner, Rules, Silence};
use super::split::Sentence;
use super::token::{Token, Tokens, tokens};

/// How many words before a match a "not" is looked for.
const NEGATION: usize = 4;

/// What a rule found in a sentence, in characters of the sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Hit {
    pub(super) rule: usize,
    pub(super) label: Label,
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) holds: bool,
}

/// What was found in one sentence.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Verdict {
    pub(super) hits: Vec<Hit>,
    /// Whether there is an alert in it.
    pub(super) alarming: bool,
}

/// A sentence, and what the rules alone say of it: what the learned part looks at.
pub(super) fn looked_at(rules: &Rules, sentence: Sentence<'_>) -> (Tokens, Vec<Label>) {
    let tokens = tokens(&rules.lexicon, sentence);
    let mut matcher = Matcher::new(&tokens.list, &rules.classes);
    let mut judging = Judging { rules, tokens: &tokens, raw: Vec::new(), shields: Vec::new() };
    judging.search(&mut matcher);
    let mut refused = Vec::new();
    let standing = judging.raw.iter().filter(|raw| judging.stands(raw, &mut matcher, &mut refused));
    let said = standing.map(|raw| rules.list[raw.rule].label).collect();
    (tokens, said)
}

/// Judges a sentence; also says how often a token was looked at.
pub(super) fn judge(rules: &Rules, sentence: Sentence<'_>) -> (Verdict, u64) {
    let tokens = tokens(&rules.lexicon, sentence);
    let mut matcher = Matcher::new(&tokens.list, &rules.classes);
    let mut judging = Judging { rules, tokens: &tokens, raw: Vec::new(), shields: Vec::new() };
    judging.search(&mut matcher);
    let mut hits: Vec<Hit> = Vec::new();
    let mut refused: Vec<usize> = Vec::new();
    for raw in &judging.raw {
        if judging.stands(raw, &mut matcher, &mut refused) {
            hits.push(judging.hit(raw));
        }
    }
    let visits = matcher.visits + tokens.list.len() as u64;
    judging.learned(&mut hits);
    hits.sort_by_key(|hit| (hit.start, hit.label, std::cmp::Reverse(hit.end), hit.rule));
    let mut verdict = Verdict { hits: settle(hits), alarming: false };
    verdict.alarming = verdict.hits.iter().any(|hit| matches!(hit.label, Label::Alert(..)));
    (verdict, visits)
}

/// A match in tokens.
struct Raw {
    rule: usize,
    first: usize,
    end: usize,
}

struct Judging<'j> {
    rules: &'j Rules,
    tokens: &'j Tokens,
    raw: Vec<Raw>,
    /// The shield, and where it ends.
    shields: Vec<(usize, usize)>,
}

impl Judging<'_> {
    /// Tries every pattern whose rarest word stands in the sentence, at every word that it may begin with.
    fn search(&mut self, matcher: &mut Matcher<'_>) {
        let list = &self.tokens.list;
        // For every pattern: not wanted, or the first token where its next match may begin.
        let mut free: Vec<Option<usize>> = vec![None; self.rules.patterns.len()];
        for form in list.iter().flat_map(Token::forms) {
            for number in self.rules.needed_by.get(form as usize).into_iter().flatten() {
                free[*number as usize] = Some(0);
            }
        }
        for (start, token) in list.iter().enumerate() {
            let begun = token.forms().filter_map(|form| self.rules.begun_by.get(form as usize));
            for number in begun.flatten().chain(&self.rules.begun_by_any) {
                let next = &mut free[*number as usize];
                if next.is_none_or(|next| next > start) {
                    continue;
                }
                let pattern = &self.rules.patterns[*number as usize];
                let Some(end) = matcher.match_at(&pattern.steps, start) else { continue };
                *next = Some(end.max(start + 1));
                match pattern.owner {
                    Owner::Rule(rule) => self.raw.push(Raw { rule, first: start, end }),
                    Owner::Shield(shield) => self.shields.push((shield, end)),
                }
            }
        }
    }

    fn stands(&self, raw: &Raw, matcher: &mut Matcher<'_>, refused: &mut Vec<usize>) -> bool {
        let rule = &self.rules.list[raw.rule];
        let list = &self.tokens.list;
        if rule.question.is_some_and(|question| question != self.tokens.question) {
            return false;
        }
        let alert = matches!(rule.label, Label::Alert(..));
        if !rule.quoted && !alert && list[raw.first].quoted {
            return false;
        }
        if !rule.negated && is_negated(list, raw.first) {
            return false;
        }
        if !rule.quoted && self.shielded(raw, alert, matches!(rule.label, Label::Strength(_))) {
            return false;
        }
        // What takes a rule back holds for the whole sentence: it is looked for once.
        if refused.contains(&raw.rule) || rule.unless.iter().any(|steps| matcher.found(steps)) {
            refused.push(raw.rule);
            return false;
        }
        true
    }

    fn shielded(&self, raw: &Raw, alert: bool, strength: bool) -> bool {
        self.shields.iter().any(|&(shield, end)| {
            let shield = &self.rules.shields[shield];
            let meant = match shield.silences {
                Silence::Flags => !alert && !strength,
                Silence::Alerts => alert,
            };
            meant && (shield.covers == Cover::Sentence || end <= raw.first)
        })
    }

    /// What was learned adds to the hits of the rules, or takes flags back.
    fn learned(&self, hits: &mut Vec<Hit>) {
        let learned = &self.rules.learned;
        let said: Vec<Label> = hits.iter().map(|hit| hit.label).collect();
        let Some(opinion) = learned.opinion(self.tokens, &said) else { return };
        if opinion.vetoes() {
            hits.retain(|hit| hit.holds || !matches!(hit.label, Label::Flag(_)));
        }
        let flag = opinion.flag().filter(|(_, label)| hits.iter().all(|hit| hit.label != *label));
        let strength =
            opinion.strength().filter(|(_, label)| hits.iter().all(|hit| hit.label != *label));
        for (at, label) in flag.into_iter().chain(strength) {
            let rule = self.rules.list.iter().position(|rule| rule.label == label);
            let (Some(rule), Some((first, end))) = (rule, learned.because(self.tokens, at)) else {
                continue;
            };
            hits.push(self.hit(&Raw { rule, first, end }));
        }
    }

    fn hit(&self, raw: &Raw) -> Hit {
        let rule = &self.rules.list[raw.rule];
        let words = &self.tokens.list;
        let last = raw.end.max(raw.first + 1) - 1;
        Hit {
            rule: raw.rule,
            label: rule.label,
            start: words[raw.first].start,
            end: words[last].end,
            holds: rule.holds,
        }
    }
}

/// Whether a "not" governs the match: it stands in the same clause, a few words before.
fn is_negated(list: &[Token], first: usize) -> bool {
    let mut at = first;
    while at > 0 && first - at < NEGATION && !list[at].breaks {
        at -= 1;
        if list[at].negator {
            return true;
        }
    }
    false
}

/// One finding per label and place; an alert silences the flags beside it; a promise nobody can keep is no change.
fn settle(hits: Vec<Hit>) -> Vec<Hit> {
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

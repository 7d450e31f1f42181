//! One sentence judged: which rules match, and which of them still hold when negation, report, question and shields
//! have had their say.

use std::ops::Range;

use super::label::{AlertLabel, Label};
use super::learned::Opinion;
use super::matching::Matcher;
use super::phrase::{clause_of, rounded};
use super::rules::{Cover, Led, Need, Owner, Rules, Silence, Worth};
use super::settle::settle;
use super::split::Sentence;
use super::token::{Token, Tokens, tokens};

/// How many words before a match a "not" is looked for.
const NEGATION: usize = 4;

/// How many points of hints make an alert.
const ENOUGH: i32 = 10;

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

/// What is kept from one sentence to the next, so that a page does not ask for memory at each: where in the sentence
/// the steps stand that patterns are looked up by, and which of them stand there at all.
#[derive(Debug, Default)]
pub(super) struct Scratch {
    met: Vec<Met>,
    touched: Vec<Need>,
}

/// Where a step stands in a sentence.
#[derive(Debug, Clone, Copy, Default)]
struct Met {
    /// Where it was last seen, counted from one; 0 where it was not.
    last: u16,
    /// The first 64 places where it was seen, as bits.
    places: u64,
}

/// A sentence, and what the rules alone say of it: what the learned part looks at.
pub(super) fn looked_at(rules: &Rules, sentence: Sentence<'_>) -> (Tokens, Vec<Label>) {
    let (tokens, mut scratch) = (tokens(&rules.lexicon, sentence), Scratch::default());
    let mut judging = Judging::new(rules, &tokens, &mut scratch);
    let named = judging.standing().into_iter().map(|raw| &rules.list[raw.rule]);
    let said = named.filter(|rule| rule.worth == Worth::Sure).map(|rule| rule.label).collect();
    (tokens, said)
}

/// Judges a sentence; also says how often a token was looked at.
pub(super) fn judge(
    rules: &Rules,
    sentence: Sentence<'_>,
    scratch: &mut Scratch,
) -> (Verdict, u64) {
    let tokens = tokens(&rules.lexicon, sentence);
    let mut judging = Judging::new(rules, &tokens, scratch);
    let (mut hits, mut weak): (Vec<Hit>, Vec<(Raw, i8)>) = (Vec::new(), Vec::new());
    for raw in judging.standing() {
        match rules.list[raw.rule].worth {
            Worth::Hint(points) => weak.push((raw, points)),
            Worth::Sure | Worth::Reading => hits.push(judging.hit(&raw)),
        }
    }
    judging.learned(&mut hits);
    hits.extend(AlertLabel::ALL.iter().filter_map(|alert| judging.tally(&weak, *alert)));
    hits.sort_by_key(|hit| (hit.start, hit.label, std::cmp::Reverse(hit.end), hit.rule));
    let mut verdict = Verdict { hits: judging.told(settle(hits)), alarming: false };
    verdict.alarming = verdict.hits.iter().any(|hit| matches!(hit.label, Label::Alert(..)));
    (verdict, judging.matcher.visits + tokens.list.len() as u64)
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
    matcher: Matcher<'j>,
    /// The shield, and where it ends.
    shields: Vec<(usize, usize)>,
    scratch: &'j mut Scratch,
}

impl<'j> Judging<'j> {
    fn new(rules: &'j Rules, tokens: &'j Tokens, scratch: &'j mut Scratch) -> Self {
        let matcher = Matcher::new(&tokens.list, &rules.classes);
        Self { rules, tokens, matcher, shields: Vec::new(), scratch }
    }

    /// What matches, and still holds when negation, report, question and shields have had their say.
    fn standing(&mut self) -> Vec<Raw> {
        self.meet();
        let mut found = self.search(|led| &led.strong);
        // Small evidence is looked at where there is more than that.
        let hint = |raw: &Raw| matches!(self.rules.list[raw.rule].worth, Worth::Hint(_));
        if found.iter().any(hint) {
            found.extend(self.search(|led| &led.weak));
        }
        let mut refused = Vec::new();
        found.retain(|raw| self.stands(raw, &mut refused));
        found
    }

    /// Notes where the steps stand that patterns are looked up by.
    fn meet(&mut self) {
        let Scratch { met, touched } = &mut *self.scratch;
        met.resize(self.rules.led_by.len(), Met::default());
        touched.drain(..).for_each(|need| met[need as usize] = Met::default());
        for (place, token) in (1_u16..).zip(&self.tokens.list) {
            let bit = 1_u64.checked_shl(u32::from(place) - 1).unwrap_or(0);
            for form in token.forms() {
                for &need in self.rules.needed_by.get(form as usize).into_iter().flatten() {
                    let met = &mut met[need as usize];
                    if met.last == 0 {
                        touched.push(need);
                    }
                    met.last = place;
                    met.places |= bit;
                }
            }
        }
    }

    /// The patterns whose rarest steps all stand in the sentence, in their order.
    fn live(&self, which: impl Fn(&Led) -> &[u32]) -> Vec<u32> {
        let led = |need: &Need| which(&self.rules.led_by[*need as usize]).iter().copied();
        let led = self.scratch.touched.iter().flat_map(led);
        let mut live: Vec<u32> = led.filter(|number| self.latest(*number) > 0).collect();
        live.sort_unstable();
        live
    }

    /// Tries every pattern whose rarest words stand in the sentence, from the first word to the last of these.
    fn search(&mut self, which: impl Fn(&Led) -> &[u32]) -> Vec<Raw> {
        let mut found: Vec<Raw> = Vec::new();
        for number in self.live(which) {
            let pattern = &self.rules.patterns[number as usize];
            // A hint counts once: its other patterns, which come next, need not be tried.
            let hint = |rule: usize| matches!(self.rules.list[rule].worth, Worth::Hint(_));
            let before = found.last().map(|raw| raw.rule).filter(|rule| hint(*rule));
            if before.is_some_and(|rule| pattern.owner == Owner::Rule(rule)) {
                continue;
            }
            let mut free = 0;
            for start in self.starts(number) {
                if start < free {
                    continue;
                }
                let Some(end) = self.matcher.match_at(&pattern.steps, start) else { continue };
                match pattern.owner {
                    Owner::Rule(rule) => {
                        found.push(Raw { rule, first: start, end });
                        if hint(rule) {
                            break;
                        }
                    }
                    Owner::Shield(shield) => self.shields.push((shield, end)),
                    Owner::Unless => {}
                }
                free = end;
            }
        }
        found
    }

    /// Where a match of a pattern may begin.
    fn starts(&self, number: u32) -> impl Iterator<Item = usize> + use<> {
        let first = self.rules.patterns[number as usize].first;
        let first = first.filter(|_| self.tokens.list.len() <= 64);
        let places = first.map_or(u64::MAX, |need| self.scratch.met[need as usize].places);
        (0..self.latest(number)).filter(move |start| *start >= 64 || places & (1 << start) != 0)
    }

    /// Where the last match of a pattern may begin, counted from one; 0 where it lacks a word.
    fn latest(&self, number: u32) -> usize {
        let mut latest = usize::MAX;
        for (need, before) in &self.rules.patterns[number as usize].needs {
            let last = self.scratch.met[*need as usize].last.saturating_sub(*before);
            if last == 0 {
                return 0;
            }
            latest = latest.min(usize::from(last));
        }
        latest
    }

    fn stands(&mut self, raw: &Raw, refused: &mut Vec<usize>) -> bool {
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
        let takes_back = |number: &u32| {
            let steps = &self.rules.patterns[*number as usize].steps;
            self.starts(*number).any(|start| self.matcher.match_at(steps, start).is_some())
        };
        if refused.contains(&raw.rule) || rule.unless.iter().any(takes_back) {
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

    /// What was learned decides which flags stand, names the strengths, and finds what no rule says.
    fn learned(&self, hits: &mut Vec<Hit>) {
        let (learned, lexicon) = (&self.rules.learned, &self.rules.lexicon);
        let said: Vec<Label> = hits.iter().map(|hit| hit.label).collect();
        let length = self.tokens.list.len();
        let opinion = |part, said: &[Label]| learned.opinion(lexicon, self.tokens, part, said);
        let alone = |hit: &Hit| {
            let clause = self.clause(hit);
            clause.len() < length && opinion(clause, &[hit.label]).is_some_and(|o| o.is_sure())
        };
        let Some(opinion) = opinion(0..length, &said) else { return };
        let harms = opinion.harms();
        let (first, flag) = opinion.flag();
        hits.retain(|hit| match hit.label {
            Label::Flag(_) => {
                let named = !harms || hit.label == flag || opinion.agrees(hit.label);
                hit.holds || (opinion.tolerates() && named) || alone(hit)
            }
            Label::Strength(_) => hit.holds || opinion.bears(hit.label),
            Label::Alert(..) => true,
        });
        let flag = harms.then_some((first, flag));
        for (at, label) in flag.into_iter().chain(opinion.strengths()) {
            if hits.iter().any(|hit| hit.label == label) {
                continue;
            }
            let rule = self
                .rules
                .list
                .iter()
                .position(|rule| rule.label == label && rule.worth == Worth::Reading);
            let because = learned.because(lexicon, self.tokens, at);
            if let (Some(rule), Some(words)) = (rule, because) {
                hits.push(self.hit(&Raw { rule, first: words.start, end: words.end }));
            }
        }
        self.one_a_clause(hits, &opinion);
    }

    /// Two notes on the same few words confuse: of the flags in a clause, the one that it reads like most is kept.
    fn one_a_clause(&self, hits: &mut Vec<Hit>, opinion: &Opinion) {
        let flags: Vec<(Range<usize>, f32)> = hits
            .iter()
            .filter_map(|hit| Some((self.clause(hit), opinion.over_limit(hit.label)?)))
            .collect();
        hits.retain(|hit| {
            let Some(own) = opinion.over_limit(hit.label) else { return true };
            let place = self.clause(hit);
            hit.holds || flags.iter().all(|(other, over)| *other != place || *over <= own)
        });
    }

    /// The token that a finding begins with.
    fn first(&self, hit: &Hit) -> usize {
        self.tokens.list.partition_point(|token| token.start < hit.start)
    }

    /// The clause that a finding begins in.
    fn clause(&self, hit: &Hit) -> Range<usize> {
        clause_of(&self.tokens.list, self.first(hit))
    }

    /// One flag of a kind in a sentence says it: the others would repeat the note. Each as a phrase.
    fn told(&self, mut hits: Vec<Hit>) -> Vec<Hit> {
        let mut labels: Vec<Label> = Vec::new();
        hits.retain(|hit| {
            let new = !matches!(hit.label, Label::Flag(_)) || !labels.contains(&hit.label);
            labels.push(hit.label);
            new
        });
        let list = &self.tokens.list;
        let flags: Vec<usize> = hits
            .iter()
            .filter(|hit| matches!(hit.label, Label::Flag(_)))
            .map(|hit| self.first(hit))
            .collect();
        for hit in hits.iter_mut().filter(|hit| matches!(hit.label, Label::Flag(_))) {
            let first = self.first(hit);
            let next = flags.iter().copied().find(|start| *start > first).unwrap_or(list.len());
            let found = first..list.partition_point(|token| token.end <= hit.end).max(first + 1);
            let phrase = rounded(list, found, next);
            hit.end = list[phrase.end - 1].end;
        }
        hits
    }

    /// Hints that are too little alone and enough together.
    fn tally(&self, hints: &[(Raw, i8)], alert: AlertLabel) -> Option<Hit> {
        let mut counted: Vec<(&Raw, i8)> = Vec::new();
        for (raw, points) in hints {
            let label = self.rules.list[raw.rule].label;
            if matches!(label, Label::Alert(label, _) if label == alert) {
                counted.push((raw, *points));
            }
        }
        let sum: i32 = counted.iter().map(|(_, points)| i32::from(*points)).sum();
        counted.retain(|(_, points)| *points > 0);
        // It is of the kind that most of the points speak for.
        let label_of = |raw: &Raw| self.rules.list[raw.rule].label;
        let kind = |raw: &Raw| -> i32 {
            let same = counted.iter().filter(|(other, _)| label_of(other) == label_of(raw));
            same.map(|(_, points)| i32::from(*points)).sum()
        };
        let most = counted.iter().max_by_key(|(raw, points)| (kind(raw), *points))?.0;
        let start = counted.iter().map(|(raw, _)| raw.first).min()?;
        let end = counted.iter().map(|(raw, _)| raw.end).max()?;
        (sum >= ENOUGH).then(|| self.hit(&Raw { rule: most.rule, first: start, end }))
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

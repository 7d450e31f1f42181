//! From any state the program can be walked to its end: by doing, skipping or leaving for later, in any order.

use proptest::prelude::*;
use trustcoach::content::form::Rehearse;
use trustcoach::content::{FieldId, FieldKind, Form, Program, Step, shipped};
use trustcoach::engine::{
    Answer, Command, DoorQuestion, Mark, Plan, Refusal, Told, Verdict, apply, next_step, rehearsal,
    verdict,
};

use crate::states::{fresh, now, profiles};
use crate::table::{Says, says};

/// A small stream of numbers from a seed.
struct Dice(u64);

impl Dice {
    fn throw(&mut self, sides: u64) -> u64 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }
}

fn run(program: &Program, plan: &mut Plan, command: Command) -> Result<(), Refusal> {
    apply(program, plan, command, now()).map(|_| ())
}

/// Does a step as anyone could: every field is filled, a scene is played until it ends.
fn work(program: &Program, plan: &mut Plan, step: &Step, dice: &mut Dice) -> Result<(), Refusal> {
    let id = || step.id.clone();
    run(program, plan, Command::Open { step: id() })?;
    if let Form::Rehearse(scene) = &step.form {
        play(program, plan, step, scene, dice);
        return run(program, plan, Command::Finish { step: id() });
    }
    for field in &step.fields {
        let answer = match &field.kind {
            FieldKind::Short | FieldKind::Long => Answer::Text("What I did.".to_owned()),
            FieldKind::Tick => Answer::Tick(true),
            FieldKind::Choice(options) => {
                let at = dice.throw(u64::try_from(options.len()).unwrap());
                let at = usize::try_from(at).unwrap();
                // No free yes closes a sheet for two: that is its way to be done, and another test's.
                let free = options.iter().position(|option| option.id.as_str() == "yes");
                Answer::Text(options[free.unwrap_or(at)].id.to_string())
            }
            FieldKind::Scale => Answer::Number(u8::try_from(dice.throw(11)).unwrap()),
            FieldKind::Count(most) => Answer::Number(*most),
            FieldKind::Date => Answer::Text((now().today + chrono::Duration::days(7)).to_string()),
        };
        run(
            program,
            plan,
            Command::Answer { step: id(), field: field.id.clone(), answer: Some(answer) },
        )?;
    }
    run(program, plan, Command::Finish { step: id() })
}

/// Says something at each moment, until the scene ends.
fn play(program: &Program, plan: &mut Plan, step: &Step, scene: &Rehearse, dice: &mut Dice) {
    for _ in 0..300 {
        let (node, ended) = {
            let walk = rehearsal::walk(scene, |field| plan.answer(step.id.as_str(), field));
            (walk.at.cloned(), walk.ended)
        };
        let Some(node) = node.filter(|_| !ended) else { return };
        let (field, answer) = if node.choices.is_empty() {
            (rehearsal::reply_field(node.id.as_str()), "You are angry. I lied.".to_owned())
        } else {
            let at = dice.throw(u64::try_from(node.choices.len()).unwrap());
            (node.id.to_string(), node.choices[usize::try_from(at).unwrap()].id.to_string())
        };
        let field = FieldId::try_from(field).unwrap();
        let answer = Some(Answer::Text(answer));
        run(program, plan, Command::Answer { step: step.id.clone(), field, answer }).unwrap();
    }
    panic!("the scene of {} goes on without end", step.id);
}

/// Answers the question at a step's door with a yes or a no.
fn answer_door(program: &Program, plan: &mut Plan, question: DoorQuestion, dice: &mut Dice) {
    let mut told = || if dice.throw(3) == 0 { Told::Yes } else { Told::No };
    let command = match question {
        DoorQuestion::Safety => {
            let mut safety = plan.profile.safety;
            (safety.harmed, safety.harming) = (told(), told());
            Command::SetSafety(safety)
        }
        DoorQuestion::Over => {
            let mut situation = plan.profile.situation;
            let over = if told() == Told::Yes {
                trustcoach::engine::Over::Ongoing
            } else {
                trustcoach::engine::Over::Over
            };
            situation.over = over;
            Command::SetSituation(situation)
        }
    };
    run(program, plan, command).unwrap();
}

/// Walks to the end; gives how many steps were done and skipped.
fn walk(program: &Program, plan: &mut Plan, dice: &mut Dice) -> (usize, usize) {
    let (mut done, mut skipped) = (0, 0);
    for _ in 0..2_000 {
        let Some(step) = next_step(program, plan) else {
            for step in program.steps().filter(|step| says(step, &plan.profile) != Says::Withheld) {
                let mark = plan.mark(step.id.as_str());
                assert!(
                    matches!(mark, Some(Mark::Done | Mark::Skipped)),
                    "{} was never offered",
                    step.id
                );
            }
            return (done, skipped);
        };
        let is_left = plan.mark(step.id.as_str()) == Some(Mark::NotYet);
        match (verdict(program, plan, step), dice.throw(8)) {
            (Verdict::Ask(question), 0..6) => answer_door(program, plan, question, dice),
            (Verdict::Open, 0..5) => {
                work(program, plan, step, dice)
                    .unwrap_or_else(|refusal| panic!("{}: {refusal:?}", step.id));
                done += 1;
            }
            (Verdict::Open, 5) if !is_left => {
                run(program, plan, Command::NotYet { step: step.id.clone() }).unwrap();
            }
            (Verdict::Open | Verdict::Ask(_), _) => {
                run(program, plan, Command::Skip { step: step.id.clone() }).unwrap();
                skipped += 1;
            }
            (other, _) => panic!("{} is next and {other:?}", step.id),
        }
    }
    panic!("2000 steps lead nowhere in {:?}", plan.profile);
}

#[test]
fn every_state_can_be_walked_to_the_end() {
    let program = shipped::program();
    let (mut least, mut most) = (usize::MAX, 0);
    for (seed, profile) in profiles().into_iter().enumerate().step_by(5) {
        let mut plan = fresh(&program, &profile);
        let (done, skipped) = walk(&program, &mut plan, &mut Dice(u64::try_from(seed).unwrap()));
        assert!(done > 0);
        (least, most) = (least.min(done + skipped), most.max(done + skipped));
    }
    println!("walks of {least} to {most} steps");
    assert!(least >= 40, "a state with {least} steps is nearly empty");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_walk_from_any_state_comes_to_an_end(at in 0_usize..972, seed in any::<u64>()) {
        let program = shipped::program();
        let mut plan = fresh(&program, &profiles()[at]);
        let (done, skipped) = walk(&program, &mut plan, &mut Dice(seed));
        prop_assert!(done + skipped >= 40);
    }
}

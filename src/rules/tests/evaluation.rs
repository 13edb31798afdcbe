//! What the rules say of subjects made by hand.

use super::super::{FAULT_CATEGORY, RuleSet, evaluate};
use super::subjects::{access, at, conflict, conflicts, contract, lock, nil_write, region, sequence, unsized_map};
use super::{builtin, conflict_rule, one_rule};
use crate::analysis::Model;
use crate::analysis::model::{Conflict, Doubt, GuardKind, GuardRegion, GuardState, Op, RegionEvent};
use crate::diagnostic::{Confidence, Diagnostic, Label, Severity};
use crate::facts::{ClippyLint, Wait};
use crate::source::Language;
use proptest::prelude::*;
use proptest::sample::select;
use std::sync::LazyLock;

static RULES: LazyLock<RuleSet> = LazyLock::new(builtin);

fn findings(model: &Model) -> Vec<Diagnostic> {
    findings_of(&RULES, model)
}

fn findings_of(rules: &RuleSet, model: &Model) -> Vec<Diagnostic> {
    evaluate(rules, model, &|_| "", |_| true).findings.into_iter().map(|finding| finding.diagnostic).collect()
}

/// Rule and message of each finding.
fn told(model: &Model) -> Vec<(String, String)> {
    findings(model).into_iter().map(|finding| (finding.rule.to_string(), finding.message)).collect()
}

#[track_caller]
fn tells(model: &Model, rule: &str, message: &str) {
    assert_eq!(told(model), [(rule.to_owned(), message.to_owned())]);
}

#[track_caller]
fn silent(model: &Model) {
    assert_eq!(told(model), []);
}

#[test]
fn each_conflict_has_its_rule() {
    let mu = || lock("c.mu", true);
    let other = || lock("c.statsMu", true);
    let read_side = || lock("c.mu", false);
    for (op, held, state, rule, message) in [
        (
            Op::Insert,
            vec![],
            GuardState::Nothing,
            "unguarded-map-write",
            "`c.entries` is written without `c.mu`, which guards its other uses",
        ),
        (
            Op::Range,
            vec![],
            GuardState::Nothing,
            "unguarded-map-read",
            "`c.entries` is ranged over without `c.mu`, which guards its other uses",
        ),
        (
            Op::Delete,
            vec![],
            GuardState::NoGuard,
            "unguarded-map-write",
            "`c.entries` is deleted from while another goroutine may use it, with no lock in common",
        ),
        (
            Op::Get,
            vec![other()],
            GuardState::NoGuard,
            "unguarded-map-read",
            "`c.entries` is read while another goroutine may write it, with no lock in common",
        ),
        (
            Op::Delete,
            vec![read_side()],
            GuardState::Shared,
            "write-under-read-lock",
            "`c.entries` is deleted from while only the read side of `c.mu` is held",
        ),
        (
            Op::Len,
            vec![other()],
            GuardState::Other,
            "mismatched-map-guard",
            "`c.entries` is measured with len while `c.statsMu` is held, but its other uses hold `c.mu`",
        ),
        (
            Op::Insert,
            vec![],
            GuardState::Other,
            "unguarded-map-write",
            "`c.entries` is written without `c.mu`, which guards its other uses",
        ),
    ] {
        tells(&conflicts(vec![conflict(access(op, 10, &held), state)]), rule, message);
    }
    silent(&conflicts(vec![conflict(access(Op::Get, 10, &[read_side()]), GuardState::Shared)]));
    silent(&conflicts(vec![conflict(access(Op::Insert, 10, &[mu()]), GuardState::Held)]));
    let outer = Conflict { shared_locks: vec!["outer".to_owned()], ..conflict(access(Op::Insert, 10, &[other()]), GuardState::Other) };
    silent(&conflicts(vec![outer]));
    let rust = Conflict { language: Language::Rust, ..conflict(access(Op::Insert, 10, &[other()]), GuardState::Other) };
    tells(&conflicts(vec![rust]), "unguarded-map-write", "`c.entries` is written without `c.mu`, which guards its other uses");
}

#[test]
fn a_race_that_leaves_a_doubt_is_a_warning() {
    for doubt in Doubt::ALL {
        let subject = Conflict { doubt, ..conflict(access(Op::Insert, 10, &[]), GuardState::Nothing) };
        let severities: Vec<Severity> = findings(&conflicts(vec![subject])).iter().map(|finding| finding.severity).collect();
        assert_eq!(severities, [if doubt == Doubt::None { Severity::Error } else { Severity::Warning }], "{doubt:?}");
    }
}

#[test]
fn a_conflict_shows_both_ends() {
    let mut subject = conflict(access(Op::Range, 10, &[]), GuardState::Nothing);
    subject.others = vec![access(Op::Len, 70, &[lock("a", true), lock("b", false)])];
    let finding = findings(&conflicts(vec![subject])).remove(0);
    let label = |start, message: &str| Label { location: at(start), message: message.to_owned() };
    assert_eq!(finding.primary, label(10, "ranged over here with no lock held"));
    let second = label(50, "written here while `c.mu` is held");
    let other = label(70, "also measured here while `a` and the read side of `b` are held");
    assert_eq!(finding.related, [second, other]);
    assert_eq!(finding.threads.len(), 2);
    assert_eq!(finding.notes, ["`Cache.Use` is started as a goroutine"]);
    assert_eq!(finding.help.as_deref(), Some("hold `c.mu` around this range"));
    assert_eq!((finding.severity, finding.confidence), (Severity::Error, Confidence::Likely));
    assert_eq!((finding.function.as_str(), finding.package.as_str(), finding.category.as_str()), ("Cache.Use", "example/cache", "race"));
    assert_eq!(finding.map.map(|map| map.name), Some("entries".to_owned()));
}

#[test]
fn an_access_that_meets_itself() {
    let first = access(Op::Insert, 50, &[]);
    let finding = findings(&conflicts(vec![conflict(first, GuardState::NoGuard)])).remove(0);
    assert_eq!(finding.message, "`c.entries` is written by several goroutines at once, with no lock in common");
    assert_eq!(finding.related[0].message, "and at the same time by another goroutine that runs this code");
}

#[test]
fn nil_maps() {
    let model = |op| Model { accesses: vec![nil_write(op)], ..Model::default() };
    tells(&model(Op::Update), "nil-map-write", "`c.entries` is updated while it is nil, which panics");
    assert_eq!(findings(&model(Op::Insert))[0].related[0].message, "declared with no value");
    silent(&model(Op::Delete));
    silent(&model(Op::Get));
}

#[test]
fn guards_over_their_own_lock() {
    let model = |region| Model { regions: vec![region], ..Model::default() };
    let reentry = |kind| region(kind, RegionEvent::Reentry);
    let shard = "`self.entries.remove(&id)` locks a shard of `entries` while `self.entries.get(&id)` may still hold it";
    tells(&model(reentry(GuardKind::Shard)), "map-guard-reentry", shard);
    let finding = findings(&model(reentry(GuardKind::Shard))).remove(0);
    assert_eq!((finding.primary.location, finding.related[0].location), (at(30), at(10)));
    assert_eq!(finding.notes[0], "the scrutinee of `if let` lives through the body");

    let mut reads = reentry(GuardKind::Shard);
    reads.again_exclusive = false;
    silent(&model(reads.clone()));
    reads.kind = GuardKind::Sync;
    reads.confidence = Confidence::Possible;
    assert_eq!(findings(&model(reads))[0].confidence, Confidence::Possible);
    let cell = "`self.entries.remove(&id)` panics: it borrows the cell of `entries`, which `self.entries.get(&id)` still borrows";
    tells(&model(reentry(GuardKind::Cell)), "map-guard-reentry", cell);
    let left_to_clippy = GuardRegion { clippy: Some(ClippyLint::IfLetMutex), ..reentry(GuardKind::Sync) };
    silent(&model(left_to_clippy));

    let mut through_a_call = reentry(GuardKind::Sync);
    through_a_call.via = vec![Label { location: at(90), message: "`get` locks here".to_owned() }];
    let finding = findings(&model(through_a_call)).remove(0);
    assert_eq!(
        finding.message,
        "`self.entries.remove(&id)` takes the lock of `entries` again, which is held here since `self.entries.get(&id)`"
    );
    assert_eq!(finding.related[1].location, at(90));
}

#[test]
fn guards_across_await() {
    let model = |region| Model { regions: vec![region], ..Model::default() };
    let mut held = region(GuardKind::Shard, RegionEvent::Await);
    tells(
        &model(held.clone()),
        "map-guard-across-await",
        "`self.entries.get(&id)` locks a shard of `entries` and is still alive at this `.await`",
    );
    held.in_test = true;
    assert_eq!(findings(&model(held))[0].confidence, Confidence::Possible);
    let mut bound = region(GuardKind::Sync, RegionEvent::Await);
    bound.holder = "guard".to_owned();
    let finding = findings(&model(bound)).remove(0);
    assert_eq!(finding.message, "the lock of `entries` that `self.entries.get(&id)` takes is still held at this `.await`");
    assert_eq!(finding.help.as_deref(), Some("clone what is needed and end `guard` before the `.await`"));
    silent(&model(region(GuardKind::Async, RegionEvent::Await)));
    let disk = GuardRegion { wait: Some(Wait::Outside), ..region(GuardKind::Async, RegionEvent::Await) };
    assert_eq!(findings(&model(disk))[0].severity, Severity::Note);
}

#[test]
fn guards_across_blocking() {
    let model = |wait, kind| {
        let region = GuardRegion { wait: Some(wait), ..region(kind, RegionEvent::Blocking) };
        Model { regions: vec![region], ..Model::default() }
    };
    tells(
        &model(Wait::Pool, GuardKind::Shard),
        "map-guard-across-blocking",
        "`self.entries.remove(&id)` waits for a pool of threads while `self.entries.get(&id)` locks a shard of `entries`",
    );
    let severity = |wait, kind| findings(&model(wait, kind))[0].severity;
    assert_eq!(severity(Wait::Threads, GuardKind::Sync), Severity::Warning);
    assert_eq!(severity(Wait::Outside, GuardKind::Sync), Severity::Note);
    assert_eq!(severity(Wait::Time, GuardKind::Async), Severity::Note);
}

#[test]
fn checks_and_acts_apart() {
    let model = |sequence| Model { sequences: vec![sequence], ..Model::default() };
    let message =
        "`c.entries.Store(k, v)` relies on the check `c.entries.Load(k)`, but another goroutine can change the entry between the two";
    tells(&model(sequence("concurrent-map")), "split-check-then-act", message);
    let finding = findings(&model(sequence("concurrent-map"))).remove(0);
    assert_eq!(finding.help.as_deref(), Some("use `LoadOrStore`, which does both in one step"));
    let mut harmless = sequence("lock");
    harmless.harmful = false;
    let finding = findings(&model(harmless)).remove(0);
    assert!(finding.message.ends_with("but `c.mu` was released between the two"), "{}", finding.message);
    assert_eq!(finding.confidence, Confidence::Possible);
    let mut in_test = sequence("lock");
    in_test.in_test = true;
    silent(&model(in_test));
}

#[test]
fn promises() {
    let model = |contract| Model { contracts: vec![contract], ..Model::default() };
    let broken = contract(Some(access(Op::Get, 40, &[])), "");
    tells(
        &model(broken.clone()),
        "broken-concurrency-contract",
        "`c.entries` breaks its promise `CONCURRENCY_SAFE: true`: read without `c.mu`",
    );
    let finding = findings(&model(broken)).remove(0);
    assert_eq!((finding.primary.location, finding.related[0].location), (at(40), at(5)));
    let mut nowhere = contract(None, "there is no map here");
    nowhere.map = None;
    let message = "`CONCURRENCY_SAFE: true` is not a promise that can be kept: there is no map here";
    tells(&model(nowhere), "malformed-concurrency-contract", message);
    silent(&model(contract(None, "")));
}

#[test]
fn sizes() {
    let model = |map| Model { maps: vec![map], ..Model::default() };
    let message = "`entries` is filled `len(names)` times and grows on the way: its size is known where it is made";
    tells(&model(unsized_map(Language::Go, None)), "unsized-map", message);
    for (language, count, reported) in
        [(Language::Go, 8, false), (Language::Go, 9, true), (Language::Rust, 3, false), (Language::Rust, 4, true)]
    {
        assert_eq!(told(&model(unsized_map(language, Some(count)))).len(), usize::from(reported), "{language:?} {count}");
    }
    let mut sized = unsized_map(Language::Go, None);
    sized.sized = true;
    silent(&model(sized));
    let mut elsewhere = unsized_map(Language::Go, None);
    elsewhere.made = None;
    assert_eq!(findings(&model(elsewhere))[0].primary.location, at(0));
}

#[test]
fn what_a_template_shows_stays_on_one_line() {
    let mut subject = conflict(access(Op::Insert, 10, &[]), GuardState::Nothing);
    subject.first.text = "c\n\t\t.entries\n".to_owned();
    let rules = one_rule(&conflict_rule("true", "\"{{{map}}} {uses}\"", "")).expect("in order");
    assert_eq!(findings_of(&rules, &conflicts(vec![subject]))[0].message, "{c .entries} 4");
}

#[test]
fn a_rule_that_fails_is_told_and_the_others_go_on() {
    let mut rules = builtin();
    let text = super::file("own-rule", &conflict_rule("first.locks[0] == guard", "\"m\"", ""));
    rules.add(vec![("own-rule.md".into(), text)], false).expect("in order");
    let model = conflicts(vec![conflict(access(Op::Insert, 10, &[]), GuardState::Nothing)]);
    let found = findings_of(&rules, &model);
    assert_eq!(found.len(), 2);
    assert_eq!((found[0].rule.as_str(), found[0].category.as_str(), found[0].severity), ("own-rule", FAULT_CATEGORY, Severity::Note));
    assert!(found[0].message.starts_with("the rule `own-rule` failed here and says nothing: "), "{}", found[0].message);
    assert_eq!(found[0].primary.location, at(10));
    assert_eq!(found[1].rule.as_str(), "unguarded-map-write");
}

#[test]
fn a_panic_is_told_as_ours() {
    let subject = conflict(access(Op::Insert, 10, &[]), GuardState::Nothing);
    let rule = RULES.iter().next().expect("a rule");
    let finding = super::super::evaluate::contained(rule, &subject, || panic!("out of\nluck")).expect("told").diagnostic;
    assert!(finding.message.ends_with("failed here and says nothing: out of luck"), "{}", finding.message);
    assert_eq!(finding.category.as_str(), FAULT_CATEGORY);
}

#[test]
fn findings_come_in_source_order() {
    let model = conflicts(vec![
        conflict(access(Op::Insert, 90, &[]), GuardState::Nothing),
        conflict(access(Op::Get, 10, &[]), GuardState::Nothing),
        conflict(access(Op::Insert, 20, &[]), GuardState::Nothing),
    ]);
    let starts: Vec<u32> = findings(&model).iter().map(|finding| finding.primary.location.span.start).collect();
    assert_eq!(starts, [10, 20, 90]);
}

#[test]
fn rules_are_asked_in_their_languages_only() {
    let mut nil = nil_write(Op::Insert);
    nil.language = Language::Rust;
    silent(&Model { accesses: vec![nil], ..Model::default() });
}

fn held_locks() -> impl Strategy<Value = Vec<(&'static str, bool)>> {
    prop::collection::vec((select(vec!["c.mu", "c.statsMu", "mu"]), any::<bool>()), 0..3)
}

proptest! {
    /// One conflict, one rule: none where a lock is shared or held as it should be, or where a read
    /// holds the read side; else exactly one.
    #[test]
    fn rules_about_conflicts_are_disjoint_and_leave_none_out(
        state in select(GuardState::ALL.to_vec()),
        op in select(Op::ALL.to_vec()),
        locks in held_locks(),
        second in select(Op::ALL.to_vec()),
        shares in any::<bool>(),
        language in select(vec![Language::Go, Language::Rust]),
        same_place in any::<bool>(),
    ) {
        let locks: Vec<_> = locks.into_iter().map(|(name, exclusive)| lock(name, exclusive)).collect();
        let mut subject = conflict(access(op, if same_place { 50 } else { 10 }, &locks), state);
        subject.language = language;
        subject.second.op = second;
        if shares {
            subject.shared_locks = vec!["outer".to_owned()];
        }
        let excused = shares || state == GuardState::Held || state == GuardState::Shared && !op.writes();
        let found = findings(&conflicts(vec![subject]));
        prop_assert_eq!(found.len(), usize::from(!excused), "{:?}", found);
        prop_assert!(found.iter().all(|finding| finding.category.as_str() == "race"));
    }
}

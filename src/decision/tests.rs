//! Maps made by hand, and the way that each takes through the table.

use super::table::{Choice, Question};
use super::{Mark, decide};
use crate::capacity::Layout;
use crate::diagnostic::inventory::{Entry, Guard, Layouts, Sharing, Use};
use crate::diagnostic::life::{KeyKind, Life, MapScope};
use crate::diagnostic::op::Op;
use crate::diagnostic::{Confidence, MapRef};
use crate::source::{FileId, Language, Location, Span};

fn at(start: usize) -> Location {
    Location { file: FileId(0), span: Span::new(start, start + 1) }
}

/// A field that one thread has, and of which nothing else is known.
fn plain(language: Language) -> Entry {
    let map = MapRef { name: "m".into(), owner: "T".into(), ty: "map[string]int".into(), declaration: Some(at(0)) };
    Entry {
        language,
        map,
        scope: MapScope::Field.name(),
        package: "p".into(),
        in_test: false,
        guard: None,
        uses: Vec::new(),
        threads: Vec::new(),
        sharing: Sharing::Alone,
        promise: None,
        life: Some(Life { container: "hash", all_seen: true, all_writes_seen: true, ..Life::default() }),
        unsized_fill: None,
        contested: false,
        layouts: None,
    }
}

/// A use of the function at a place, with the locks as the inventory shows them.
fn used(start: usize, function: &str, op: Op, locks: &[&str]) -> Use {
    let locks = locks.iter().map(|lock| (*lock).to_owned()).collect();
    Use { location: at(start), op, function: function.into(), locks, alone: false, in_test: false }
}

/// Shared, and used so.
fn shared(uses: Vec<Use>) -> Entry {
    let guarded = uses.iter().filter(|one| !one.locks.is_empty()).count();
    let guard = Guard { name: "T.mu".into(), held: guarded, uses: uses.len(), confidence: Confidence::Certain };
    let entry = Entry { sharing: Sharing::Shared, guard: (guarded > 0).then_some(guard), uses, ..plain(Language::Go) };
    with_life(entry, |life| life.lock_alone = true)
}

fn with_life(entry: Entry, change: impl FnOnce(&mut Life)) -> Entry {
    let mut life = entry.life.clone().unwrap_or_default();
    change(&mut life);
    Entry { life: Some(life), ..entry }
}

fn check(entry: &Entry, choice: Choice, is_kept: bool) {
    let decision = decide(entry);
    assert_eq!((decision.choice, decision.is_kept), (choice, is_kept), "{:#?}", decision.steps);
}

#[test]
fn a_map_that_one_thread_has_stays_as_it_is() {
    check(&plain(Language::Go), Choice::Plain, true);
    check(&Entry { life: None, ..plain(Language::Rust) }, Choice::Plain, true);
    let filled = |count: &str, language| Entry { unsized_fill: Some(count.into()), ..plain(language) };
    check(&filled("len(names)", Language::Go), Choice::Preallocated, false);
    check(&filled("9", Language::Go), Choice::Preallocated, false);
    check(&filled("8", Language::Go), Choice::Plain, true);
    check(&filled("8", Language::Rust), Choice::Preallocated, false);
}

#[test]
fn what_a_size_saves_is_worked_out() {
    let word = Layout { size: 8, align: 8, pointers: false };
    let layouts = Some(Layouts { key: Some(word), value: Some(word) });
    let filled = |count: &str| Entry { unsized_fill: Some(count.into()), layouts, ..plain(Language::Go) };
    let told = |entry: &Entry| decide(entry).statements.into_iter().find(|one| one.mark == Mark::Modelled).map(|one| one.text);
    let expected = "filling it with 100 entries takes 11 allocations and 4,648 bytes with no size, 4 allocations and 2,392 bytes with it \
                    in Go 1.24 and newer; what stays is 2,392 bytes and 2,392";
    assert_eq!(told(&filled("100")).as_deref(), Some(expected));
    assert!(told(&filled("len(names)")).is_some_and(|text| text.starts_with("filling it with 1,000 entries, say, takes 22 allocations")));
    assert_eq!(told(&plain(Language::Go)), None);
}

#[test]
fn keys_decide_before_threads_do() {
    let literal = with_life(plain(Language::Go), |life| {
        (life.scope, life.literal_keys, life.key_count, life.lookups) = (MapScope::Constant, true, Some(4), 2);
    });
    check(&literal, Choice::Switch, false);
    let of_enum = with_life(plain(Language::Rust), |life| (life.key, life.key_count) = (KeyKind::Enum, Some(5)));
    check(&of_enum, Choice::Slice, false);
    check(&with_life(of_enum, |life| life.serialised = true), Choice::Plain, true);
    check(&with_life(plain(Language::Rust), |life| life.dense = "`a` is a vector by the same id".into()), Choice::Slice, false);
}

#[test]
fn what_nothing_changes_needs_no_lock() {
    check(&shared(vec![used(5, "T.get", Op::Get, &[])]), Choice::Plain, true);
    check(&shared(vec![used(5, "T.get", Op::Get, &["t.mu"])]), Choice::Frozen, false);
    let swapped = shared(vec![used(5, "T.get", Op::Get, &["t.mu"]), used(9, "T.reload", Op::Replace, &["t.mu"])]);
    check(&swapped, Choice::Snapshot, false);
    // A lock that stays for something else may as well be held here.
    check(&with_life(swapped, |life| life.lock_alone = false), Choice::Mutex, true);
    // What it holds may be changed where that is not seen to be done to it.
    let read = shared(vec![used(5, "T.get", Op::Get, &["t.mu"])]);
    check(&Entry { contested: true, ..read.clone() }, Choice::Mutex, true);
    check(&Entry { map: MapRef { name: "m[…]".into(), ..read.map.clone() }, ..read }, Choice::Mutex, true);
}

#[test]
fn the_first_advice_for_an_unguarded_map_is_a_mutex() {
    let bare = shared(vec![used(5, "T.get", Op::Get, &[]), used(9, "T.put", Op::Insert, &[])]);
    // Each thread may have one of its own.
    check(&bare, Choice::Plain, true);
    let bare = Entry { contested: true, ..bare };
    check(&bare, Choice::Mutex, false);
    // Some use holds a lock, by chance as far as is seen.
    let guard = Guard { name: "T.mu".into(), held: 1, uses: 2, confidence: Confidence::Possible };
    check(&Entry { guard: Some(guard), ..bare }, Choice::Mutex, true);
}

#[test]
fn a_lock_stays_where_steps_belong_together() {
    let counted = |lock| shared(vec![used(5, "T.size", Op::Len, &[lock]), used(9, "T.put", Op::Insert, &["t.mu"])]);
    check(&counted("t.mu"), Choice::Mutex, true);
    check(&counted("t.mu (shared)"), Choice::RwMutex, true);
    let moved = shared(vec![used(5, "T.move", Op::Delete, &["t.mu"]), used(9, "T.move", Op::Insert, &["t.mu"])]);
    check(&moved, Choice::Mutex, true);
    check(&shared(vec![used(5, "T.count", Op::Update, &["t.mu"])]), Choice::Mutex, true);
}

#[test]
fn a_concurrent_map_is_named_only_where_its_case_is_seen() {
    let cache = shared(vec![used(5, "T.get", Op::Get, &["t.mu"]), used(9, "T.get", Op::Insert, &["t.mu"])]);
    check(&cache, Choice::Mutex, true);
    let filled = with_life(cache, |life| (life.on_miss, life.inserts, life.grows) = (true, 1, Some(at(9))));
    check(&filled, Choice::ConcurrentMap, false);
    let rests_on_use = decide(&filled).statements.iter().any(|statement| statement.mark == Mark::NeedsMeasurement);
    assert!(rests_on_use, "how hot a lock is, the source does not say");
    check(&with_life(filled.clone(), |life| life.removals = 1), Choice::Mutex, true);
    check(&with_life(filled, |life| life.all_seen = false), Choice::Mutex, true);
}

#[test]
fn a_sync_map_outside_of_its_case_is_a_map_behind_a_mutex() {
    let own = Guard { name: "the map itself".into(), held: 2, uses: 2, confidence: Confidence::Certain };
    let concurrent = |uses| with_life(Entry { guard: Some(own.clone()), ..shared(uses) }, |life| life.container = "concurrent");
    check(&concurrent(vec![used(5, "T.get", Op::Get, &[]), used(9, "T.put", Op::Insert, &[])]), Choice::ConcurrentMap, true);
    check(&concurrent(vec![used(5, "T.clear", Op::Clear, &[]), used(9, "T.put", Op::Insert, &[])]), Choice::Mutex, false);
    let swapped = concurrent(vec![used(5, "T.swap", Op::Delete, &[]), used(9, "T.swap", Op::Insert, &[])]);
    check(&swapped, Choice::ConcurrentMap, true);
    let locked = with_life(swapped, |life| life.lock = "mutex");
    check(&locked, Choice::Mutex, false);
    check(&Entry { language: Language::Rust, ..locked }, Choice::ConcurrentMap, true);
}

#[test]
fn tests_and_what_makes_the_map_say_nothing() {
    let making = Use { alone: true, ..used(5, "New", Op::Insert, &[]) };
    let testing = Use { in_test: true, ..used(7, "TestPut", Op::Insert, &[]) };
    check(&shared(vec![making, testing, used(9, "T.get", Op::Get, &["t.mu"])]), Choice::Frozen, false);
}

#[test]
fn an_answer_names_a_few_places_and_counts_the_others() {
    let uses = (0..6).map(|index| used(index, "T.put", Op::Insert, &["t.mu"])).collect();
    let decision = decide(&shared(uses));
    let changed = decision.steps.iter().find(|step| step.question == Question::Changed).expect("it is asked");
    let texts: Vec<&str> = changed.because.iter().map(|statement| statement.text.as_str()).collect();
    assert_eq!(texts, ["written in `T.put`", "written in `T.put`", "written in `T.put`", "and 3 more uses"]);
    assert_eq!(changed.because[1].at, Some(at(1)));
}

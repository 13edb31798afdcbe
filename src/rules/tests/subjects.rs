//! Subjects made by hand: one of each kind, plain, for tests to change.

use crate::analysis::Model;
use crate::analysis::model::{
    AccessSubject, Conflict, ContractSubject, Doubt, GuardKind, GuardRegion, GuardState, HeldLock, MapUse, Op, RegionEvent, Sequence,
    Snapshot,
};
use crate::diagnostic::life::Life;
use crate::diagnostic::{Confidence, MapRef, Thread};
use crate::source::{FileId, Language, Location, Span};

/// A place in the only file: ten bytes from `start`.
pub(super) fn at(start: usize) -> Location {
    Location { file: FileId(0), span: Span::new(start, start + 10) }
}

pub(super) fn lock(name: &str, exclusive: bool) -> HeldLock {
    HeldLock { name: name.to_owned(), exclusive }
}

pub(super) fn map() -> MapRef {
    MapRef { name: "entries".to_owned(), owner: "Cache".to_owned(), ty: "map[string]int".to_owned(), declaration: Some(at(0)) }
}

/// An access in `Cache.Use` at byte `start`, with these locks held.
pub(super) fn access(op: Op, start: usize, locks: &[HeldLock]) -> Snapshot {
    Snapshot {
        location: at(start),
        text: "c.entries".to_owned(),
        op,
        function: "Cache.Use".to_owned(),
        locks: locks.to_vec(),
        in_test: false,
        thread: Thread { root: "main".to_owned(), path: Vec::new(), locks: Vec::new(), access: None },
    }
}

/// A Go conflict of `first` with an insert under `c.mu`, which guards the map.
pub(super) fn conflict(first: Snapshot, guard_state: GuardState) -> Conflict {
    Conflict {
        language: Language::Go,
        map: map(),
        first,
        second: access(Op::Insert, 50, &[lock("c.mu", true)]),
        others: Vec::new(),
        guard: if guard_state == GuardState::NoGuard { String::new() } else { "c.mu".to_owned() },
        guard_state,
        shared_locks: Vec::new(),
        guarded_uses: 3,
        uses: 4,
        why: vec!["`Cache.Use` is started as a goroutine".to_owned()],
        confidence: Confidence::Likely,
        doubt: Doubt::None,
        package: "example/cache".to_owned(),
        scope: "field".to_owned(),
        through_unsafe: false,
        drafts: Vec::new(),
    }
}

pub(super) fn nil_write(op: Op) -> AccessSubject {
    AccessSubject {
        language: Language::Go,
        map: map(),
        access: access(op, 10, &[]),
        certainly_nil: true,
        claim: crate::analysis::model::Claim::None,
        whose: String::new(),
        labels: vec![crate::diagnostic::Label { location: at(5), message: "declared with no value".to_owned() }],
        confidence: Confidence::Certain,
        package: "example/cache".to_owned(),
    }
}

pub(super) fn region(kind: GuardKind, event: RegionEvent) -> GuardRegion {
    GuardRegion {
        language: Language::Rust,
        map: map(),
        acquired: at(10),
        acquired_text: "self.entries.get(&id)".to_owned(),
        kind,
        exclusive: false,
        event,
        at: at(30),
        at_text: "self.entries.remove(&id)".to_owned(),
        again_exclusive: true,
        wait: None,
        via: Vec::new(),
        holder: String::new(),
        why: "the scrutinee of `if let` lives through the body".to_owned(),
        clippy: None,
        drafts: Vec::new(),
        function: "Cache::expire".to_owned(),
        in_test: false,
        confidence: Confidence::Certain,
        package: "example".to_owned(),
    }
}

pub(super) fn sequence(by: &str) -> Sequence {
    Sequence {
        language: Language::Go,
        map: map(),
        check: at(10),
        check_text: "c.entries.Load(k)".to_owned(),
        act: at(30),
        act_text: "c.entries.Store(k, v)".to_owned(),
        key: "k".to_owned(),
        by: by.to_owned(),
        lock: if by == "lock" { "c.mu".to_owned() } else { String::new() },
        harmful: true,
        awaits_between: false,
        function: "Cache.For".to_owned(),
        in_test: false,
        instead: "LoadOrStore".to_owned(),
        drafts: Vec::new(),
        confidence: Confidence::Likely,
        package: "example/cache".to_owned(),
    }
}

pub(super) fn contract(broken_by: Option<Snapshot>, malformed: &str) -> ContractSubject {
    ContractSubject {
        language: Language::Go,
        map: Some(map()),
        promise: at(5),
        promise_text: "CONCURRENCY_SAFE: true".to_owned(),
        value: if malformed.is_empty() { "true".to_owned() } else { String::new() },
        malformed: malformed.to_owned(),
        drafts: Vec::new(),
        missing: false,
        stale: String::new(),
        broken_by,
        against: None,
        reason: "read without `c.mu`".to_owned(),
        confidence: Confidence::Certain,
        function: "Cache.Use".to_owned(),
        package: "example/cache".to_owned(),
    }
}

pub(super) fn unsized_map(language: Language, fill_literal: Option<u64>) -> MapUse {
    MapUse {
        language,
        map: map(),
        made: Some(at(10)),
        made_text: "make(map[string]int)".to_owned(),
        sized: false,
        hint: None,
        hint_at: None,
        fill_count: fill_literal.map_or("len(names)".to_owned(), |n| n.to_string()),
        fill: Some(at(30)),
        fill_literal,
        fill_cost: None,
        fill_only_inserts: false,
        sized_text: "make(map[string]int, len(names))".to_owned(),
        life: Life::default(),
        drafts: Vec::new(),
        function: "index".to_owned(),
        in_test: false,
        confidence: Confidence::Certain,
        package: "example".to_owned(),
    }
}

pub(super) fn conflicts(conflicts: Vec<Conflict>) -> Model {
    Model { conflicts, ..Model::default() }
}

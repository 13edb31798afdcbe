//! The fields, parts and places of each kind of subject, as a table for each.
//!
//! These are the only files to change when the model learns a new fact: a row here is its name in
//! conditions, its documentation and its value. Here are accesses, locks and promises; maps as a whole in `maps`.

use super::schema::{Field, Mark, Part, Place, Subject, Type, Value};
use crate::analysis::fix::Draft;
use crate::analysis::model::{
    AccessSubject, Claim, Conflict, ContractSubject, Doubt, Escape, Exit, GuardKind, GuardRegion, GuardState, HeldLock, Op, RegionEvent,
    Sequence, Snapshot,
};
use crate::diagnostic::{Confidence, Label, MapRef, Thread};
use crate::facts::{ClippyLint, Wait};
use crate::source::{Language, Location};
use std::borrow::Cow;

/// The names of an enum's values, as one constant list.
macro_rules! words {
    ($kind:ty) => {
        &{
            let mut names = [""; <$kind>::ALL.len()];
            let mut index = 0;
            while index < names.len() {
                names[index] = <$kind>::ALL[index].name();
                index += 1;
            }
            names
        }
    };
}

const OPS: &[&str] = words!(Op);
const EXITS: &[&str] = words!(Exit);
const CLAIMS: &[&str] = words!(Claim);
const GUARD_STATES: &[&str] = words!(GuardState);
const DOUBTS: &[&str] = words!(Doubt);
const EVENTS: &[&str] = words!(RegionEvent);
const GUARD_KINDS: &[&str] = words!(GuardKind);
const CLIPPY: &[&str] = &["", ClippyLint::AwaitHoldingLock.name(), ClippyLint::IfLetMutex.name()];
const WAITS: &[&str] = &["none", Wait::Threads.name(), Wait::Pool.name(), Wait::Time.name(), Wait::Outside.name()];

/// The fields of each part that is an access; the empty name is the part itself.
pub(super) const ACCESS_FIELDS: &[Field<Snapshot>] = &[
    Field { name: "", ty: Type::Text, doc: "the map as written there", get: |a| text(&a.text) },
    Field { name: "op", ty: Type::Word(OPS), doc: "what the access does", get: |a| word(a.op.name()) },
    Field { name: "writes", ty: Type::Bool, doc: "it changes the map or the variable that holds it", get: |a| Value::Bool(a.op.writes()) },
    Field {
        name: "did",
        ty: Type::Text,
        doc: "the op after \"is\": `written`, `ranged over`, `deleted from`",
        get: |a| word(a.op.participle()),
    },
    Field { name: "did_here", ty: Type::Text, doc: "the op for a label: `written here`, `deleted here`", get: |a| word(did_here(a.op)) },
    Field { name: "function", ty: Type::Text, doc: "the function it is in", get: |a| text(&a.function) },
    Field {
        name: "locks",
        ty: Type::List,
        doc: "the locks certainly held, as written there",
        get: |a| Value::List(a.locks.iter().map(|lock| lock.name.as_str()).collect()),
    },
    Field {
        name: "locks_text",
        ty: Type::Text,
        doc: "the locks for a label: ``while `c.mu` is held``, `with no lock held`",
        get: |a| Value::Text(Cow::Owned(locks_text(&a.locks))),
    },
    Field { name: "in_test", ty: Type::Bool, doc: "it stands in test code", get: |a| Value::Bool(a.in_test) },
    Field { name: "thread", ty: Type::Text, doc: "where the thread that reaches it starts; may be empty", get: |a| text(&a.thread.root) },
];

/// What subjects of one map have in their own fields; by which of them the map is shown.
macro_rules! of_one_map {
    ($($shown:ident).+) => {
        fn language(&self) -> Language {
            self.language
        }
        fn map(&self) -> Option<&MapRef> {
            Some(&self.map)
        }
        fn map_text(&self) -> &str {
            &self.$($shown).+
        }
        fn function(&self) -> &str {
            &self.function
        }
        fn package(&self) -> &str {
            &self.package
        }
        fn confidence(&self) -> Confidence {
            self.confidence
        }
    };
}

mod maps;

impl Subject for Conflict {
    const DOC: &'static str = "two accesses of one map that may run in parallel, at least one of them a write";
    const PARTS: &'static [Part<Self>] = &[
        Part { name: "first", doc: "the access to blame, as written: the write or read that lacks the lock", get: |c| Some(&c.first) },
        Part { name: "second", doc: "the access that it can meet, as written", get: |c| Some(&c.second) },
    ];
    const FIELDS: &'static [Field<Self>] = &[
        Field {
            name: "shared_locks",
            ty: Type::List,
            doc: "locks held at both, in modes that exclude each other",
            get: |c| Value::List(c.shared_locks.iter().map(String::as_str).collect()),
        },
        Field {
            name: "guard",
            ty: Type::Text,
            doc: "the lock that guards the map's other uses, as written at `first`; empty where there is none",
            get: |c| text(&c.guard),
        },
        Field {
            name: "guard_state",
            ty: Type::Word(GUARD_STATES),
            doc: "how `guard` is held at `first`: there is no guard; not held, nor another lock; another lock is held; only its shared side is; held",
            get: |c| word(guard_state(c).name()),
        },
        Field { name: "guarded_uses", ty: Type::Int, doc: "accesses of the map that hold `guard`", get: |c| int(c.guarded_uses) },
        Field { name: "uses", ty: Type::Int, doc: "all accesses of the map outside constructors", get: |c| int(c.uses) },
        Field {
            name: "scope",
            ty: Type::Word(&["field", "variable", "local", "static"]),
            doc: "what kind of place holds the map",
            get: |c| text(&c.scope),
        },
        Field {
            name: "through_unsafe",
            ty: Type::Bool,
            doc: "Rust: in `unsafe`, on a `static mut`, or behind `unsafe impl Sync`",
            get: |c| Value::Bool(c.through_unsafe),
        },
        Field {
            name: "doubt",
            ty: Type::Word(DOUBTS),
            doc: "what makes it less than plain: nothing; few uses hold the guard; it is the main goroutine; several uses in the function lack the guard; a thread that is not seen and no lock at all; perhaps two objects and no lock at all; an interface between, and others have no lock; the other goroutine may not have started",
            get: |c| word(c.doubt.name()),
        },
        Field {
            name: "same_place",
            ty: Type::Bool,
            doc: "both are one access that runs on several threads",
            get: |c| Value::Bool(c.first.location == c.second.location),
        },
    ];
    const PLACES: &'static [Place<Self>] = &[
        Place { name: "first", doc: "the access to blame; the finding stands here", get: |c| vec![mark(c.first.location)] },
        Place { name: "second", doc: "the access that it can meet", get: |c| vec![mark(c.second.location)] },
        Place { name: "others", doc: "further accesses to blame; in this label `first` is that access", get: other_accesses },
    ];
    const FIXES: &'static [(&'static str, &'static str)] = &[("guard", "holds the guard at `first`, or a new mutex at each use (Go)")];

    fn language(&self) -> Language {
        self.language
    }
    fn map(&self) -> Option<&MapRef> {
        Some(&self.map)
    }
    fn map_text(&self) -> &str {
        &self.first.text
    }
    fn function(&self) -> &str {
        &self.first.function
    }
    fn package(&self) -> &str {
        &self.package
    }
    fn confidence(&self) -> Confidence {
        self.confidence
    }
    fn primary(&self) -> Option<(&'static str, Location)> {
        Some(("first", self.first.location))
    }
    fn drafts(&self) -> &[Draft] {
        &self.drafts
    }
    fn threads(&self) -> Vec<Thread> {
        [&self.first, &self.second].map(thread).into()
    }
    fn notes(&self) -> Vec<&str> {
        self.why.iter().map(String::as_str).collect()
    }
}

impl Subject for Escape {
    const DOC: &'static str = "a map that leaves the lock under which it is written in place";
    const PARTS: &'static [Part<Self>] =
        &[Part { name: "write", doc: "a write in place under the lock, as written", get: |e| Some(&e.write) }];
    const FIELDS: &'static [Field<Self>] = &[
        Field {
            name: "exit",
            ty: Type::Word(EXITS),
            doc: "how it leaves: the function returns it; it is sent on a channel; an object of the caller gets it; an object gets it that has a lock of its own",
            get: |e| word(e.exit.name()),
        },
        Field {
            name: "copied",
            ty: Type::Bool,
            doc: "a struct that has the map is copied, and the copy leaves",
            get: |e| Value::Bool(e.copied),
        },
        Field { name: "guard", ty: Type::Text, doc: "the lock that guards the map, as written where it leaves", get: |e| text(&e.guard) },
        Field { name: "in_test", ty: Type::Bool, doc: "in test code", get: |e| Value::Bool(e.in_test) },
    ];
    const PLACES: &'static [Place<Self>] = &[
        Place { name: "at", doc: "where the map leaves; the finding stands here", get: |e| vec![mark(e.at)] },
        Place { name: "write", doc: "the write in place", get: |e| vec![mark(e.write.location)] },
    ];
    const FIXES: &'static [(&'static str, &'static str)] = &[("clone", "hands out a clone (Go)")];

    of_one_map!(text);
    fn drafts(&self) -> &[Draft] {
        &self.drafts
    }
    fn primary(&self) -> Option<(&'static str, Location)> {
        Some(("at", self.at))
    }
    fn further_labels(&self) -> &[Label] {
        &self.receivers
    }
}

impl Subject for AccessSubject {
    const DOC: &'static str = "one access about which something is certain on its own";
    const PARTS: &'static [Part<Self>] = &[Part { name: "access", doc: "the access, as written", get: |a| Some(&a.access) }];
    const FIELDS: &'static [Field<Self>] = &[
        Field { name: "certainly_nil", ty: Type::Bool, doc: "the map is certainly nil here", get: |a| Value::Bool(a.certainly_nil) },
        Field {
            name: "claim",
            ty: Type::Word(CLAIMS),
            doc: "why others have the map too: nothing says so; it is part of an object that a library or container gives to many; a struct was copied with the map inside; it was put in another object's field; it was sent on a channel; a function that clones its object leaves it shared",
            get: |a| word(a.claim.name()),
        },
        Field {
            name: "whose",
            ty: Type::Text,
            doc: "who has the map too: the container in words, or the object; may be empty",
            get: |a| text(&a.whose),
        },
    ];
    const PLACES: &'static [Place<Self>] =
        &[Place { name: "access", doc: "the access; the finding stands here", get: |a| vec![mark(a.access.location)] }];

    fn language(&self) -> Language {
        self.language
    }
    fn map(&self) -> Option<&MapRef> {
        Some(&self.map)
    }
    fn map_text(&self) -> &str {
        &self.access.text
    }
    fn function(&self) -> &str {
        &self.access.function
    }
    fn package(&self) -> &str {
        &self.package
    }
    fn confidence(&self) -> Confidence {
        self.confidence
    }
    fn primary(&self) -> Option<(&'static str, Location)> {
        Some(("access", self.access.location))
    }
    fn further_labels(&self) -> &[Label] {
        &self.labels
    }
}

impl Subject for GuardRegion {
    const DOC: &'static str = "the life of a guard over a map, and one thing that happens in it";
    const PARTS: &'static [Part<Self>] = &[];
    const FIELDS: &'static [Field<Self>] = &[
        Field {
            name: "acquired",
            ty: Type::Text,
            doc: "what takes the guard, as written: `self.pods.get(&id)`",
            get: |r| text(&r.acquired_text),
        },
        Field { name: "kind", ty: Type::Word(GUARD_KINDS), doc: "what kind of lock the guard belongs to", get: |r| word(r.kind.name()) },
        Field { name: "exclusive", ty: Type::Bool, doc: "the guard excludes all others", get: |r| Value::Bool(r.exclusive) },
        Field { name: "event", ty: Type::Word(EVENTS), doc: "what happens while the guard is alive", get: |r| word(r.event.name()) },
        Field { name: "at", ty: Type::Text, doc: "the place of the event, as written: `self.pods.remove(&id)`", get: |r| text(&r.at_text) },
        Field {
            name: "again_exclusive",
            ty: Type::Bool,
            doc: "for a reentry: the second acquisition excludes all others",
            get: |r| Value::Bool(r.again_exclusive),
        },
        Field {
            name: "wait",
            ty: Type::Word(WAITS),
            doc: "what is waited for, where that is known: other threads or tasks; a pool of threads that does work; some time; files, processes, the network",
            get: |r| word(r.wait.map_or("none", Wait::name)),
        },
        Field {
            name: "waiting",
            ty: Type::Text,
            doc: "the same in words: `waits for other threads`",
            get: |r| word(r.wait.map_or("waits", Wait::verb)),
        },
        Field {
            name: "calls",
            ty: Type::Int,
            doc: "how many calls lie between `at` and the event; 0: it happens at `at`",
            get: |r| int(r.via.len()),
        },
        Field {
            name: "holder",
            ty: Type::Text,
            doc: "Rust: the binding that holds the guard, empty for a temporary; Go: the lock",
            get: |r| text(&r.holder),
        },
        Field {
            name: "clippy",
            ty: Type::Word(CLIPPY),
            doc: "the lint of Clippy that reports this by default; empty where none does",
            get: |r| word(r.clippy.map_or("", ClippyLint::name)),
        },
        Field { name: "in_test", ty: Type::Bool, doc: "in test code", get: |r| Value::Bool(r.in_test) },
    ];
    const PLACES: &'static [Place<Self>] = &[
        Place { name: "at", doc: "the event, or the call that leads to it; the finding stands here", get: |r| vec![mark(r.at)] },
        Place { name: "acquired", doc: "where the guard is taken", get: |r| vec![mark(r.acquired)] },
    ];
    const FIXES: &'static [(&'static str, &'static str)] = &[("release", "gives the guard back in time")];

    of_one_map!(map.name);
    fn drafts(&self) -> &[Draft] {
        &self.drafts
    }
    fn primary(&self) -> Option<(&'static str, Location)> {
        Some(("at", self.at))
    }
    fn notes(&self) -> Vec<&str> {
        vec![self.why.as_str()]
    }
    fn further_labels(&self) -> &[Label] {
        &self.via
    }
}

impl Subject for Sequence {
    const DOC: &'static str = "a check and an act on the same map and key, and what lies between";
    const PARTS: &'static [Part<Self>] = &[];
    const FIELDS: &'static [Field<Self>] = &[
        Field { name: "check", ty: Type::Text, doc: "the check, as written: `m.Load(k)`", get: |s| text(&s.check_text) },
        Field { name: "act", ty: Type::Text, doc: "the act, as written: `m.Store(k, v)`", get: |s| text(&s.act_text) },
        Field { name: "key", ty: Type::Text, doc: "the key, as written at the act", get: |s| text(&s.key) },
        Field {
            name: "by",
            ty: Type::Word(&["lock", "concurrent-map"]),
            doc: "what keeps each step safe on its own",
            get: |s| text(&s.by),
        },
        Field { name: "lock", ty: Type::Text, doc: "the lock, where `by` is `lock`", get: |s| text(&s.lock) },
        Field {
            name: "harmful",
            ty: Type::Bool,
            doc: "an update can be lost or a second thing with identity made; not only work done twice",
            get: |s| Value::Bool(s.harmful),
        },
        Field { name: "awaits_between", ty: Type::Bool, doc: "an `.await` lies between", get: |s| Value::Bool(s.awaits_between) },
        Field {
            name: "instead",
            ty: Type::Text,
            doc: "the container's own operation that does both, if it has one: `LoadOrStore`, `LoadAndDelete`, `CompareAndSwap`",
            get: |s| text(&s.instead),
        },
        Field { name: "in_test", ty: Type::Bool, doc: "in test code", get: |s| Value::Bool(s.in_test) },
    ];
    const PLACES: &'static [Place<Self>] = &[
        Place { name: "act", doc: "the act; the finding stands here", get: |s| vec![mark(s.act)] },
        Place { name: "check", doc: "the check", get: |s| vec![mark(s.check)] },
    ];
    const FIXES: &'static [(&'static str, &'static str)] = &[("one-step", "makes one step of both, by the container's own operation")];

    of_one_map!(map.name);
    fn drafts(&self) -> &[Draft] {
        &self.drafts
    }
    fn primary(&self) -> Option<(&'static str, Location)> {
        Some(("act", self.act))
    }
}

impl Subject for ContractSubject {
    const DOC: &'static str = "a `CONCURRENCY_SAFE` promise, and how the code stands to it";
    const PARTS: &'static [Part<Self>] = &[
        Part {
            name: "access",
            doc: "the access that breaks the promise, as written; empty where it is kept or malformed",
            get: |c| c.broken_by.as_ref(),
        },
        Part {
            name: "against",
            doc: "for `false` the other thread's access, for `true` one that holds the guard, as written; may be empty",
            get: |c| c.against.as_ref(),
        },
    ];
    const FIELDS: &'static [Field<Self>] = &[
        Field { name: "promise", ty: Type::Text, doc: "the promise, as written: `CONCURRENCY_SAFE: true`", get: |c| text(&c.promise_text) },
        Field {
            name: "value",
            ty: Type::Word(&["true", "false", ""]),
            doc: "what it promises; empty where malformed",
            get: |c| text(&c.value),
        },
        Field {
            name: "malformed",
            ty: Type::Text,
            doc: "what is wrong with the promise itself; empty where it is well formed",
            get: |c| text(&c.malformed),
        },
        Field {
            name: "missing",
            ty: Type::Bool,
            doc: "the project's config asks for a promise, and there is none; the rest is empty then",
            get: |c| Value::Bool(c.missing),
        },
        Field {
            name: "stale",
            ty: Type::Text,
            doc: "what the promise no longer says of code that is right; empty where it does",
            get: |c| text(&c.stale),
        },
        Field { name: "broken", ty: Type::Bool, doc: "`access` breaks it", get: |c| Value::Bool(c.broken_by.is_some()) },
        Field { name: "reason", ty: Type::Text, doc: "what the access lacks, or who shares the map", get: |c| text(&c.reason) },
    ];
    const PLACES: &'static [Place<Self>] = &[
        Place {
            name: "access",
            doc: "the access that breaks it; the finding stands here where there is one",
            get: |c| marks(c.broken_by.as_ref()),
        },
        Place { name: "promise", doc: "the promise; else the finding stands here", get: |c| vec![mark(c.promise)] },
        Place { name: "against", doc: "the access it is held against", get: |c| marks(c.against.as_ref()) },
    ];
    const FIXES: &'static [(&'static str, &'static str)] = &[("spelling", "spells the promise as it is meant")];

    fn language(&self) -> Language {
        self.language
    }
    fn map(&self) -> Option<&MapRef> {
        self.map.as_ref()
    }
    fn map_text(&self) -> &str {
        match (&self.broken_by, &self.map) {
            (Some(access), _) => &access.text,
            (None, Some(map)) => &map.name,
            (None, None) => "",
        }
    }
    fn function(&self) -> &str {
        &self.function
    }
    fn package(&self) -> &str {
        &self.package
    }
    fn confidence(&self) -> Confidence {
        self.confidence
    }
    fn primary(&self) -> Option<(&'static str, Location)> {
        Some(match &self.broken_by {
            Some(access) => ("access", access.location),
            None => ("promise", self.promise),
        })
    }
    fn drafts(&self) -> &[Draft] {
        &self.drafts
    }
    fn threads(&self) -> Vec<Thread> {
        [&self.broken_by, &self.against].into_iter().flatten().map(thread).collect()
    }
}

/// The thread of an access, up to that access.
fn thread(access: &Snapshot) -> Thread {
    Thread { access: Some(access.location), ..access.thread.clone() }
}

/// A text as a value.
pub(super) fn text(text: &str) -> Value<'_> {
    Value::Text(Cow::Borrowed(text))
}

/// A word as a value.
pub(super) fn word(word: &'static str) -> Value<'static> {
    Value::Text(Cow::Borrowed(word))
}

/// A mark whose label shows the subject itself.
pub(super) fn mark<S>(location: Location) -> Mark<S> {
    Mark { location, seen_as: None }
}

fn marks<S>(access: Option<&Snapshot>) -> Vec<Mark<S>> {
    access.map(|access| mark(access.location)).into_iter().collect()
}

fn int(n: usize) -> Value<'static> {
    Value::Int(i64::try_from(n).unwrap_or(i64::MAX))
}

/// The guard's state; "another lock is held" needs one that is held.
fn guard_state(conflict: &Conflict) -> GuardState {
    match conflict.guard_state {
        GuardState::Other if conflict.first.locks.is_empty() => GuardState::Nothing,
        state => state,
    }
}

/// Each of the other accesses as if it were the first.
fn other_accesses(conflict: &Conflict) -> Vec<Mark<Conflict>> {
    // Field by field: a clone of the whole would copy `others` once for each of them.
    let seen_as = |other: &Snapshot| Conflict {
        language: conflict.language,
        map: conflict.map.clone(),
        first: other.clone(),
        second: conflict.second.clone(),
        others: Vec::new(),
        guard: conflict.guard.clone(),
        guard_state: conflict.guard_state,
        shared_locks: conflict.shared_locks.clone(),
        guarded_uses: conflict.guarded_uses,
        uses: conflict.uses,
        why: Vec::new(),
        doubt: conflict.doubt,
        confidence: conflict.confidence,
        package: conflict.package.clone(),
        scope: conflict.scope.clone(),
        through_unsafe: conflict.through_unsafe,
        drafts: Vec::new(),
    };
    conflict.others.iter().map(|other| Mark { location: other.location, seen_as: Some(seen_as(other)) }).collect()
}

fn did_here(op: Op) -> &'static str {
    match op {
        Op::Get | Op::Load => "read here",
        Op::Insert => "written here",
        Op::Update => "updated here",
        Op::Delete => "deleted here",
        Op::Clear => "cleared here",
        Op::Range => "ranged over here",
        Op::Len => "measured here",
        Op::Copy => "copied here",
        Op::Marshal => "read as a whole here",
        Op::Replace => "replaced here",
    }
}

fn locks_text(locks: &[HeldLock]) -> String {
    let side = |lock: &HeldLock| if lock.exclusive { format!("`{}`", lock.name) } else { format!("the read side of `{}`", lock.name) };
    match locks {
        [] => "with no lock held".to_owned(),
        [one] => format!("while {} is held", side(one)),
        [most @ .., last] => {
            let most: Vec<String> = most.iter().map(side).collect();
            format!("while {} and {} are held", most.join(", "), side(last))
        }
    }
}

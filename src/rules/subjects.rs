//! The fields, parts and places of each kind of subject, as a table for each.
//!
//! This is the only file to change when the model learns a new fact: a row here is its name in
//! conditions, its documentation and its value.

use super::schema::{Field, Mark, Part, Place, Subject, Type, Value};
use crate::analysis::cost::{Lookup, Passes, Remade, Repeat};
use crate::analysis::model::{
    AccessSubject, Claim, Conflict, ContractSubject, Doubt, Escape, Exit, GuardKind, GuardRegion, GuardState, HeldLock, Iteration, MapUse,
    Op, RegionEvent, Sequence, Snapshot, Visible,
};
use crate::diagnostic::{Confidence, Label, MapRef, Thread};
use crate::facts::Wait;
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
const VISIBLE: &[&str] = words!(Visible);
const EVENTS: &[&str] = words!(RegionEvent);
const GUARD_KINDS: &[&str] = words!(GuardKind);
const REPEATS: &[&str] = words!(Repeat);
const PASSES: &[&str] = words!(Passes);
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

/// What subjects of one map have in their own fields, and are shown by its name.
macro_rules! of_one_map {
    () => {
        fn language(&self) -> Language {
            self.language
        }
        fn map(&self) -> Option<&MapRef> {
            Some(&self.map)
        }
        fn map_text(&self) -> &str {
            &self.map.name
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
    fn threads(&self) -> Vec<Thread> {
        vec![self.first.thread.clone(), self.second.thread.clone()]
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

    fn language(&self) -> Language {
        self.language
    }
    fn map(&self) -> Option<&MapRef> {
        Some(&self.map)
    }
    fn map_text(&self) -> &str {
        &self.text
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
        Field { name: "in_test", ty: Type::Bool, doc: "in test code", get: |r| Value::Bool(r.in_test) },
    ];
    const PLACES: &'static [Place<Self>] = &[
        Place { name: "at", doc: "the event, or the call that leads to it; the finding stands here", get: |r| vec![mark(r.at)] },
        Place { name: "acquired", doc: "where the guard is taken", get: |r| vec![mark(r.acquired)] },
    ];

    of_one_map!();
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
            doc: "the container's own operation that does both, if it has one: `LoadOrStore`",
            get: |s| text(&s.instead),
        },
        Field { name: "in_test", ty: Type::Bool, doc: "in test code", get: |s| Value::Bool(s.in_test) },
    ];
    const PLACES: &'static [Place<Self>] = &[
        Place { name: "act", doc: "the act; the finding stands here", get: |s| vec![mark(s.act)] },
        Place { name: "check", doc: "the check", get: |s| vec![mark(s.check)] },
    ];

    of_one_map!();
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
    fn threads(&self) -> Vec<Thread> {
        [&self.broken_by, &self.against].into_iter().flatten().map(|access| access.thread.clone()).collect()
    }
}

impl Subject for MapUse {
    const DOC: &'static str = "one map over its whole life";
    const PARTS: &'static [Part<Self>] = &[];
    const FIELDS: &'static [Field<Self>] = &[
        Field {
            name: "made",
            ty: Type::Text,
            doc: "what makes it, as written: `make(map[string]int)`; empty where not seen",
            get: |m| text(&m.made_text),
        },
        Field { name: "sized", ty: Type::Bool, doc: "it is made with a size", get: |m| Value::Bool(m.sized) },
        Field {
            name: "fill_count",
            ty: Type::Text,
            doc: "how many times it is filled, known where it is made: `len(names)`; empty where not",
            get: |m| text(&m.fill_count),
        },
        Field {
            name: "fill_literal",
            ty: Type::Int,
            doc: "the same where it is a literal number; -1 where not",
            get: |m| Value::Int(m.fill_literal.map_or(-1, |n| i64::try_from(n).unwrap_or(i64::MAX))),
        },
        Field {
            name: "fill_only_inserts",
            ty: Type::Bool,
            doc: "the filling loop does nothing but insert",
            get: |m| Value::Bool(m.fill_only_inserts),
        },
        Field {
            name: "sized_text",
            ty: Type::Text,
            doc: "how it is made with that size: `make(map[string]int, len(names))`",
            get: |m| text(&m.sized_text),
        },
        Field { name: "in_test", ty: Type::Bool, doc: "in test code", get: |m| Value::Bool(m.in_test) },
        Field {
            name: "scope",
            ty: Type::Word(&["field", "static", "constant", "local"]),
            doc: "what keeps it; a `constant` can never change",
            get: |m| word(m.life.scope.name()),
        },
        Field {
            name: "container",
            ty: Type::Word(&["hash", "ordered", "sharded", "concurrent", ""]),
            doc: "the map itself; empty where not known (Go)",
            get: |m| word(m.life.container),
        },
        Field {
            name: "lock",
            ty: Type::Word(&["mutex", "rwlock", "async-mutex", "async-rwlock", "cell", ""]),
            doc: "the lock around it; empty where there is none",
            get: |m| word(m.life.lock),
        },
        Field {
            name: "all_writes_seen",
            ty: Type::Bool,
            doc: "nothing of it is done out of sight that could change it",
            get: |m| Value::Bool(m.life.all_writes_seen),
        },
        Field { name: "all_seen", ty: Type::Bool, doc: "nothing of it is done out of sight at all", get: |m| Value::Bool(m.life.all_seen) },
        Field {
            name: "long_lived",
            ty: Type::Bool,
            doc: "in a static, a struct that is shared, or one that a loop uses which waits for what comes in",
            get: |m| Value::Bool(m.life.long_lived),
        },
        Field { name: "shared", ty: Type::Bool, doc: "threads share it", get: |m| Value::Bool(m.life.shared) },
        Field {
            name: "serialised",
            ty: Type::Bool,
            doc: "the struct that keeps it is written to or read from a format",
            get: |m| Value::Bool(m.life.serialised),
        },
        Field { name: "inserts", ty: Type::Int, doc: "places that put entries in, outside what makes it", get: |m| int(m.life.inserts) },
        Field { name: "removals", ty: Type::Int, doc: "places that take entries out, or replace it", get: |m| int(m.life.removals) },
        Field { name: "replacements", ty: Type::Int, doc: "places that replace it", get: |m| int(m.life.replacements) },
        Field { name: "lookups", ty: Type::Int, doc: "places that ask for one key", get: |m| int(m.life.lookups) },
        Field { name: "ranges", ty: Type::Int, doc: "places that walk over all entries", get: |m| int(m.life.ranges) },
        Field { name: "writers", ty: Type::Int, doc: "functions that change it", get: |m| int(m.life.writers) },
        Field { name: "sections", ty: Type::Int, doc: "critical sections of the lock around it", get: |m| int(m.life.sections) },
        Field {
            name: "single_calls",
            ty: Type::Bool,
            doc: "each critical section is one call of a concurrent map, or what its `entry` does in one",
            get: |m| Value::Bool(m.life.single_calls),
        },
        Field {
            name: "key",
            ty: Type::Word(&["enum", "few", "integer", "identity", "other"]),
            doc: "what the keys are: `identity` stands for one of many that come and go",
            get: |m| word(m.life.key.name()),
        },
        Field { name: "key_type", ty: Type::Text, doc: "the keys' type; empty where not known", get: |m| text(&m.life.key_type) },
        Field {
            name: "key_count",
            ty: Type::Int,
            doc: "how many keys there can be: variants, or literals ever put in; -1 where not known",
            get: |m| m.life.key_count.map_or(Value::Int(-1), int),
        },
        Field { name: "literal_keys", ty: Type::Bool, doc: "all keys are literals", get: |m| Value::Bool(m.life.literal_keys) },
        Field {
            name: "unique_keys",
            ty: Type::Bool,
            doc: "no key is ever put in twice: each is the key of another map, or a count",
            get: |m| Value::Bool(m.life.unique_keys),
        },
        Field {
            name: "on_miss",
            ty: Type::Bool,
            doc: "an entry is put in where a lookup of the same key found none, as a cache does",
            get: |m| Value::Bool(m.life.on_miss),
        },
        Field {
            name: "value",
            ty: Type::Word(&["set", "unit", "identity", "cheap", "other"]),
            doc: "what the values are: none, `()`, what cannot be made again, what costs little to clone",
            get: |m| word(m.life.value.name()),
        },
        Field {
            name: "cloned_out",
            ty: Type::Bool,
            doc: "functions that ask for a value clone what they get",
            get: |m| Value::Bool(m.life.cloned_out),
        },
        Field {
            name: "nested",
            ty: Type::Text,
            doc: "the concurrent map that is its value or stands behind a lock; empty where none",
            get: |m| text(&m.life.nested),
        },
        Field {
            name: "dense",
            ty: Type::Text,
            doc: "why its keys are dense, in a clause; empty where nothing says so",
            get: |m| text(&m.life.dense),
        },
        Field { name: "grows", ty: Type::Text, doc: "a place that puts entries in, as written", get: |m| text(&m.life.grows_text) },
    ];
    const PLACES: &'static [Place<Self>] = &[
        Place { name: "grows", doc: "a place that puts entries in", get: |m| m.life.grows.map(mark).into_iter().collect() },
        Place {
            name: "made",
            doc: "where it is made; the finding stands here, or at the declaration where that is not seen",
            get: |m| m.made.map(mark).into_iter().collect(),
        },
        Place { name: "fill", doc: "the loop or source that fills it", get: |m| m.fill.map(mark).into_iter().collect() },
    ];

    of_one_map!();
    fn primary(&self) -> Option<(&'static str, Location)> {
        let made = self.made.map(|made| ("made", made));
        let declared = self.map.declaration.map(|declaration| ("declaration", declaration));
        made.or(declared).or(self.fill.map(|fill| ("fill", fill)))
    }
}

impl Subject for Iteration {
    const DOC: &'static str = "a walk over a hashing map whose order shows";
    const PARTS: &'static [Part<Self>] = &[];
    const FIELDS: &'static [Field<Self>] = &[
        Field { name: "at", ty: Type::Text, doc: "the walk, as written: `self.names.iter()`", get: |i| text(&i.at_text) },
        Field {
            name: "visible",
            ty: Type::Word(VISIBLE),
            doc: "what shows the order: text, a digest, what is serialised, or that the last entry is taken",
            get: |i| word(i.visible.name()),
        },
        Field { name: "in_test", ty: Type::Bool, doc: "in test code", get: |i| Value::Bool(i.in_test) },
    ];
    const PLACES: &'static [Place<Self>] = &[
        Place { name: "at", doc: "the walk; the finding stands here", get: |i| vec![mark(i.at)] },
        Place { name: "sink", doc: "where the order shows", get: |i| vec![mark(i.sink)] },
    ];

    of_one_map!();
    fn primary(&self) -> Option<(&'static str, Location)> {
        Some(("at", self.at))
    }
}

impl Subject for Lookup {
    const DOC: &'static str = "a key that is looked up again in the same map";
    const PARTS: &'static [Part<Self>] = &[];
    const FIELDS: &'static [Field<Self>] = &[
        Field {
            name: "repeat",
            ty: Type::Word(REPEATS),
            doc: "how: `get`, then `insert` on a miss; `contains_key`, then `insert` in its branch; the same further down, where a hit leaves; a set's `contains`, then `insert`; a question that the first lookup answered; `get_mut`, then `remove` of an emptied value; in each pass of a loop",
            get: |l| word(l.repeat.name()),
        },
        Field { name: "at", ty: Type::Text, doc: "the lookup that is one too many, as written", get: |l| text(&l.at_text) },
        Field {
            name: "first",
            ty: Type::Text,
            doc: "the lookup before it, as written; empty where it is the same one in a loop",
            get: |l| text(&l.first_text),
        },
        Field { name: "key", ty: Type::Text, doc: "the key, as written at the first", get: |l| text(&l.key) },
        Field {
            name: "standard",
            ty: Type::Bool,
            doc: "the map is one of the standard library's, by whatever name",
            get: |l| Value::Bool(l.standard),
        },
        Field { name: "in_test", ty: Type::Bool, doc: "in test code", get: |l| Value::Bool(l.in_test) },
    ];
    const PLACES: &'static [Place<Self>] = &[
        Place { name: "at", doc: "the lookup that is one too many; the finding stands here", get: |l| vec![mark(l.at)] },
        Place { name: "first", doc: "the lookup before it; the loop", get: |l| vec![mark(l.first)] },
    ];

    fn language(&self) -> Language {
        self.language
    }
    fn map(&self) -> Option<&MapRef> {
        Some(&self.map)
    }
    fn map_text(&self) -> &str {
        &self.map_text
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
        Some(("at", self.at))
    }
}

impl Subject for Remade {
    const DOC: &'static str = "a map that each pass of a loop makes, fills and drops";
    const PARTS: &'static [Part<Self>] = &[];
    const FIELDS: &'static [Field<Self>] = &[
        Field { name: "made", ty: Type::Text, doc: "what makes it, as written: `HashMap::new()`", get: |r| text(&r.made_text) },
        Field {
            name: "over",
            ty: Type::Text,
            doc: "what the loop runs over, as written; empty where it is no container",
            get: |r| text(&r.over),
        },
        Field {
            name: "passes",
            ty: Type::Word(PASSES),
            doc: "what says how many passes the loop has: a literal number; one that is worked out; a next one that comes in or is left to do; data by its name (rows, events, lines); the items of anything else",
            get: |r| word(r.passes.name()),
        },
        Field {
            name: "count",
            ty: Type::Int,
            doc: "how many passes the loop has, where that is a literal number; -1 where not",
            get: |r| Value::Int(r.count.map_or(-1, |n| i64::try_from(n).unwrap_or(i64::MAX))),
        },
        Field { name: "in_test", ty: Type::Bool, doc: "in test code", get: |r| Value::Bool(r.in_test) },
    ];
    const PLACES: &'static [Place<Self>] = &[
        Place { name: "made", doc: "where it is made; the finding stands here", get: |r| vec![mark(r.made)] },
        Place { name: "loop", doc: "the loop", get: |r| vec![mark(r.pass)] },
        Place { name: "fill", doc: "where it is filled", get: |r| vec![mark(r.fill)] },
    ];

    of_one_map!();
    fn primary(&self) -> Option<(&'static str, Location)> {
        Some(("made", self.made))
    }
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

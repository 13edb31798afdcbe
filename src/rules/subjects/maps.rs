//! Maps over their whole life, walks over them, and the work on them that could be less.

use super::super::schema::{Field, Part, Place, Subject, Type, Value};
use super::{int, mark, text, word};
use crate::analysis::cost::{Lookup, Passes, Remade, Repeat};
use crate::analysis::fix::Draft;
use crate::analysis::model::{FillCost, Iteration, MapUse, Visible};
use crate::capacity::{Cost, grouped};
use crate::diagnostic::life::Growth;
use crate::diagnostic::{Confidence, MapRef};
use crate::source::{Language, Location};

const VISIBLE: &[&str] = words!(Visible);
const REPEATS: &[&str] = words!(Repeat);
const PASSES: &[&str] = words!(Passes);
const GROWTHS: &[&str] = words!(Growth);

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
            name: "hint",
            ty: Type::Int,
            doc: "the size that it is made with, where that is a literal number; -1 where not",
            get: |m| Value::Int(m.hint.unwrap_or(-1)),
        },
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
            name: "growing_allocations",
            ty: Type::Text,
            doc: "objects that are allocated while it is filled so many times and grows: `22`, or `about 26`; of the maps of Go 1.24 and newer, or Rust's; empty where the count is no literal, or what keys and values take is not known",
            get: |m| figure(m, |cost| cost.growing, |cost| cost.allocations),
        },
        Field {
            name: "growing_bytes",
            ty: Type::Text,
            doc: "their bytes: `74,456`",
            get: |m| figure(m, |cost| cost.growing, |cost| cost.bytes),
        },
        Field {
            name: "growing_peak",
            ty: Type::Text,
            doc: "the most bytes that it has at one moment then",
            get: |m| figure(m, |cost| cost.growing, |cost| cost.peak),
        },
        Field {
            name: "sized_allocations",
            ty: Type::Text,
            doc: "objects that are allocated where it is made with that size",
            get: |m| figure(m, |cost| cost.sized, |cost| cost.allocations),
        },
        Field { name: "sized_bytes", ty: Type::Text, doc: "their bytes", get: |m| figure(m, |cost| cost.sized, |cost| cost.bytes) },
        Field {
            name: "same_live",
            ty: Type::Bool,
            doc: "what it has once it is full is known, and the same with the size",
            get: |m| Value::Bool(m.fill_cost.is_some_and(|cost| cost.growing.live == cost.sized.live)),
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
            doc: "the map itself; empty where not known",
            get: |m| word(m.life.container),
        },
        Field {
            name: "lock",
            ty: Type::Word(&["mutex", "rwlock", "async-mutex", "async-rwlock", "cell", ""]),
            doc: "the lock around it; empty where there is none",
            get: |m| word(m.life.lock),
        },
        Field {
            name: "lock_alone",
            ty: Type::Bool,
            doc: "that lock is taken for the map alone (Go)",
            get: |m| Value::Bool(m.life.lock_alone),
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
        Field {
            name: "table",
            ty: Type::Bool,
            doc: "it is looked up by the constants of a group, most of which have an entry; nobody takes entries out, counts them or asks whether one is there (Go)",
            get: |m| Value::Bool(m.life.table),
        },
        Field { name: "lengths", ty: Type::Int, doc: "places that ask for the number of entries (Go)", get: |m| int(m.life.lengths) },
        Field {
            name: "bounded",
            ty: Type::Bool,
            doc: "somewhere the number of entries is compared with something (Go)",
            get: |m| Value::Bool(m.life.bounded),
        },
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
            ty: Type::Word(&["enum", "few", "integer", "identity", "foreign", "other"]),
            doc: "what the keys are: `identity` stands for one of many that come and go, `foreign` is an id or key of a type that another crate declares, in Go any type from outside the module",
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
        Field {
            name: "nan_key",
            ty: Type::Text,
            doc: "what may be NaN in a key that an entry is put in under, as written (Go); empty where none",
            get: |m| text(&m.life.nan_key),
        },
        Field {
            name: "emptied",
            ty: Type::Bool,
            doc: "somewhere all entries are taken out: `clear`, or a loop over the map that deletes (Go)",
            get: |m| Value::Bool(m.life.emptied.is_some()),
        },
        Field {
            name: "per_call",
            ty: Type::Bool,
            doc: "code that is run again and again makes it of the same entries each time (Go)",
            get: |m| Value::Bool(m.life.per_call),
        },
        Field {
            name: "growth",
            ty: Type::Word(GROWTHS),
            doc: "when entries are put in (Go): for requests that a library hands over, under a part of something (`r.RemoteAddr`); on threads that are started again and again, in a loop that does not end by itself",
            get: |m| word(m.life.growth.name()),
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
        Place { name: "hint", doc: "the size that it is made with", get: |m| m.hint_at.map(mark).into_iter().collect() },
        Place { name: "emptied", doc: "where all entries are taken out", get: |m| m.life.emptied.map(mark).into_iter().collect() },
        Place { name: "nan", doc: "the key that may be NaN", get: |m| m.life.nan.map(mark).into_iter().collect() },
        Place { name: "fill", doc: "the loop or source that fills it", get: |m| m.fill.map(mark).into_iter().collect() },
    ];
    const FIXES: &'static [(&'static str, &'static str)] = &[
        ("size-hint", "makes it with the size that it will have"),
        ("drop-hint", "makes it without a size that has no effect (Go)"),
        ("plain-map", "makes a plain map of a `sync.Map` (Go)"),
    ];

    of_one_map!(map.name);
    fn drafts(&self) -> &[Draft] {
        &self.drafts
    }
    fn primary(&self) -> Option<(&'static str, Location)> {
        let made = self.made.map(|made| ("made", made));
        let declared = self.map.declaration.map(|declaration| ("declaration", declaration));
        made.or(declared).or(self.fill.map(|fill| ("fill", fill)))
    }
}

/// A figure of what filling costs, for people.
fn figure(of: &MapUse, way: fn(FillCost) -> Cost, figure: fn(Cost) -> u64) -> Value<'_> {
    let shown = of.fill_cost.map(way).map(|cost| {
        let about = if cost.exact { "" } else { "about " };
        format!("{about}{}", grouped(figure(cost)))
    });
    Value::Text(shown.unwrap_or_default().into())
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

    of_one_map!(map.name);
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
    const FIXES: &'static [(&'static str, &'static str)] = &[("one-step", "makes one lookup of both")];

    of_one_map!(map_text);
    fn drafts(&self) -> &[Draft] {
        &self.drafts
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

    of_one_map!(map.name);
    fn primary(&self) -> Option<(&'static str, Location)> {
        Some(("made", self.made))
    }
}

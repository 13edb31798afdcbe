//! The table: the questions in their order, the choices, and what each choice says.

use super::{Mark, Statement};
use crate::source::Language;

/// A question about a map.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Question {
    /// All keys are literals, nothing changes it, and it is only asked for single keys.
    LiteralKeys,
    /// Its keys are a dense range of numbers or the variants of an enum.
    DenseKeys,
    /// Several threads can have it.
    Shared,
    /// The lock at its uses is taken for other things, too: it stays, whatever becomes of the map.
    LockStays,
    /// It is filled a known number of times, and made without that size.
    KnownCount,
    /// Something changes it while others have it.
    Changed,
    /// Each change puts another map in its place.
    OnlyReplaced,
    /// Its own type is made for several threads.
    Concurrent,
    /// Its uses go beyond what that type is made for.
    BeyondItsCase,
    /// A lock is held at its uses.
    Guarded,
    /// Some use is about more than one key, or is one step of several that belong together.
    Compound,
    /// What concurrent maps are made for holds. Go: several threads are seen, and each entry is put in once, where a lookup
    /// found none, and never changed or taken out. Rust: several functions change it, or it is filled so.
    ConcurrentCase,
    /// The lock has a side for readers.
    ReadWriteLock,
}

/// What to keep a map in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Choice {
    /// A map, as it is.
    Plain,
    /// A map that is made with its size.
    Preallocated,
    /// A slice, array or `Vec`.
    Slice,
    /// A `switch` or `match`.
    Switch,
    /// A map without a lock that is finished before others have it.
    Frozen,
    /// A finished map behind a pointer that is swapped.
    Snapshot,
    /// Go's `sync.Map`; a concurrent map of Rust, as DashMap.
    ConcurrentMap,
    /// A map behind a lock.
    Mutex,
    /// A map behind a read-write lock.
    RwMutex,
}

/// What comes next.
#[derive(Clone, Copy, Debug)]
pub(super) enum Next {
    /// This question.
    Ask(Question),
    /// Nothing: this is it.
    Take(Choice),
    /// Whether the lock stays, for this has none; what has one otherwise.
    Unlock(Choice),
}

use Choice::{ConcurrentMap, Frozen, Mutex, Plain, Preallocated, RwMutex, Slice, Snapshot, Switch};
use Next::{Ask, Take, Unlock};
use Question::{
    BeyondItsCase, Changed, Compound, Concurrent, ConcurrentCase, DenseKeys, Guarded, KnownCount, LiteralKeys, LockStays, OnlyReplaced,
    ReadWriteLock, Shared,
};

/// Where every map starts.
pub(super) const FIRST: Next = Ask(LiteralKeys);

/// What comes where a lock stays.
pub(super) const STAYS: Next = Ask(ReadWriteLock);

/// What comes after a question: if yes, and if no.
const TABLE: [(Question, Next, Next); 12] = [
    (LiteralKeys, Take(Switch), Ask(DenseKeys)),
    (DenseKeys, Take(Slice), Ask(Shared)),
    (Shared, Ask(Changed), Ask(KnownCount)),
    (KnownCount, Take(Preallocated), Take(Plain)),
    (Changed, Ask(OnlyReplaced), Unlock(Frozen)),
    (OnlyReplaced, Unlock(Snapshot), Ask(Concurrent)),
    (Concurrent, Ask(BeyondItsCase), Ask(Guarded)),
    (BeyondItsCase, Take(Mutex), Take(ConcurrentMap)),
    (Guarded, Ask(Compound), Take(Mutex)),
    (Compound, Ask(ReadWriteLock), Ask(ConcurrentCase)),
    (ConcurrentCase, Unlock(ConcurrentMap), Ask(ReadWriteLock)),
    (ReadWriteLock, Take(RwMutex), Take(Mutex)),
];

/// What comes after an answer. Each question is in the table, which its test holds, but the one that [`Unlock`] asks.
pub(super) fn after(question: Question, yes: bool) -> Next {
    let row = TABLE.iter().find(|(asked, ..)| *asked == question);
    row.map_or(Take(Plain), |(_, if_yes, if_no)| if yes { *if_yes } else { *if_no })
}

impl Question {
    /// The question in words.
    pub const fn words(self) -> &'static str {
        match self {
            LiteralKeys => "are all its keys literals, only asked for, and nothing changes it?",
            DenseKeys => "are its keys a dense range, or the variants of an enum?",
            Shared => "can several threads have it?",
            LockStays => "is the lock at its uses taken for other things, too?",
            KnownCount => "is it filled a known number of times, and made without that size?",
            Changed => "does anything change it while others have it?",
            OnlyReplaced => "does each change put another map in its place?",
            Concurrent => "is its own type made for several threads?",
            BeyondItsCase => "do its uses go beyond what that type is made for?",
            Guarded => "is a lock held at its uses?",
            Compound => "is some use about more than one key, or one step of several that belong together?",
            ConcurrentCase => "is it used as concurrent maps are made for?",
            ReadWriteLock => "has the lock a side for readers, and is it taken?",
        }
    }
}

impl Choice {
    /// All of them, in the order of the declaration.
    pub const ALL: [Choice; 9] = [Plain, Preallocated, Slice, Switch, Frozen, Snapshot, ConcurrentMap, Mutex, RwMutex];

    /// The name of it, for tables and tools.
    pub const fn name(self) -> &'static str {
        match self {
            Plain => "plain",
            Preallocated => "preallocated",
            Slice => "slice",
            Switch => "switch",
            Frozen => "frozen",
            Snapshot => "snapshot",
            ConcurrentMap => "concurrent-map",
            Mutex => "mutex",
            RwMutex => "rw-mutex",
        }
    }

    /// What it is, in a language: `a map behind a sync.Mutex`.
    pub const fn words(self, language: Language) -> &'static str {
        match (self, language) {
            (Plain, _) => "a map, as it is",
            (Preallocated, Language::Go) => "a map that is made with its size",
            (Preallocated, Language::Rust) => "a map that is made with its capacity, or collected",
            (Slice, Language::Go) => "a slice or an array",
            (Slice, Language::Rust) => "a `Vec` or an array",
            (Switch, Language::Go) => "a `switch`, or an array of keys and values",
            (Switch, Language::Rust) => "a `match`, an array of keys and values, or a perfect hash (`phf`)",
            (Frozen, _) => "a map without a lock, finished before others have it",
            (Snapshot, Language::Go) => "a finished map behind an `atomic.Pointer`",
            (Snapshot, Language::Rust) => "a finished map behind an `ArcSwap`, or a `OnceLock` where it is set once",
            (ConcurrentMap, Language::Go) => "a `sync.Map`",
            (ConcurrentMap, Language::Rust) => "a concurrent map, as `DashMap`",
            (Mutex, Language::Go) => "a map behind a `sync.Mutex`",
            (Mutex, Language::Rust) => "a map in a `Mutex`",
            (RwMutex, Language::Go) => "a map behind a `sync.RWMutex`",
            (RwMutex, Language::Rust) => "a map in an `RwLock`",
        }
    }

    /// What it costs and asks for, each with what that rests on.
    const fn says(self, language: Language) -> &'static [(Mark, &'static str)] {
        match (self, language) {
            (Plain, _) => &[],
            (Preallocated, Language::Go) => &[
                (Mark::Modelled, "a size saves the tables that are outgrown on the way, and nothing of what stays"),
                (Mark::NeedsMeasurement, "filling took a half to a third of the time with a size above 8, on one machine"),
            ],
            (Preallocated, Language::Rust) => &[
                (Mark::Modelled, "one allocation instead of one for each doubling, and no peak of 1.5 times what stays"),
                (Mark::NeedsMeasurement, "an insert took 13 to 14 ns instead of 34 to 51, on one machine"),
            ],
            (Slice, Language::Go) => &[
                (Mark::Modelled, "an entry from an int to a pointer takes 8 bytes in a slice, and some 38 in a map of 10,000"),
                (Mark::NeedsMeasurement, "a read by index took a fifth of the time of one from a map, on one machine"),
            ],
            (Slice, Language::Rust) => {
                &[(Mark::NeedsMeasurement, "a read by index took 0.6 ns, one from a `HashMap` 9.6 (3.2 with ahash), on one machine")]
            }
            (Switch, _) => &[(
                Mark::NeedsMeasurement,
                "up to four keys looking one by one took 5.2 ns instead of 8.8; at eight neither was ahead, and from sixteen the map was",
            )],
            (Frozen, _) => &[(Mark::Fact, "a map that nothing changes can be read by any number of threads")],
            (Snapshot, _) => &[(
                Mark::NeedsMeasurement,
                "where a change copies the map, it pays only with nearly no changes: at 100 entries 1.5 times the throughput of a mutex with 99.9 % reads, 0.8 times with 99 %, a quarter with 90 %; at 10,000 entries it was slower everywhere",
            )],
            (ConcurrentMap, Language::Go) => &[
                (
                    Mark::Modelled,
                    "it takes 3 to 6.6 times the memory of a map; since Go 1.24 it gives memory back after deletes, which a map never does",
                ),
                (
                    Mark::NeedsMeasurement,
                    "it pays only where the lock is hot, on two CPUs or more: look at a mutex profile first. Measured on 2 CPUs with 10,000 entries: 0.9 to 1.9 times a mutex with 100 ns of other work for each use, 0.87 to 1.07 with 500 ns; with one CPU it took two to four times as long",
                ),
            ],
            (ConcurrentMap, Language::Rust) => &[
                (
                    Mark::Fact,
                    "its guards are locks: a second call on the map while one is alive can wait for itself, and none may live across an `.await`",
                ),
                (
                    Mark::NeedsMeasurement,
                    "it pays only where the lock is hot: on 2 CPUs 1.3 to 3.4 times a mutex from 10,000 entries on, no stable order at 100, no gain with one thread",
                ),
            ],
            (Mutex, Language::Go) => &[(
                Mark::NeedsMeasurement,
                "on 2 CPUs an RWMutex gained nothing over a mutex while the critical sections were short; more CPUs were not measured",
            )],
            (Mutex, Language::Rust) => &[(
                Mark::NeedsMeasurement,
                "on 2 CPUs an `RwLock` gained nothing over a `Mutex` up to 10,000 entries, and up to 2 times with a million",
            )],
            (RwMutex, Language::Go) => &[(
                Mark::NeedsMeasurement,
                "with short critical sections a mutex lost nothing on 2 CPUs, and gained up to 15 %; more CPUs were not measured",
            )],
            (RwMutex, Language::Rust) => &[(
                Mark::NeedsMeasurement,
                "on 2 CPUs it gained nothing over a `Mutex` up to 10,000 entries, and up to 2 times with a million",
            )],
        }
    }
}

/// What a choice says.
pub(super) fn statements(choice: Choice, language: Language) -> Vec<Statement> {
    choice.says(language).iter().map(|(mark, text)| Statement { mark: *mark, text: (*text).to_owned(), at: None }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The way from the first question to each choice ends, and each question is asked once on it.
    #[test]
    fn every_way_through_the_table_ends_and_every_row_and_choice_is_reached() {
        let (mut asked, mut chosen) = (Vec::new(), Vec::new());
        let mut open = vec![(FIRST, 0)];
        while let Some((next, depth)) = open.pop() {
            assert!(depth <= TABLE.len(), "the table goes in a circle");
            match next {
                Ask(question) => {
                    assert_eq!(TABLE.iter().filter(|(asked, ..)| *asked == question).count(), 1, "{question:?}");
                    asked.push(question);
                    open.extend([true, false].map(|yes| (after(question, yes), depth + 1)));
                }
                Take(choice) => chosen.push(choice),
                Unlock(choice) => open.extend([Take(choice), STAYS].map(|next| (next, depth + 1))),
            }
        }
        assert!(TABLE.iter().all(|(question, ..)| asked.contains(question)), "a question is never asked");
        assert!(Choice::ALL.iter().all(|choice| chosen.contains(choice)), "a choice is never taken");
    }
}

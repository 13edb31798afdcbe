//! The map usage model: what the analysis found out, as data that rules ask.
//!
//! Rules never see facts. Each kind of subject below is one `about = "…"` that a rule can choose;
//! its fields are what the rule's condition and message may use (`rules/schema.rs` declares them).

use super::cost::{Lookup, Remade};
use super::fault::Fault;
use super::fix::{Change, Draft};
use super::promise::Proposal;
use crate::capacity::{self, Cost, Family, Fill, Pair};
use crate::diagnostic::inventory::Entry;
use crate::diagnostic::life::Life;
use crate::diagnostic::{Applicability, Confidence, Label, MapRef, Thread};
use crate::facts::{ClippyLint, Repair, Wait};
use crate::source::{Language, Location, Span};

pub use crate::diagnostic::op::Op;

/// All subjects of a run, each list in source order (file, then byte).
#[derive(Clone, Debug, Default)]
pub struct Model {
    /// `about = "conflict"`.
    pub conflicts: Vec<Conflict>,
    /// `about = "escape"`.
    pub escapes: Vec<Escape>,
    /// `about = "access"`.
    pub accesses: Vec<AccessSubject>,
    /// `about = "region"`.
    pub regions: Vec<GuardRegion>,
    /// `about = "sequence"`.
    pub sequences: Vec<Sequence>,
    /// `about = "contract"`.
    pub contracts: Vec<ContractSubject>,
    /// `about = "map"`.
    pub maps: Vec<MapUse>,
    /// `about = "iteration"`.
    pub iterations: Vec<Iteration>,
    /// `about = "lookup"`; empty where no rule asks.
    pub lookups: Vec<Lookup>,
    /// `about = "remade"`; empty where no rule asks.
    pub remade: Vec<Remade>,
    /// Promises that maps could carry; empty where nobody asks.
    pub proposals: Vec<Proposal>,
    /// Every map with its uses; empty where nobody asks.
    pub inventory: Vec<Entry>,
    /// What `fact` marks in testdata ask, at each map access; empty where nobody asks.
    pub facts: Vec<AccessFact>,
    /// What could not be analysed.
    pub faults: Vec<Fault>,
    /// How many maps the program has: fields, variables and locals of a map's type.
    pub map_count: usize,
}

impl Model {
    /// Adds the subjects of another model.
    pub fn extend(&mut self, other: Model) {
        let Model {
            conflicts,
            escapes,
            accesses,
            regions,
            sequences,
            contracts,
            maps,
            iterations,
            lookups,
            remade,
            proposals,
            inventory,
            facts,
            faults,
            map_count,
        } = other;
        self.conflicts.extend(conflicts);
        self.escapes.extend(escapes);
        self.accesses.extend(accesses);
        self.regions.extend(regions);
        self.sequences.extend(sequences);
        self.contracts.extend(contracts);
        self.maps.extend(maps);
        self.iterations.extend(iterations);
        self.lookups.extend(lookups);
        self.remade.extend(remade);
        self.proposals.extend(proposals);
        self.inventory.extend(inventory);
        self.facts.extend(facts);
        self.faults.extend(faults);
        self.map_count += map_count;
    }

    /// Puts each list in source order.
    pub fn sort(&mut self) {
        self.conflicts.sort_by_key(|subject| subject.first.location);
        self.escapes.sort_by_key(|subject| subject.at);
        self.accesses.sort_by_key(|subject| subject.access.location);
        self.regions.sort_by_key(|subject| subject.at);
        self.sequences.sort_by_key(|subject| subject.act);
        self.contracts.sort_by_key(|subject| (subject.promise, subject.broken_by.as_ref().map(|access| access.location)));
        self.maps.sort_by_key(|subject| subject.made.or(subject.map.declaration));
        self.iterations.sort_by_key(|subject| subject.at);
        self.lookups.sort_by_key(|subject| subject.at);
        self.remade.sort_by_key(|subject| subject.made);
        self.proposals.sort_by_key(|proposal| proposal.map.declaration);
        self.inventory.sort_by(|one, two| (one.map.declaration, &one.map.name).cmp(&(two.map.declaration, &two.map.name)));
        self.facts.sort();
        self.faults.sort();
    }
}

/// A lock held, and how.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct HeldLock {
    /// As written from the access' point of view: `c.mu`.
    pub name: String,
    /// Taken exclusively.
    pub exclusive: bool,
}

/// An access with all that held at that moment.
#[derive(Clone, Debug)]
pub struct Snapshot {
    /// The access' place: the map expression, or the whole call.
    pub location: Location,
    /// As written: `c.entries`.
    pub text: String,
    /// What it does.
    pub op: Op,
    /// The function, as `Type.method` or `Type::method`.
    pub function: String,
    /// Locks certainly held.
    pub locks: Vec<HeldLock>,
    /// Stands in test code.
    pub in_test: bool,
    /// The thread that reaches it.
    pub thread: Thread,
}

/// How the lock that guards the map's other uses is held at an access.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum GuardState {
    /// The map has no known guard.
    NoGuard,
    /// The guard is not held, and no other lock either.
    Nothing,
    /// Another lock is held, but not the guard: another mutex, a copied one, one local to the call.
    Other,
    /// Only the shared side is held.
    Shared,
    /// Held as it should be.
    Held,
}

impl GuardState {
    /// All of them, in the order of the declaration.
    pub const ALL: [GuardState; 5] = [GuardState::NoGuard, GuardState::Nothing, GuardState::Other, GuardState::Shared, GuardState::Held];

    /// The name that conditions use.
    pub const fn name(self) -> &'static str {
        match self {
            GuardState::NoGuard => "no-guard",
            GuardState::Nothing => "nothing",
            GuardState::Other => "other",
            GuardState::Shared => "shared",
            GuardState::Held => "held",
        }
    }
}

/// What makes it less than plain that two accesses meet, or that they were not meant to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Doubt {
    /// Nothing does.
    None,
    /// Too few of the map's uses hold the lock to be sure that it is meant to guard the map.
    FewHold,
    /// The main goroutine does it, and who it would meet runs most of the time that it does not.
    Main,
    /// Several uses in one function lack the lock: it may have been written so.
    Throughout,
    /// No use holds a lock, and of one of the threads nothing is known but that it may exist.
    Unseen,
    /// No use holds a lock, and the two threads may have an object each.
    Objects,
    /// One of the two ends is called through an interface, and by whom is not known.
    Behind,
    /// The other goroutine is started later by who does it, or under the lock that is held: it may not run yet.
    Start,
}

impl Doubt {
    /// All of them, in the order of the declaration.
    pub const ALL: [Doubt; 8] =
        [Doubt::None, Doubt::FewHold, Doubt::Main, Doubt::Throughout, Doubt::Unseen, Doubt::Objects, Doubt::Behind, Doubt::Start];

    /// The name that conditions use.
    pub const fn name(self) -> &'static str {
        match self {
            Doubt::None => "none",
            Doubt::FewHold => "few-hold",
            Doubt::Main => "main",
            Doubt::Throughout => "throughout",
            Doubt::Unseen => "unseen",
            Doubt::Objects => "objects",
            Doubt::Behind => "behind",
            Doubt::Start => "start",
        }
    }

    /// The doubt in a sentence, without its end; empty where there is none.
    pub const fn reason(self) -> &'static str {
        match self {
            Doubt::None => "",
            Doubt::FewHold => "too few uses hold the lock to be sure that it is meant for the map",
            Doubt::Main => "the main goroutine mostly does such things before the others start, or after they have ended",
            Doubt::Throughout => "several uses in the function lack the lock: it may be written to run alone",
            Doubt::Unseen => "no use holds a lock, and one of the two threads is not seen to start",
            Doubt::Objects => "no use holds a lock, and the two threads may have an object each",
            Doubt::Behind => "the one is called through an interface with several implementations, and by which threads is not known",
            Doubt::Start => "who does it starts the other goroutine later, or that is started under the lock that is held here",
        }
    }
}

/// Two accesses of one map that may run in parallel, at least one of them a write. `first` is the
/// one to report: the write or read that lacks the lock.
#[derive(Clone, Debug)]
pub struct Conflict {
    /// Language of both.
    pub language: Language,
    /// The map.
    pub map: MapRef,
    /// The access to blame.
    pub first: Snapshot,
    /// The one that it can meet.
    pub second: Snapshot,
    /// Further accesses to blame of the same map in the same function, or, where the map has no
    /// guard at all, in the whole program.
    pub others: Vec<Snapshot>,
    /// The lock that guards the map's other uses, as written at `first`; empty where there is none.
    pub guard: String,
    /// How `guard` is held at `first`.
    pub guard_state: GuardState,
    /// Locks held at both ends, in modes that exclude each other.
    pub shared_locks: Vec<String>,
    /// Accesses that hold the guard, and all accesses outside constructors.
    pub guarded_uses: usize,
    /// See `guarded_uses`.
    pub uses: usize,
    /// Why the two can run in parallel, in sentences.
    pub why: Vec<String>,
    /// How sure.
    pub confidence: Confidence,
    /// What makes it less than plain.
    pub doubt: Doubt,
    /// Package of `first`.
    pub package: String,
    /// What kind of place holds the map: "field", "variable", "local", "static".
    pub scope: String,
    /// Rust: the access stands in `unsafe`, or on a `static mut`, or behind `unsafe impl Sync`.
    pub through_unsafe: bool,
    /// How `first` gets its lock.
    pub drafts: Vec<Draft>,
}

/// How a map gets to someone who does not have its lock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Exit {
    /// The function returns it.
    Returned,
    /// It is sent on a channel.
    Sent,
    /// An object that a caller handed in gets it.
    Stored,
    /// An object gets it that has a lock of its own.
    Shared,
}

impl Exit {
    /// All of them, in the order of the declaration.
    pub const ALL: [Exit; 4] = [Exit::Returned, Exit::Sent, Exit::Stored, Exit::Shared];

    /// The name that conditions use.
    pub const fn name(self) -> &'static str {
        match self {
            Exit::Returned => "returned",
            Exit::Sent => "sent",
            Exit::Stored => "stored",
            Exit::Shared => "shared",
        }
    }
}

/// A map that leaves the lock under which it is written in place.
#[derive(Clone, Debug)]
pub struct Escape {
    /// Language.
    pub language: Language,
    /// The map.
    pub map: MapRef,
    /// Where it leaves.
    pub at: Location,
    /// The map, as written there.
    pub text: String,
    /// How.
    pub exit: Exit,
    /// A struct that has the map is copied, and the copy leaves.
    pub copied: bool,
    /// The lock, as written there.
    pub guard: String,
    /// A write in place under the lock.
    pub write: Snapshot,
    /// Who gets it, where that is seen.
    pub receivers: Vec<Label>,
    /// How they get a copy.
    pub drafts: Vec<Draft>,
    /// The function.
    pub function: String,
    /// In test code.
    pub in_test: bool,
    /// How sure.
    pub confidence: Confidence,
    /// Package.
    pub package: String,
}

/// Why a map is not of those alone who write it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Claim {
    /// Nothing says so.
    None,
    /// It is part of an object that a library or container gives to many.
    Shared,
    /// A struct was copied, and shares its maps with the original.
    Copied,
    /// The map of one object was put in another.
    Aliased,
    /// It was sent on a channel, and kept.
    Sent,
    /// A function that clones its object leaves it shared.
    Cloned,
}

impl Claim {
    /// All of them, in the order of the declaration.
    pub const ALL: [Claim; 6] = [Claim::None, Claim::Shared, Claim::Copied, Claim::Aliased, Claim::Sent, Claim::Cloned];

    /// The name that conditions use.
    pub const fn name(self) -> &'static str {
        match self {
            Claim::None => "none",
            Claim::Shared => "shared",
            Claim::Copied => "copied",
            Claim::Aliased => "aliased",
            Claim::Sent => "sent",
            Claim::Cloned => "cloned",
        }
    }
}

/// One access about which something is certain on its own.
#[derive(Clone, Debug)]
pub struct AccessSubject {
    /// Language.
    pub language: Language,
    /// The map.
    pub map: MapRef,
    /// The access.
    pub access: Snapshot,
    /// The map is certainly nil here.
    pub certainly_nil: bool,
    /// Why the map is others' as well: see [`Claim`]; `None` where nothing says so.
    pub claim: Claim,
    /// Whose the map is as well: what it was got from, or the object that has it.
    pub whose: String,
    /// Where that follows from (`var m map[string]int`).
    pub labels: Vec<Label>,
    /// How sure.
    pub confidence: Confidence,
    /// Package.
    pub package: String,
}

/// What happens while a guard is alive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RegionEvent {
    /// The same lock, or the same map's shard, is taken again.
    Reentry,
    /// An `.await`.
    Await,
    /// A blocking call.
    Blocking,
    /// The function, or a pass of a loop, ends with the lock held; other paths give it back.
    Kept,
    /// Each pass of a loop ends with the lock held, and the next one takes it again.
    Looped,
    /// The function ends with the lock held on every path, and nobody else gives it back.
    Never,
    /// The lock is taken again where it was to be given back, and kept.
    Doubled,
    /// One side of a read-write lock is given back by the other side's method.
    Crossed,
}

impl RegionEvent {
    /// All of them, in the order of the declaration.
    pub const ALL: [RegionEvent; 8] = [
        RegionEvent::Reentry,
        RegionEvent::Await,
        RegionEvent::Blocking,
        RegionEvent::Kept,
        RegionEvent::Looped,
        RegionEvent::Never,
        RegionEvent::Doubled,
        RegionEvent::Crossed,
    ];

    /// The name that conditions use.
    pub const fn name(self) -> &'static str {
        match self {
            RegionEvent::Reentry => "reentry",
            RegionEvent::Await => "await",
            RegionEvent::Blocking => "blocking",
            RegionEvent::Kept => "kept",
            RegionEvent::Looped => "looped",
            RegionEvent::Never => "never-released",
            RegionEvent::Doubled => "doubled",
            RegionEvent::Crossed => "crossed",
        }
    }
}

/// What kind of lock a guard belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum GuardKind {
    /// A lock that blocks the thread.
    Sync,
    /// A lock that is awaited.
    Async,
    /// A shard of a concurrent map.
    Shard,
    /// A checked cell.
    Cell,
}

impl GuardKind {
    /// All of them, in the order of the declaration.
    pub const ALL: [GuardKind; 4] = [GuardKind::Sync, GuardKind::Async, GuardKind::Shard, GuardKind::Cell];

    /// Whether it keeps other threads or tasks out of all that it protects.
    pub const fn is_lock(self) -> bool {
        matches!(self, GuardKind::Sync | GuardKind::Async)
    }

    /// The name that conditions use.
    pub const fn name(self) -> &'static str {
        match self {
            GuardKind::Sync => "sync",
            GuardKind::Async => "async",
            GuardKind::Shard => "shard",
            GuardKind::Cell => "cell",
        }
    }
}

/// The life of a guard over a map, and one thing that happens in it.
#[derive(Clone, Debug)]
pub struct GuardRegion {
    /// Language.
    pub language: Language,
    /// The map that the guard covers.
    pub map: MapRef,
    /// Where the guard is taken.
    pub acquired: Location,
    /// As written: `self.pods.get(&id)`.
    pub acquired_text: String,
    /// What kind of guard.
    pub kind: GuardKind,
    /// Taken exclusively.
    pub exclusive: bool,
    /// What happens.
    pub event: RegionEvent,
    /// Where.
    pub at: Location,
    /// As written: `self.pods.remove(&id)`.
    pub at_text: String,
    /// For a reentry: the second acquisition is exclusive.
    pub again_exclusive: bool,
    /// What is waited for there: for `Blocking`, and for an `Await` with the guard of a lock that is awaited.
    pub wait: Option<Wait>,
    /// The calls between `at` and the event, where it happens in a callee.
    pub via: Vec<Label>,
    /// Rust: the binding that holds the guard, empty for a temporary. Go: the lock.
    pub holder: String,
    /// Why the guard is still alive at `at`, in a sentence.
    pub why: String,
    /// The lint of Clippy that reports this by default.
    pub clippy: Option<ClippyLint>,
    /// How the guard is given back in time.
    pub drafts: Vec<Draft>,
    /// The function.
    pub function: String,
    /// In test code.
    pub in_test: bool,
    /// How sure.
    pub confidence: Confidence,
    /// Package.
    pub package: String,
}

/// A check and an act on the same map and key, and what lies between.
#[derive(Clone, Debug)]
pub struct Sequence {
    /// Language.
    pub language: Language,
    /// The map.
    pub map: MapRef,
    /// The check.
    pub check: Location,
    /// As written.
    pub check_text: String,
    /// The act.
    pub act: Location,
    /// As written.
    pub act_text: String,
    /// The key, as written at the act.
    pub key: String,
    /// What keeps each step safe on its own: "lock", "concurrent-map".
    pub by: String,
    /// The lock, where `by` is "lock".
    pub lock: String,
    /// What the act writes has state or identity, or the branch has another effect: a lost update,
    /// not only work done twice.
    pub harmful: bool,
    /// An `.await` lies between.
    pub awaits_between: bool,
    /// The function.
    pub function: String,
    /// In test code.
    pub in_test: bool,
    /// What to use instead, where the container has it: `LoadOrStore`, `entry`.
    pub instead: String,
    /// How both become one step.
    pub drafts: Vec<Draft>,
    /// How sure.
    pub confidence: Confidence,
    /// Package.
    pub package: String,
}

/// How code stands to a promise.
#[derive(Clone, Debug)]
pub struct ContractSubject {
    /// Language.
    pub language: Language,
    /// The map; `None` where the promise is attached to nothing.
    pub map: Option<MapRef>,
    /// The promise.
    pub promise: Location,
    /// As written: `CONCURRENCY_SAFE: true`.
    pub promise_text: String,
    /// `true`, `false`, or empty where malformed.
    pub value: String,
    /// What is wrong with the promise itself, as a clause that is shown after a colon; empty where it
    /// is well formed.
    pub malformed: String,
    /// What would make a malformed promise well formed.
    pub drafts: Vec<Draft>,
    /// There is no promise, and the project wants one: the finding stands at the declaration.
    pub missing: bool,
    /// What the promise no longer says, as a clause that is shown after a colon; empty where it does.
    pub stale: String,
    /// The access that breaks it; `None` where it is kept, stale or malformed.
    pub broken_by: Option<Snapshot>,
    /// The other thread's access, for `false`; an access that holds the guard, for `true`.
    pub against: Option<Snapshot>,
    /// In words: what the access lacks, or who shares the map. A clause that is shown after a colon:
    /// lower case, no full stop ("read without `c.mu`").
    pub reason: String,
    /// How sure.
    pub confidence: Confidence,
    /// The function of the access.
    pub function: String,
    /// Package.
    pub package: String,
}

/// The fix of a misspelt promise: `comment` is where it stands.
pub(super) fn spelling(repair: &Repair, comment: Location, language: Language) -> Draft {
    let span = Span { start: comment.span.start + repair.start, end: comment.span.start + repair.end };
    let at = Location { span, ..comment };
    Draft {
        name: "spelling",
        title: format!("write `{}`", repair.text),
        applicability: Applicability::Safe,
        language,
        changes: vec![Change::write(at, repair.text.to_string())],
    }
}

/// What shows the order of a map's entries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Visible {
    /// Text is written entry by entry.
    Text,
    /// A digest is made of them.
    Digest,
    /// A list of them is part of what is serialised.
    Serialised,
    /// The last one is taken, as if there were such.
    Last,
}

impl Visible {
    /// All of them, in the order of the declaration.
    pub const ALL: [Visible; 4] = [Visible::Text, Visible::Digest, Visible::Serialised, Visible::Last];

    /// The name that conditions use.
    pub const fn name(self) -> &'static str {
        match self {
            Visible::Text => "text",
            Visible::Digest => "digest",
            Visible::Serialised => "serialised",
            Visible::Last => "last",
        }
    }
}

/// A walk over a hashing map whose order shows.
#[derive(Clone, Debug)]
pub struct Iteration {
    /// Language.
    pub language: Language,
    /// The map.
    pub map: MapRef,
    /// The walk.
    pub at: Location,
    /// As written: `self.names.iter()`.
    pub at_text: String,
    /// Where the order shows.
    pub sink: Location,
    /// As what.
    pub visible: Visible,
    /// The function.
    pub function: String,
    /// In test code.
    pub in_test: bool,
    /// How sure.
    pub confidence: Confidence,
    /// Package.
    pub package: String,
}

/// One map over its whole life.
#[derive(Clone, Debug)]
pub struct MapUse {
    /// Language.
    pub language: Language,
    /// The map.
    pub map: MapRef,
    /// Where it is made, where that is seen.
    pub made: Option<Location>,
    /// As written: `make(map[string]int)`.
    pub made_text: String,
    /// Made with a size hint or capacity.
    pub sized: bool,
    /// That hint where it is a literal (Go).
    pub hint: Option<i64>,
    /// Where the hint stands.
    pub hint_at: Option<Location>,
    /// It is filled once for each item of something whose length is known when it is made: that
    /// length as an expression (`len(names)`, `names.len()`, `16`); empty where not.
    pub fill_count: String,
    /// The loop or source.
    pub fill: Option<Location>,
    /// The count is a literal: its value.
    pub fill_literal: Option<u64>,
    /// What it costs to fill it with so many distinct keys, where that and the layouts of its entries are known.
    pub fill_cost: Option<FillCost>,
    /// The body of the filling loop does nothing but insert (Rust: `collect` fits).
    pub fill_only_inserts: bool,
    /// How the hint is written here (`make(map[string]int, len(names))`).
    pub sized_text: String,
    /// What is done to it anywhere.
    pub life: Life,
    /// How it is made otherwise.
    pub drafts: Vec<Draft>,
    /// The function.
    pub function: String,
    /// In test code.
    pub in_test: bool,
    /// How sure.
    pub confidence: Confidence,
    /// Package.
    pub package: String,
}

/// What it costs to fill a map, in the newest runtime that is modelled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FillCost {
    /// Made with no size.
    pub growing: Cost,
    /// Made with the number of its entries.
    pub sized: Cost,
}

impl FillCost {
    /// With `entries` distinct keys; `None` where no memory holds so many.
    pub fn new(language: Language, pair: Pair, entries: u64) -> Option<FillCost> {
        let family = match language {
            Language::Go => Family::GoSwiss,
            Language::Rust => Family::RustStd,
        };
        let cost = |hint| Some(capacity::cost(family, pair, Fill::new(entries, hint)?));
        Some(FillCost { growing: cost(None)?, sized: cost(Some(entries))? })
    }
}

/// What the model says of one access, for `fact` marks in testdata.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct AccessFact {
    /// Where.
    pub location: Location,
    /// The map as written.
    pub map: String,
    /// What it does.
    pub op: &'static str,
    /// Locks held: `c.mu`, or `c.mu (shared)`.
    pub locks: Vec<String>,
}

//! Work on maps that is done more often than it has to be. Part of the map usage model; found only
//! where a rule asks for it.

use super::fix::Draft;
use crate::diagnostic::{Confidence, MapRef};
use crate::source::{Language, Location};

/// Which of these a run has a rule for, and what else it is asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    /// Repeated lookups.
    pub lookups: bool,
    /// Maps that each pass of a loop makes anew.
    pub remade: bool,
    /// The lives of maps.
    pub maps: bool,
    /// Promises that maps without one could carry.
    pub proposals: bool,
    /// Every map with its uses.
    pub inventory: bool,
    /// Every access with its locks.
    pub accesses: bool,
}

/// How a key comes to be looked up more often than needed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Repeat {
    /// `get`, and `insert` where that found nothing.
    Missed,
    /// `contains_key`, and `insert` in a branch of it.
    Absent,
    /// The function goes another way where the key is there; else it is inserted further down.
    Passed,
    /// The same with a set, whose `insert` says whether the key was there.
    Member,
    /// The answer to the second question is known from the first.
    Answered,
    /// `get_mut`, and `remove` where the value is empty then.
    Emptied,
    /// The same key in each pass of a loop, in a map that does not change there.
    Looped,
}

impl Repeat {
    /// All of them, in the order of the declaration.
    pub const ALL: [Repeat; 7] =
        [Repeat::Missed, Repeat::Absent, Repeat::Passed, Repeat::Member, Repeat::Answered, Repeat::Emptied, Repeat::Looped];

    /// The name that conditions use.
    pub const fn name(self) -> &'static str {
        match self {
            Repeat::Missed => "missed",
            Repeat::Absent => "absent",
            Repeat::Passed => "passed",
            Repeat::Member => "member",
            Repeat::Answered => "answered",
            Repeat::Emptied => "emptied",
            Repeat::Looped => "looped",
        }
    }
}

/// A key that is looked up again in the same map.
#[derive(Clone, Debug)]
pub struct Lookup {
    /// Language.
    pub language: Language,
    /// The map.
    pub map: MapRef,
    /// The map as written.
    pub map_text: String,
    /// The lookup that is one too many.
    pub at: Location,
    /// As written: `self.names.insert(id, name)`.
    pub at_text: String,
    /// The lookup before it; the loop.
    pub first: Location,
    /// As written; empty for a loop.
    pub first_text: String,
    /// How.
    pub repeat: Repeat,
    /// The key, as written at the first.
    pub key: String,
    /// The map is one of the standard library's, by whatever name.
    pub standard: bool,
    /// How both become one lookup.
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

/// What says how many passes a loop has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Passes {
    /// A literal number.
    Literal,
    /// A number that is worked out.
    Counted,
    /// What comes in, or what is left to do: until there is no next one.
    Awaited,
    /// Data that comes in large numbers, by its name: rows, events, lines.
    Rows,
    /// The items of anything else.
    Items,
}

impl Passes {
    /// All of them, in the order of the declaration.
    pub const ALL: [Passes; 5] = [Passes::Literal, Passes::Counted, Passes::Awaited, Passes::Rows, Passes::Items];

    /// The name that conditions use.
    pub const fn name(self) -> &'static str {
        match self {
            Passes::Literal => "literal",
            Passes::Counted => "counted",
            Passes::Awaited => "awaited",
            Passes::Rows => "rows",
            Passes::Items => "items",
        }
    }
}

/// A map that each pass of a loop makes, fills and drops.
#[derive(Clone, Debug)]
pub struct Remade {
    /// Language.
    pub language: Language,
    /// The map.
    pub map: MapRef,
    /// What makes it.
    pub made: Location,
    /// As written: `HashMap::new()`.
    pub made_text: String,
    /// The loop.
    pub pass: Location,
    /// What it runs over, as written; empty where it is no container.
    pub over: String,
    /// What says how many passes there are.
    pub passes: Passes,
    /// Their number, where that is a literal.
    pub count: Option<u64>,
    /// Where it is filled.
    pub fill: Location,
    /// The function.
    pub function: String,
    /// In test code.
    pub in_test: bool,
    /// How sure.
    pub confidence: Confidence,
    /// Package.
    pub package: String,
}

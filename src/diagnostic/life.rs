//! The life of a map: what keeps it, what is done to it anywhere, what its keys and values are. Part of
//! the map usage model and of the inventory.

use crate::source::Location;

/// What the keys of a map are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum KeyKind {
    /// A variant of an enum that has few, and nothing in them.
    Enum,
    /// A type of few values: `bool`, `u8`.
    Few,
    /// A whole number.
    Integer,
    /// Stands for one of many that come and go: an address, a connection, a request; in Go a pointer or channel.
    Identity,
    /// An id or key of a type that another crate declares: what it stands for comes from elsewhere; in Go any type
    /// from outside the module.
    Foreign,
    /// Anything else, or not known.
    #[default]
    Other,
}

impl KeyKind {
    /// All of them, in the order of the declaration.
    pub const ALL: [KeyKind; 6] = [KeyKind::Enum, KeyKind::Few, KeyKind::Integer, KeyKind::Identity, KeyKind::Foreign, KeyKind::Other];

    /// The name that conditions use.
    pub const fn name(self) -> &'static str {
        match self {
            KeyKind::Enum => "enum",
            KeyKind::Few => "few",
            KeyKind::Integer => "integer",
            KeyKind::Identity => "identity",
            KeyKind::Foreign => "foreign",
            KeyKind::Other => "other",
        }
    }
}

/// What the values of a map are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum ValueKind {
    /// There are none: it is a set.
    Set,
    /// `()`.
    Unit,
    /// An equal one is not the same: a sender, a handle, a lock.
    Identity,
    /// A clone of it costs little.
    Cheap,
    /// Anything else, or not known.
    #[default]
    Other,
}

impl ValueKind {
    /// All of them, in the order of the declaration.
    pub const ALL: [ValueKind; 5] = [ValueKind::Set, ValueKind::Unit, ValueKind::Identity, ValueKind::Cheap, ValueKind::Other];

    /// The name that conditions use.
    pub const fn name(self) -> &'static str {
        match self {
            ValueKind::Set => "set",
            ValueKind::Unit => "unit",
            ValueKind::Identity => "identity",
            ValueKind::Cheap => "cheap",
            ValueKind::Other => "other",
        }
    }
}

/// What keeps a map.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum MapScope {
    /// A struct's field.
    Field,
    /// A static or package variable.
    Static,
    /// A constant, or a static that nothing can change.
    Constant,
    /// A local variable.
    #[default]
    Local,
}

impl MapScope {
    /// All of them, in the order of the declaration.
    pub const ALL: [MapScope; 4] = [MapScope::Field, MapScope::Static, MapScope::Constant, MapScope::Local];

    /// The name that conditions use.
    pub const fn name(self) -> &'static str {
        match self {
            MapScope::Field => "field",
            MapScope::Static => "static",
            MapScope::Constant => "constant",
            MapScope::Local => "local",
        }
    }
}

/// How the number of a map's entries goes over its life.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Trend {
    /// Entries are put in only while it is made.
    Fixed,
    /// It is not changed in place: another map takes its place.
    Replaced,
    /// Entries are put in and taken out.
    Turnover,
    /// Entries are put in, and no place takes one out.
    Grows,
    /// Some of what is done to it is out of sight, or nothing is known of it.
    Unknown,
}

impl Trend {
    /// In a word.
    pub const fn name(self) -> &'static str {
        match self {
            Trend::Fixed => "fixed",
            Trend::Replaced => "replaced",
            Trend::Turnover => "turnover",
            Trend::Grows => "grows",
            Trend::Unknown => "unknown",
        }
    }
}

/// How often, or on whose behalf, entries are put in while the program runs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Growth {
    /// For requests that a library hands over, under a part of something: `r.RemoteAddr`.
    Requests,
    /// On threads that are started again and again.
    Threads,
    /// In each pass of a loop that does not end by itself.
    Loop,
    /// Not known.
    #[default]
    Unknown,
}

impl Growth {
    /// All of them, in the order of the declaration.
    pub const ALL: [Growth; 4] = [Growth::Requests, Growth::Threads, Growth::Loop, Growth::Unknown];

    /// The name that conditions use.
    pub const fn name(self) -> &'static str {
        match self {
            Growth::Requests => "requests",
            Growth::Threads => "threads",
            Growth::Loop => "loop",
            Growth::Unknown => "unknown",
        }
    }
}

/// What is done to a map anywhere in the program, outside test code.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Life {
    /// What keeps it.
    pub scope: MapScope,
    /// The map itself: "hash", "ordered", "sharded", "concurrent".
    pub container: &'static str,
    /// The lock around it: "mutex", "rwlock", "async-mutex", "async-rwlock", "cell"; empty where none.
    pub lock: &'static str,
    /// That lock is taken for the map alone (Go).
    pub lock_alone: bool,
    /// Nothing of it is done out of sight that could change it.
    pub all_writes_seen: bool,
    /// Nothing of it is done out of sight at all.
    pub all_seen: bool,
    /// It lives as long as the program, or nearly: in a static, a struct that is shared or that a
    /// loop uses which waits for what comes in.
    pub long_lived: bool,
    /// Threads share it.
    pub shared: bool,
    /// The struct that keeps it is written to or read from a format.
    pub serialised: bool,
    /// Places that put entries in, outside what makes the map.
    pub inserts: usize,
    /// Places that take entries out, or replace the whole map.
    pub removals: usize,
    /// Places that replace the whole map.
    pub replacements: usize,
    /// Places that ask for one key.
    pub lookups: usize,
    /// Places that walk over all entries.
    pub ranges: usize,
    /// Places that ask for the number of entries (Go).
    pub lengths: usize,
    /// Somewhere that number is compared with something (Go).
    pub bounded: bool,
    /// Functions that change it, outside what makes it.
    pub writers: usize,
    /// Critical sections of the lock around it.
    pub sections: usize,
    /// Each critical section is one call of a concurrent map, or what its `entry` does in one.
    pub single_calls: bool,
    /// What the keys are.
    pub key: KeyKind,
    /// The keys' type, as written.
    pub key_type: String,
    /// How many keys there can be: the variants of an enum, the literals that are ever inserted.
    pub key_count: Option<usize>,
    /// It is looked up by the constants of a group, most of which have an entry as far as that is seen, and
    /// nobody takes entries out, counts them or asks whether one is there (Go).
    pub table: bool,
    /// All keys are literals.
    pub literal_keys: bool,
    /// No key is ever put in twice: each is the key of another map, or a count.
    pub unique_keys: bool,
    /// An entry is put in where a lookup of the same key found none, as a cache does.
    pub on_miss: bool,
    /// What the values are.
    pub value: ValueKind,
    /// Functions that ask for a value clone what they get.
    pub cloned_out: bool,
    /// The concurrent map inside, or what a lock is around; empty where none.
    pub nested: String,
    /// Why keys are dense, in a clause ("`parents` is a vector by the same id"); empty where nothing says so.
    pub dense: String,
    /// What may be NaN in a key that an entry is put in under, as written (Go); empty where none.
    pub nan_key: String,
    /// Where that stands.
    pub nan: Option<Location>,
    /// Where all entries are taken out: `clear`, or a loop over the map that deletes (Go).
    pub emptied: Option<Location>,
    /// Code that is run again and again makes it of the same entries each time (Go).
    pub per_call: bool,
    /// How often entries are put in (Go).
    pub growth: Growth,
    /// A place that puts entries in.
    pub grows: Option<Location>,
    /// The same, as written.
    pub grows_text: String,
}

impl Life {
    /// How the number of entries goes.
    pub fn trend(&self) -> Trend {
        match (self.inserts, self.removals, self.replacements) {
            _ if self.scope == MapScope::Constant => Trend::Fixed,
            (1.., removals, replacements) if removals > replacements => Trend::Turnover,
            _ if !self.all_writes_seen => Trend::Unknown,
            (0, removals, replacements) if removals == replacements && removals > 0 => Trend::Replaced,
            (0, ..) => Trend::Fixed,
            (_, 0, _) => Trend::Grows,
            _ => Trend::Turnover,
        }
    }

    /// What its keys are, in a word or two: `enum of 5`, `2 literals`, `integer`; empty where nothing is known.
    pub fn keys(&self) -> String {
        match (self.key_count, self.key) {
            (Some(1), _) if self.literal_keys => "1 literal".to_owned(),
            (Some(count), _) if self.literal_keys => format!("{count} literals"),
            (Some(count), KeyKind::Enum) => format!("enum of {count}"),
            (_, KeyKind::Other) => String::new(),
            (_, kind) => kind.name().to_owned(),
        }
    }
}

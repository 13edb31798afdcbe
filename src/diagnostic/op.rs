//! What is done to a map.

use serde::{Deserialize, Serialize};

/// What an access does to its map.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Op {
    /// One entry is read.
    Get,
    /// One entry is written.
    Insert,
    /// One entry is read and written (`m[k]++`, `entry`).
    Update,
    /// One entry is deleted.
    Delete,
    /// All entries are deleted.
    Clear,
    /// All entries are walked over.
    Range,
    /// The number of entries is read.
    Len,
    /// All entries are read into another map.
    Copy,
    /// All entries are read by a library (`json.Marshal`, `%v`).
    Marshal,
    /// The variable or field is assigned another map.
    Replace,
    /// The variable or field is read as a value (compared with nil, handed on).
    Load,
}

impl Op {
    /// All of them, in the order of the declaration.
    pub const ALL: [Op; 11] =
        [Op::Get, Op::Insert, Op::Update, Op::Delete, Op::Clear, Op::Range, Op::Len, Op::Copy, Op::Marshal, Op::Replace, Op::Load];

    /// Is about all entries, not one key.
    pub const fn is_whole(self) -> bool {
        matches!(self, Op::Clear | Op::Range | Op::Len | Op::Copy | Op::Marshal)
    }

    /// Changes the map or the variable that holds it.
    pub const fn writes(self) -> bool {
        matches!(self, Op::Insert | Op::Update | Op::Delete | Op::Clear | Op::Replace)
    }

    /// The name that conditions use.
    pub const fn name(self) -> &'static str {
        match self {
            Op::Get => "get",
            Op::Insert => "insert",
            Op::Update => "update",
            Op::Delete => "delete",
            Op::Clear => "clear",
            Op::Range => "range",
            Op::Len => "len",
            Op::Copy => "copy",
            Op::Marshal => "marshal",
            Op::Replace => "replace",
            Op::Load => "load",
        }
    }

    /// The participle for a message: "is {…}".
    pub const fn participle(self) -> &'static str {
        match self {
            Op::Get => "read",
            Op::Insert => "written",
            Op::Update => "updated",
            Op::Delete => "deleted from",
            Op::Clear => "cleared",
            Op::Range => "ranged over",
            Op::Len => "measured with len",
            Op::Copy => "copied",
            Op::Marshal => "read as a whole",
            Op::Replace => "replaced",
            Op::Load => "read",
        }
    }
}

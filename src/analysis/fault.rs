//! Panics of ours: each is caught where it costs least, and told.

use super::symbols::Symbols;
use super::ty::FunctionId;
use crate::facts::{Name, Program};
use crate::source::{Language, Location};
use std::any::Any;
use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Mutex, PoisonError};

/// A panic in the analysis.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fault {
    /// What it cost.
    pub cost: Cost,
    /// What it says.
    pub reason: String,
}

/// What is not found for a panic.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cost {
    /// What the function of this name does, which is declared there.
    Function(Location, Name),
    /// All that there is about one language.
    Language(Language),
}

/// Those over single functions, from any thread; of each function, the first.
#[derive(Debug, Default)]
pub struct Faults(Mutex<BTreeMap<FunctionId, String>>);

impl Faults {
    /// What `work` gives about the function; `None` where it panics, which is noted.
    pub(super) fn over<T>(&self, function: FunctionId, work: impl FnOnce() -> T) -> Option<T> {
        let note = |reason| {
            self.0.lock().unwrap_or_else(PoisonError::into_inner).entry(function).or_insert(reason);
        };
        caught(work).map_err(note).ok()
    }

    /// What was noted, in source order.
    pub(super) fn told(self, program: &Program, symbols: &Symbols) -> impl Iterator<Item = Fault> {
        self.0.into_inner().unwrap_or_else(PoisonError::into_inner).into_iter().map(|(id, reason)| {
            let (file, function) = symbols.function(program, id);
            Fault { cost: Cost::Function(Location { file, span: function.name_span }, function.name), reason }
        })
    }
}

/// What `work` gives; what its panic says where it ends in one.
pub fn caught<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    catch_unwind(AssertUnwindSafe(work)).map_err(|panic| words(&*panic).to_owned())
}

/// The words of a panic.
pub fn words(panic: &(dyn Any + Send)) -> &str {
    let text = panic.downcast_ref::<&str>().copied();
    text.or_else(|| panic.downcast_ref::<String>().map(String::as_str)).unwrap_or("it does not say why")
}

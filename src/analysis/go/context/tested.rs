//! Methods that nobody but tests calls.
//!
//! A helper of tests may lie in a file of its own that is no test. Where no package imports its package,
//! its unexported types are the package's own matter: who calls their methods is seen.

use crate::analysis::go::effects::{Effects, Target};
use crate::analysis::go::entry::has_exported_owner;
use crate::analysis::go::names::{Names, narrow};
use crate::analysis::ty::FunctionId;
use rustc_hash::FxHashSet;

/// What tests call by name.
pub(super) struct Tested(FxHashSet<FunctionId>);

impl Tested {
    /// By what the functions of the program do.
    pub(super) fn new(names: &Names<'_>, effects: &[Effects]) -> Tested {
        let of_tests = effects.iter().enumerate().filter(|(index, _)| names.is_test(FunctionId(narrow(*index))));
        let calls = of_tests.flat_map(|(_, effects)| &effects.calls);
        Tested(calls.filter_map(|call| if let Target::Function(callee) = call.target { Some(callee) } else { None }).collect())
    }

    /// Whether tests call the function, and nobody out of sight can.
    pub(super) fn alone_call(&self, names: &Names<'_>, id: FunctionId) -> bool {
        let (file, function) = names.symbols.function(names.program, id);
        let own = || !has_exported_owner(names, id) && !names.is_imported(file) && !names.is_of_interface(file, function.name);
        self.0.contains(&id) && own()
    }
}

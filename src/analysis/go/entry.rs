//! How a function can be entered from outside of what is seen: by another package, by a library that
//! calls it from many goroutines, or, where nothing names it, by nobody.

use super::names::{Names, Region, narrow};
use crate::analysis::ty::{FunctionId, TyKind};
use crate::facts::{Name, Node};
use rustc_hash::FxHashSet;

/// A free function, or a method of a type that other packages can name.
pub(super) fn has_exported_owner(names: &Names<'_>, id: FunctionId) -> bool {
    let (file, function) = names.symbols.function(names.program, id);
    let Some(owner) = function.owner else { return true };
    match &*names.deref(&names.resolve(Region { file, scope: function.scope, params: &[] }, owner)) {
        TyKind::Named(id, _) => names.symbols.type_decl(names.program, *id).1.exported,
        _ => true,
    }
}

/// The table's entry that the function matches: a method that a library calls from many goroutines.
pub(super) fn entry_of(names: &Names<'_>, id: FunctionId) -> Option<String> {
    let (file, function) = names.symbols.function(names.program, id);
    function.owner?;
    let region = Region { file, scope: function.scope, params: &[] };
    for (key, entry) in &names.library().entries {
        if entry.params.is_empty() || !entry.methods.iter().any(|method| method == function.name.as_str()) {
            continue;
        }
        let shown = function.params.iter().map(|param| {
            let ty = function.body.local(*param).ty.map(|ty| names.resolve(region, ty));
            ty.map_or_else(String::new, |ty| names.show_path(&names.deref(&ty)))
        });
        if shown.eq(entry.params.iter().cloned()) {
            return Some(key.clone());
        }
    }
    None
}

/// All names that code outside of tests calls or hands on: of functions, fields and methods.
pub(super) fn mentioned_names(names: &Names<'_>) -> FxHashSet<Name> {
    let mut found = FxHashSet::default();
    for index in 0..names.symbols.functions.len() {
        let (_, function) = names.symbols.function(names.program, FunctionId(narrow(index)));
        if function.in_test {
            continue;
        }
        for node in &function.body.nodes {
            match node {
                Node::Field { name, .. } => {
                    found.insert(*name);
                }
                Node::Path(path) => found.extend(function.body.path(*path)),
                _ => {}
            }
        }
    }
    found
}

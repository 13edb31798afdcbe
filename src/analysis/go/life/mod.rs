//! The lives of Go's maps: how each is made and filled, what is done to it anywhere, what its keys are.
//!
//! What is done to a map that a field or package variable keeps comes from the effects of all functions; the
//! text around each access tells its key. A local that never leaves its function is read from the text alone.

mod alone;
mod concurrent;
mod form;
mod growth;
mod kept;
mod keys;
mod locals;
mod made;
mod open;
mod place;

use super::context::Whole;
use super::names::Region;
use super::site::Sites;
use crate::analysis::model::MapUse;
use crate::analysis::ty::{FunctionId, Ty};
use crate::facts::{Name, TypeExprId};
use keys::{Groups, Inside};
use rayon::prelude::*;

/// The lives of all maps, and the places that make one with a hint or could. `globals` are the types of
/// package variables by id.
pub(super) fn maps(whole: Whole<'_>, globals: &[Ty], functions: &[FunctionId], sites: &Sites<'_>) -> Vec<MapUse> {
    let groups = Groups::new(whole.names);
    let of_function = |id: &FunctionId| {
        let mut found = Vec::new();
        made::hinted(whole.names, *id, &mut found);
        locals::locals(whole, &groups, *id, &mut found);
        concurrent::locals(whole, *id, &mut found);
        found.extend(whole.effects[id.0 as usize].fills.iter().map(|fill| made::filled(whole, *id, fill)));
        found
    };
    let (mut found, kept): (Vec<MapUse>, Vec<MapUse>) =
        rayon::join(|| functions.par_iter().flat_map_iter(of_function).collect(), || kept::kept(whole, globals, &groups, sites));
    found.extend(kept);
    found
}

impl Inside<'_> {
    /// A type as the function writes it.
    fn resolve(&self, ty: TypeExprId) -> Ty {
        let (file, function) = self.names.symbols.function(self.names.program, self.id);
        let params: Vec<Name> = function.type_params.iter().map(|param| param.name).collect();
        self.names.resolve(Region { file, scope: function.scope, params: &params }, ty)
    }
}

//! Which types lead to maps, by their fields.

use super::Names;
use crate::analysis::ty::{Ty, TyKind};

/// How many fields deep a value is searched for maps.
pub(in crate::analysis::go) const MAX_INSIDE: usize = 3;

impl Names<'_> {
    /// Whether a value of the type is a map, or has one at most [`MAX_INSIDE`] fields deep, pointers followed.
    pub(in crate::analysis::go) fn may_lead_to_map(&self, ty: &Ty) -> bool {
        let ty = self.deref(ty);
        match &*ty {
            TyKind::Named(id, args) if args.is_empty() => match self.lead_to_map.get(id.0 as usize) {
                Some(known) => *known.get_or_init(|| self.leads_to_map(&ty, MAX_INSIDE)),
                None => self.leads_to_map(&ty, MAX_INSIDE),
            },
            _ => self.leads_to_map(&ty, MAX_INSIDE),
        }
    }

    fn leads_to_map(&self, ty: &Ty, depth: usize) -> bool {
        matches!(&*self.underlying(&self.deref(ty)), TyKind::Map(..))
            || depth > 0 && self.struct_fields(ty).iter().any(|field| self.leads_to_map(&field.ty, depth - 1))
    }
}

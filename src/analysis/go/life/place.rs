//! A map as rules see it that are about its whole life.

use super::MapUse;
use crate::analysis::go::context::Whole;
use crate::analysis::go::place::{Slot, SlotBase};
use crate::analysis::go::text;
use crate::analysis::ty::Ty;
use crate::diagnostic::Confidence;
use crate::diagnostic::life::Life;
use crate::source::{Language, Location};

/// The map of a slot with its life, not seen to be made.
pub(super) fn map_use(whole: Whole<'_>, slot: Slot, ty: &Ty, life: Life) -> MapUse {
    let names = whole.names;
    MapUse {
        language: Language::Go,
        map: text::map_ref(names, slot, ty),
        made: None,
        made_text: String::new(),
        sized: false,
        hint: None,
        hint_at: None,
        sized_text: String::new(),
        drafts: Vec::new(),
        fill_count: String::new(),
        fill: None,
        fill_literal: None,
        fill_cost: None,
        fill_only_inserts: false,
        life,
        function: String::new(),
        in_test: false,
        confidence: Confidence::Likely,
        package: package(whole, slot),
    }
}

fn package(whole: Whole<'_>, slot: Slot) -> String {
    match (slot.base, text::declaration(whole.names, slot)) {
        (SlotBase::Local(id, _), _) => text::package(whole.names, id),
        (_, Some(Location { file, .. })) => {
            let unit = whole.names.program.info(file).unit.map(|unit| &whole.names.program.units[unit.index()]);
            unit.map_or_else(String::new, |unit| unit.path.to_string())
        }
        _ => String::new(),
    }
}

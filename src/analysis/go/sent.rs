//! Maps that were sent on a channel, and are changed by the sender, who has kept them.

use super::context::Whole;
use super::effects::{Access, is_locked};
use super::names::narrow;
use super::place::Slot;
use super::text;
use crate::analysis::model::{AccessSubject, Claim, Op};
use crate::analysis::ty::FunctionId;
use crate::diagnostic::{Confidence, Label};
use crate::facts::NodeId;
use crate::source::Language;
use rustc_hash::FxHashMap;

/// Where the map of a slot is sent.
type Sender = (FunctionId, NodeId);

/// The writes, with no lock held, to maps that a field keeps after they were sent.
pub(super) fn mutations(whole: Whole<'_>) -> Vec<AccessSubject> {
    let senders = senders(whole);
    if senders.is_empty() {
        return Vec::new();
    }
    let mut found = Vec::new();
    for (id, effects) in in_production(whole) {
        let bare = !is_locked(&whole.contexts.functions[id.0 as usize].held);
        for access in effects.accesses.iter().filter(|access| bare && changes_in_place(access)) {
            if let Some(sender) = senders.get(&access.slot) {
                found.push(subject(whole, id, access, *sender));
            }
        }
    }
    found
}

/// By slot: who sends its map. A slot whose map is made anew elsewhere may have one of its own.
fn senders(whole: Whole<'_>) -> FxHashMap<Slot, Sender> {
    let mut senders: FxHashMap<Slot, Sender> = FxHashMap::default();
    for (id, effects) in in_production(whole) {
        for sent in &effects.sent {
            senders.entry(sent.slot).or_insert((id, sent.at));
        }
    }
    if senders.is_empty() {
        return senders;
    }
    for (id, effects) in in_production(whole) {
        let renews = |access: &&Access| access.op == Op::Replace && access.by_fresh && !access.owned;
        for access in effects.accesses.iter().filter(renews) {
            if senders.get(&access.slot).is_some_and(|(sender, _)| *sender != id) {
                senders.remove(&access.slot);
            }
        }
    }
    senders
}

fn in_production(whole: Whole<'_>) -> impl Iterator<Item = (FunctionId, &super::effects::Effects)> {
    whole
        .effects
        .iter()
        .enumerate()
        .map(|(index, effects)| (FunctionId(narrow(index)), effects))
        .filter(move |(id, _)| !whole.contexts.functions[id.0 as usize].init_only && !whole.names.is_test(*id))
}

fn changes_in_place(access: &Access) -> bool {
    let in_place = matches!(access.op, Op::Insert | Op::Update | Op::Delete | Op::Clear);
    in_place && !is_locked(&access.held) && !access.owned && !access.renewed
}

fn subject(whole: Whole<'_>, id: FunctionId, access: &Access, (sender, at): Sender) -> AccessSubject {
    let names = whole.names;
    AccessSubject {
        language: Language::Go,
        map: text::map_ref(names, access.slot, &access.ty),
        access: text::lone_access(names, id, access.node, access.op),
        certainly_nil: false,
        claim: Claim::Sent,
        whose: String::new(),
        labels: vec![Label { location: text::location(names, sender, at), message: "sent here, and kept".to_owned() }],
        confidence: Confidence::Likely,
        package: text::package(names, id),
    }
}

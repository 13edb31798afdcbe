//! Functions that return another object like the one they have, and leave a map shared that is changed in
//! place.
//!
//! That is told by what the function does; its name only says that the two are meant to be apart, and without
//! it the finding is `possible`. Who clones an object means to change the one and leave the other alone. A struct that is copied, as
//! a whole or entry by entry, still has the maps of the original; where somebody writes such a map in
//! place, both objects change, and with no lock it may be read at that time.

use super::context::{RootKind, Whole};
use super::effects::{Escape, Exit};
use super::names::{Names, Region, narrow};
use super::place::{Root, SlotBase};
use super::site::{Site, Sites};
use super::text;
use crate::analysis::model::{AccessSubject, Claim, Op};
use crate::analysis::ty::{FunctionId, Ty};
use crate::diagnostic::{Confidence, Label};
use crate::facts::{FunctionKind, LocalId};
use crate::source::{Language, Location};
use rustc_hash::FxHashSet;

/// How the name of a function begins that returns another object like the one it has.
const CLONES: [&str; 3] = ["clone", "copy", "deepcopy"];

/// The writes, with no lock held, to maps that a clone shares with its original; of each map one that is not `told` of as
/// another fault.
pub(super) fn mutations(whole: Whole<'_>, sites: &Sites<'_>, told: &FxHashSet<Location>) -> Vec<AccessSubject> {
    let is_new = |site: &Site<'_>| !told.contains(&text::location(whole.names, site.function, site.access.node));
    let mut found = Vec::new();
    for (index, effects) in whole.effects.iter().enumerate() {
        let id = FunctionId(narrow(index));
        let (_, function) = whole.names.symbols.function(whole.names.program, id);
        if function.kind != FunctionKind::Ordinary || whole.names.is_test(id) {
            continue;
        }
        for escape in effects.escapes.iter().filter(|escape| is_shared(whole, id, escape)) {
            let write = sites.get(&escape.access.slot).and_then(|sites| written_in_place(sites, id, is_new));
            found.extend(write.map(|write| subject(whole, id, escape, write)));
        }
    }
    found
}

/// The function is named as a clone: the two objects are meant to be apart, not views of one.
fn is_named_so(names: &Names<'_>, id: FunctionId) -> bool {
    let name = names.symbols.function(names.program, id).1.name.as_str().to_ascii_lowercase();
    CLONES.iter().any(|clone| name.starts_with(clone))
}

/// The function returns another object like this one, its receiver or a parameter.
fn is_original(names: &Names<'_>, id: FunctionId, local: LocalId) -> bool {
    let (file, function) = names.symbols.function(names.program, id);
    let region = Region { file, scope: function.scope, params: &[] };
    let object = |ty| -> Ty { names.deref(&names.resolve(region, ty)) };
    let given = function.receiver == Some(local) || function.param(local).is_some();
    match (function.body.local(local).ty, function.results.first()) {
        (Some(ty), Some(result)) => given && object(ty) == object(*result),
        _ => false,
    }
}

/// The map of the function's original lies in what it returns.
fn is_shared(whole: Whole<'_>, id: FunctionId, escape: &Escape) -> bool {
    let access = &escape.access;
    let of_original = match access.place.as_ref().map(|place| (place.root, place.steps.is_empty())) {
        Some((Root::Local(local), false)) => is_original(whole.names, id, local),
        _ => false,
    };
    let goes_along = match escape.exit {
        Exit::Returned => true,
        Exit::Given(slot) => slot == access.slot,
        Exit::Sent | Exit::Stored => false,
    };
    of_original && goes_along && access.thread.is_none() && matches!(access.slot.base, SlotBase::Field(..))
}

/// Such a write that changes the map itself; `None` where any use of it holds a lock: that is the rule of guards.
fn written_in_place<'s>(sites: &'s [Site<'s>], clone: FunctionId, such: impl Fn(&Site<'_>) -> bool) -> Option<&'s Site<'s>> {
    let production = || sites.iter().filter(|site| !site.in_test);
    if production().any(|site| site.locks.iter().any(|lock| !lock.void && !lock.once)) {
        return None;
    }
    let in_place = |site: &&Site<'_>| {
        let access = site.access;
        let made_here = matches!(access.place.as_ref().map(|place| place.root), Some(Root::Fresh(_)));
        let changes = matches!(access.op, Op::Insert | Op::Update | Op::Delete | Op::Clear);
        changes && !access.renewed && !made_here && site.function != clone
    };
    production().find(|site| in_place(site) && such(site))
}

fn subject(whole: Whole<'_>, id: FunctionId, escape: &Escape, write: &Site<'_>) -> AccessSubject {
    let names = whole.names;
    let clone = text::function(names, id);
    let started = |root: &u32| matches!(whole.contexts.roots[*root as usize].kind, RootKind::Spawn(..) | RootKind::Entry(..));
    let concurrent = whole.contexts.functions[id.0 as usize].reached.iter().any(|(root, _)| started(root));
    AccessSubject {
        language: Language::Go,
        map: text::map_ref(names, write.access.slot, &write.access.ty),
        access: text::lone_access(names, write.function, write.access.node, write.access.op),
        certainly_nil: false,
        claim: Claim::Cloned,
        labels: vec![Label { location: text::location(names, id, escape.access.node), message: format!("`{clone}` shares it here") }],
        whose: clone,
        confidence: if concurrent && is_named_so(names, id) { Confidence::Likely } else { Confidence::Possible },
        package: text::package(names, write.function),
    }
}

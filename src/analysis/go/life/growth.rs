//! Which maps grow as long as the program runs, and how they are emptied.

use super::form::Form;
use super::kept::Use;
use crate::analysis::go::context::{RootId, RootKind, Whole};
use crate::analysis::go::object;
use crate::analysis::go::place::{Root, Slot, SlotBase, Step};
use crate::analysis::go::site::Site;
use crate::analysis::go::text;
use crate::analysis::model::Op;
use crate::analysis::tree::Tree;
use crate::analysis::ty::FunctionId;
use crate::diagnostic::life::Growth;
use crate::facts::{Node, NodeId};

/// A package variable that is filled further down than so many calls from where a request comes in is
/// filled for something else, as likely as not.
const MAX_CALLS: usize = 3;

/// The insert that happens again and again while the program runs, and on whose behalf.
pub(super) fn grown<'u, 'a>(whole: Whole<'_>, slot: Slot, later: &[&'u Use<'a>], sites: &[&Site<'_>]) -> Option<(&'u Use<'a>, Growth)> {
    let growth = |one: &Use<'_>| {
        let here = || sites.iter().filter(|site| site.function == one.function && site.access.node == one.access.node);
        let any = |wanted: &dyn Fn(&Site<'_>, RootId) -> bool| here().any(|site| site.roots.iter().any(|root| wanted(site, *root)));
        if one.of_part && any(&|site, root| is_for_requests(whole, slot, site, root)) {
            Growth::Requests
        } else if any(&|_, root| is_started_again(whole, root)) {
            Growth::Threads
        } else if one.endless {
            Growth::Loop
        } else {
            Growth::Unknown
        }
    };
    let put = later.iter().filter(|one| matches!(one.access.op, Op::Insert | Op::Update) && !one.constant);
    let found = put.map(|one| (*one, growth(one))).filter(|(_, growth)| *growth != Growth::Unknown);
    found.min_by_key(|(one, growth)| (*growth as u8, one.function, one.access.node))
}

/// A library hands requests over on this thread, and the map outlives them: it is a package variable, or a part
/// of the object whose method takes them.
fn is_for_requests(whole: Whole<'_>, slot: Slot, site: &Site<'_>, root: RootId) -> bool {
    let receiver = |id: FunctionId| whole.names.symbols.function(whole.names.program, id).1.receiver;
    let entry = match &whole.contexts.roots[root as usize].kind {
        RootKind::Entry(id, _) => Some(*id),
        RootKind::Spawn(id, spawn) if whole.effects[id.0 as usize].spawns[*spawn as usize].served => None,
        _ => return false,
    };
    if matches!(slot.base, SlotBase::Global(_)) {
        return whole.contexts.calls_from_root(site.function, root) <= MAX_CALLS;
    }
    let (_, anchors) = object::anchors(whole, site, root);
    anchors.iter().any(|anchor| {
        let of_request = match (entry, anchor.origin()) {
            (Some(entry), Some((function, Root::Local(local)))) => function != entry || receiver(entry) != Some(local),
            _ => false,
        };
        !anchor.own && !anchor.is_returned() && !of_request && !anchor.steps().contains(&Step::Element)
    })
}

fn is_started_again(whole: Whole<'_>, root: RootId) -> bool {
    let root = &whole.contexts.roots[root as usize];
    root.many && matches!(root.kind, RootKind::Spawn(..))
}

/// What keeps the map is there before a request comes in, and after it is answered.
pub(super) fn outlives_requests(whole: Whole<'_>, slot: Slot, sites: &[&Site<'_>]) -> bool {
    sites.iter().any(|site| site.roots.iter().any(|root| is_for_requests(whole, slot, site, *root)))
}

/// All entries are taken out there: `clear`, or a loop over the map that deletes in each pass.
pub(super) fn empties(whole: Whole<'_>, tree: &Tree<'_>, id: FunctionId, map: NodeId, form: Form) -> bool {
    if form == Form::Clear {
        return true;
    }
    let mut around = tree.around(map).skip(1);
    let (Some(_), Some(block), Some(pass)) = (around.next(), around.next(), around.next()) else { return false };
    let Node::For { over, body, .. } = tree.body.node(pass) else { return false };
    form == Form::Delete && body == block && text::expression(whole.names, id, over) == text::expression(whole.names, id, map)
}

//! Maps that are safe by themselves (`sync.Map`): who calls their methods, and under which locks.

use super::form::is_called;
use super::{MapUse, kept, place};
use crate::analysis::go::context::Whole;
use crate::analysis::go::effects::{ConcurrentUse, Held};
use crate::analysis::go::fix;
use crate::analysis::go::names::{Region, narrow};
use crate::analysis::go::place::{Slot, SlotBase};
use crate::analysis::go::text;
use crate::analysis::tree::Tree;
use crate::analysis::ty::{FunctionId, Ty};
use crate::diagnostic::life::{Life, MapScope};
use crate::facts::{Effect, LocalId, Name, Node, NodeId, Pattern, TypeModelKind};
use rustc_hash::FxHashMap;

/// A call outside test code, with the locks that its function is entered with.
pub(super) struct Call<'a> {
    function: FunctionId,
    of: &'a ConcurrentUse,
    held: Vec<&'a Held>,
}

/// The calls by the map that they are of.
pub(super) type Calls<'a> = FxHashMap<Slot, Vec<Call<'a>>>;

/// All calls of methods of such maps outside test code.
pub(super) fn calls<'a>(whole: Whole<'a>) -> Calls<'a> {
    let names = whole.names;
    let mut found: Calls<'a> = FxHashMap::default();
    for (index, effects) in whole.effects.iter().enumerate().filter(|(_, effects)| !effects.concurrent.is_empty()) {
        let function = FunctionId(narrow(index));
        let (file, decl) = names.symbols.function(names.program, function);
        if decl.in_test || names.serves_tests(file) {
            continue;
        }
        for of in &effects.concurrent {
            let entered = whole.contexts.functions[index].held.iter().filter(|_| of.on_own_thread);
            let held = of.held.iter().chain(entered).filter(|held| held.exclusive && !held.once && !held.flag && !held.group).collect();
            found.entry(of.slot).or_default().push(Call { function, of, held });
        }
    }
    found
}

/// The life of such a map that a field or package variable keeps.
pub(super) fn life(whole: Whole<'_>, slot: Slot, calls: &Calls<'_>, open: bool) -> Life {
    let calls = calls.get(&slot).map_or(&[][..], Vec::as_slice);
    let count = |wanted: fn(Effect) -> bool| calls.iter().filter(|call| wanted(call.of.effect)).count();
    let later: Vec<&Call<'_>> = calls.iter().filter(|call| !call.of.owned).collect();
    let lock = later.first().and_then(|first| {
        let everywhere = |lock: &Slot| later.iter().all(|call| call.held.iter().any(|held| held.slot == Some(*lock)));
        first.held.iter().filter_map(|held| held.slot.filter(|lock| lock.is_declared())).find(everywhere)
    });
    let grown = calls.iter().find(|call| puts_in(call.of.effect));
    Life {
        scope: if matches!(slot.base, SlotBase::Global(_)) { MapScope::Static } else { MapScope::Field },
        container: "concurrent",
        lock: lock.map_or("", |lock| kept::lock_kind(whole, lock)),
        all_writes_seen: !open,
        all_seen: !open,
        shared: true,
        inserts: count(puts_in),
        removals: count(|effect| matches!(effect, Effect::Remove | Effect::Clear)),
        lookups: count(|effect| matches!(effect, Effect::Get | Effect::Contains | Effect::GetOrInsert)),
        ranges: count(|effect| matches!(effect, Effect::Range | Effect::RangeMut)),
        lengths: count(|effect| effect == Effect::Len),
        grows: grown.map(|call| text::location(whole.names, call.function, call.of.node)),
        grows_text: grown.map_or_else(String::new, |call| text::expression(whole.names, call.function, call.of.node)),
        ..Life::default()
    }
}

fn puts_in(effect: Effect) -> bool {
    matches!(effect, Effect::Insert | Effect::GetOrInsert | Effect::Update)
}

/// The local variables of such a type whose methods are all that is used of them, and by no closure: no other
/// goroutine can get to them.
pub(super) fn locals(whole: Whole<'_>, id: FunctionId, found: &mut Vec<MapUse>) {
    let names = whole.names;
    let (file, function) = names.symbols.function(names.program, id);
    let body = &function.body;
    let params: Vec<Name> = function.type_params.iter().map(|param| param.name).collect();
    let declared = |node: NodeId| {
        let Node::Let { pattern, ty: Some(ty), value: None, .. } = body.node(node) else { return None };
        let Pattern::Bind { local, .. } = body.pattern(pattern) else { return None };
        let ty = names.resolve(Region { file, scope: function.scope, params: &params }, ty);
        (names.model_kind(&ty) == TypeModelKind::ConcurrentMap).then_some((node, *local, ty))
    };
    let declared: Vec<(NodeId, LocalId, Ty)> = (0..body.nodes.len()).map(NodeId::new).filter_map(declared).collect();
    if declared.is_empty() {
        return;
    }
    let tree = Tree::new(body);
    for (node, local, ty) in declared {
        let uses: Vec<NodeId> = (0..body.nodes.len()).map(NodeId::new).filter(|node| body.node(*node) == Node::Local(local)).collect();
        let in_closure = |node: &NodeId| tree.around(*node).any(|outer| matches!(body.node(outer), Node::Closure(_) | Node::Go(_)));
        if uses.is_empty() || !uses.iter().all(|node| is_called(&tree, *node) && !in_closure(node)) {
            continue;
        }
        let life = Life { container: "concurrent", all_writes_seen: true, all_seen: true, ..Life::default() };
        let in_test = function.in_test || names.serves_tests(file);
        let slot = Slot::new(SlotBase::Local(id, local));
        let drafts = fix::plain_map(names, id, node, local).into_iter().collect();
        found.push(MapUse { function: text::function(names, id), in_test, drafts, ..place::map_use(whole, slot, &ty, life) });
    }
}

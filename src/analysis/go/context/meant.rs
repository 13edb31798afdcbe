//! Unexported functions that nothing in their package can mean: each place that says their name is seen to call another.

use crate::analysis::go::call_graph::in_all_builds;
use crate::analysis::go::effects::{Effects, Target};
use crate::analysis::go::names::{Names, narrow};
use crate::analysis::ty::FunctionId;
use crate::facts::{Body, Name, Node, NodeId, UnitId};
use rustc_hash::{FxHashMap, FxHashSet};

/// Which unexported functions code outside of tests is seen to call or start.
#[derive(Default)]
pub(super) struct Meant {
    functions: FxHashSet<FunctionId>,
    /// At how many places of the package, by name.
    places: FxHashMap<(Option<UnitId>, Name), u32>,
}

impl Meant {
    /// By what the functions of the program do.
    pub(super) fn new(names: &Names<'_>, effects: &[Effects]) -> Meant {
        let mut meant = Meant::default();
        let mut places: FxHashSet<NodeId> = FxHashSet::default();
        for (index, effects) in effects.iter().enumerate().filter(|(index, _)| !names.is_test(FunctionId(narrow(*index)))) {
            let (file, function) = names.symbols.function(names.program, FunctionId(narrow(index)));
            let calls = effects.calls.iter().map(|call| (call.node, &call.target));
            let spawns = effects.spawns.iter().map(|spawn| (spawn.node, &spawn.target));
            places.clear();
            for (node, target) in calls.chain(spawns) {
                let Target::Function(callee) = target else { continue };
                let name = names.symbols.function(names.program, *callee).1.name;
                if name.starts_with(char::is_uppercase) {
                    continue;
                }
                meant.functions.extend(in_all_builds(names, *callee));
                if place_of(&function.body, node, name).is_some_and(|place| places.insert(place)) {
                    *meant.places.entry((names.program.info(file).unit, name)).or_default() += 1;
                }
            }
        }
        meant
    }

    /// Whether code outside of tests may call the unexported function, or hand it on.
    pub(super) fn may_be(&self, names: &Names<'_>, id: FunctionId) -> bool {
        let (file, function) = names.symbols.function(names.program, id);
        let of = (names.program.info(file).unit, function.name);
        self.functions.contains(&id) || names.mentions(of.0, of.1) > self.places.get(&of).copied().unwrap_or_default()
    }
}

/// Where a call, or the start of a goroutine, says the name.
fn place_of(body: &Body, node: NodeId, name: Name) -> Option<NodeId> {
    match body.node(node) {
        Node::Go(call) => place_of(body, call, name),
        Node::Call { callee, .. } => match body.node(callee) {
            Node::Field { name: said, .. } => said == name,
            Node::Path(path) => body.path(path).last() == Some(&name),
            _ => false,
        }
        .then_some(callee),
        _ => None,
    }
}

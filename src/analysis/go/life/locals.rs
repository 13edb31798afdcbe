//! Maps that a function makes for a variable of its own, and that never leave it: all that is done with
//! them stands in its text.

use super::form::{Form, form};
use super::keys::{self, Groups, Inside};
use super::{MapUse, place};
use crate::analysis::go::context::{RootKind, Whole};
use crate::analysis::go::names::Region;
use crate::analysis::go::place::{Slot, SlotBase};
use crate::analysis::go::text;
use crate::analysis::tree::{self, Tree};
use crate::analysis::ty::{FunctionId, Ty, TyKind};
use crate::diagnostic::life::{Life, MapScope};
use crate::facts::{Body, CompareOp, FunctionKind, Literal, LocalId, Name, Node, NodeId, Pattern};
use crate::source::Language;
use rustc_hash::FxHashMap;

/// A local and the expression that makes its map.
struct Made {
    local: LocalId,
    made: NodeId,
    ty: Ty,
}

/// The maps of one function's variables.
pub(super) fn locals(whole: Whole<'_>, groups: &Groups, id: FunctionId, found: &mut Vec<MapUse>) {
    let names = whole.names;
    let (file, function) = names.symbols.function(names.program, id);
    let made = made(whole, id);
    if made.is_empty() {
        return;
    }
    let tree = Tree::new(&function.body);
    let inside = Inside { names, id, file, tree: &tree };
    let mut uses: FxHashMap<LocalId, Vec<NodeId>> = made.iter().map(|one| (one.local, Vec::new())).collect();
    for (index, node) in function.body.nodes.iter().enumerate() {
        if let Node::Local(local) = node
            && let Some(uses) = uses.get_mut(local)
        {
            uses.push(NodeId::new(index));
        }
    }
    for one in made {
        let forms: Vec<(NodeId, Form)> = uses[&one.local].iter().map(|node| (*node, form(&tree, *node))).collect();
        found.push(map_use(whole, groups, inside, &one, &forms));
    }
}

/// The variables that are declared with a new map, and never given another.
fn made(whole: Whole<'_>, id: FunctionId) -> Vec<Made> {
    let (file, function) = whole.names.symbols.function(whole.names.program, id);
    let params: Vec<Name> = function.type_params.iter().map(|param| param.name).collect();
    let region = Region { file, scope: function.scope, params: &params };
    let body = &function.body;
    let of_let = |node: &Node| {
        let Node::Let { pattern, value: Some(made), .. } = *node else { return None };
        let Pattern::Bind { local, .. } = body.pattern(pattern) else { return None };
        let (Node::Make { ty, .. } | Node::Composite { ty, .. }) = body.node(made) else { return None };
        let ty = whole.names.resolve(region, ty);
        matches!(&*whole.names.underlying(&ty), TyKind::Map(..)).then_some(Made { local: *local, made, ty })
    };
    body.nodes.iter().filter_map(of_let).collect()
}

fn map_use(whole: Whole<'_>, groups: &Groups, inside: Inside<'_>, one: &Made, forms: &[(NodeId, Form)]) -> MapUse {
    let names = whole.names;
    let Inside { id, file, tree, .. } = inside;
    let (_, function) = names.symbols.function(names.program, id);
    let body = tree.body;
    let count = |wanted: fn(&Form) -> bool| forms.iter().filter(|(_, form)| wanted(form)).count();
    let all_seen = count(|form| matches!(form, Form::Other | Form::Replace)) == 0;
    let (key, value) = match &*names.underlying(&one.ty) {
        TyKind::Map(key, value) => (*key, *value),
        _ => (one.ty, one.ty),
    };
    let inserts: Vec<(NodeId, Form)> = forms.iter().copied().filter(|(_, form)| form.inserted().is_some()).collect();
    let entries = entries(body, one.made);
    let literal_keys = inserts.is_empty() && !entries.is_empty() && entries.iter().all(|(key, _)| inside.is_constant(*key));
    let (kind, of_kind) = groups.kind(names, &key);
    let nan = if keys::has_float(names, &key) {
        let put = entries.iter().map(|(key, _)| *key).chain(inserts.iter().filter_map(|(_, form)| form.inserted()));
        put.into_iter().find_map(|key| inside.may_be_nan(key))
    } else {
        None
    };
    let life = Life {
        scope: MapScope::Local,
        container: "hash",
        all_writes_seen: all_seen,
        all_seen,
        inserts: inserts.len(),
        removals: count(|form| matches!(form, Form::Delete | Form::Clear | Form::Replace)),
        replacements: count(|form| *form == Form::Replace),
        lookups: count(|form| matches!(form, Form::Lookup { .. })),
        ranges: count(|form| matches!(form, Form::Range(_))),
        lengths: count(|form| matches!(form, Form::Len { .. })),
        key: kind,
        key_type: names.show(&key),
        key_count: if literal_keys { Some(entries.len()) } else { of_kind },
        literal_keys,
        value: keys::value_kind(names, &value),
        per_call: literal_keys && entries.iter().all(|(_, value)| is_free(body, tree, *value)) && runs_often(whole, id, tree, one.made),
        dense: if all_seen && is_list(forms) { dense(inside, &inserts) } else { String::new() },
        nan_key: nan.map_or_else(String::new, |key| text::expression(names, id, key)),
        nan: nan.map(|key| text::location(names, id, key)),
        grows: inserts.first().map(|(node, _)| text::location(names, id, *node)),
        grows_text: inserts.first().map_or_else(String::new, |(node, _)| text::expression(names, id, *node)),
        ..Life::default()
    };
    let slot = Slot::new(SlotBase::Local(id, one.local));
    MapUse {
        made: Some(text::location(names, id, one.made)),
        function: text::function(names, id),
        in_test: function.in_test || names.serves_tests(file),
        language: Language::Go,
        ..place::map_use(whole, slot, &one.ty, life)
    }
}

/// The entries of a map literal: keys and values.
fn entries(body: &Body, made: NodeId) -> Vec<(NodeId, NodeId)> {
    let Node::Composite { elements, .. } = body.node(made) else { return Vec::new() };
    let pair = |element: &NodeId| match body.node(*element) {
        Node::Pair { key, value } => Some((key, value)),
        _ => None,
    };
    body.list(elements).iter().filter_map(pair).collect()
}

/// The value is the same at each call: no variable of the function is in it, nor the result of a call.
fn is_free(body: &Body, tree: &Tree<'_>, value: NodeId) -> bool {
    let bound = |node: &NodeId| matches!(body.node(*node), Node::Local(_) | Node::Call { .. } | Node::Closure(_) | Node::Receive(_));
    !tree.inside(value).iter().any(bound)
}

/// The code is run again and again: it stands in a loop, its function is called in one, or requests or
/// goroutines that are started over and over reach it.
fn runs_often(whole: Whole<'_>, id: FunctionId, tree: &Tree<'_>, node: NodeId) -> bool {
    let names = whole.names;
    if names.symbols.function(names.program, id).1.kind != FunctionKind::Ordinary || whole.contexts.functions[id.0 as usize].init_only {
        return false;
    }
    let loops =
        |tree: &Tree<'_>, node| tree.around(node).any(|outer| matches!(tree.body.node(outer), Node::For { .. } | Node::Loop { .. }));
    let called_in_loop = || {
        let mut calls = whole.contexts.calls_of(whole.effects, id);
        calls.any(|(caller, call)| loops(&Tree::new(&names.symbols.function(names.program, caller).1.body), call.node))
    };
    let reached = || {
        let roots = whole.contexts.functions[id.0 as usize].reached.iter().map(|(root, _)| &whole.contexts.roots[*root as usize]);
        roots.into_iter().any(|root| matches!(root.kind, RootKind::Entry(..)) || root.many && matches!(root.kind, RootKind::Spawn(..)))
    };
    loops(tree, node) || reached() || called_in_loop()
}

/// It is asked for entries, none is taken out, and its own order is not asked for.
fn is_list(forms: &[(NodeId, Form)]) -> bool {
    let other = |(_, form): &(NodeId, Form)| matches!(form, Form::Delete | Form::Clear | Form::Range(_));
    forms.iter().any(|(_, form)| matches!(form, Form::Lookup { .. })) && !forms.iter().any(other)
}

/// Why the keys are dense: the only insert stands in each pass of a loop that counts from 0, under its number.
fn dense(inside: Inside<'_>, inserts: &[(NodeId, Form)]) -> String {
    let body = inside.tree.body;
    let [(node, Form::Insert { key, value: Some(_) })] = inserts else { return String::new() };
    let Node::Local(index) = body.node(*key) else { return String::new() };
    // The statement, the block around it, and the loop.
    let mut around = inside.tree.around(*node).skip(2);
    let (Some(statement), Some(block), Some(pass)) = (around.next(), around.next(), around.next()) else { return String::new() };
    let Node::Block { body: statements, .. } = body.node(block) else { return String::new() };
    let straight = body.list(statements).iter().take_while(|before| **before != statement).all(|before| !inside.tree.may_leave(*before));
    let counts = match body.node(pass) {
        Node::For { pattern, over, body: of, .. } if of == block => ranges_by_index(inside, pattern, over, index),
        Node::Loop { condition: Some(condition), step: Some(step), body: of, .. } if of == block => {
            let from_zero = inside.tree.first_value(index).is_some_and(|from| body.node(from) == Node::Literal(Literal::Int(0)));
            let up = matches!(body.node(step), Node::Update { target, value }
                if body.node(target) == Node::Local(index) && body.node(value) == Node::Literal(Literal::Int(1)));
            let below =
                matches!(body.node(condition), Node::Compare { left, op: CompareOp::Order, .. } if body.node(left) == Node::Local(index));
            from_zero && up && below
        }
        _ => false,
    };
    if straight && counts { format!("`{}` counts the passes of the loop", body.local(index).name) } else { String::new() }
}

/// `for i := range xs` over a slice or an array, as far as the text shows that it is one, or over a number.
fn ranges_by_index(inside: Inside<'_>, pattern: crate::facts::PatternId, over: NodeId, index: LocalId) -> bool {
    let body = inside.tree.body;
    let binds = match body.pattern(pattern) {
        Pattern::Tuple(parts) => {
            matches!(parts.first().map(|first| body.pattern(*first)), Some(Pattern::Bind { local, .. }) if *local == index)
        }
        Pattern::Bind { local, .. } => *local == index,
        _ => false,
    };
    let is_list = match body.node(over) {
        Node::Local(local) => {
            let ty = body.local(local).ty.map(|ty| inside.resolve(ty));
            let made = inside.tree.first_value(local).and_then(|value| match body.node(value) {
                Node::Make { ty, .. } | Node::Composite { ty, .. } => Some(inside.resolve(ty)),
                _ => None,
            });
            let ty = ty.or(made);
            ty.is_some_and(|ty| matches!(&*inside.names.underlying(&ty), TyKind::Slice(_) | TyKind::Array(..)))
        }
        _ => false,
    };
    let is_number = tree::children(body, over).is_empty() && matches!(body.node(over), Node::Literal(Literal::Int(_)))
        || matches!(body.node(over), Node::Call { callee, .. } if matches!(body.node(callee), Node::Path(path) if body.path(path).last().is_some_and(|name| name.as_str() == "len")));
    binds && (is_list || is_number)
}

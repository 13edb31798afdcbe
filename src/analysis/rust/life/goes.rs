//! What becomes of a value in the function that makes it: it dies there, goes where it is not seen, or is
//! kept for longer.

use super::super::names::{Item, Space};
use super::super::trace::Trace;
use super::super::types::Types;
use crate::analysis::tree::Tree;
use crate::analysis::ty::FunctionId;
use crate::facts::{LocalId, Name, Node, NodeId, Pattern, TypeModelKind};
use rustc_hash::{FxHashMap, FxHashSet};

/// Expressions are climbed this far.
const CLIMB: usize = 64;
/// Calls that a value is followed through.
const CALLS: usize = 6;

/// What becomes of a value, best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Fate {
    /// It dies when the function returns: it is lent, asked, or given to functions of the workspace that
    /// do no more with it.
    Stays,
    /// It goes where it is not seen, or into another value.
    HandedOn,
    /// It is stored, sent or returned.
    Kept,
}

/// Follows values.
pub(super) struct Goes<'a, 'p> {
    types: &'a Types<'p>,
    traces: FxHashMap<FunctionId, &'a Trace>,
    /// Methods by their name: which of them a trait's method runs is not known.
    by_name: FxHashMap<Name, Vec<FunctionId>>,
}

/// The function in which a value is followed.
struct Frame<'a, 'b> {
    trace: &'a Trace,
    tree: Tree<'b>,
    /// Calls between the function that made the value and this one.
    depth: usize,
}

/// What is followed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Of {
    /// The value itself, or another handle of it.
    Value,
    /// A function literal or `async` block that has it.
    Code,
}

/// The locals that have had the value: each is followed once.
type Seen = FxHashSet<(FunctionId, LocalId)>;

impl<'a, 'p> Goes<'a, 'p> {
    /// Over the traces of all functions.
    pub(super) fn new(types: &'a Types<'p>, traces: &'a [Trace]) -> Goes<'a, 'p> {
        let mut by_name: FxHashMap<Name, Vec<FunctionId>> = FxHashMap::default();
        for function in traces.iter().map(|trace| trace.function) {
            let (_, decl) = types.symbols.function(types.program, function);
            if decl.receiver.is_some() && decl.root.is_some() {
                by_name.entry(decl.name).or_default().push(function);
            }
        }
        let traces = traces.iter().map(|trace| (trace.function, trace)).collect();
        Goes { types, traces, by_name }
    }

    /// What becomes of the value of an expression.
    pub(super) fn from(&self, trace: &'a Trace, node: NodeId) -> Fate {
        self.with_code(&self.frame(trace, 0), node, None, &mut Seen::default())
    }

    fn frame(&self, trace: &'a Trace, depth: usize) -> Frame<'a, 'p> {
        let (_, function) = self.types.symbols.function(self.types.program, trace.function);
        Frame { trace, tree: Tree::new(&function.body), depth }
    }

    /// The worst that becomes of what a local has.
    fn local(&self, frame: &Frame<'a, 'p>, local: LocalId, seen: &mut Seen) -> Fate {
        if !seen.insert((frame.trace.function, local)) {
            return Fate::Stays;
        }
        let body = frame.tree.body;
        let named = (0..body.nodes.len()).map(NodeId::new).filter(|node| matches!(body.node(*node), Node::Local(named) if named == local));
        let mut worst = Fate::Stays;
        for node in named {
            worst = worst.max(self.with_code(frame, node, Some(local), seen));
            if worst == Fate::Kept {
                break;
            }
        }
        worst
    }

    /// What becomes of the value where an expression names it, and of the function literals around that
    /// have it with them: those in which the local is not bound itself.
    fn with_code(&self, frame: &Frame<'a, 'p>, node: NodeId, local: Option<LocalId>, seen: &mut Seen) -> Fate {
        let body = frame.tree.body;
        let bound = local.and_then(|local| frame.tree.first_value(local));
        let own = local.and_then(|local| body.local(local).closure);
        let mut worst = self.climb(frame, node, Of::Value, seen);
        for outer in frame.tree.around(node).filter(|_| local.is_some()) {
            let Node::Closure(closure) = body.node(outer) else { continue };
            if own == Some(closure) || bound.is_some_and(|bound| frame.tree.within(bound, outer)) {
                break;
            }
            worst = worst.max(self.climb(frame, outer, Of::Code, seen));
        }
        worst
    }

    fn climb(&self, frame: &Frame<'a, 'p>, node: NodeId, of: Of, seen: &mut Seen) -> Fate {
        let body = frame.tree.body;
        let mut at = node;
        for _ in 0..CLIMB {
            let Some(parent) = frame.tree.around(at).nth(1) else { return self.given_back(frame) };
            match body.node(parent) {
                Node::Await(_) if of == Of::Code => return Fate::Stays,
                Node::AddressOf { .. } | Node::Deref(_) | Node::Try(_) | Node::Await(_) | Node::Unsafe(_) | Node::Convert { .. } => {}
                Node::If { cond, .. } if cond == at => return Fate::Stays,
                Node::Match { scrutinee: Some(scrutinee), .. } if scrutinee == at => return Fate::HandedOn,
                Node::If { .. } | Node::Match { .. } | Node::Select { .. } => {}
                Node::Terminate(_) => {}
                Node::Block { body: statements, tail, .. } => {
                    if !(tail && body.list(statements).last() == Some(&at)) {
                        return Fate::Stays;
                    }
                }
                Node::Field { base, .. } if base == at && of == Of::Code => {}
                Node::Field { base, name } if base == at => match self.method(frame, parent, name, seen) {
                    Ok(call) => {
                        at = call;
                        continue;
                    }
                    Err(fate) => return fate,
                },
                Node::Call { args, .. } => match body.list(args).iter().position(|arg| *arg == at) {
                    Some(_) if self.wraps(frame, parent) => {}
                    Some(_) if of == Of::Code && runs_it(frame, parent) => return Fate::Stays,
                    Some(index) => return self.argument(frame, (parent, index), at, seen),
                    // What a future is wrapped in (`.boxed()`) is the future.
                    None if of == Of::Code && matches!(body.node(at), Node::Field { .. }) => {}
                    None => return Fate::Stays,
                },
                Node::Let { pattern, .. } => {
                    return match body.pattern(pattern) {
                        Pattern::Bind { local, sub: None, .. } => self.local(frame, *local, seen),
                        Pattern::Wild => Fate::Stays,
                        _ => Fate::HandedOn,
                    };
                }
                Node::Compare { .. } | Node::Not(_) | Node::ShortCircuit { .. } | Node::Is { .. } | Node::For { .. } => return Fate::Stays,
                Node::Return(_) | Node::Break { .. } => return self.given_back(frame),
                Node::Assign { target, .. } => {
                    return match body.node(target) {
                        Node::Local(local) => self.local(frame, local, seen),
                        _ => Fate::Kept,
                    };
                }
                Node::Send { .. } => return Fate::Kept,
                _ => return Fate::HandedOn,
            }
            at = parent;
        }
        Fate::HandedOn
    }

    /// Calls whose result is the argument, or another handle of it: `Arc::new(x)`, `Arc::clone(&x)`, `Some(x)`.
    fn wraps(&self, frame: &Frame<'a, 'p>, call: NodeId) -> bool {
        let body = frame.tree.body;
        let Node::Call { callee, .. } = body.node(call) else { return false };
        let Node::Path(path) = body.node(callee) else { return false };
        let path = body.path(path);
        if matches!(path, [one] if matches!(one.as_str(), "Some" | "Ok")) {
            return true;
        }
        let (file, function) = self.types.symbols.function(self.types.program, frame.trace.function);
        let Some(Item::Extern(full)) = self.types.names.resolve(file, function.scope, path, Space::Value) else { return false };
        let Some((owner, name)) = full.rsplit_once("::") else { return false };
        let model = self.types.library().types.get(owner);
        model.is_some_and(|model| model.kind != TypeModelKind::Plain) && matches!(name, "new" | "from" | "clone")
    }

    /// A value that a function returns: of one that was given it, its caller may have more of it.
    fn given_back(&self, frame: &Frame<'a, 'p>) -> Fate {
        if frame.depth == 0 { Fate::Kept } else { Fate::HandedOn }
    }

    /// A field of the value, or a method called on it: the call where that gives the value itself.
    fn method(&self, frame: &Frame<'a, 'p>, field: NodeId, name: Name, seen: &mut Seen) -> Result<NodeId, Fate> {
        let body = frame.tree.body;
        let call = frame.tree.around(field).nth(1);
        let Some(call) = call.filter(|call| matches!(body.node(*call), Node::Call { callee, .. } if callee == field)) else {
            return Err(Fate::Stays);
        };
        if matches!(name.as_str(), "clone" | "unwrap" | "expect" | "unwrap_or_default" | "into" | "as_ref" | "to_owned") {
            return Ok(call);
        }
        let Some(site) = frame.trace.calls.iter().find(|site| site.node == call) else { return Err(Fate::Stays) };
        let (_, callee) = self.types.symbols.function(self.types.program, site.callee);
        Err(callee.receiver.map_or(Fate::Stays, |receiver| self.given(frame, site.callee, receiver, seen)))
    }

    /// It is given to a function.
    fn argument(&self, frame: &Frame<'a, 'p>, (call, index): (NodeId, usize), value: NodeId, seen: &mut Seen) -> Fate {
        let body = frame.tree.body;
        let Node::Call { callee, .. } = body.node(call) else { return Fate::HandedOn };
        let Some(site) = frame.trace.calls.iter().find(|site| site.node == call) else {
            let lent = matches!(body.node(value), Node::AddressOf { .. });
            return match body.node(callee) {
                Node::Field { name, .. } if stores(name.as_str()) => Fate::Kept,
                _ if lent => Fate::Stays,
                _ => Fate::HandedOn,
            };
        };
        let (_, decl) = self.types.symbols.function(self.types.program, site.callee);
        // A trait's method is any that has its name and as many parameters.
        let declared = [site.callee];
        let callees = match decl.root {
            Some(_) => &declared[..],
            None => self.by_name.get(&decl.name).map_or(&[][..], Vec::as_slice),
        };
        let fates = callees.iter().map(|callee| {
            let (_, decl) = self.types.symbols.function(self.types.program, *callee);
            match decl.params.get(index) {
                Some(param) => self.given(frame, *callee, *param, seen),
                None => Fate::HandedOn,
            }
        });
        fates.max().unwrap_or(Fate::HandedOn)
    }

    fn given(&self, frame: &Frame<'a, 'p>, callee: FunctionId, local: LocalId, seen: &mut Seen) -> Fate {
        let Some(trace) = self.traces.get(&callee).filter(|_| frame.depth < CALLS) else { return Fate::HandedOn };
        self.local(&self.frame(trace, frame.depth + 1), local, seen)
    }
}

/// Whether a call runs the function literal that it is given, for each item or on a thread, and keeps no hold
/// of it. Many crates hand on another's `spawn` and `spawn_blocking`: the name says what it does.
fn runs_it(frame: &Frame<'_, '_>, call: NodeId) -> bool {
    let body = frame.tree.body;
    let Node::Call { callee, .. } = body.node(call) else { return false };
    let by_name = match body.node(callee) {
        Node::Field { name, .. } => for_each_item(name.as_str()),
        Node::Path(path) => body.path(path).last().is_some_and(|last| last.starts_with("spawn")),
        _ => false,
    };
    by_name || frame.trace.spawns.iter().any(|spawn| spawn.node == call)
}

/// Methods by which a collection, a channel or a cell keeps what it is given.
fn stores(name: &str) -> bool {
    matches!(
        name,
        "push"
            | "push_back"
            | "push_front"
            | "insert"
            | "extend"
            | "send"
            | "try_send"
            | "set"
            | "replace"
            | "store"
            | "or_insert"
            | "get_or_insert"
    )
}

/// Methods that iterators and streams have, which run their function for each item.
pub(super) fn for_each_item(name: &str) -> bool {
    matches!(
        name,
        "for_each"
            | "try_for_each"
            | "for_each_concurrent"
            | "try_for_each_concurrent"
            | "map"
            | "filter_map"
            | "flat_map"
            | "filter"
            | "fold"
            | "try_fold"
            | "any"
            | "all"
            | "then"
            | "and_then"
    )
}

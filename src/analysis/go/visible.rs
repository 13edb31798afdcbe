//! The order of a map that becomes visible: its entries are written out one after the other, or
//! collected into a list that becomes a text, a digest or what another program reads.
//!
//! A `range` over a map goes through its entries in another order each time. What is followed is where
//! they are put inside of one function; what is put in order there, or given to what is not known, is
//! left out. So is what is told to people alone: logs and errors.

mod errors;
mod uses;

use super::context::Whole;
use super::effects::{Effects, LibraryCall, Target, Walk};
use super::names::Names;
use super::text;
use crate::analysis::model::{Iteration, Visible};
use crate::analysis::tree::Tree;
use crate::analysis::ty::{FunctionId, Ty, TyKind};
use crate::diagnostic::{Confidence, MapRef};
use crate::facts::{Body, CompareOp, Function, List, Literal, LocalId, Name, Node, NodeId, Output};
use crate::source::{FileId, Language};
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};
use std::cell::{Cell, OnceCell};

/// So many callers are asked what they do with a list.
const MAX_CALLERS: usize = 20;

/// The walks of all functions whose order shows, in the order of the functions.
pub(super) fn iterations(whole: Whole<'_>) -> Vec<Iteration> {
    let with_walks = whole.effects.par_iter().enumerate().filter(|(_, effects)| !effects.walks.is_empty());
    let found: Vec<Vec<Iteration>> = with_walks
        .map(|(index, effects)| {
            let finder = Finder::new(whole, FunctionId(super::names::narrow(index)));
            effects.walks.iter().filter_map(|walk| finder.iteration(walk)).collect()
        })
        .collect();
    found.into_iter().flatten().collect()
}

/// Where callers of the function show the order of the list that it returns.
fn shown_by_callers(whole: Whole<'_>, id: FunctionId) -> Option<(FunctionId, Sink)> {
    let calls = whole.contexts.all_callers(id).take(MAX_CALLERS);
    let shown = calls.filter_map(|(caller, index)| {
        let call = &whole.effects[caller.0 as usize].calls[index as usize];
        let finder = Finder::new(whole, caller);
        let in_test = finder.in_test();
        finder.listed(call.node, 0).filter(|sink| sink.sure && !in_test).map(|sink| (caller, sink))
    });
    shown.min_by_key(|(caller, sink)| (caller.0, sink.node))
}

/// Where the order shows.
#[derive(Clone, Copy, Debug)]
struct Sink {
    node: NodeId,
    visible: Visible,
    /// It certainly gets out of the function.
    sure: bool,
    /// It is written to something that was not made here.
    direct: bool,
}

impl Sink {
    fn new(node: NodeId, visible: Visible, sure: bool) -> Sink {
        Sink { node, visible, sure, direct: false }
    }

    fn direct(node: NodeId, visible: Visible) -> Sink {
        Sink { direct: true, ..Sink::new(node, visible, true) }
    }

    /// The one that weighs more: sure before perhaps, a digest before a text.
    fn weight(self) -> (bool, bool) {
        (self.sure, self.visible == Visible::Digest)
    }
}

/// The one that weighs most; of equals the first.
fn heaviest(sinks: impl Iterator<Item = Sink>) -> Option<Sink> {
    sinks.reduce(|best, sink| if sink.weight() > best.weight() { sink } else { best })
}

struct Finder<'a> {
    whole: Whole<'a>,
    names: &'a Names<'a>,
    id: FunctionId,
    file: FileId,
    function: &'a Function,
    body: &'a Body,
    effects: &'a Effects,
    tree: Tree<'a>,
    /// Where each local is mentioned, in the order of the text.
    uses: FxHashMap<LocalId, Vec<NodeId>>,
    /// Methods of library types that are called.
    methods: FxHashMap<NodeId, Output>,
    /// A list with the order was seen to be returned.
    returned: Cell<bool>,
    /// The locals that hold an error, once they are asked for.
    errors: OnceCell<FxHashSet<LocalId>>,
}

impl<'a> Finder<'a> {
    fn new(whole: Whole<'a>, id: FunctionId) -> Finder<'a> {
        let (names, effects) = (whole.names, &whole.effects[id.0 as usize]);
        let (file, function) = names.symbols.function(names.program, id);
        let body = &function.body;
        let mut uses: FxHashMap<LocalId, Vec<NodeId>> = FxHashMap::default();
        for index in 0..body.nodes.len() {
            if let Node::Local(local) = body.node(NodeId::new(index)) {
                uses.entry(local).or_default().push(NodeId::new(index));
            }
        }
        uses.values_mut().for_each(|nodes| nodes.sort_by_key(|node| body.span(*node).start));
        let (tree, methods, returned) = (Tree::new(body), FxHashMap::default(), Cell::new(false));
        let errors = OnceCell::new();
        let mut finder = Finder { whole, names, id, file, function, body, effects, tree, uses, methods, returned, errors };
        let output = |call: &LibraryCall| finder.output_of_method(&call.ty, call.name).map(|output| (call.node, output));
        finder.methods = effects.library_calls.iter().filter_map(output).collect();
        finder
    }

    fn iteration(&self, walk: &Walk) -> Option<Iteration> {
        self.returned.set(false);
        let own = self.shows(walk).map(|sink| (self.id, sink));
        let of_callers = || self.returned.get().then(|| shown_by_callers(self.whole, self.id)).flatten();
        let (shown_in, sink) = own.or_else(of_callers).filter(|_| !self.has_one(walk.node))?;
        let written = text::expression(self.names, self.id, walk.node);
        let unnamed = || MapRef { name: written.clone(), owner: String::new(), ty: self.names.show(&walk.ty), declaration: None };
        Some(Iteration {
            language: Language::Go,
            map: walk.slot.map_or_else(unnamed, |slot| text::map_ref(self.names, slot, &walk.ty)),
            at: text::location(self.names, self.id, walk.node),
            at_text: written.clone(),
            sink: text::location(self.names, shown_in, sink.node),
            visible: sink.visible,
            function: text::function(self.names, self.id),
            in_test: self.in_test(),
            confidence: if sink.sure { Confidence::Likely } else { Confidence::Possible },
            package: text::package(self.names, self.id),
        })
    }

    fn in_test(&self) -> bool {
        self.function.in_test || self.names.serves_tests(self.file)
    }

    fn shows(&self, walk: &Walk) -> Option<Sink> {
        match self.tree.around(walk.node).nth(1).map(|parent| (parent, self.body.node(parent))) {
            Some((parent, Node::For { over, .. })) if over == walk.node => self.in_loop(parent, 0),
            _ => self.listed(walk.node, 0),
        }
    }

    /// The function asks whether the map has one entry.
    fn has_one(&self, map: NodeId) -> bool {
        let text = text::expression(self.names, self.id, map);
        let counts = |node: NodeId| {
            let Node::Call { callee, args, .. } = self.body.node(node) else { return false };
            let of = self.body.list(args);
            self.last_name(callee).is_some_and(|name| name.as_str() == "len")
                && matches!(of, [of] if text::expression(self.names, self.id, *of) == text)
        };
        let one = |node: NodeId| matches!(self.body.node(node), Node::Literal(Literal::Int(1 | 2)));
        self.body.nodes.iter().any(|node| match *node {
            Node::Compare { left, right, op: CompareOp::Equal | CompareOp::NotEqual | CompareOp::Order } => {
                counts(left) && one(right) || counts(right) && one(left)
            }
            _ => false,
        })
    }

    // ---- loops ----------------------------------------------------------------------------------

    /// Where what a loop's passes give shows in their order.
    fn in_loop(&self, at: NodeId, depth: usize) -> Option<Sink> {
        let Node::For { body: inside, .. } = self.body.node(at) else { return None };
        let mut nodes = self.tree.inside(inside);
        nodes.sort_by_key(|node| (self.body.span(*node).start, *node));
        heaviest(nodes.into_iter().filter(|node| !self.leaves(*node, at)).filter_map(|node| self.outlet(node, at, depth)))
    }

    /// What a node in the loop gives to the outside.
    fn outlet(&self, node: NodeId, at: NodeId, depth: usize) -> Option<Sink> {
        match self.body.node(node) {
            Node::Call { callee, args, .. } => {
                let (to, given) = self.written(node, callee, args)?;
                let varies = given.iter().any(|arg| self.varies(*arg, at));
                if !varies || to.is_some_and(|to| self.varies(to, at)) {
                    return None;
                }
                // What is printed on the way tells how far a loop has come that does something else.
                let tells = || self.method(node, callee).is_none() && !self.only_writes(at);
                match to {
                    Some(to) => self.stream(node, to, at, depth).map(|sink| Sink { sure: sink.sure && !(sink.direct && tells()), ..sink }),
                    None => Some(Sink::new(node, Visible::Text, !tells())),
                }
            }
            Node::Update { target, value } if self.varies(value, at) && !self.varies(target, at) => match self.body.node(target) {
                Node::Local(_) => self.text(self.text_local(target)?, at, depth),
                Node::Field { .. } | Node::Index { .. } => self.is_text(value).then(|| Sink::new(node, Visible::Text, true)),
                _ => None,
            },
            Node::Assign { target, value } => self.assigned(target, value, at, depth),
            _ => None,
        }
    }

    /// What a call writes to (`None`: to the terminal), and what it writes.
    pub(super) fn written(&self, call: NodeId, callee: NodeId, args: List) -> Option<(Option<NodeId>, &'a [NodeId])> {
        let args: &'a [NodeId] = self.body.list(args);
        match (self.method(call, callee), self.body.node(callee)) {
            (Some(Output::Writes | Output::Digests | Output::Serialises), Node::Field { base, .. }) => Some((Some(base), args)),
            (None, _) => match self.output(callee)? {
                Output::Writes => args.split_first().map(|(to, given)| (Some(*to), given)),
                Output::Prints => Some((None, args)),
                _ => None,
            },
            _ => None,
        }
    }

    /// `list = append(list, x)`, `list[i] = x`, `text = text + x`.
    fn assigned(&self, target: NodeId, value: NodeId, at: NodeId, depth: usize) -> Option<Sink> {
        if !self.varies(value, at) || self.varies(target, at) && !matches!(self.body.node(target), Node::Index { .. }) {
            return None;
        }
        match (self.body.node(target), self.body.node(value)) {
            (Node::Local(list), Node::Call { callee, args, .. }) if self.is_append(callee) => {
                let (first, _) = self.body.list(args).split_first()?;
                (self.body.node(*first) == Node::Local(list)).then(|| self.list(list, at, depth)).flatten()
            }
            (Node::Field { base, name }, Node::Call { callee, args, .. }) if self.is_append(callee) => {
                let (first, _) = self.body.list(args).split_first()?;
                let same = text::expression(self.names, self.id, *first) == text::expression(self.names, self.id, target);
                let Node::Local(owner) = self.body.node(base) else { return None };
                same.then(|| self.field(owner, name, at, depth)).flatten()
            }
            (Node::Local(local), Node::Opaque(_) | Node::Call { .. }) => {
                let text = self.text_local(target).filter(|_| self.joins(value, local))?;
                self.text(text, at, depth)
            }
            (Node::Index { base, index }, _) => match (self.body.node(base), self.body.node(index)) {
                (Node::Local(list), Node::Local(count)) if !self.is_own(list, at) && self.is_counted(count, at) => {
                    self.list(list, at, depth)
                }
                _ => None,
            },
            _ => None,
        }
    }

    /// `text + x`, `fmt.Sprintf("%s, %s", text, x)`: the local is a part of the text.
    fn joins(&self, value: NodeId, local: LocalId) -> bool {
        let parts = match self.body.node(value) {
            Node::Opaque(parts) => parts,
            Node::Call { callee, args, .. } if self.library_path(callee).is_some_and(|path| path.starts_with("fmt.")) => args,
            _ => return false,
        };
        self.body.list(parts).iter().any(|part| self.body.node(*part) == Node::Local(local) || self.joins(*part, local))
    }

    /// The loop's body does nothing else that could fail, or is called for what it does.
    fn only_writes(&self, at: NodeId) -> bool {
        let Node::For { body: inside, .. } = self.body.node(at) else { return false };
        let nodes = self.tree.inside(inside);
        let writers = |call: &NodeId| match self.body.node(*call) {
            Node::Call { callee, args, .. } => self.written(*call, callee, args)?.0.map(|to| self.body.node(self.bare(to))),
            _ => None,
        };
        let writers: Vec<Node> = nodes.iter().filter_map(writers).filter(|to| matches!(to, Node::Local(_))).collect();
        let writes = |call: NodeId| match self.body.node(call) {
            Node::Call { callee, args, .. } => {
                let given = self.body.list(args).iter().any(|arg| writers.contains(&self.body.node(self.bare(*arg))));
                given || self.written(call, callee, args).is_some()
            }
            _ => true,
        };
        nodes.iter().all(|node| match self.body.node(*node) {
            Node::Block { body, .. } => self.body.list(body).iter().all(|statement| writes(*statement)),
            Node::Let { pattern, value: Some(value), .. } => !self.binds_error(pattern) || writes(value),
            Node::Assign { target, value } => !self.is_error(target) || writes(value),
            Node::Go(_) | Node::Send { .. } => false,
            _ => true,
        })
    }

    /// A number from outside of the loop that it counts.
    fn is_counted(&self, local: LocalId, at: NodeId) -> bool {
        let counts = |node: &NodeId| {
            let parent = self.tree.around(*node).nth(1).map(|parent| self.body.node(parent));
            matches!(parent, Some(Node::Update { target, .. }) if target == *node) && self.tree.within(*node, at)
        };
        !self.is_own(local, at) && self.uses_of(local).iter().any(counts)
    }

    /// What leaves the loop once it has done that: it looks for one entry.
    fn leaves(&self, node: NodeId, at: NodeId) -> bool {
        let ends = |node: NodeId| match self.body.node(node) {
            Node::Return(_) | Node::Break { .. } => true,
            Node::Block { body, .. } => {
                let last = self.body.list(body).last().map(|last| self.body.node(*last));
                matches!(last, Some(Node::Return(_) | Node::Break { .. } | Node::Goto(_)))
            }
            _ => false,
        };
        self.tree.around(node).take_while(|node| *node != at).any(ends)
    }

    // ---- locals ---------------------------------------------------------------------------------

    fn uses_of(&self, local: LocalId) -> &[NodeId] {
        self.uses.get(&local).map_or(&[], |uses| uses)
    }

    /// The local is bound by the loop, or in it.
    fn is_own(&self, local: LocalId, at: NodeId) -> bool {
        self.body.span(at).contains(self.body.local(local).span)
    }

    /// Another value in each pass.
    fn varies(&self, node: NodeId, at: NodeId) -> bool {
        let own = |node: &NodeId| match self.body.node(*node) {
            Node::Local(local) => self.is_own(local, at) && !self.holds_error(local),
            _ => false,
        };
        self.tree.inside(node).iter().any(own)
    }

    /// The local where it is a string.
    fn text_local(&self, node: NodeId) -> Option<LocalId> {
        let Node::Local(local) = self.body.node(node) else { return None };
        let written = self.body.local(local).ty.and_then(|ty| self.names.program.file(self.file).type_exprs.get(ty.index()));
        let is_string = match written {
            Some(crate::facts::TypeExpr::Path { path, .. }) => path.len() == 1 && path[0].as_str() == "string",
            Some(_) => false,
            None => self.tree.first_value(local).is_some_and(|value| self.is_text(value)),
        };
        is_string.then_some(local)
    }

    fn is_text(&self, node: NodeId) -> bool {
        match self.body.node(node) {
            Node::Literal(Literal::Text(_)) => true,
            Node::Opaque(parts) => self.body.list(parts).iter().any(|part| self.is_text(*part)),
            Node::Call { callee, .. } => self.output(callee) == Some(Output::Joins),
            _ => false,
        }
    }

    // ---- callees --------------------------------------------------------------------------------

    /// What a function of a library makes of the order of its arguments.
    fn output(&self, callee: NodeId) -> Option<Output> {
        let path = self.library_path(callee)?;
        self.names.library().outputs.get(path.as_str()).copied()
    }

    /// What a call makes of it: a function's or a method's.
    fn output_of(&self, call: NodeId, callee: NodeId) -> Option<Output> {
        self.method(call, callee).or_else(|| self.output(callee))
    }

    /// What a method of a library's type makes of it; also where the library itself is not at hand.
    fn method(&self, call: NodeId, callee: NodeId) -> Option<Output> {
        let by_declaration = || {
            let Node::Field { base, name } = self.body.node(callee) else { return None };
            let Node::Local(local) = self.body.node(base) else { return None };
            self.output_of_method(&self.type_of(local)?, name)
        };
        self.methods.get(&call).copied().or_else(by_declaration)
    }

    fn output_of_method(&self, receiver: &Ty, name: Name) -> Option<Output> {
        let TyKind::Library(path, _) = &*self.names.deref(receiver) else { return None };
        self.names.library().outputs.get(&format!("{path}.{name}")).copied()
    }

    fn library_path(&self, callee: NodeId) -> Option<Name> {
        let callee = if let Node::Index { base, .. } = self.body.node(callee) { base } else { callee };
        let Node::Field { base, name } = self.body.node(callee) else { return None };
        let Node::Path(package) = self.body.node(base) else { return None };
        let [package] = self.body.path(package) else { return None };
        self.names.library_path(self.file, *package, name)
    }

    fn last_name(&self, callee: NodeId) -> Option<Name> {
        match self.body.node(callee) {
            Node::Field { name, .. } => Some(name),
            Node::Path(path) => self.body.path(path).last().copied(),
            Node::Index { base, .. } => self.last_name(base),
            _ => None,
        }
    }

    fn is_append(&self, callee: NodeId) -> bool {
        matches!(self.body.node(callee), Node::Path(_)) && self.last_name(callee).is_some_and(|name| name.as_str() == "append")
    }

    /// The function of the tree that is called.
    fn called(&self, call: NodeId) -> Option<FunctionId> {
        self.effects.calls.iter().find_map(|found| match found.target {
            Target::Function(id) if found.node == call => Some(id),
            _ => None,
        })
    }
}

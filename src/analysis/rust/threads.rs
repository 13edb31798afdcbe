//! Which code can run on which threads: from each place that starts one, along calls.
//!
//! A closure that nothing is known to run is taken to run where it is written.

use super::names::{Item, Space};
use super::place::function_name;
use super::trace::{Target, Trace};
use super::types::Types;
use crate::analysis::tree::Tree;
use crate::analysis::ty::FunctionId;
use crate::diagnostic::{Label, Thread};
use crate::facts::{ClosureId, Name, Node, NodeId, Runs};
use crate::source::Location;
use rustc_hash::{FxHashMap, FxHashSet};

/// A place that starts threads.
#[derive(Clone, Debug)]
struct Start {
    function: FunctionId,
    node: NodeId,
    /// It can start more than one that runs at a time.
    many: bool,
}

/// A function's own code, or that of a function literal in it that runs on a thread of its own.
type Unit = (FunctionId, Option<ClosureId>);

/// All threads of a program.
#[derive(Debug, Default)]
pub(super) struct Threads {
    starts: Vec<Start>,
    reached: FxHashMap<Unit, Vec<usize>>,
    spawned: FxHashSet<Unit>,
}

impl Threads {
    /// Follows calls from every start.
    pub(super) fn new(types: &Types<'_>, traces: &[Trace]) -> Threads {
        let mut threads = Threads::default();
        let mut first: Vec<Unit> = Vec::new();
        for trace in traces.iter().filter(|trace| !trace.spawns.is_empty()) {
            let (_, function) = types.symbols.function(types.program, trace.function);
            let tree = Tree::new(&function.body);
            for spawn in &trace.spawns {
                let unit = match spawn.target {
                    Target::Closure(closure) => (trace.function, Some(closure)),
                    Target::Function(function) => (function, None),
                };
                let repeats = |node| matches!(function.body.node(node), Node::Loop { .. } | Node::For { .. });
                let many = spawn.many || tree.around(spawn.node).any(repeats);
                threads.starts.push(Start { function: trace.function, node: spawn.node, many });
                threads.spawned.insert(unit);
                first.push(unit);
            }
        }
        for function in traces.iter().map(|trace| trace.function) {
            if let Some(node) = handler(types, function) {
                threads.starts.push(Start { function, node, many: true });
                threads.spawned.insert((function, None));
                first.push((function, None));
            }
        }
        let mut calls: FxHashMap<Unit, Vec<FunctionId>> = FxHashMap::default();
        for trace in traces {
            for site in &trace.calls {
                let unit = threads.unit(types, trace.function, site.detached);
                calls.entry(unit).or_default().push(site.callee);
            }
        }
        for (start, unit) in first.into_iter().enumerate() {
            let mut open = vec![unit];
            let mut seen: FxHashSet<Unit> = FxHashSet::from_iter([unit]);
            while let Some(unit) = open.pop() {
                threads.reached.entry(unit).or_default().push(start);
                for callee in calls.get(&unit).into_iter().flatten() {
                    if seen.insert((*callee, None)) {
                        open.push((*callee, None));
                    }
                }
            }
        }
        threads
    }

    /// The code that a function literal's content belongs to.
    fn unit(&self, types: &Types<'_>, function: FunctionId, closure: Option<ClosureId>) -> Unit {
        let (_, decl) = types.symbols.function(types.program, function);
        let mut at = closure;
        while let Some(closure) = at {
            if self.spawned.contains(&(function, Some(closure))) {
                return (function, at);
            }
            at = decl.body.closure(closure).parent;
        }
        (function, None)
    }

    /// The threads that reach a piece of code.
    pub(super) fn reaching(&self, types: &Types<'_>, function: FunctionId, closure: Option<ClosureId>) -> &[usize] {
        self.reached.get(&self.unit(types, function, closure)).map_or(&[], Vec::as_slice)
    }

    /// Two threads, one from each list, that can run at the same time.
    pub(super) fn apart(&self, first: &[usize], second: &[usize]) -> Option<(usize, usize)> {
        let pairs = first.iter().flat_map(|one| second.iter().map(move |two| (*one, *two)));
        pairs.into_iter().find(|(one, two)| one != two || self.starts[*one].many)
    }

    /// A thread in words, with where it starts.
    pub(super) fn describe(&self, types: &Types<'_>, start: usize, locks: Vec<String>) -> Thread {
        let start = &self.starts[start];
        let (file, function) = types.symbols.function(types.program, start.function);
        let name = function_name(types, file, function);
        let location = Location { file, span: function.body.span(start.node) };
        let message = if start.many { "threads are started here, many at a time" } else { "a thread is started here" };
        Thread {
            root: format!("the thread started in `{name}`"),
            path: vec![Label { location, message: message.to_owned() }],
            locks,
            access: None,
        }
    }
}

/// The body of a function that an attribute makes a handler: a library runs it for each request.
fn handler(types: &Types<'_>, function: FunctionId) -> Option<NodeId> {
    let (file, decl) = types.symbols.function(types.program, function);
    let runs = |attribute: &Name| {
        let path: Vec<Name> = attribute.split("::").map(Name::from).collect();
        match types.names.resolve(file, decl.scope, &path, Space::Value) {
            Some(Item::Extern(path)) => {
                types.library().functions.get(&path).is_some_and(|model| model.runs.values().any(|run| *run == Runs::Many))
            }
            _ => false,
        }
    };
    decl.root.filter(|_| decl.attributes.iter().any(runs))
}

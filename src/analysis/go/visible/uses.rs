//! What becomes of lists, texts and streams that entries are put into.

use super::{Finder, Sink, heaviest};
use crate::analysis::go::names::{Names, Region};
use crate::analysis::model::Visible;
use crate::analysis::ty::{FunctionId, Ty, TyKind};
use crate::facts::{LocalId, LocalKind, Name, Node, NodeId, Output, Pattern, PatternId, TypeDeclKind, TypeExpr, TypeExprId};

/// From variable to variable so far, and up in expressions so far.
const DEPTH: usize = 4;
const CLIMB: usize = 24;

impl Finder<'_> {
    /// What the loop writes to outlives it, and somebody sees it.
    pub(super) fn stream(&self, write: NodeId, to: NodeId, at: NodeId, depth: usize) -> Option<Sink> {
        let Node::Call { callee, .. } = self.body.node(write) else { return None };
        let digests = self.method(write, callee) == Some(Output::Digests);
        let visible = if digests { Visible::Digest } else { Visible::Text };
        if let Node::Slice { bounds, .. } = self.body.node(self.bare(to)) {
            // What is written over in each pass is read in each pass.
            let moves = |bound: &NodeId| matches!(self.body.node(*bound), Node::Local(offset) if self.is_counted(offset, at));
            return self.body.list(bounds).iter().any(moves).then(|| Sink::direct(write, visible));
        }
        let Node::Local(local) = self.body.node(self.bare(to)) else {
            return (!self.is_error_stream(to)).then(|| Sink::direct(write, visible));
        };
        let uses = self.uses_of(local);
        let called = |node: &NodeId, names: &[&str]| self.method_of(*node).is_some_and(|name| names.contains(&name));
        let (inside, outside): (Vec<NodeId>, Vec<NodeId>) = uses.iter().partition(|node| self.tree.within(**node, at));
        if inside.iter().any(|node| called(node, &["String", "Bytes", "Reset", "Truncate", "Sum", "Sum32", "Sum64"])) {
            return None;
        }
        if digests || outside.iter().any(|node| called(node, &["Sum", "Sum32", "Sum64"])) {
            return Some(Sink::new(write, Visible::Digest, true));
        }
        let made_here = self.body.local(local).kind == LocalKind::Variable && self.is_buffer(local);
        if !made_here {
            return (!self.is_error_stream(to)).then(|| Sink::direct(write, visible));
        }
        let text = |node: &NodeId| match self.method_of(*node) {
            Some("String" | "Bytes") => self.made(self.tree.around(*node).nth(2)?, depth + 1),
            Some(_) => None,
            None => self.made(*node, depth + 1),
        };
        heaviest(outside.iter().filter_map(text)).map(|sink| Sink { node: write, ..sink })
    }

    /// The same for what one call writes, outside of a loop.
    fn stream_of(&self, write: NodeId, depth: usize) -> Option<Sink> {
        let Node::Call { callee, args, .. } = self.body.node(write) else { return None };
        let (to, _) = self.written(write, callee, args)?;
        self.stream(write, to?, write, depth)
    }

    /// What `&x` and `*x` are about.
    pub(super) fn bare(&self, node: NodeId) -> NodeId {
        match self.body.node(node) {
            Node::AddressOf { operand, .. } => self.bare(operand),
            Node::Deref(inner) => self.bare(inner),
            _ => node,
        }
    }

    fn is_error_stream(&self, to: NodeId) -> bool {
        let stderr = |node: NodeId| self.library_path(node).is_some_and(|path| path.as_str() == "os.Stderr");
        let first = match self.body.node(self.bare(to)) {
            Node::Local(local) => self.tree.first_value(local),
            _ => None,
        };
        stderr(to) || first.is_some_and(stderr)
    }

    /// A variable that is declared with no more than its type, or made of nothing: a buffer.
    fn is_buffer(&self, local: LocalId) -> bool {
        let Some(value) = self.tree.first_value(local) else { return true };
        match self.body.node(self.bare(value)) {
            Node::Composite { .. } | Node::New(_) => true,
            Node::Call { callee, .. } => {
                self.library_path(callee).is_some_and(|path| matches!(path.as_str(), "bytes.NewBuffer" | "bytes.NewBufferString"))
            }
            _ => false,
        }
    }

    /// The method that is called on the node: `node.Name(…)`.
    fn method_of(&self, node: NodeId) -> Option<&str> {
        let mut around = self.tree.around(node).skip(1);
        let field = around.next()?;
        let Node::Field { base, name } = self.body.node(field) else { return None };
        let Node::Call { callee, .. } = self.body.node(around.next()?) else { return None };
        (base == node && callee == field).then(|| name.as_str())
    }

    /// A string that the loop adds to.
    pub(super) fn text(&self, text: LocalId, at: NodeId, depth: usize) -> Option<Sink> {
        let outside = self.uses_of(text).iter().filter(|node| !self.tree.within(**node, at));
        let read = outside.filter(|node| !self.is_target(**node));
        let found = heaviest(read.filter_map(|node| self.made(*node, depth + 1)));
        let named = || self.function.named_results.contains(&text).then(|| Sink::new(at, Visible::Text, true));
        found.or_else(named)
    }

    /// Something is assigned to it, or added.
    fn is_target(&self, node: NodeId) -> bool {
        match self.tree.around(node).nth(1).map(|parent| self.body.node(parent)) {
            Some(Node::Assign { target, .. } | Node::Update { target, .. }) => target == node,
            _ => false,
        }
    }

    /// Where a text with the order in it gets to.
    fn made(&self, node: NodeId, depth: usize) -> Option<Sink> {
        if depth > DEPTH {
            return None;
        }
        let mut at = node;
        for _ in 0..CLIMB {
            let parent = self.tree.around(at).nth(1)?;
            match self.body.node(parent) {
                Node::Return(_) => return (!self.is_told()).then(|| Sink::new(parent, Visible::Text, true)),
                Node::Call { callee, .. } if callee == at => return None,
                Node::Call { callee, .. } => match self.output_of(parent, callee) {
                    Some(Output::Joins) => at = parent,
                    Some(Output::Digests) => return Some(Sink::new(parent, Visible::Digest, true)),
                    Some(Output::Writes) => return self.stream_of(parent, depth),
                    Some(Output::Prints | Output::Serialises) => return Some(Sink::new(parent, Visible::Text, true)),
                    Some(Output::Lists | Output::Sorts | Output::Tells) => return None,
                    None if self.is_conversion(parent, callee) => at = parent,
                    None if self.tells(callee) || self.is_builtin(callee) => return None,
                    None => {
                        let Node::Call { args, .. } = self.body.node(parent) else { return None };
                        let position = self.body.list(args).iter().position(|arg| *arg == at);
                        let output = position.zip(self.called(parent)).and_then(|(position, id)| passes_to(self.names, id, position));
                        let visible = output.and_then(given);
                        return Some(Sink::new(parent, visible.unwrap_or(Visible::Text), visible.is_some()));
                    }
                },
                Node::Convert { .. } | Node::Opaque(_) | Node::AddressOf { .. } | Node::Tuple(_) | Node::Slice { .. } => at = parent,
                Node::NamedElement { name, .. } => return (!is_message(&name)).then(|| Sink::new(parent, Visible::Text, true)),
                Node::Pair { value, .. } => return (value == at).then(|| Sink::new(parent, Visible::Text, true)),
                Node::Composite { .. } => return Some(Sink::new(parent, Visible::Text, false)),
                Node::Let { pattern, .. } => return self.bound(pattern).and_then(|local| self.text_from(local, parent, depth)),
                Node::Assign { target, value } if value == at => return self.stored(target, parent, depth),
                _ => return None,
            }
        }
        None
    }

    /// A text is assigned to something.
    fn stored(&self, target: NodeId, at: NodeId, depth: usize) -> Option<Sink> {
        match self.body.node(target) {
            Node::Local(local) => self.text_from(local, at, depth),
            Node::Field { name, .. } => (!is_message(&name)).then(|| Sink::new(at, Visible::Text, true)),
            Node::Index { .. } => Some(Sink::new(at, Visible::Text, true)),
            _ => None,
        }
    }

    /// The uses of a local after it was given a text.
    fn text_from(&self, local: LocalId, at: NodeId, depth: usize) -> Option<Sink> {
        let start = self.body.span(at).end;
        let later = self.uses_of(local).iter().filter(|node| self.body.span(**node).start >= start && !self.is_target(**node));
        heaviest(later.filter_map(|node| self.made(*node, depth + 1)))
    }

    /// A list that the loop fills.
    pub(super) fn list(&self, list: LocalId, at: NodeId, depth: usize) -> Option<Sink> {
        if depth > DEPTH || self.orders(list) {
            return None;
        }
        let outside = self.uses_of(list).iter().filter(|node| !self.tree.within(**node, at) && !self.is_target(**node));
        let start = self.body.span(at).start;
        heaviest(outside.filter(|node| self.body.span(**node).start >= start).filter_map(|node| self.listed(*node, depth + 1)))
    }

    /// A list in a field of a local, which the loop fills.
    pub(super) fn field(&self, owner: LocalId, name: Name, at: NodeId, depth: usize) -> Option<Sink> {
        if depth > DEPTH || self.orders(owner) {
            return None;
        }
        let start = self.body.span(at).end;
        let later = self.uses_of(owner).iter().filter(|node| self.body.span(**node).start >= start);
        let whole = heaviest(later.filter_map(|node| self.encoded(*node, depth + 1)));
        whole.or_else(|| self.is_encoded(&self.type_of(owner)?, name).then(|| Sink::new(at, Visible::Serialised, false)))
    }

    /// Where a struct with such a list is serialised.
    fn encoded(&self, node: NodeId, depth: usize) -> Option<Sink> {
        self.listed(node, depth).filter(|sink| sink.visible == Visible::Serialised)
    }

    /// The type of a local, where it is written or made of a literal.
    pub(super) fn type_of(&self, local: LocalId) -> Option<Ty> {
        if let Some(written) = self.body.local(local).ty {
            return Some(self.resolve(written));
        }
        match self.body.node(self.bare(self.tree.first_value(local)?)) {
            Node::Composite { ty, .. } | Node::New(ty) => Some(self.resolve(ty)),
            Node::Call { callee, .. } => {
                let model = self.names.library().functions.get(self.library_path(callee)?.as_str())?;
                Some(Ty::new(TyKind::Library(Name::from(model.result.as_deref()?), Box::default())))
            }
            _ => None,
        }
    }

    pub(super) fn resolve(&self, ty: TypeExprId) -> Ty {
        let params: Vec<Name> = self.function.type_params.iter().map(|param| param.name).collect();
        self.names.resolve(Region { file: self.file, scope: self.function.scope, params: &params }, ty)
    }

    /// The field of a struct of the tree has a tag for an encoding.
    fn is_encoded(&self, ty: &Ty, name: Name) -> bool {
        let fields = match &*self.names.deref(ty) {
            TyKind::Named(id, _) => match &self.names.symbols.type_decl(self.names.program, *id).1.kind {
                TypeDeclKind::Struct(fields) => fields,
                _ => return false,
            },
            TyKind::Struct(file, id) => match self.names.program.file(*file).type_exprs.get(id.index()) {
                Some(TypeExpr::Struct(fields)) => fields,
                _ => return false,
            },
            _ => return false,
        };
        fields.iter().any(|field| field.name == name && field.encoded)
    }

    /// What a list, or a sequence, is given to.
    pub(super) fn listed(&self, node: NodeId, depth: usize) -> Option<Sink> {
        if depth > DEPTH {
            return None;
        }
        let mut at = node;
        for _ in 0..CLIMB {
            let parent = self.tree.around(at).nth(1)?;
            match self.body.node(parent) {
                Node::Call { callee, .. } if callee == at => return None,
                Node::Call { callee, args, .. } => match self.output_of(parent, callee) {
                    Some(Output::Lists) => at = parent,
                    Some(Output::Joins) => return self.made(parent, depth + 1),
                    Some(Output::Digests) => return Some(Sink::new(parent, Visible::Digest, true)),
                    Some(Output::Serialises) => return Some(Sink::new(parent, Visible::Serialised, true)),
                    Some(Output::Writes) if self.body.list(args).first() == Some(&at) => return None,
                    Some(Output::Writes) => return self.stream_of(parent, depth),
                    Some(Output::Prints) => return Some(Sink::new(parent, Visible::Text, true)),
                    Some(Output::Sorts | Output::Tells) => return None,
                    None if self.is_append(callee) => at = parent,
                    None => {
                        let position = self.body.list(args).iter().position(|arg| *arg == at)?;
                        let output = passes_to(self.names, self.called(parent)?, position)?;
                        return given(output).map(|visible| Sink::new(parent, visible, true));
                    }
                },
                Node::Return(values) => {
                    self.returned.set(self.returned.get() || self.body.list(values).first() == Some(&at));
                    return None;
                }
                Node::NamedElement { name, .. } => {
                    let literal = self.tree.around(parent).nth(1)?;
                    let Node::Composite { ty, .. } = self.body.node(literal) else { return None };
                    let ty = self.resolve(ty);
                    let tagged = || self.is_encoded(&ty, name).then(|| Sink::new(parent, Visible::Serialised, false));
                    return self.encoded(literal, depth + 1).or_else(tagged);
                }
                Node::For { over, .. } if over == at => return self.in_loop(parent, depth + 1),
                Node::Convert { .. } | Node::AddressOf { .. } => at = parent,
                Node::Let { pattern, .. } => {
                    let local = self.bound(pattern)?;
                    return self.list(local, parent, depth + 1);
                }
                Node::Assign { target, value } if value == at => match self.body.node(target) {
                    Node::Local(local) => return self.list(local, parent, depth + 1),
                    Node::Field { base, name } => match self.body.node(base) {
                        Node::Local(owner) => return self.field(owner, name, parent, depth + 1),
                        _ => return None,
                    },
                    _ => return None,
                },
                _ => return None,
            }
        }
        None
    }

    /// The list is put in order somewhere in the function.
    fn orders(&self, list: LocalId) -> bool {
        let sorts = |node: &NodeId| {
            self.tree.around(*node).skip(1).any(|around| match self.body.node(around) {
                Node::Call { callee, .. } => {
                    self.output_of(around, callee) == Some(Output::Sorts)
                        || self.last_name(callee).is_some_and(|name| is_sort(&name))
                        || self.called(around).is_some_and(|id| puts_in_order(self.names, id))
                }
                _ => false,
            })
        };
        self.uses_of(list).iter().any(sorts)
    }

    fn bound(&self, pattern: PatternId) -> Option<LocalId> {
        match self.body.pattern(pattern) {
            Pattern::Bind { local, .. } => Some(*local),
            Pattern::Tuple(parts) => parts.first().and_then(|first| self.bound(*first)),
            Pattern::Assign(target) => match self.body.node(*target) {
                Node::Local(local) => Some(local),
                _ => None,
            },
            _ => None,
        }
    }

    /// `[]byte(x)`, `T(x)`: a name that is a type.
    fn is_conversion(&self, call: NodeId, callee: NodeId) -> bool {
        let Node::Call { args, .. } = self.body.node(call) else { return false };
        let Node::Path(_) = self.body.node(callee) else { return false };
        args.len == 1 && self.last_name(callee).is_some_and(|name| crate::analysis::go::names::is_builtin_type(&name))
    }

    fn is_builtin(&self, callee: NodeId) -> bool {
        const BUILTIN: [&str; 6] = ["len", "cap", "panic", "append", "copy", "print"];
        matches!(self.body.node(callee), Node::Path(_)) && self.last_name(callee).is_some_and(|name| BUILTIN.contains(&name.as_str()))
    }

    /// What the function returns is an error.
    fn is_told(&self) -> bool {
        let name = self.function.name.as_str();
        name.contains("Err") || name.starts_with("err")
    }

    /// The callee makes an error of what it is given, or a line of a log.
    fn tells(&self, callee: NodeId) -> bool {
        const STARTS: [&str; 14] =
            ["Err", "Info", "Debug", "Warn", "Trace", "Fatal", "Panic", "Log", "Verbose", "Notice", "Wrap", "WithMessage", "Skip", "Crit"];
        let Some(name) = self.last_name(callee) else { return true };
        let named = STARTS.iter().any(|start| name.starts_with(start) || name.starts_with(&start.to_lowercase()));
        named || name.contains("Err") || name.contains("Event") || name.starts_with("Fail")
    }
}

/// The name of a field whose text is for people.
fn is_message(name: &str) -> bool {
    let name = name.to_lowercase();
    ["message", "msg", "reason", "description", "err", "error", "detail"].iter().any(|word| name.ends_with(word))
}

fn is_sort(name: &str) -> bool {
    name.to_lowercase().contains("sort")
}

/// What shows the order in what a function makes of its argument.
fn given(output: Output) -> Option<Visible> {
    match output {
        Output::Writes | Output::Prints => Some(Visible::Text),
        Output::Digests => Some(Visible::Digest),
        Output::Serialises => Some(Visible::Serialised),
        Output::Joins | Output::Lists | Output::Sorts | Output::Tells => None,
    }
}

/// What a function of the tree gives its parameter to, as it is: `func writeJSON(w io.Writer, value any)`.
fn passes_to(names: &Names<'_>, id: FunctionId, position: usize) -> Option<Output> {
    let (file, function) = names.symbols.function(names.program, id);
    let param = *function.params.get(position)?;
    let body = &function.body;
    let library = |callee: NodeId| {
        let Node::Field { base, name } = body.node(callee) else { return None };
        let Node::Path(package) = body.node(base) else { return None };
        let [package] = body.path(package) else { return None };
        names.library_path(file, *package, name)
    };
    let of_encoder = |callee: NodeId| {
        let Node::Field { base, name } = body.node(callee) else { return false };
        let Node::Call { callee: maker, .. } = body.node(base) else { return false };
        name.as_str() == "Encode" && library(maker).is_some_and(|path| path.ends_with(".NewEncoder"))
    };
    body.nodes.iter().find_map(|node| {
        let Node::Call { callee, args, .. } = *node else { return None };
        let given = |arg: &NodeId| match body.node(*arg) {
            Node::Convert { operand, .. } | Node::AddressOf { operand, .. } => body.node(operand) == Node::Local(param),
            node => node == Node::Local(param),
        };
        body.list(args).iter().any(given).then_some(())?;
        if of_encoder(callee) {
            return Some(Output::Serialises);
        }
        let output = names.library().outputs.get(library(callee)?.as_str()).copied()?;
        let to = output == Output::Writes && body.list(args).first().is_some_and(given);
        (!to).then_some(output)
    })
}

/// A function of the tree that sorts what it is given, perhaps.
fn puts_in_order(names: &Names<'_>, id: FunctionId) -> bool {
    let (_, function) = names.symbols.function(names.program, id);
    let body = &function.body;
    body.nodes.iter().any(|node| match *node {
        Node::Field { base, name } => match body.node(base) {
            Node::Path(path) => is_sort(&name) || body.path(path).iter().any(|package| package.as_str() == "sort"),
            _ => is_sort(&name),
        },
        Node::Path(path) => body.path(path).last().is_some_and(|name| is_sort(name)),
        _ => false,
    })
}

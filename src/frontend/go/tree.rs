//! A syntax tree in one flat list: the children of a node stand side by side.
//!
//! Comments and punctuation are not in it, as nobody asks for them. A tree is built from its leaves up.
//! What is not yet part of something larger waits in [`Builder`]; a node that is closed takes what came
//! since it was opened for its children.

use super::kind::{Field, Kind};
use crate::source::Span;
use std::ops::Deref;

/// A node: what it is, the part it plays in its parent, and where it stands.
#[derive(Clone, Copy, Debug)]
pub(super) struct Node {
    pub(super) kind: Kind,
    pub(super) field: Field,
    /// Something in it could not be parsed.
    pub(super) has_error: bool,
    pub(super) span: Span,
    /// Its children: the first, and how many.
    first: u32,
    count: u32,
}

/// A tree.
#[derive(Debug)]
pub(super) struct Tree {
    nodes: Vec<Node>,
}

impl Tree {
    /// The node that holds all others.
    pub(super) fn root(&self) -> Syntax<'_> {
        Syntax { tree: self, node: self.nodes.last().expect("a builder finishes with a node") }
    }

    /// The first part that could not be parsed; where a token is missing, what it is missing in.
    pub(super) fn first_error(&self) -> Span {
        let mut node = self.root();
        while node.kind != Kind::Error
            && let Some(kid) = node.kids().iter().find(|kid| kid.has_error)
        {
            node = kid;
        }
        node.span
    }
}

/// A node and the tree that it is in.
#[derive(Clone, Copy, Debug)]
pub(super) struct Syntax<'t> {
    tree: &'t Tree,
    node: &'t Node,
}

impl Deref for Syntax<'_> {
    type Target = Node;

    fn deref(&self) -> &Node {
        self.node
    }
}

impl<'t> Syntax<'t> {
    /// The children.
    pub(super) fn kids(self) -> Kids<'t> {
        let first = self.node.first as usize;
        Kids { tree: self.tree, nodes: &self.tree.nodes[first..first + self.node.count as usize] }
    }

    /// Whether both are one and the same node.
    pub(super) fn is(self, other: Syntax<'_>) -> bool {
        std::ptr::eq(self.node, other.node)
    }

    /// Whether the parser made the node up.
    pub(super) fn is_lost(self) -> bool {
        self.span.start == self.span.end
    }
}

/// The children of a node.
#[derive(Clone, Copy)]
pub(super) struct Kids<'t> {
    tree: &'t Tree,
    nodes: &'t [Node],
}

impl<'t> Kids<'t> {
    pub(super) fn iter(self) -> impl Iterator<Item = Syntax<'t>> {
        self.nodes.iter().map(move |node| Syntax { tree: self.tree, node })
    }

    /// The children that are no tokens.
    pub(super) fn named(self) -> impl Iterator<Item = Syntax<'t>> {
        self.iter().filter(|kid| !kid.kind.is_token())
    }

    /// The first child in a part.
    pub(super) fn field(self, field: Field) -> Option<Syntax<'t>> {
        self.iter().find(|kid| kid.field == field)
    }

    /// All children in a part.
    pub(super) fn fields(self, field: Field) -> impl Iterator<Item = Syntax<'t>> {
        self.named().filter(move |kid| kid.field == field)
    }

    /// All children of a kind.
    pub(super) fn of(self, kind: Kind) -> impl Iterator<Item = Syntax<'t>> {
        self.iter().filter(move |kid| kid.kind == kind)
    }

    /// The first child of a kind.
    pub(super) fn of_kind(self, kind: Kind) -> Option<Syntax<'t>> {
        self.of(kind).next()
    }

    /// The children that are neither tokens nor errors.
    pub(super) fn types(self) -> impl Iterator<Item = Syntax<'t>> {
        self.named().filter(|kid| kid.kind != Kind::Error)
    }
}

/// A tree while it is built.
#[derive(Default)]
pub(super) struct Builder {
    nodes: Vec<Node>,
    /// What has no parent yet, in the order of the text.
    open: Vec<Node>,
}

/// A place in the order of what is built: what comes after it can become the children of one node.
#[derive(Clone, Copy)]
pub(super) struct Mark(usize);

impl Builder {
    /// An empty tree; with room for what a text of `length` bytes usually becomes.
    pub(super) fn for_length(length: usize) -> Builder {
        Builder { nodes: Vec::with_capacity(length / 6), open: Vec::new() }
    }

    /// The place after all that is built.
    pub(super) fn mark(&self) -> Mark {
        Mark(self.open.len())
    }

    /// Adds a node without children.
    pub(super) fn leaf(&mut self, kind: Kind, span: Span) {
        let first = self.next();
        self.open.push(Node { kind, field: Field::Other, has_error: false, span, first, count: 0 });
    }

    /// Adds a node with all that came after the mark for its children.
    pub(super) fn close(&mut self, mark: Mark, kind: Kind, span: Span) {
        let first = self.next();
        let children = self.open.drain(mark.0..);
        let count = u32::try_from(children.len()).expect("a file over 4 GiB is not read");
        self.nodes.extend(children);
        self.open.push(Node { kind, field: Field::Other, has_error: false, span, first, count });
    }

    /// What was added last; there is something.
    pub(super) fn last(&mut self) -> &mut Node {
        self.open.last_mut().expect("asked for only after something was added")
    }

    /// What was added first after the mark; there is something.
    pub(super) fn at(&mut self, mark: Mark) -> &mut Node {
        &mut self.open[mark.0]
    }

    /// What was added last, and what before it, neither yet part of something larger; both are there.
    pub(super) fn last_two(&self) -> (Node, Node) {
        (self.open[self.open.len() - 2], self.open[self.open.len() - 1])
    }

    /// The children of a node.
    pub(super) fn kids(&self, node: Node) -> &[Node] {
        &self.nodes[node.first as usize..(node.first + node.count) as usize]
    }

    /// The children of what was added last.
    pub(super) fn last_kids(&mut self) -> &mut [Node] {
        let Some(Node { first, count, .. }) = self.open.last().copied() else { return &mut [] };
        &mut self.nodes[first as usize..(first + count) as usize]
    }

    /// The tree: what was added last is its root.
    pub(super) fn finish(mut self) -> Tree {
        let root = *self.last();
        self.nodes.push(root);
        Tree { nodes: self.nodes }
    }

    fn next(&self) -> u32 {
        u32::try_from(self.nodes.len()).expect("a file over 4 GiB is not read")
    }
}

//! What a promise in a comment speaks of: the declaration right under it, or the one before it on
//! its line.
//!
//! Facts carry byte spans, not lines, so the nearest anchor decides: a declaration or statement. It
//! must stand in the same type or function as the comment; then nothing else can be between.

use super::place::Declared;
use super::types::Types;
use crate::analysis::ty::{FunctionId, TypeId};
use crate::facts::{Directive, LocalId, Node, NodeId, Pattern, TypeDeclKind};
use crate::source::{FileId, Span};

/// What a promise speaks of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Subject {
    /// A field or static.
    Declared(Declared),
    /// A type: each of its fields.
    Type(TypeId),
    /// A local variable.
    Local(FunctionId, LocalId),
}

/// Something that a comment can stand at.
struct Anchor {
    at: u32,
    /// The type or function around it.
    inside: Option<Span>,
    subject: Option<Subject>,
}

/// All anchors of a file, in source order.
pub(super) struct Anchors {
    anchors: Vec<Anchor>,
    containers: Vec<Span>,
}

impl Anchors {
    /// Gathers the anchors of a file.
    pub(super) fn new(types: &Types<'_>, file: FileId) -> Anchors {
        let facts = types.program.file(file);
        let mut containers: Vec<Span> =
            facts.functions.iter().filter(|function| function.root.is_some()).map(|function| function.span).collect();
        containers.extend(facts.types.iter().map(|decl| decl.span));
        let around = |at: u32| innermost(&containers, at);
        let mut anchors = Vec::new();
        let mut add = |at: u32, subject: Option<Subject>| anchors.push(Anchor { at, inside: around(at), subject });
        for (index, decl) in facts.types.iter().enumerate() {
            let id = types.symbols.type_id(file, index);
            add(decl.span.start, Some(Subject::Type(id)));
            match &decl.kind {
                TypeDeclKind::Struct(fields) => {
                    for field in fields {
                        add(field.span.start, Some(Subject::Declared(Declared::Field(id, field.name))));
                    }
                }
                TypeDeclKind::Enum(variants) => {
                    for field in variants.iter().flat_map(|(_, fields)| fields) {
                        add(field.span.start, None);
                    }
                }
                _ => {}
            }
        }
        for (index, decl) in facts.vars.iter().enumerate() {
            add(decl.name_span.start, Some(Subject::Declared(Declared::Static(types.symbols.var_id(file, index)))));
        }
        for (index, function) in facts.functions.iter().enumerate() {
            let id = types.symbols.function_id(file, index);
            add(function.span.start, None);
            for node in (0..function.body.nodes.len()).map(NodeId::new) {
                let subject = match function.body.node(node) {
                    Node::Let { pattern, .. } => match function.body.pattern(pattern) {
                        Pattern::Bind { local, .. } => Some(Subject::Local(id, *local)),
                        _ => None,
                    },
                    Node::Block { .. } | Node::Terminate(_) => continue,
                    _ => None,
                };
                add(function.body.span(node).start, subject);
            }
        }
        // Of what starts at one place the declaration is meant.
        anchors.sort_by_key(|anchor| (anchor.at, anchor.subject.is_none()));
        anchors.dedup_by_key(|anchor| anchor.at);
        Anchors { anchors, containers }
    }

    /// What a comment speaks of; `None`: nothing.
    pub(super) fn subject(&self, directive: &Directive) -> Option<Subject> {
        let inside = innermost(&self.containers, directive.span.start);
        if directive.own_line {
            let next = self.anchors.partition_point(|anchor| anchor.at < directive.span.end);
            let anchor = self.anchors.get(next)?;
            let starts = |anchor: &Anchor| anchor.inside.is_some_and(|span| span.start == anchor.at);
            return anchor.subject.filter(|_| anchor.inside == inside || (starts(anchor) && self.outside(anchor) == inside));
        }
        let before = self.anchors.partition_point(|anchor| anchor.at < directive.span.start);
        let anchors = self.anchors.get(..before)?.iter().rev();
        anchors.take_while(|anchor| anchor.inside == inside).find_map(|anchor| anchor.subject)
    }

    /// What is around a declaration that is a container itself.
    fn outside(&self, anchor: &Anchor) -> Option<Span> {
        let own = anchor.inside?;
        let around = self.containers.iter().filter(|span| **span != own && span.contains(own));
        around.copied().min_by_key(|span| span.end - span.start)
    }
}

fn innermost(containers: &[Span], at: u32) -> Option<Span> {
    containers.iter().filter(|span| span.start <= at && at < span.end).copied().min_by_key(|span| span.end - span.start)
}

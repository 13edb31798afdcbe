//! Patterns and the locals that they bind.

use super::lower_body::BodyLowering;
use super::lower_types::path_segments;
use super::scope::name;
use crate::facts::{Local, LocalId, LocalKind, Name, Pattern, PatternId, TypeExprId};
use syn::{Member, Pat};

impl BodyLowering<'_, '_> {
    /// A whole pattern; its locals are in sight afterwards. `ty` is the type written for it.
    pub(super) fn pattern(&mut self, pat: &Pat, ty: Option<TypeExprId>) -> PatternId {
        let mut bound = Vec::new();
        let pattern = self.part(pat, ty, &mut bound);
        for (name, local) in bound {
            self.locals.bind(name, local);
        }
        pattern
    }

    /// A part of a pattern. A name that occurs again is the same local: that of another alternative.
    fn part(&mut self, pat: &Pat, ty: Option<TypeExprId>, bound: &mut Vec<(Name, LocalId)>) -> PatternId {
        let pattern = match pat {
            Pat::Ident(ident) => {
                let local_name = name(&ident.ident);
                let plain = ident.by_ref.is_none() && ident.mutability.is_none() && ident.subpat.is_none();
                if plain && local_name.as_str().starts_with(char::is_uppercase) {
                    let span = self.span(ident.ident.span());
                    let value = self.body.push_path(Box::new([local_name]), span);
                    return self.push_pattern(Pattern::Value(value));
                }
                let known = bound.iter().find(|(bound, _)| *bound == local_name).map(|(_, local)| *local);
                let local = known.unwrap_or_else(|| {
                    let span = self.span(ident.ident.span());
                    let kind = LocalKind::Variable;
                    let local = self.body.push_local(Local { name: local_name, span, ty, kind, closure: self.closure });
                    bound.push((local_name, local));
                    local
                });
                let sub = ident.subpat.as_ref().map(|(_, sub)| self.part(sub, None, bound));
                Pattern::Bind { local, sub, by_ref: ident.by_ref.is_some() }
            }
            Pat::Paren(paren) => return self.part(&paren.pat, ty, bound),
            Pat::Type(typed) => {
                let ty = Some(self.file.lower_type(&typed.ty));
                return self.part(&typed.pat, ty, bound);
            }
            Pat::Guard(guarded) => return self.part(&guarded.pat, ty, bound),
            Pat::Or(or) => Pattern::Or(or.cases.iter().map(|case| self.part(case, None, bound)).collect()),
            Pat::Reference(reference) => Pattern::Reference(self.part(&reference.pat, None, bound)),
            Pat::Tuple(tuple) => self.sequence(tuple.elems.iter(), bound),
            Pat::Slice(slice) => self.sequence(slice.elems.iter(), bound),
            Pat::TupleStruct(tuple) => {
                let path = path_segments(tuple.qself.as_ref(), &tuple.path).unwrap_or_default();
                Pattern::Variant { path, fields: self.numbered(tuple.elems.iter(), bound) }
            }
            Pat::Struct(pat) => {
                let path = path_segments(pat.qself.as_ref(), &pat.path).unwrap_or_default();
                let fields = pat.fields.iter().map(|field| (member_name(&field.member), self.part(&field.pat, None, bound)));
                Pattern::Variant { path, fields: fields.collect() }
            }
            Pat::Lit(lit) => Pattern::Value(self.literal(&lit.lit)),
            Pat::Range(range) => Pattern::Value(self.range(range)),
            Pat::Path(path) => Pattern::Value(self.path_expr(path)),
            Pat::Const(block) => Pattern::Value(self.const_block(block)),
            _ => Pattern::Wild,
        };
        self.push_pattern(pattern)
    }

    /// The elements of a tuple or slice. Where elements follow a `..`, positions do not count from
    /// the front, and the pattern is a `Variant` with no path.
    fn sequence<'p>(&mut self, elems: impl Iterator<Item = &'p Pat> + Clone, bound: &mut Vec<(Name, LocalId)>) -> Pattern {
        let after_rest = elems.clone().skip_while(|pat| !is_rest(pat)).count();
        if after_rest > 1 {
            return Pattern::Variant { path: Box::default(), fields: self.numbered(elems, bound) };
        }
        Pattern::Tuple(elems.map(|pat| self.part(pat, None, bound)).collect())
    }

    /// Elements by index; those after a `..` are all named `..`.
    fn numbered<'p>(&mut self, elems: impl Iterator<Item = &'p Pat>, bound: &mut Vec<(Name, LocalId)>) -> Box<[(Name, PatternId)]> {
        let mut rest = false;
        let mut fields = Vec::new();
        for (index, pat) in elems.enumerate() {
            if is_rest(pat) {
                rest = true;
                if !matches!(pat, Pat::Ident(_)) {
                    continue;
                }
            }
            let field = if rest { Name::from("..") } else { Name::from(&index.to_string()) };
            fields.push((field, self.part(pat, None, bound)));
        }
        fields.into()
    }
}

/// The name of a field; a tuple field's is its index.
pub(super) fn member_name(member: &Member) -> Name {
    match member {
        Member::Named(ident) => name(ident),
        Member::Unnamed(index) => Name::from(&index.index.to_string()),
    }
}

/// `..`, `rest @ ..`.
fn is_rest(pat: &Pat) -> bool {
    match pat {
        Pat::Rest(_) => true,
        Pat::Ident(ident) => ident.subpat.as_ref().is_some_and(|(_, sub)| matches!(**sub, Pat::Rest(_))),
        _ => false,
    }
}

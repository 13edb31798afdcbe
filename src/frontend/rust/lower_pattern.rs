//! Patterns and the locals that they bind.

use super::lower_body::BodyLowering;
use super::lower_types::path_segments;
use super::tree::{Pat, PatKind, QPath};
use crate::facts::{Local, LocalId, LocalKind, Name, Pattern, PatternId, TypeExprId};

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
        let pattern = match &pat.kind {
            PatKind::Ident { ident, by_ref, mutable, sub } => {
                let (name, span) = (ident.name, ident.span);
                let plain = !by_ref && !mutable && sub.is_none();
                if plain && name.as_str().starts_with(char::is_uppercase) {
                    let value = self.body.push_path(Box::new([name]), span);
                    return self.push_pattern(Pattern::Value(value));
                }
                let known = bound.iter().find(|(bound, _)| *bound == name).map(|(_, local)| *local);
                let local = known.unwrap_or_else(|| {
                    let kind = LocalKind::Variable;
                    let local = self.body.push_local(Local { name, span, ty, kind, closure: self.closure });
                    bound.push((name, local));
                    local
                });
                let sub = sub.as_ref().map(|sub| self.part(sub, None, bound));
                Pattern::Bind { local, sub, by_ref: *by_ref }
            }
            PatKind::Paren(inner) | PatKind::Guard(inner) => return self.part(inner, ty, bound),
            PatKind::Type(inner, ty) => {
                let ty = Some(self.file.lower_type(ty));
                return self.part(inner, ty, bound);
            }
            PatKind::Or(cases) => Pattern::Or(cases.iter().map(|case| self.part(case, None, bound)).collect()),
            PatKind::Reference(inner) => Pattern::Reference(self.part(inner, None, bound)),
            PatKind::Tuple(elems) | PatKind::Slice(elems) => self.sequence(elems, bound),
            PatKind::TupleStruct(path, elems) => Pattern::Variant { path: variant(path), fields: self.numbered(elems, bound) },
            PatKind::Struct(path, fields) => {
                let fields = fields.iter().map(|(name, pat)| (*name, self.part(pat, None, bound))).collect();
                Pattern::Variant { path: variant(path), fields }
            }
            PatKind::Literal(literal) => Pattern::Value(self.literal(literal)),
            PatKind::Range(range) => Pattern::Value(self.range(range)),
            PatKind::Path(path) => Pattern::Value(self.path_expr(path)),
            PatKind::Const(block) => Pattern::Value(self.apart(block)),
            PatKind::Rest | PatKind::Wild | PatKind::Other => Pattern::Wild,
        };
        self.push_pattern(pattern)
    }

    /// The elements of a tuple or slice. Where elements follow a `..`, positions do not count from
    /// the front, and the pattern is a `Variant` with no path.
    fn sequence(&mut self, elems: &[Pat], bound: &mut Vec<(Name, LocalId)>) -> Pattern {
        let after_rest = elems.iter().skip_while(|pat| !is_rest(pat)).count();
        if after_rest > 1 {
            return Pattern::Variant { path: Box::default(), fields: self.numbered(elems, bound) };
        }
        Pattern::Tuple(elems.iter().map(|pat| self.part(pat, None, bound)).collect())
    }

    /// Elements by index; those after a `..` are all named `..`.
    fn numbered(&mut self, elems: &[Pat], bound: &mut Vec<(Name, LocalId)>) -> Box<[(Name, PatternId)]> {
        let mut rest = false;
        let mut fields = Vec::new();
        for (index, pat) in elems.iter().enumerate() {
            if is_rest(pat) {
                rest = true;
                if !matches!(pat.kind, PatKind::Ident { .. }) {
                    continue;
                }
            }
            let field = if rest { Name::from("..") } else { Name::from(&index.to_string()) };
            fields.push((field, self.part(pat, None, bound)));
        }
        fields.into()
    }
}

fn variant(path: &QPath) -> Box<[Name]> {
    path_segments(path.qself.as_deref(), &path.path).unwrap_or_default()
}

/// `..`, `rest @ ..`.
fn is_rest(pat: &Pat) -> bool {
    match &pat.kind {
        PatKind::Rest => true,
        PatKind::Ident { sub, .. } => sub.as_ref().is_some_and(|sub| sub.kind == PatKind::Rest),
        _ => false,
    }
}

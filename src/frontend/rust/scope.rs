//! Names: which local a name stands for, and what `use` brings in.

use crate::facts::{Import, LocalId, Name};
use crate::frontend::interned;
use std::cell::RefCell;
use std::fmt::Write;

/// The locals that can be seen at a place, innermost last.
#[derive(Default)]
pub(super) struct Locals {
    bound: Vec<(Name, LocalId)>,
}

/// A state of [`Locals`] to go back to.
#[derive(Clone, Copy)]
pub(super) struct Mark(usize);

impl Locals {
    /// Opens a scope.
    pub(super) fn mark(&self) -> Mark {
        Mark(self.bound.len())
    }

    /// Closes a scope: everything bound since the mark is out of sight.
    pub(super) fn release(&mut self, mark: Mark) {
        self.bound.truncate(mark.0);
    }

    /// Binds a name; an earlier binding of the same name is shadowed.
    pub(super) fn bind(&mut self, name: Name, local: LocalId) {
        self.bound.push((name, local));
    }

    /// The local that a name stands for.
    pub(super) fn find(&self, name: Name) -> Option<LocalId> {
        self.bound.iter().rev().find(|(bound, _)| *bound == name).map(|(_, local)| *local)
    }
}

/// The imports of one `use` item, in source order. `span` turns a syn span into bytes.
pub(super) fn imports(item: &syn::ItemUse, span: impl Fn(proc_macro2::Span) -> crate::source::Span) -> Vec<Import> {
    let mut out = Vec::new();
    let mut prefix = Vec::new();
    if item.leading_colon.is_some() {
        prefix.push(Name::from(""));
    }
    let exported = !matches!(item.vis, syn::Visibility::Inherited);
    walk(&item.tree, &mut prefix, &mut |path, alias, at| {
        out.push(Import { path: path.into(), alias, glob: alias.is_none(), exported, span: span(at) });
    });
    out
}

thread_local! {
    /// Text of the identifier at hand: identifiers give theirs only by formatting.
    static TEXT: RefCell<String> = const { RefCell::new(String::new()) };
}

/// The name of an identifier, `r#` taken off.
pub(super) fn name(ident: &proc_macro2::Ident) -> Name {
    TEXT.with_borrow_mut(|text| {
        text.clear();
        write!(text, "{ident}").expect("writing to a string does not fail");
        interned::name(text.strip_prefix("r#").unwrap_or(text))
    })
}

fn walk(tree: &syn::UseTree, prefix: &mut Vec<Name>, emit: &mut impl FnMut(&[Name], Option<Name>, proc_macro2::Span)) {
    match tree {
        syn::UseTree::Path(path) => {
            prefix.push(name(&path.ident));
            walk(&path.tree, prefix, emit);
            prefix.pop();
        }
        syn::UseTree::Name(leaf) => one(&leaf.ident, name(&leaf.ident), prefix, emit),
        syn::UseTree::Rename(leaf) => one(&leaf.ident, name(&leaf.rename), prefix, emit),
        syn::UseTree::Glob(glob) => emit(prefix, None, glob.star_token.span),
        syn::UseTree::Group(group) => group.items.iter().for_each(|item| walk(item, prefix, emit)),
    }
}

/// `a::b`, `a::b as c`, and `self` inside a group, which names what stands before it.
fn one(ident: &proc_macro2::Ident, alias: Name, prefix: &mut Vec<Name>, emit: &mut impl FnMut(&[Name], Option<Name>, proc_macro2::Span)) {
    let own = name(ident);
    if own.as_str() == "self"
        && let Some(&last) = prefix.last()
    {
        let alias = if alias == own { last } else { alias };
        emit(prefix, Some(alias), ident.span());
        return;
    }
    prefix.push(own);
    emit(prefix, Some(alias), ident.span());
    prefix.pop();
}

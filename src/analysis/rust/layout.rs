//! What a Rust type takes in memory, as far as declarations say it.
//!
//! The compiler may lay out structs as it likes; what it does is stated here only where there is one sensible way: no
//! `#[repr]`, fields that are in all builds. Enums with data have no layout here, and neither has what contains them or
//! a type that is not known; what is behind a pointer counts only in whether the pointer needs a second word.

use super::types::Types;
use crate::analysis::ty::{Ty, TyKind, TypeId};
use crate::capacity::Layout;
use crate::diagnostic::inventory::Layouts;
use crate::facts::{FixedLayout, LayoutModel, Name, Representation, TypeDeclKind, TypeModelKind};
use rustc_hash::FxHashMap;

/// Types are followed this deep into each other; what is deeper is not known.
const MAX_DEPTH: usize = 12;
/// Bytes of a pointer.
const WORD: u64 = 8;

/// The layouts of key and value of a map, or of a set's key; `None` where it is not a hash table of the standard
/// library.
pub(super) fn of_map(types: &Types<'_>, map: &Ty) -> Option<Layouts> {
    let (TyKind::Library(_, args), Some(model)) = (&**map, types.model(map)) else { return None };
    if model.kind != TypeModelKind::HashMap || !model.standard {
        return None;
    }
    let value = match model.value {
        Some(value) => args.get(value).and_then(|ty| of(types, ty)),
        None => Some(Layout::EMPTY),
    };
    Some(Layouts { key: args.get(model.key?).and_then(|ty| of(types, ty)), value })
}

fn of(types: &Types<'_>, ty: &Ty) -> Option<Layout> {
    Reader { types, known: FxHashMap::default() }.shape(ty, 0).map(|shape| shape.layout)
}

/// A layout, and whether some bit patterns of it stand for no value; `None` where that is not known.
#[derive(Clone, Copy)]
struct Shape {
    layout: Layout,
    niche: Option<bool>,
}

impl Shape {
    fn scalar(bytes: u64, niche: bool) -> Shape {
        Shape { layout: Layout::scalar(bytes), niche: Some(niche) }
    }

    /// So many words, the first of which is never zero.
    fn pointer(words: u64) -> Shape {
        Shape { layout: Layout { size: WORD * words, align: WORD, pointers: false }, niche: Some(true) }
    }
}

struct Reader<'t, 'p> {
    types: &'t Types<'p>,
    /// Of types that were met before; `None` for those that are being read, too.
    known: FxHashMap<Ty, Option<Shape>>,
}

impl Reader<'_, '_> {
    fn shape(&mut self, ty: &Ty, depth: usize) -> Option<Shape> {
        if depth > MAX_DEPTH {
            return None;
        }
        match &**ty {
            TyKind::Basic(name) => basic(*name),
            TyKind::Pointer(target) => self.pointer(target, depth),
            TyKind::Array(element, len) => {
                let Shape { layout, niche } = self.shape(element, depth + 1)?;
                let len = (*len)?;
                Some(Shape { layout: layout.array(len)?, niche: niche.map(|niche| niche && len > 0) })
            }
            TyKind::Tuple(parts) => self.together(parts, depth),
            // What is called through a trait has no size: as a value it is a plain function pointer.
            TyKind::Function(..) => Some(Shape::pointer(1)),
            TyKind::Library(path, args) => self.library(ty, *path, args, depth),
            TyKind::Named(id, _) => {
                if let Some(known) = self.known.get(ty) {
                    return *known;
                }
                self.known.insert(*ty, None);
                let found = self.declared(*id, ty, depth);
                self.known.insert(*ty, found);
                found
            }
            TyKind::Unknown
            | TyKind::Slice(_)
            | TyKind::Map(..)
            | TyKind::Channel(_)
            | TyKind::Struct(..)
            | TyKind::Interface(..)
            | TyKind::Param(_) => None,
        }
    }

    fn library(&mut self, ty: &Ty, path: Name, args: &[Ty], depth: usize) -> Option<Shape> {
        if let Some(target) = self.types.raw_target(ty) {
            return self.pointer(&target, depth).map(|shape| Shape { niche: Some(false), ..shape });
        }
        match self.types.library().layouts.get(path.as_str())? {
            LayoutModel::Fixed(FixedLayout { arguments: Some(most), .. }) if args.len() > *most => None,
            LayoutModel::Fixed(fixed) => {
                let layout = Layout::new(fixed.size, fixed.align, false)?;
                Some(Shape { layout, niche: Some(fixed.niche) })
            }
            LayoutModel::Pointer(of) => self.pointer(args.get(*of)?, depth),
            LayoutModel::Same(of) => self.shape(args.get(*of)?, depth + 1),
            LayoutModel::Optional(of) => {
                let Shape { layout, niche } = self.shape(args.get(*of)?, depth + 1)?;
                let layout = if niche? { layout } else { Layout::reordered(&[layout, Layout::scalar(layout.align)])? };
                // Whether a second pattern is left is not known.
                Some(Shape { layout, niche: None })
            }
            LayoutModel::Unsized => None,
        }
    }

    fn declared(&mut self, id: TypeId, ty: &Ty, depth: usize) -> Option<Shape> {
        let (_, decl) = self.types.symbols.type_decl(self.types.program, id);
        if !self.is_whole(id) {
            return None;
        }
        match (&decl.kind, decl.representation) {
            (TypeDeclKind::Struct(_), Representation::Default) => {
                let fields: Vec<Ty> = self.types.fields(ty).into_iter().map(|(_, ty)| ty).collect();
                self.together(&fields, depth)
            }
            (TypeDeclKind::Enum(variants), representation) if variants.iter().all(|(_, fields)| fields.is_empty()) => {
                match representation {
                    Representation::Default => match variants.len() {
                        0 | 1 => Some(Shape { layout: Layout::EMPTY, niche: None }),
                        count @ 2..=256 => Some(Shape { layout: Layout::scalar(1), niche: Some(count < 256) }),
                        257..=65_536 => Some(Shape { layout: Layout::scalar(2), niche: None }),
                        _ => None,
                    },
                    Representation::Discriminant(name) => basic(name).map(|shape| Shape { niche: None, ..shape }),
                    Representation::Other => None,
                }
            }
            _ => None,
        }
    }

    /// Values that lie in one struct or tuple.
    fn together(&mut self, parts: &[Ty], depth: usize) -> Option<Shape> {
        let shapes: Vec<Shape> = parts.iter().map(|part| self.shape(part, depth + 1)).collect::<Option<_>>()?;
        let layouts: Vec<Layout> = shapes.iter().map(|shape| shape.layout).collect();
        let niches = shapes.iter().map(|shape| shape.niche);
        let niche = if niches.clone().any(|niche| niche == Some(true)) { Some(true) } else { niches.fold(Some(false), Option::and) };
        Some(Shape { layout: Layout::reordered(&layouts)?, niche })
    }

    /// A reference, or what is one inside, to a value of this type.
    fn pointer(&mut self, target: &Ty, depth: usize) -> Option<Shape> {
        Some(Shape::pointer(if self.is_sized(target, depth)? { 1 } else { 2 }))
    }

    fn is_sized(&mut self, ty: &Ty, depth: usize) -> Option<bool> {
        match &**ty {
            TyKind::Slice(_) => Some(false),
            TyKind::Basic(name) => Some(name.as_str() != "str"),
            TyKind::Pointer(_) | TyKind::Array(..) | TyKind::Tuple(_) => Some(true),
            TyKind::Named(id, _) => {
                let (_, decl) = self.types.symbols.type_decl(self.types.program, *id);
                match &decl.kind {
                    TypeDeclKind::Interface { .. } => Some(false),
                    // The last field alone can have no size.
                    TypeDeclKind::Struct(_) if depth < MAX_DEPTH && self.is_whole(*id) => match self.types.fields(ty).pop() {
                        // Types that are not known are rarely of any size, and even more rarely fields.
                        Some((_, last)) if matches!(*last, TyKind::Library(..)) => Some(self.is_sized(&last, depth + 1) != Some(false)),
                        Some((_, last)) => self.is_sized(&last, depth + 1),
                        None => Some(true),
                    },
                    TypeDeclKind::Enum(_) => Some(true),
                    _ => None,
                }
            }
            TyKind::Library(path, _) => match self.types.library().layouts.get(path.as_str()) {
                Some(LayoutModel::Unsized) => Some(false),
                Some(_) => Some(true),
                None => self.types.model(ty).map(|_| true),
            },
            // A trait object of a function is written like a pointer to one.
            TyKind::Function(..) => None,
            TyKind::Unknown | TyKind::Map(..) | TyKind::Channel(_) | TyKind::Struct(..) | TyKind::Interface(..) | TyKind::Param(_) => None,
        }
    }

    /// Whether the type is declared once in its scope.
    fn is_whole(&self, id: TypeId) -> bool {
        let (file, decl) = self.types.symbols.type_decl(self.types.program, id);
        let same = self.types.program.file(file).types.iter();
        same.filter(|other| other.name == decl.name && other.scope == decl.scope).count() <= 1
    }
}

fn basic(name: Name) -> Option<Shape> {
    Some(match name.as_str() {
        "bool" => Shape::scalar(1, true),
        "i8" | "u8" => Shape::scalar(1, false),
        "i16" | "u16" => Shape::scalar(2, false),
        "char" => Shape::scalar(4, true),
        "i32" | "u32" | "f32" => Shape::scalar(4, false),
        "i64" | "u64" | "f64" | "isize" | "usize" => Shape::scalar(8, false),
        "i128" | "u128" => Shape::scalar(16, false),
        _ => return None,
    })
}

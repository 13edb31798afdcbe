//! What a Go type takes in memory, as far as declarations say it.
//!
//! A type that cannot be resolved, or that other builds declare anew, has no layout, and neither has what contains it;
//! what is behind a pointer does not count.

use super::names::Names;
use crate::analysis::ty::{Ty, TyKind, TypeId};
use crate::capacity::Layout;
use crate::diagnostic::inventory::Layouts;
use crate::facts::{LayoutModel, Name, TypeExpr};
use rustc_hash::FxHashMap;

/// Types are followed this deep into each other; what is deeper is not known.
const MAX_DEPTH: usize = 12;

/// The layouts of a map's key and value; `None` where the type is no map of the language.
pub(super) fn of_map(names: &Names<'_>, ty: &Ty) -> Option<Layouts> {
    match &*names.underlying(&names.deref(ty)) {
        TyKind::Map(key, value) => Some(Layouts { key: of(names, key), value: of(names, value) }),
        _ => None,
    }
}

fn of(names: &Names<'_>, ty: &Ty) -> Option<Layout> {
    Reader { names, known: FxHashMap::default() }.layout(ty, 0)
}

struct Reader<'n, 'p> {
    names: &'n Names<'p>,
    /// Of types that were met before; `None` for those that are being read, too.
    known: FxHashMap<Ty, Option<Layout>>,
}

impl Reader<'_, '_> {
    fn layout(&mut self, ty: &Ty, depth: usize) -> Option<Layout> {
        if depth > MAX_DEPTH {
            return None;
        }
        match &**ty {
            TyKind::Basic(name) => basic(*name),
            TyKind::Pointer(_) | TyKind::Map(..) | TyKind::Channel(_) | TyKind::Function(..) => Some(Layout::POINTER),
            TyKind::Slice(_) => Some(Layout::words(3)),
            TyKind::Interface(..) => Some(Layout::words(2)),
            TyKind::Array(element, len) => self.layout(element, depth + 1)?.array((*len)?),
            TyKind::Struct(file, id) => match self.names.program.file(*file).type_exprs.get(id.index()) {
                Some(TypeExpr::Struct(_)) => self.fields(ty, depth),
                _ => None,
            },
            TyKind::Named(..) | TyKind::Library(..) => {
                if let Some(known) = self.known.get(ty) {
                    return *known;
                }
                self.known.insert(*ty, None);
                let found = self.declared(ty, depth);
                self.known.insert(*ty, found);
                found
            }
            TyKind::Unknown | TyKind::Tuple(_) | TyKind::Param(_) => None,
        }
    }

    fn declared(&mut self, ty: &Ty, depth: usize) -> Option<Layout> {
        match &**ty {
            TyKind::Library(path, _) => {
                if let Some(model) = self.names.library().layouts.get(path.as_str()) {
                    return modelled(model);
                }
            }
            TyKind::Named(id, _) if !self.is_whole(*id) => return None,
            _ => {}
        }
        if self.names.is_interface(ty) {
            return Some(Layout::words(2));
        }
        match self.names.definition(ty)? {
            Some(target) => self.layout(&target, depth + 1),
            None => self.fields(ty, depth),
        }
    }

    fn fields(&mut self, ty: &Ty, depth: usize) -> Option<Layout> {
        let fields: Option<Vec<Layout>> = self.names.written_fields(ty)?.iter().map(|field| self.layout(&field.ty, depth + 1)).collect();
        Layout::in_order(&fields?)
    }

    /// Whether the type is declared once, and was read whole.
    fn is_whole(&self, id: TypeId) -> bool {
        let Names { program, symbols, .. } = self.names;
        let (file, decl) = symbols.type_decl(program, id);
        if program.file(file).losses.iter().any(|loss| loss.span.start < decl.span.end && decl.span.start < loss.span.end) {
            return false;
        }
        let unit = program.info(file).unit.filter(|_| decl.scope.index() == 0);
        let files = unit.map_or(&[][..], |unit| &program.units[unit.index()].files);
        let declared = files.iter().flat_map(|file| &program.file(*file).types);
        declared.filter(|other| other.name == decl.name && other.scope.index() == 0).count() <= 1
    }
}

/// What the table of libraries says. Go has none of the others.
fn modelled(model: &LayoutModel) -> Option<Layout> {
    match model {
        LayoutModel::Fixed(fixed) => Layout::new(fixed.size, fixed.align, fixed.pointers),
        LayoutModel::Pointer(_) => Some(Layout::POINTER),
        LayoutModel::Optional(_) | LayoutModel::Same(_) | LayoutModel::Unsized => None,
    }
}

fn basic(name: Name) -> Option<Layout> {
    Some(match name.as_str() {
        "bool" | "int8" | "uint8" | "byte" => Layout::scalar(1),
        "int16" | "uint16" => Layout::scalar(2),
        "int32" | "uint32" | "rune" | "float32" => Layout::scalar(4),
        "int" | "int64" | "uint" | "uint64" | "uintptr" | "float64" => Layout::scalar(8),
        "complex64" => Layout { size: 8, align: 4, pointers: false },
        "complex128" => Layout { size: 16, align: 8, pointers: false },
        "string" | "error" | "any" => Layout::words(2),
        _ => return None,
    })
}

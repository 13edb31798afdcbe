//! Maps that must carry a promise, and carry none: by what the project's config asks of their declarations.

use super::attach::Covered;
use super::{ContractSubject, Promise, malformed};
use crate::analysis::go::names::Names;
use crate::analysis::go::place::{Slot, SlotBase};
use crate::analysis::go::text;
use crate::analysis::ty::{self, FunctionId, Ty, TyKind, TypeId};
use crate::diagnostic::MapRef;
use crate::facts::{DeclarationKind, LocalId, LocalKind, Required, TypeDeclKind, TypeModelKind, VarKind};
use crate::source::{FileId, Language, Location, Span};
use rustc_hash::FxHashSet;

/// One subject for each such declaration. `globals` are the types of package variables by id; at `unread` stands what
/// was meant as a promise.
pub(super) fn missing(names: &Names<'_>, globals: &[Ty], promises: &[Promise<'_>], unread: &FxHashSet<SlotBase>) -> Vec<ContractSubject> {
    let bases: FxHashSet<SlotBase> = promises.iter().flat_map(Promise::bases).chain(unread.iter().copied()).collect();
    let of_type = |covered: &Covered| if let Covered::Typed(id) = covered { Some(*id) } else { None };
    let types: FxHashSet<TypeId> = promises.iter().flat_map(|promise| &promise.covered).filter_map(of_type).collect();
    let mut found = Vec::new();
    for (file, required) in &names.program.requirements {
        if names.program.info(*file).language == Language::Go {
            let mut finder = Finder { names, file: *file, required, bases: &bases, types: &types, found: Vec::new() };
            finder.fields_and_types();
            finder.variables(globals);
            finder.locals();
            found.extend(finder.found);
        }
    }
    found
}

struct Finder<'a, 'p> {
    names: &'a Names<'p>,
    file: FileId,
    required: &'a [Required],
    /// What carries a promise.
    bases: &'a FxHashSet<SlotBase>,
    types: &'a FxHashSet<TypeId>,
    found: Vec<ContractSubject>,
}

impl Finder<'_, '_> {
    fn fields_and_types(&mut self) {
        let names = self.names;
        for (index, decl) in names.program.file(self.file).types.iter().enumerate() {
            let id = names.symbols.type_id(self.file, index);
            let own: Ty = ty::named(id);
            if matches!(&*names.underlying(&own), TyKind::Map(..)) && !self.types.contains(&id) {
                if self.is_asked(DeclarationKind::Type, decl.exported, &[decl.name_span]) {
                    self.tell_type(id, decl.name_span);
                }
                continue;
            }
            let TypeDeclKind::Struct(fields) = &decl.kind else { continue };
            let resolved = names.struct_fields(&own);
            for field in fields {
                let ty = resolved.iter().find(|known| known.name == field.name).map(|known| &known.ty);
                let exported = decl.exported && field.exported;
                if self.is_asked(DeclarationKind::Field, exported, &[field.span, decl.name_span]) {
                    self.tell(SlotBase::Field(id, field.name), ty);
                }
            }
        }
    }

    fn variables(&mut self, globals: &[Ty]) {
        for (index, var) in self.names.program.file(self.file).vars.iter().enumerate() {
            let id = self.names.symbols.var_id(self.file, index);
            if var.kind != VarKind::Constant && self.is_asked(DeclarationKind::Variable, var.exported, &[var.name_span]) {
                self.tell(SlotBase::Global(id), globals.get(id.0 as usize));
            }
        }
    }

    fn locals(&mut self) {
        for (index, function) in self.names.program.file(self.file).functions.iter().enumerate() {
            let id: FunctionId = self.names.symbols.function_id(self.file, index);
            for (at, local) in function.body.locals.iter().enumerate().filter(|(_, local)| local.kind == LocalKind::Variable) {
                if self.is_asked(DeclarationKind::Local, false, &[local.span]) {
                    let at = LocalId::new(at);
                    let ty = super::attach::local_type(self.names, id, at);
                    self.tell(SlotBase::Local(id, at), Some(&ty));
                }
            }
        }
    }

    fn is_asked(&self, kind: DeclarationKind, exported: bool, names: &[Span]) -> bool {
        self.required.iter().any(|required| required.asks(kind, exported, names))
    }

    fn tell(&mut self, base: SlotBase, ty: Option<&Ty>) {
        let names = self.names;
        let Some(ty) = ty.filter(|ty| !self.bases.contains(&base) && is_map(names, ty) && !self.is_of_promised_type(ty)) else { return };
        let map = text::map_ref(names, Slot::new(base), ty);
        if let Some(at) = map.declaration {
            self.found.push(ContractSubject { map: Some(map), missing: true, ..self.at(at.span) });
        }
    }

    fn tell_type(&mut self, id: TypeId, name: Span) {
        let (_, decl) = self.names.symbols.type_decl(self.names.program, id);
        let ty = self.names.show(&self.names.underlying(&ty::named(id)));
        let declaration = Some(Location { file: self.file, span: name });
        let map = MapRef { name: decl.name.to_string(), owner: String::new(), ty, declaration };
        self.found.push(ContractSubject { map: Some(map), missing: true, ..self.at(name) });
    }

    fn is_of_promised_type(&self, ty: &Ty) -> bool {
        matches!(&*self.names.deref(ty), TyKind::Named(id, _) if self.types.contains(id))
    }

    fn at(&self, span: Span) -> ContractSubject {
        malformed(self.names, Location { file: self.file, span }, String::new(), String::new())
    }
}

fn is_map(names: &Names<'_>, ty: &Ty) -> bool {
    matches!(&*names.underlying(&names.deref(ty)), TyKind::Map(..)) || names.model_kind(ty) == TypeModelKind::ConcurrentMap
}

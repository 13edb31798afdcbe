//! Types as written, and the signatures of functions.

use super::kind::{Field, Kind};
use super::lower::{Lowering, is_exported};
use super::scope::Binding;
use super::tree::Syntax;
use crate::facts::{Field as StructField, LocalId, LocalKind, MethodSignature, Name, TypeExpr, TypeExprId};

/// The parameters and results of a function or closure, bound as locals.
#[derive(Default)]
pub(super) struct Signature {
    pub(super) params: Vec<LocalId>,
    pub(super) variadic: bool,
    pub(super) results: Vec<TypeExprId>,
    pub(super) named_results: Vec<LocalId>,
}

struct Param<'t> {
    /// Its declaration.
    declaration: Syntax<'t>,
    name: Option<Syntax<'t>>,
    ty: TypeExprId,
    variadic: bool,
}

impl Lowering<'_> {
    /// A type as written.
    pub(super) fn ty(&mut self, x: Syntax<'_>) -> TypeExprId {
        if !self.enter(x) {
            return self.unknown_type();
        }
        let ty = self.type_expr(x);
        self.exit();
        self.push_type(ty)
    }

    /// A type as written, or, where it is missing, an unknown one.
    pub(super) fn ty_or_unknown(&mut self, x: Option<Syntax<'_>>) -> TypeExprId {
        match x {
            Some(x) => self.ty(x),
            None => self.unknown_type(),
        }
    }

    pub(super) fn unknown_type(&mut self) -> TypeExprId {
        self.push_type(TypeExpr::Unknown)
    }

    pub(super) fn push_type(&mut self, ty: TypeExpr) -> TypeExprId {
        self.file.facts.type_exprs.push(ty);
        TypeExprId::new(self.file.facts.type_exprs.len() - 1)
    }

    fn type_expr(&mut self, x: Syntax<'_>) -> TypeExpr {
        if x.is_lost() {
            return TypeExpr::Unknown;
        }
        match x.kind {
            Kind::TypeIdentifier | Kind::Identifier => TypeExpr::Path { path: Box::new([self.type_name(x)]), args: Box::new([]) },
            Kind::QualifiedType => TypeExpr::Path { path: self.qualified(x), args: Box::new([]) },
            Kind::GenericType => self.generic(x),
            Kind::PointerType => TypeExpr::Pointer { target: self.only(x), mutable: true, raw: false },
            Kind::SliceType => TypeExpr::Slice(self.part(x, Field::Element)),
            Kind::ImplicitLengthArrayType => TypeExpr::Array(self.part(x, Field::Element), None),
            Kind::ArrayType => {
                let length = x.kids().field(Field::Length);
                let length = length.and_then(|length| self.text(length).parse().ok());
                TypeExpr::Array(self.part(x, Field::Element), length)
            }
            Kind::MapType => TypeExpr::Map(self.part(x, Field::Key), self.part(x, Field::Value)),
            Kind::ChannelType => TypeExpr::Channel(self.part(x, Field::Value)),
            Kind::FunctionType => {
                let kids = x.kids();
                let (params, results) = self.signature_types(kids.field(Field::Parameters), kids.field(Field::Result));
                TypeExpr::Function { params, results }
            }
            Kind::StructType => TypeExpr::Struct(self.fields(x)),
            Kind::InterfaceType => self.interface(x),
            // The inner type is of the same meaning; it gets an entry of its own, which is copied.
            Kind::ParenthesizedType | Kind::NegatedType => {
                let inner = self.only(x);
                self.file.facts.type_exprs[inner.index()].clone()
            }
            Kind::TypeElem | Kind::TypeConstraint => match self.members(x).as_slice() {
                [single] => self.file.facts.type_exprs[single.index()].clone(),
                members => TypeExpr::Interface { methods: Vec::new(), embeds: members.into() },
            },
            _ => TypeExpr::Unknown,
        }
    }

    /// The name of a type: one that the function declares goes by its name in the facts.
    fn type_name(&mut self, x: Syntax<'_>) -> Name {
        let name = self.name(x);
        match self.f.scopes.lookup(name) {
            Some(Binding::Type(known_as)) => known_as,
            _ => name,
        }
    }

    fn qualified(&mut self, x: Syntax<'_>) -> Box<[Name]> {
        let kids = x.kids();
        [Field::Package, Field::Name].into_iter().filter_map(|field| kids.field(field)).map(|part| self.name(part)).collect()
    }

    fn generic(&mut self, x: Syntax<'_>) -> TypeExpr {
        let kids = x.kids();
        let path = match kids.field(Field::Type) {
            Some(base) if base.kind == Kind::QualifiedType => self.qualified(base),
            Some(base) => Box::new([self.type_name(base)]),
            None => return TypeExpr::Unknown,
        };
        let args = kids.field(Field::TypeArguments).map_or(Vec::new(), |list| self.type_arguments(list));
        TypeExpr::Path { path, args: args.into() }
    }

    pub(super) fn type_arguments(&mut self, list: Syntax<'_>) -> Vec<TypeExprId> {
        let kids = list.kids();
        kids.types().map(|argument| self.ty(argument)).collect()
    }

    /// The members of a union or constraint.
    pub(super) fn members(&mut self, x: Syntax<'_>) -> Vec<TypeExprId> {
        let kids = x.kids();
        kids.types().map(|member| self.ty(member)).collect()
    }

    fn part(&mut self, x: Syntax<'_>, field: Field) -> TypeExprId {
        let part = x.kids().field(field);
        self.ty_or_unknown(part)
    }

    fn only(&mut self, x: Syntax<'_>) -> TypeExprId {
        let inner = x.kids().types().next();
        self.ty_or_unknown(inner)
    }

    fn fields(&mut self, x: Syntax<'_>) -> Vec<StructField> {
        let mut fields = Vec::new();
        let lists = x.kids();
        for list in lists.of(Kind::FieldDeclarationList) {
            let declarations = list.kids();
            for declaration in declarations.of(Kind::FieldDeclaration) {
                self.field_declaration(declaration, &mut fields);
            }
        }
        fields
    }

    fn field_declaration(&mut self, x: Syntax<'_>, fields: &mut Vec<StructField>) {
        let kids = x.kids();
        let Some(written) = kids.field(Field::Type) else { return };
        let mut ty = self.ty(written);
        let encoded = kids.field(Field::Tag).is_some_and(|tag| is_encoded(self.text(tag)));
        let named = fields.len();
        for name in kids.fields(Field::Name) {
            let text = self.name(name);
            fields.push(StructField { name: text, ty, span: self.span(name), embedded: false, encoded, exported: is_exported(text) });
        }
        let name = match &self.file.facts.type_exprs[ty.index()] {
            TypeExpr::Path { path, .. } if fields.len() == named => path.last().copied(),
            _ => None,
        };
        if let Some(name) = name {
            if kids.of_kind(Kind::Star).is_some() {
                ty = self.push_type(TypeExpr::Pointer { target: ty, mutable: true, raw: false });
            }
            fields.push(StructField { name, ty, span: self.span(written), embedded: true, encoded, exported: is_exported(name) });
        }
    }

    fn interface(&mut self, x: Syntax<'_>) -> TypeExpr {
        let (mut methods, mut embeds) = (Vec::new(), Vec::new());
        for element in x.kids().iter() {
            match element.kind {
                Kind::MethodElem => {
                    let kids = element.kids();
                    let Some(name) = kids.field(Field::Name) else { continue };
                    let (params, results) = self.signature_types(kids.field(Field::Parameters), kids.field(Field::Result));
                    methods.push(MethodSignature { name: self.name(name), params, results });
                }
                Kind::TypeElem => embeds.extend(self.members(element)),
                _ => {}
            }
        }
        TypeExpr::Interface { methods, embeds: embeds.into() }
    }

    /// Binds the parameters and results of a function or closure in the innermost block.
    pub(super) fn signature(&mut self, params: Option<Syntax<'_>>, result: Option<Syntax<'_>>) -> Signature {
        let mut signature = Signature::default();
        for param in params.map_or(Vec::new(), |list| self.params(list)) {
            signature.variadic |= param.variadic;
            let local = match param.name {
                Some(name) => self.bind_local(name, Some(param.ty), LocalKind::Param),
                None => self.unnamed(param.declaration, param.ty, LocalKind::Param),
            };
            signature.params.push(local);
        }
        for result in result.map_or(Vec::new(), |result| self.results(result)) {
            signature.results.push(result.ty);
            if let Some(name) = result.name {
                let local = self.bind_local(name, Some(result.ty), LocalKind::Result);
                signature.named_results.push(local);
            }
        }
        signature
    }

    fn signature_types(&mut self, params: Option<Syntax<'_>>, result: Option<Syntax<'_>>) -> (Box<[TypeExprId]>, Box<[TypeExprId]>) {
        let types = |list: Vec<Param<'_>>| list.into_iter().map(|param| param.ty).collect();
        let params = params.map_or(Vec::new(), |list| self.params(list));
        (types(params), types(result.map_or(Vec::new(), |result| self.results(result))))
    }

    fn results<'t>(&mut self, x: Syntax<'t>) -> Vec<Param<'t>> {
        match x.kind {
            Kind::ParameterList => self.params(x),
            _ => vec![Param { declaration: x, name: None, ty: self.ty(x), variadic: false }],
        }
    }

    fn params<'t>(&mut self, list: Syntax<'t>) -> Vec<Param<'t>> {
        let mut params = Vec::new();
        for declaration in list.kids().named() {
            let kids = declaration.kids();
            let Some(ty) = kids.field(Field::Type) else { continue };
            let variadic = declaration.kind == Kind::VariadicParameter;
            let mut ty = self.ty(ty);
            if variadic {
                ty = self.push_type(TypeExpr::Slice(ty));
            }
            let first = params.len();
            params.extend(kids.fields(Field::Name).map(|name| Param { declaration, name: Some(name), ty, variadic }));
            if params.len() == first {
                params.push(Param { declaration, name: None, ty, variadic });
            }
        }
        params
    }
}

/// The tag has a key by which an encoding names fields, and does not leave the field out.
fn is_encoded(tag: &str) -> bool {
    const KEYS: [&str; 6] = ["json", "yaml", "xml", "toml", "protobuf", "cbor"];
    let mut parts = tag.split('"').map(|part| part.trim_matches(['`', ' ']));
    std::iter::from_fn(|| Some((parts.next()?, parts.next()?))).any(|(key, value)| {
        let key = key.trim_end_matches(':');
        KEYS.contains(&key) && value != "-"
    })
}

//! Items, but for what stands inside of them: see `members`.

use super::{Parsed, Parser, Refused};
use crate::facts::{Import, Name, VarKind};
use crate::frontend::rust::scope::import;
use crate::frontend::rust::token::Kind;
use crate::frontend::rust::tree::{Attribute, Generics, Head, Ident, Impl, Item, Macro, QPath, Trait, TypeKind, Variable, Visibility};
use crate::source::Span;

impl Parser<'_> {
    /// Reads an item.
    pub(in crate::frontend::rust) fn item(&mut self) -> Parsed<Item> {
        let attributes = self.attributes()?;
        self.rest_of_item(attributes)
    }

    /// Reads an item after its attributes.
    pub(super) fn rest_of_item(&mut self, attributes: Vec<Attribute>) -> Parsed<Item> {
        let start = self.at;
        let visibility = self.visibility()?;
        if self.begins_signature(false) {
            let function = self.function(attributes, visibility, start)?;
            // Without a body it is for some macro to read.
            return Ok(if function.block.is_some() { Item::Function(Box::new(function)) } else { Item::Other });
        }
        match self.kind() {
            Kind::Extern if self.nth(1) == Kind::Crate => self.extern_crate(visibility),
            Kind::Extern => self.foreign(),
            Kind::Use => self.use_(visibility),
            Kind::Static => self.static_(visibility),
            Kind::Const => self.const_(visibility),
            Kind::Unsafe => match self.nth(1) {
                Kind::Trait => self.trait_(attributes, visibility, start),
                Kind::Ident if self.word_at(1) == "auto" => self.trait_(attributes, visibility, start),
                Kind::Impl if visibility.at.is_none() => self.impl_(attributes),
                Kind::Extern => self.foreign(),
                _ => Err(Refused),
            },
            Kind::Mod => self.mod_(attributes),
            Kind::Type => self.alias(attributes, visibility, start),
            Kind::Struct => self.struct_(attributes, visibility, start, false),
            Kind::Enum => self.enum_(attributes, visibility, start),
            Kind::Trait => self.trait_(attributes, visibility, start),
            Kind::Impl if visibility.at.is_none() => self.impl_(attributes),
            Kind::Macro => {
                self.skip(1);
                self.ident()?;
                if self.is(Kind::OpenParen) {
                    self.group()?;
                }
                if !self.is(Kind::OpenBrace) {
                    return Err(Refused);
                }
                self.group()?;
                Ok(Item::Other)
            }
            Kind::Ident if self.is_word("union") && self.nth(1) == Kind::Ident => self.struct_(attributes, visibility, start, true),
            Kind::Ident if self.is_word("auto") && self.nth(1) == Kind::Trait => self.trait_(attributes, visibility, start),
            Kind::Ident if self.is_word("default") && self.nth(1) != Kind::Bang && visibility.at.is_none() => {
                self.skip(1);
                self.impl_(attributes)
            }
            _ if visibility.at.is_none() => self.item_macro().map(|mac| Item::Macro(Box::new(mac))),
            _ => Err(Refused),
        }
    }

    /// Reads `path! name { … }`, `path!(…);`.
    pub(super) fn item_macro(&mut self) -> Parsed<Macro> {
        let path = self.plain_path()?;
        let bang = self.expect(Kind::Bang)?;
        if matches!(self.kind(), Kind::Ident | Kind::Try) {
            self.skip(1);
        }
        let braced = self.is(Kind::OpenBrace);
        let delimited = self.group()?;
        if !braced {
            self.expect(Kind::Semi)?;
        }
        Ok(Macro { path, bang, delimited })
    }

    fn extern_crate(&mut self, visibility: Visibility) -> Parsed<Item> {
        self.skip(2);
        let ident = if self.is(Kind::SelfValue) { self.any_ident()? } else { self.ident()? };
        let alias = if self.eat(Kind::As) { self.alias_name()? } else { ident.name };
        self.expect(Kind::Semi)?;
        let exported = visibility.at.is_some();
        let import = Import { path: Box::new([ident.name]), alias: Some(alias), glob: false, exported, span: ident.span };
        Ok(Item::Imports(vec![import]))
    }

    fn alias_name(&mut self) -> Parsed<Name> {
        match self.kind() {
            Kind::Ident | Kind::Underscore => Ok(self.any_ident()?.name),
            _ => Err(Refused),
        }
    }

    fn use_(&mut self, visibility: Visibility) -> Parsed<Item> {
        self.expect(Kind::Use)?;
        let mut prefix = Vec::new();
        if self.eat_pair(Kind::Colon, Kind::Colon) {
            prefix.push(Name::from(""));
        }
        let mut imports = Vec::new();
        self.use_tree(&mut prefix, visibility.at.is_some(), &mut imports)?;
        self.expect(Kind::Semi)?;
        Ok(Item::Imports(imports))
    }

    fn use_tree(&mut self, prefix: &mut Vec<Name>, exported: bool, imports: &mut Vec<Import>) -> Parsed<()> {
        match self.kind() {
            Kind::Ident | Kind::SelfValue | Kind::Super | Kind::Crate | Kind::Try => {
                let ident = self.any_ident()?;
                if self.eat_pair(Kind::Colon, Kind::Colon) {
                    prefix.push(ident.name);
                    self.use_tree(prefix, exported, imports)?;
                    prefix.pop();
                } else {
                    let alias = if self.eat(Kind::As) { self.alias_name()? } else { ident.name };
                    imports.push(import(prefix, ident, alias, exported));
                }
                Ok(())
            }
            Kind::Star => {
                let span = self.expect(Kind::Star)?;
                imports.push(Import { path: prefix.as_slice().into(), alias: None, glob: true, exported, span });
                Ok(())
            }
            Kind::OpenBrace => self.within(Kind::OpenBrace, |this| this.list(|this| this.use_tree(prefix, exported, imports))).map(drop),
            _ => Err(Refused),
        }
    }

    fn static_(&mut self, visibility: Visibility) -> Parsed<Item> {
        self.expect(Kind::Static)?;
        let kind = if self.eat(Kind::Mut) { VarKind::StaticMut } else { VarKind::Static };
        let ident = self.ident()?;
        self.variable(visibility, ident, kind)
    }

    fn const_(&mut self, visibility: Visibility) -> Parsed<Item> {
        self.expect(Kind::Const)?;
        let ident = match self.kind() {
            Kind::Ident | Kind::Underscore => self.any_ident()?,
            _ => return Err(Refused),
        };
        self.variable(visibility, ident, VarKind::Constant)
    }

    fn variable(&mut self, visibility: Visibility, ident: Ident, kind: VarKind) -> Parsed<Item> {
        self.expect(Kind::Colon)?;
        let ty = self.ty()?;
        self.expect(Kind::Eq)?;
        let value = Some(self.expression()?);
        self.expect(Kind::Semi)?;
        Ok(Item::Variable(Box::new(Variable { public: visibility.public, ident, ty, value, kind })))
    }

    fn mod_(&mut self, mut attributes: Vec<Attribute>) -> Parsed<Item> {
        self.expect(Kind::Mod)?;
        let name = if self.is(Kind::Try) { self.any_ident()? } else { self.ident()? }.name;
        if self.eat(Kind::Semi) {
            return Ok(Item::Other);
        }
        let (items, _) = self.within(Kind::OpenBrace, |this| {
            this.inner_attributes(&mut attributes)?;
            let mut items = Vec::new();
            while !this.is_at_close() {
                items.push(this.item()?);
            }
            Ok(items)
        })?;
        Ok(Item::Mod { attributes, name, items })
    }

    fn alias(&mut self, attributes: Vec<Attribute>, visibility: Visibility, start: usize) -> Parsed<Item> {
        self.expect(Kind::Type)?;
        let ident = self.ident()?;
        let mut generics = self.generics()?;
        self.where_clause(&mut generics)?;
        self.expect(Kind::Eq)?;
        let target = self.ty()?;
        self.where_clause(&mut generics)?;
        self.expect(Kind::Semi)?;
        let head = Head { attributes, public: visibility.public, ident, generics, span: self.span_from(start) };
        Ok(Item::Alias { head: Box::new(head), target })
    }

    fn trait_(&mut self, mut attributes: Vec<Attribute>, visibility: Visibility, start: usize) -> Parsed<Item> {
        let is_plain = !self.eat(Kind::Unsafe) & !self.eat_word("auto");
        self.expect(Kind::Trait)?;
        let ident = self.ident()?;
        let mut generics = self.generics()?;
        let public = visibility.public;
        if self.is(Kind::Eq) && is_plain {
            self.skip(1);
            let mut bounds = Vec::new();
            self.bounds_until(&mut bounds, |kind| matches!(kind, Kind::Where | Kind::Semi))?;
            self.where_clause(&mut generics)?;
            self.expect(Kind::Semi)?;
            let head = Head { attributes, public, ident, generics, span: self.span_from(start) };
            return Ok(Item::TraitAlias { head: Box::new(head), bounds });
        }
        let mut supertraits = Vec::new();
        if self.eat(Kind::Colon) {
            self.bounds_until(&mut supertraits, |kind| matches!(kind, Kind::Where | Kind::OpenBrace))?;
        }
        self.where_clause(&mut generics)?;
        let (functions, _) = self.within(Kind::OpenBrace, |this| {
            this.inner_attributes(&mut attributes)?;
            let mut functions = Vec::new();
            while !this.is_at_close() {
                functions.extend(this.trait_member()?);
            }
            Ok(functions)
        })?;
        let head = Head { attributes, public, ident, generics, span: self.span_from(start) };
        Ok(Item::Trait(Box::new(Trait { head, supertraits, functions })))
    }

    fn impl_(&mut self, mut attributes: Vec<Attribute>) -> Parsed<Item> {
        let start = self.span();
        let is_unsafe = self.eat(Kind::Unsafe);
        self.expect(Kind::Impl)?;
        let mut generics = if self.opens_parameters(0) { self.generics()? } else { Generics::default() };
        let is_negative = self.is(Kind::Bang) && self.nth(1) != Kind::OpenBrace && self.eat(Kind::Bang);
        let first = self.ty()?;
        let (trait_, ty) = if self.eat(Kind::For) {
            let TypeKind::Path(QPath { qself: None, path }) = first.kind else { return Err(Refused) };
            (Some(path), self.ty()?)
        } else if is_negative {
            return Err(Refused);
        } else {
            (None, first)
        };
        self.where_clause(&mut generics)?;
        let head = Span { start: start.start, end: self.span().start };
        let (mut types, mut functions) = (Vec::new(), Vec::new());
        self.within(Kind::OpenBrace, |this| {
            this.inner_attributes(&mut attributes)?;
            while !this.is_at_close() {
                this.impl_member(&mut types, &mut functions)?;
            }
            Ok(())
        })?;
        Ok(Item::Impl(Box::new(Impl { attributes, generics, trait_, is_negative, ty, is_unsafe, head, types, functions })))
    }

    /// Takes a word that is no keyword everywhere, where it comes next.
    pub(super) fn eat_word(&mut self, word: &str) -> bool {
        let found = self.is_word(word);
        self.skip(usize::from(found));
        found
    }
}

//! What stands inside of items: functions, fields, members of traits, impls and foreign modules.

use super::{Parsed, Parser, Refused};
use crate::facts::{Name, VarKind};
use crate::frontend::rust::token::Kind;
use crate::frontend::rust::tree::{
    Attribute, Block, Expr, Field, Function, Head, Input, Item, Literal, LiteralKind, Receiver, ReceiverKind, Type, Variable, Variant,
    Visibility,
};

impl Parser<'_> {
    /// Whether the words of a function come next.
    pub(super) fn begins_signature(&self, safe: bool) -> bool {
        let mut count = usize::from(self.is(Kind::Const));
        count += usize::from(self.nth(count) == Kind::Async);
        let marked = self.nth(count) == Kind::Unsafe || safe && self.nth(count) == Kind::Ident && self.word_at(count) == "safe";
        count += usize::from(marked);
        if self.nth(count) == Kind::Extern {
            count += 1;
            count += usize::from(self.nth(count) == Kind::Str);
        }
        self.nth(count) == Kind::Fn
    }

    /// Reads a function: its words, its body or a `;`. It begins with the token at `start`.
    pub(super) fn function(&mut self, mut attributes: Vec<Attribute>, visibility: Visibility, start: usize) -> Parsed<Function> {
        self.eat(Kind::Const);
        let is_async = self.eat(Kind::Async);
        // `safe` is no part of it: see [`Function::span`].
        let start = if self.at == start && self.is_word("safe") { start + 1 } else { start };
        self.eat_word("safe");
        let is_unsafe = self.eat(Kind::Unsafe);
        let is_extern = self.eat(Kind::Extern);
        if is_extern {
            self.eat(Kind::Str);
        }
        self.expect(Kind::Fn)?;
        let ident = self.ident()?;
        let mut generics = self.generics()?;
        let (inputs, _) = self.within(Kind::OpenParen, Self::inputs)?;
        let close = self.last_span();
        let output = self.output()?;
        self.where_clause(&mut generics)?;
        let block = if self.eat(Kind::Semi) { None } else { Some(self.body(&mut attributes)?) };
        let end = block.as_ref().map_or(close, |block| block.span);
        let span = self.list.get(start).map_or(end, |token| token.span.to(end));
        let public = visibility.public;
        Ok(Function { attributes, public, ident, generics, inputs, output, block, is_async, is_unsafe, is_extern, span })
    }

    /// Reads the body of a function: its inner attributes belong to the function.
    fn body(&mut self, attributes: &mut Vec<Attribute>) -> Parsed<Block> {
        let (statements, span) = self.within(Kind::OpenBrace, |this| {
            this.inner_attributes(attributes)?;
            this.statements()
        })?;
        Ok(Block { statements, span })
    }

    fn inputs(&mut self) -> Parsed<Vec<Input>> {
        let mut inputs = Vec::new();
        while !self.is_at_close() {
            self.attributes()?;
            if self.triple(Kind::Dot, Kind::Dot, Kind::Dot) {
                self.skip(3);
                self.eat(Kind::Comma);
                break;
            }
            if let Some(receiver) = self.receiver()? {
                if !inputs.is_empty() {
                    return Err(Refused);
                }
                inputs.push(Input::Receiver(receiver));
            } else if self.is(Kind::Ident) && self.nth(1) == Kind::Lt {
                // A type without a name, as before 2018.
                return Err(Refused);
            } else {
                let pat = self.single_pattern()?;
                self.expect(Kind::Colon)?;
                if self.triple(Kind::Dot, Kind::Dot, Kind::Dot) {
                    self.skip(3);
                    self.eat(Kind::Comma);
                    break;
                }
                inputs.push(Input::Typed(pat, self.ty()?));
            }
            if !self.is_at_close() {
                self.expect(Kind::Comma)?;
            }
        }
        Ok(inputs)
    }

    /// Reads `self` with what stands before and after it; `None` where another parameter comes next.
    fn receiver(&mut self) -> Parsed<Option<Receiver>> {
        let start = self.at;
        let reference = self.eat(Kind::And);
        if reference {
            self.eat(Kind::Lifetime);
        }
        let mutable = self.eat(Kind::Mut);
        let at = self.span();
        if !self.eat(Kind::SelfValue) || self.pair(Kind::Colon, Kind::Colon) {
            self.at = start;
            return Ok(None);
        }
        let kind = if reference {
            ReceiverKind::Reference { mutable }
        } else if self.eat(Kind::Colon) {
            ReceiverKind::Typed(self.ty()?)
        } else {
            ReceiverKind::Value
        };
        Ok(Some(Receiver { kind, at }))
    }

    /// Reads a `struct` or `union`.
    pub(super) fn struct_(&mut self, attributes: Vec<Attribute>, visibility: Visibility, start: usize, is_union: bool) -> Parsed<Item> {
        self.skip(1);
        let ident = self.ident()?;
        let mut generics = self.generics()?;
        self.where_clause(&mut generics)?;
        let fields = match self.kind() {
            Kind::OpenBrace => self.named_fields()?,
            Kind::OpenParen if !is_union => {
                let fields = self.tuple_fields()?;
                self.where_clause(&mut generics)?;
                self.expect(Kind::Semi)?;
                fields
            }
            Kind::Semi if !is_union => {
                self.skip(1);
                Vec::new()
            }
            _ => return Err(Refused),
        };
        let head = Head { attributes, public: visibility.public, ident, generics, span: self.span_from(start) };
        Ok(Item::Struct { head: Box::new(head), fields, is_union })
    }

    fn named_fields(&mut self) -> Parsed<Vec<Field>> {
        let read = |this: &mut Self| {
            let attributes = this.attributes()?;
            let visibility = this.visibility()?;
            let ident = if this.is(Kind::Underscore) { this.any_ident()? } else { this.ident()? };
            this.expect(Kind::Colon)?;
            Ok(Field { attributes, visibility, ident: Some(ident), ty: this.ty()? })
        };
        self.within(Kind::OpenBrace, |this| this.list(read)).map(|(fields, _)| fields)
    }

    fn tuple_fields(&mut self) -> Parsed<Vec<Field>> {
        let read = |this: &mut Self| {
            let attributes = this.attributes()?;
            Ok(Field { attributes, visibility: this.visibility()?, ident: None, ty: this.ty()? })
        };
        self.within(Kind::OpenParen, |this| this.list(read)).map(|(fields, _)| fields)
    }

    /// Reads an `enum`.
    pub(super) fn enum_(&mut self, attributes: Vec<Attribute>, visibility: Visibility, start: usize) -> Parsed<Item> {
        self.expect(Kind::Enum)?;
        let ident = self.ident()?;
        let mut generics = self.generics()?;
        self.where_clause(&mut generics)?;
        let (variants, _) = self.within(Kind::OpenBrace, |this| this.list(Self::variant))?;
        let head = Head { attributes, public: visibility.public, ident, generics, span: self.span_from(start) };
        Ok(Item::Enum { head: Box::new(head), variants })
    }

    fn variant(&mut self) -> Parsed<Variant> {
        let attributes = self.attributes()?;
        self.visibility()?;
        let name = self.ident()?.name;
        let fields = match self.kind() {
            Kind::OpenBrace => self.named_fields()?,
            Kind::OpenParen => self.tuple_fields()?,
            _ => Vec::new(),
        };
        let is_byte = if self.eat(Kind::Eq) {
            let value = self.expression()?;
            Some(matches!(value, Expr::Literal(Literal { kind: LiteralKind::Int(Some(0..=255)), .. })))
        } else {
            None
        };
        Ok(Variant { attributes, name, fields, is_byte })
    }

    /// Reads a member of a trait; gives it where it is a function.
    pub(super) fn trait_member(&mut self) -> Parsed<Option<Function>> {
        let attributes = self.attributes()?;
        if self.begins_signature(false) {
            return self.function(attributes, Visibility::default(), self.at).map(Some);
        }
        match self.kind() {
            Kind::Const => self.constant_member(false)?,
            Kind::Type => drop(self.type_member()?),
            _ => drop(self.item_macro()?),
        }
        Ok(None)
    }

    /// Reads a member of an `impl`; adds it where it is a function or a type.
    pub(super) fn impl_member(&mut self, types: &mut Vec<(Name, Type)>, functions: &mut Vec<Function>) -> Parsed<()> {
        let attributes = self.attributes()?;
        let start = self.at;
        let visibility = self.visibility()?;
        let is_default = self.is_word("default") && self.nth(1) != Kind::Bang && self.eat_word("default");
        if self.begins_signature(false) {
            let function = self.function(attributes, visibility, start)?;
            functions.extend(Some(function).filter(|function| function.block.is_some()));
            return Ok(());
        }
        match self.kind() {
            Kind::Const => self.constant_member(true),
            Kind::Type => {
                let (name, ty) = self.type_member()?;
                types.push((name, ty.ok_or(Refused)?));
                Ok(())
            }
            _ if visibility.at.is_none() && !is_default => self.item_macro().map(drop),
            _ => Err(Refused),
        }
    }

    /// Reads `const NAME: T = value;`, of which nothing is kept.
    fn constant_member(&mut self, needs_value: bool) -> Parsed<()> {
        self.expect(Kind::Const)?;
        match self.kind() {
            Kind::Ident | Kind::Underscore => self.skip(1),
            _ => return Err(Refused),
        }
        self.expect(Kind::Colon)?;
        self.ty()?;
        if self.eat(Kind::Eq) {
            self.expression()?;
        } else if needs_value {
            return Err(Refused);
        }
        self.expect(Kind::Semi).map(drop)
    }

    /// Reads `type Name: Bound = T where …;`.
    fn type_member(&mut self) -> Parsed<(Name, Option<Type>)> {
        self.expect(Kind::Type)?;
        let name = self.ident()?.name;
        let mut generics = self.generics()?;
        if self.eat(Kind::Colon) {
            self.bounds_until(&mut Vec::new(), |kind| matches!(kind, Kind::Where | Kind::Eq | Kind::Semi))?;
        }
        let ty = if self.eat(Kind::Eq) { Some(self.ty()?) } else { None };
        self.where_clause(&mut generics)?;
        self.expect(Kind::Semi)?;
        Ok((name, ty))
    }

    /// Reads `extern "C" { … }`.
    pub(super) fn foreign(&mut self) -> Parsed<Item> {
        self.eat(Kind::Unsafe);
        self.expect(Kind::Extern)?;
        self.eat(Kind::Str);
        let (items, _) = self.within(Kind::OpenBrace, |this| {
            this.inner_attributes(&mut Vec::new())?;
            let mut items = Vec::new();
            while !this.is_at_close() {
                items.extend(this.foreign_member()?);
            }
            Ok(items)
        })?;
        Ok(Item::Foreign(items))
    }

    fn foreign_member(&mut self) -> Parsed<Option<Item>> {
        let attributes = self.attributes()?;
        let start = self.at;
        let visibility = self.visibility()?;
        if self.begins_signature(true) {
            let function = self.function(attributes, visibility, start)?;
            return if function.block.is_none() { Ok(Some(Item::Function(Box::new(function)))) } else { Err(Refused) };
        }
        if (self.is(Kind::Unsafe) || self.is_word("safe")) && self.nth(1) == Kind::Static {
            self.skip(1);
        }
        match self.kind() {
            Kind::Static => {
                self.skip(1);
                let kind = if self.eat(Kind::Mut) { VarKind::StaticMut } else { VarKind::Static };
                let ident = self.ident()?;
                self.expect(Kind::Colon)?;
                let ty = self.ty()?;
                self.expect(Kind::Semi)?;
                let variable = Variable { public: visibility.public, ident, ty, value: None, kind };
                Ok(Some(Item::Variable(Box::new(variable))))
            }
            Kind::Type => match self.type_member()? {
                (_, None) => Ok(None),
                _ => Err(Refused),
            },
            _ if visibility.at.is_none() => self.item_macro().map(|_| None),
            _ => Err(Refused),
        }
    }
}

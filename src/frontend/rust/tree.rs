//! The tree of a Rust file, as far as facts are made of it.
//!
//! `strict` makes it from tokens, `from_syn` from syn's tree: the same of each file that both can read. Parentheses
//! around types are gone, documentation and lifetimes too; what only says what is not looked at (the length of an array
//! that is no number, bounds of lifetimes) is read and left out. Spans are bytes of the file.

use crate::facts::{Import, Name, VarKind};
use crate::source::Span;

/// A name where it stands, `r#` taken off. Of a tuple's field, its index.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Ident {
    pub(super) name: Name,
    pub(super) span: Span,
}

/// `#[path(list)]`, `#![path]`, `#[path = value]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Attribute {
    pub(super) path: Box<[Name]>,
    /// What stands inside the brackets of a list.
    pub(super) list: Option<Span>,
}

/// `pub`, `pub(crate)`, or nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Visibility {
    /// `pub` alone.
    pub(super) public: bool,
    /// The word `pub`.
    pub(super) at: Option<Span>,
}

/// `a::b::<T>::c`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Path {
    /// The first byte of a leading `::`, where there is one.
    pub(super) leading: Option<Span>,
    pub(super) segments: Vec<Segment>,
}

/// A name of a path, with its arguments.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Segment {
    pub(super) ident: Ident,
    pub(super) arguments: Arguments,
}

/// Arguments of a name of a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Arguments {
    None,
    /// `<A, B>`, `::<A>`.
    Angle(Angle),
    /// `(A, B) -> C`.
    Parenthesized(Box<Signature>),
}

/// `<A, B>`: the types among them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Angle {
    pub(super) types: Vec<Type>,
    /// The last `>`.
    pub(super) close: Span,
}

/// `(A, B) -> C`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Signature {
    pub(super) inputs: Vec<Type>,
    pub(super) output: Option<Type>,
}

/// A path that may begin with `<T as Trait>`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct QPath {
    pub(super) qself: Option<Box<QSelf>>,
    pub(super) path: Path,
}

/// `<T as Trait>`: the trait is the first `position` segments of the path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct QSelf {
    pub(super) ty: Type,
    pub(super) position: usize,
    /// The `<`.
    pub(super) open: Span,
}

/// A type as written, without parentheses around it; these count to its span.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Type {
    pub(super) kind: TypeKind,
    pub(super) span: Span,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum TypeKind {
    Path(QPath),
    Reference {
        mutable: bool,
        target: Box<Type>,
    },
    Pointer {
        mutable: bool,
        target: Box<Type>,
    },
    Slice(Box<Type>),
    /// With its length, where that is one number.
    Array(Box<Type>, Option<u64>),
    Tuple(Vec<Type>),
    /// `fn(A) -> B`.
    Function(Box<Signature>),
    /// `impl A + B`, `dyn A + B`: the traits.
    Bounds(Vec<Path>),
    /// `!`, `_`, a macro.
    Other,
}

/// Type parameters and what is said of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Generics {
    /// Type parameters, with the traits that bound them.
    pub(super) params: Vec<(Name, Vec<Path>)>,
    /// `where T: A + B` of single names.
    pub(super) predicates: Vec<(Name, Vec<Path>)>,
}

/// A pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Pat {
    pub(super) kind: PatKind,
    pub(super) span: Span,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum PatKind {
    Ident {
        ident: Ident,
        by_ref: bool,
        mutable: bool,
        sub: Option<Box<Pat>>,
    },
    Paren(Box<Pat>),
    /// Of a parameter of a closure.
    Type(Box<Pat>, Box<Type>),
    /// A pattern with a condition where no arm has it: the pattern.
    Guard(Box<Pat>),
    Or(Vec<Pat>),
    Reference(Box<Pat>),
    Tuple(Vec<Pat>),
    Slice(Vec<Pat>),
    TupleStruct(QPath, Vec<Pat>),
    Struct(QPath, Vec<(Name, Pat)>),
    Literal(Literal),
    Range(Box<Range>),
    Path(QPath),
    Const(Block),
    /// `..`.
    Rest,
    /// `_`.
    Wild,
    /// A macro, `box a`.
    Other,
}

/// A literal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Literal {
    pub(super) kind: LiteralKind,
    pub(super) span: Span,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum LiteralKind {
    /// A string, its quotes and escapes taken off.
    Text(Box<str>),
    /// An integer, `None` where it is too large.
    Int(Option<i128>),
    Bool(bool),
    /// Anything else.
    Other,
}

/// `a..b`, `a..=b`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Range {
    pub(super) start: Option<Expr>,
    pub(super) end: Option<Expr>,
    pub(super) closed: bool,
    /// The first `.`.
    pub(super) limits: Span,
}

/// `{ … }`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Block {
    /// Statements; an empty one, `;`, is none.
    pub(super) statements: Vec<Stmt>,
    /// With its braces.
    pub(super) span: Span,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Stmt {
    Let(Box<Let>),
    Item(Box<Item>),
    Expr {
        expr: Expr,
        semi: bool,
        /// It carries `#[cfg(…)]`: one of several variants of a statement. Not told of all kinds of expressions.
        conditional: bool,
    },
    Macro {
        mac: Box<Macro>,
        semi: bool,
    },
}

/// `let pat: ty = value else otherwise;`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Let {
    pub(super) pat: Pat,
    pub(super) ty: Option<Type>,
    pub(super) value: Option<Expr>,
    pub(super) otherwise: Option<Block>,
    /// From `let` to `;`.
    pub(super) span: Span,
}

/// An expression. `at` is where its keyword or operator stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Expr {
    /// With its brackets.
    Array(Vec<Expr>, Span),
    /// Target and value.
    Assign(Box<(Expr, Expr)>),
    Async {
        moves: bool,
        block: Block,
        at: Span,
    },
    Await(Box<Expr>, Span),
    Binary(Box<Binary>),
    Block {
        block: Block,
        label: Option<Name>,
    },
    Break {
        label: Option<Name>,
        value: Option<Box<Expr>>,
        at: Span,
    },
    Call(Box<Call>),
    Cast {
        cast: Box<(Expr, Type)>,
        at: Span,
    },
    Closure(Box<Closure>),
    /// `const { … }`, `try { … }`: a block of which nothing lives on.
    Apart(Block),
    Continue(Option<Name>, Span),
    Field {
        base: Box<Expr>,
        member: Ident,
    },
    For(Box<For>),
    If(Box<If>),
    /// Base and index; then the `]`.
    Index(Box<(Expr, Expr)>, Span),
    /// `_`.
    Infer(Span),
    /// `let pat = value` as a condition.
    Let {
        binding: Box<(Pat, Expr)>,
        at: Span,
    },
    Literal(Literal),
    /// `loop`, `while`.
    Loop(Box<Loop>),
    Macro(Box<Macro>),
    Match(Box<Match>),
    MethodCall(Box<MethodCall>),
    /// With its parentheses.
    Paren(Box<Expr>, Span),
    Path(Box<QPath>),
    Range(Box<Range>),
    /// `&a`, `&mut a`, and `&raw const a`.
    Reference {
        operand: Box<Expr>,
        mutable: bool,
        raw: bool,
        at: Span,
    },
    /// `[a; n]`.
    Repeat(Box<(Expr, Expr)>, Span),
    Return(Option<Box<Expr>>, Span),
    Struct(Box<Struct>),
    /// `a?`: the `?`.
    Try(Box<Expr>, Span),
    /// With its parentheses.
    Tuple(Vec<Expr>, Span),
    Unary {
        op: UnaryOp,
        operand: Box<Expr>,
        at: Span,
    },
    Unsafe(Block, Span),
    Yield(Option<Box<Expr>>, Span),
    /// What is no expression that is known: the bytes of its tokens.
    Unknown(Span),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum UnaryOp {
    Deref,
    Not,
    Negative,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum BinaryOp {
    And,
    Or,
    Equal,
    NotEqual,
    /// `<`, `<=`, `>`, `>=`.
    Order,
    /// `+`, `-`, `*`, `/`, `%`, `^`, `&`, `|`, `<<`, `>>`.
    Arithmetic,
    /// The same with a `=`.
    Update,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Binary {
    pub(super) op: BinaryOp,
    pub(super) left: Expr,
    pub(super) right: Expr,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Call {
    pub(super) callee: Expr,
    pub(super) args: Vec<Expr>,
    /// The `)`.
    pub(super) close: Span,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct MethodCall {
    pub(super) receiver: Expr,
    pub(super) method: Ident,
    pub(super) turbofish: Option<Angle>,
    pub(super) args: Vec<Expr>,
    /// The `)`.
    pub(super) close: Span,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Closure {
    pub(super) is_async: bool,
    pub(super) moves: bool,
    pub(super) params: Vec<Pat>,
    pub(super) output: Option<Type>,
    pub(super) body: Expr,
    /// Its words and the first `|`.
    pub(super) start: Span,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct For {
    pub(super) pat: Pat,
    pub(super) over: Expr,
    pub(super) body: Block,
    pub(super) label: Option<Name>,
    pub(super) at: Span,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct If {
    pub(super) condition: Expr,
    pub(super) then: Block,
    pub(super) otherwise: Option<Expr>,
    pub(super) at: Span,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Loop {
    /// That of a `while`.
    pub(super) condition: Option<Expr>,
    pub(super) body: Block,
    pub(super) label: Option<Name>,
    pub(super) at: Span,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Match {
    pub(super) scrutinee: Expr,
    pub(super) arms: Vec<Arm>,
    /// From `match` to its `}`.
    pub(super) span: Span,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Arm {
    pub(super) pat: Pat,
    pub(super) guard: Option<Expr>,
    pub(super) body: Expr,
}

/// `T { a: x, ..y }`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Struct {
    pub(super) path: QPath,
    pub(super) fields: Vec<(Ident, Expr)>,
    pub(super) rest: Option<Expr>,
    /// The `}`.
    pub(super) close: Span,
}

/// `path!(…)`, `path! name { … }`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Macro {
    pub(super) path: Path,
    /// The `!`.
    pub(super) bang: Span,
    /// With its brackets, one byte each.
    pub(super) delimited: Span,
}

/// Something declared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Item {
    /// `use`, `extern crate`.
    Imports(Vec<Import>),
    /// `mod name { … }`.
    Mod {
        attributes: Vec<Attribute>,
        name: Name,
        items: Vec<Item>,
    },
    Function(Box<Function>),
    Impl(Box<Impl>),
    Trait(Box<Trait>),
    /// A `struct`; a `union`, which lies in memory in a way of its own.
    Struct {
        head: Box<Head>,
        fields: Vec<Field>,
        is_union: bool,
    },
    Enum {
        head: Box<Head>,
        variants: Vec<Variant>,
    },
    Alias {
        head: Box<Head>,
        target: Type,
    },
    TraitAlias {
        head: Box<Head>,
        bounds: Vec<Path>,
    },
    /// `const`, `static`.
    Variable(Box<Variable>),
    /// `extern "C" { … }`: functions and statics.
    Foreign(Vec<Item>),
    Macro(Box<Macro>),
    /// Anything else, as `mod name;`.
    Other,
}

/// What all declarations of types have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Head {
    pub(super) attributes: Vec<Attribute>,
    pub(super) public: bool,
    pub(super) ident: Ident,
    pub(super) generics: Generics,
    /// From `pub`, or its first word, to the end of its fields or its `;`.
    pub(super) span: Span,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Field {
    pub(super) attributes: Vec<Attribute>,
    pub(super) visibility: Visibility,
    /// `None` in a tuple.
    pub(super) ident: Option<Ident>,
    pub(super) ty: Type,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Variant {
    pub(super) attributes: Vec<Attribute>,
    pub(super) name: Name,
    pub(super) fields: Vec<Field>,
    /// Whether its number, where one is written, is a literal between 0 and 255.
    pub(super) is_byte: Option<bool>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Variable {
    pub(super) public: bool,
    pub(super) ident: Ident,
    pub(super) ty: Type,
    pub(super) value: Option<Expr>,
    pub(super) kind: VarKind,
}

/// A function with or without a body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Function {
    pub(super) attributes: Vec<Attribute>,
    pub(super) public: bool,
    pub(super) ident: Ident,
    pub(super) generics: Generics,
    pub(super) inputs: Vec<Input>,
    pub(super) output: Option<Type>,
    pub(super) block: Option<Block>,
    pub(super) is_async: bool,
    pub(super) is_unsafe: bool,
    /// It says `extern`.
    pub(super) is_extern: bool,
    /// From `pub` (in a trait: without), or its first word, to the end of its body, else to the `)`.
    pub(super) span: Span,
}

/// A parameter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Input {
    Receiver(Receiver),
    Typed(Pat, Type),
}

/// `self`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Receiver {
    pub(super) kind: ReceiverKind,
    /// The word `self`.
    pub(super) at: Span,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum ReceiverKind {
    Value,
    Reference { mutable: bool },
    Typed(Type),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Impl {
    pub(super) attributes: Vec<Attribute>,
    pub(super) generics: Generics,
    pub(super) trait_: Option<Path>,
    /// `impl !Trait for T`.
    pub(super) is_negative: bool,
    pub(super) ty: Type,
    pub(super) is_unsafe: bool,
    /// From `unsafe` or `impl` up to the `{`.
    pub(super) head: Span,
    /// `type Name = T;`.
    pub(super) types: Vec<(Name, Type)>,
    pub(super) functions: Vec<Function>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Trait {
    pub(super) head: Head,
    pub(super) supertraits: Vec<Path>,
    pub(super) functions: Vec<Function>,
}

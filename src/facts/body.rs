//! Function bodies in one small language for Go and Rust.
//!
//! Everything is a node in one arena a function; statements are nodes too, closures share the arena
//! and the locals of the function around them, so that a captured variable is just a [`LocalId`]
//! whose [`Local::closure`] is another. Operands are evaluated in the order of their ids in the
//! lists. Names that no local binding explains stay names: only the whole program can resolve them.
//!
//! Whether `x[k]` is a map access depends on a type that may stand in another file, so it is kept
//! as [`Node::Index`] and becomes a map access in the analysis. The same holds for locks: a lock
//! operation is a call until the type of its receiver is known.
//!
//! Temporaries (Rust): a value made while a statement of a block is evaluated lives until that
//! statement ends; `let x = &temp` and its kin (`extended`) live until the block ends; inside
//! [`Node::Terminate`] temporaries end with it. That is all that the life of a guard needs:
//! `match` and `if let` scrutinees live to the end of the statement they belong to by themselves,
//! and where an edition or a form says otherwise, the front end puts a `Terminate` around. It is
//! left out where nothing inside could leave a temporary (a local, a literal, a block without a
//! tail), so its absence says nothing. In full, for Rust:
//!
//! | form | its temporaries end |
//! |---|---|
//! | a statement of a block; a function's or closure's body | with it |
//! | the tail of a block, editions to 2021 | with the statement around the block: the tail is no statement |
//! | the tail of a block, edition 2024 | with the tail (`Terminate`), before the block's locals |
//! | `if`, `while` conditions and match guards that bind nothing; operands of `&&`, `\|\|`; bodies of branches, loops and arms | with it (`Terminate`) |
//! | `if let`, to 2021 | with the statement around, through both branches |
//! | `if let`, 2024 | with `then`, before `otherwise` (`drops_before_else`) |
//! | `while let` | with each pass, after the body (`Loop::condition`) |
//! | `match` scrutinee, what a `for` runs over | with the statement around |
//! | `let … else` | before the `else` runs |

use super::Name;
use super::ids::{ClosureId, LocalId, NodeId, PatternId, TypeExprId};
use crate::source::Span;
use serde::{Deserialize, Serialize};

/// A run of node ids in `Body::lists`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct List {
    /// First index.
    pub start: u32,
    /// How many.
    pub len: u32,
}

/// A run of arms in `Body::arms`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct ArmList {
    /// First index.
    pub start: u32,
    /// How many.
    pub len: u32,
}

/// A literal value, as far as rules ask for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Literal {
    /// An integer that fits.
    Int(i64),
    /// A string, its quotes and escapes taken off; `Other` where it is long (in Go over 120 bytes).
    Text(Name),
    /// `true`, `false`.
    Bool(bool),
    /// Go's `nil`.
    Nil,
    /// A float, rune, byte string, or an integer that does not fit.
    Other,
}

/// One node. Statements have no value (as Rust's `()`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Node {
    /// A value of which nothing is kept; its operands are evaluated in order (`a + b`, `!x`, what
    /// could be recovered from inside a syntax error).
    Opaque(List),
    /// `a == b`, `a != b` (`negated`): kept because checks against nil and lengths steer rules.
    Compare {
        /// Left operand.
        left: NodeId,
        /// Right operand.
        right: NodeId,
        /// The operator.
        op: CompareOp,
    },
    /// `!x`.
    Not(NodeId),
    /// `a && b`, `a || b`: the right side may not be evaluated.
    ShortCircuit {
        /// Always evaluated.
        left: NodeId,
        /// Evaluated where the left side did not decide.
        right: NodeId,
        /// `&&`; else `||`.
        and: bool,
    },
    /// A literal.
    Literal(Literal),
    /// A local variable, parameter, receiver (`self`), named result, or captured variable.
    Local(LocalId),
    /// A name bound by no local: package variable, function, type, import, enum variant, builtin.
    /// A Go identifier is one segment (`pkg.X` is a `Field` of a `Path`); a Rust path is whole. Go's
    /// second and later type of one name in one function is known as `T·2`, `T·3`, here and in types.
    /// Indexes `Body::paths`.
    Path(u32),
    /// `base.name`: a field, a Go method value, a Go package member, or the callee of a method call.
    Field {
        /// What it is selected from.
        base: NodeId,
        /// The selected name.
        name: Name,
    },
    /// `base[index]`; in a Go generic instantiation the base is a function. Where a Go argument can
    /// only be a type (`f[[]int]`, `f[K, V]`), the base stands alone, with an entry in
    /// `Body::turbofish`; `f[K]` with one name stays an index.
    Index {
        /// The container.
        base: NodeId,
        /// The key or index.
        index: NodeId,
    },
    /// `base[a:b]`, `&base[a..b]`: another view of the same storage; the list holds the bounds.
    Slice {
        /// The container.
        base: NodeId,
        /// The bounds.
        bounds: List,
    },
    /// `*x`.
    Deref(NodeId),
    /// `&x`, `&mut x`, `&raw`.
    AddressOf {
        /// The place.
        operand: NodeId,
        /// `&mut`; true in Go.
        mutable: bool,
    },
    /// A call. A method call has a `Field` as its callee. In Go a conversion `T(x)`, `p.T(x)`,
    /// `T[A](x)` looks the same.
    ///
    /// A Rust macro is a call of the path `name!`, whatever could be read of its arguments as `args`:
    /// expressions; `Pair`s (`k => v`); a `Block`, where it holds statements; an `Opaque` of the locals
    /// that it mentions, where nothing else can be read. Arguments that formatting or comparing
    /// macros take by reference are `AddressOf`; locals named inside a format string follow as
    /// `Opaque`s. `matches!` is a `Match`, `vec![x; n]` a call of `std::vec::from_elem`, `join!` has
    /// `Await` arguments, `stream!` a closure.
    Call {
        /// What is called.
        callee: NodeId,
        /// Arguments in order, the receiver left out.
        args: List,
        /// Go `f(xs...)`.
        spread: bool,
    },
    /// A conversion whose target is plainly a type: `[]byte(x)`, `(*T)(x)` (a call where `T` is a
    /// local), Rust `x as T`. Go's `var _ I = v` in a package is an `Assign` to an `Opaque` of `v`
    /// converted to `I`.
    Convert {
        /// The target type.
        ty: TypeExprId,
        /// The value.
        operand: NodeId,
    },
    /// Go `x.(T)`; `None` in `x.(type)`.
    TypeAssert {
        /// The interface value.
        operand: NodeId,
        /// The asserted type.
        ty: Option<TypeExprId>,
    },
    /// Go `make(T, …)`.
    Make {
        /// The type made.
        ty: TypeExprId,
        /// Length or hint, capacity.
        args: List,
    },
    /// Go `new(T)`. (`new(expr)` of Go 1.26 is `AddressOf` an `Opaque` copy.) A name that no local
    /// explains is taken for a type here and in `Make`.
    New(TypeExprId),
    /// A composite literal `T{…}`, a Rust struct expression. Elements are `Pair`s (key or field
    /// name, value), plain values, or, last, Rust's `..base` as `Spread`. Rust's `a..b` is the struct
    /// that it stands for: `::std::ops::Range { start: a, end: b }`, `RangeFull {}` and so on.
    Composite {
        /// The type. Where Go leaves it out inside a literal of a written slice, array or map type,
        /// it is that type's element or key type (`&T{…}` is an `AddressOf` where that is `*T`);
        /// `Unknown` where the outer type is a name.
        ty: TypeExprId,
        /// The elements.
        elements: List,
    },
    /// An element `name: value` of a struct literal.
    NamedElement {
        /// The field's name.
        name: Name,
        /// Its value.
        value: NodeId,
    },
    /// An element `key: value` where the key is an expression. Go cannot tell a field name from a
    /// constant there: a bare identifier key is lowered as `NamedElement` when its literal's type
    /// is not plainly a map, slice or array.
    Pair {
        /// The key.
        key: NodeId,
        /// The value.
        value: NodeId,
    },
    /// Rust `..base` in a struct expression.
    Spread(NodeId),
    /// A tuple, Go's value list, an array literal in Rust. (Rust's `[x; n]` is an `Opaque` of both.)
    Tuple(List),
    /// A function literal, a Rust closure, an `async` block.
    Closure(ClosureId),
    /// Statements in order; locals declared in it die at its end. In Rust the last node is the
    /// value when `tail` is set; `tail` is what stands in front of no `;`, also when its value is `()`.
    Block {
        /// The statements.
        body: List,
        /// The last node is the value.
        tail: bool,
        /// A label for `break`.
        label: Option<Name>,
    },
    /// Declares and initialises: Go `:=`, `var` and `const`, Rust `let`. In Go's `:=` a name already
    /// bound in the same scope is an `Assign` to it instead, or a `Pattern::Assign` in a list (whose
    /// pattern stays a `Tuple`, even where each name is bound already). `var a, b T` is a `Let` for
    /// each name; with values it is one, with a `Tuple` of patterns.
    Let {
        /// What is bound.
        pattern: PatternId,
        /// The written type; of a `Tuple` in Go, that of each part.
        ty: Option<TypeExprId>,
        /// The value; `None` is Go's zero value, or a later initialisation in Rust.
        value: Option<NodeId>,
        /// Rust `let … else { … }`: the value's temporaries end before it.
        otherwise: Option<NodeId>,
        /// Rust: some of the value's temporaries live to the end of the block (`let x = &f();`):
        /// exactly those that [`Body::extended_temporaries`] names. The others end with the statement.
        extended: bool,
    },
    /// `target = value`; a `Tuple` target takes the elements of a `Tuple` value, or the results.
    Assign {
        /// A place, or a tuple of places; `Opaque` for `_`.
        target: NodeId,
        /// The value.
        value: NodeId,
    },
    /// `target += value`, `target++`: the place is read, then written. In Go the value is the operand
    /// of `+=`, 1 of `++`, -1 of `--`, and an `Opaque` of the operand with any other operator.
    Update {
        /// The place.
        target: NodeId,
        /// The operand.
        value: NodeId,
    },
    /// Two branches by a plain condition. Go's `if init; cond` is a `Block` of both.
    If {
        /// The condition. (In Rust a `Terminate`, unless it binds.)
        cond: NodeId,
        /// Taken when true.
        then: NodeId,
        /// Taken when false.
        otherwise: Option<NodeId>,
        /// Rust's `if let` since edition 2024: temporaries of the condition end with `then`, and
        /// before `otherwise`. Else they live to the end of the statement around, through
        /// both branches. False where the condition binds nothing: it is then a `Terminate`.
        drops_before_else: bool,
    },
    /// Rust's `if let`/`let` chains as conditions: whether `value` matches, binding the pattern for
    /// what stands right of it in the chain and for the branch or body that it leads to.
    Is {
        /// The pattern.
        pattern: PatternId,
        /// What is matched.
        value: NodeId,
    },
    /// Go `switch`, type switch, Rust `match`. At most one arm runs; where `exhaustive` is false,
    /// perhaps none. Arms are in source order: Go's `default` may stand anywhere, and is taken where
    /// no other is. A type switch matches a `TypeAssert` without a type. Go's `switch init; x` is a
    /// `Block` of both; a label of a switch or select is that of a `Block` around it.
    Match {
        /// What is matched; `None` in Go's `switch { … }`.
        scrutinee: Option<NodeId>,
        /// The arms.
        arms: ArmList,
        /// One arm runs for certain (Rust; Go with `default`).
        exhaustive: bool,
    },
    /// Go `select`, `tokio::select!`: one arm's operation completes, then its body runs. An arm's
    /// operation is in `Arm::guard`; an arm without is `default`. What it receives is bound by the
    /// arm's pattern (`v, ok := <-ch` as a `Tuple`), which is `Wild` for a send. A future is an `Await` there (all are
    /// awaited at once, and the temporaries made for it ended before); preconditions (`, if c`) are
    /// statements of a block around the `Select`.
    Select {
        /// The arms.
        arms: ArmList,
    },
    /// A loop that is not over a container. `condition` is evaluated before each pass, `step`
    /// after it (Go's `for i := 0; i < n; i++`; its first part stands before, in a `Block`).
    Loop {
        /// Ends the loop when false; `None` for ever. Rust's `while let` has an `Is` here, whose
        /// temporaries live through the body of the same pass.
        condition: Option<NodeId>,
        /// Runs after each pass.
        step: Option<NodeId>,
        /// The body.
        body: NodeId,
        /// The label.
        label: Option<Name>,
    },
    /// Go `for k, v := range x`, Rust `for pattern in x`. The pattern is a `Tuple` of key and value
    /// in Go (`Wild` where left out), bound anew in each pass.
    For {
        /// What is bound.
        pattern: PatternId,
        /// What is iterated over.
        over: NodeId,
        /// The body.
        body: NodeId,
        /// The label.
        label: Option<Name>,
    },
    /// Leaves the function or closure; the values in order.
    Return(List),
    /// Leaves a loop, switch, select or labelled block (the innermost where there is no label).
    Break {
        /// The label.
        label: Option<Name>,
        /// Rust: the value.
        value: Option<NodeId>,
    },
    /// Goes on with the next pass.
    Continue(Option<Name>),
    /// `goto`; the analysis treats it as a jump to an unknown place of the function. The label of a
    /// statement that no `break` can leave is an empty `Block` of that label before the statement.
    Goto(Name),
    /// Go `go call`. Spawns of libraries are calls.
    Go(NodeId),
    /// Go `defer call`: its operands are evaluated here, the call runs when the function ends.
    Defer(NodeId),
    /// Go `ch <- value`.
    Send {
        /// The channel.
        channel: NodeId,
        /// The value sent.
        value: NodeId,
    },
    /// Go `<-ch`.
    Receive(NodeId),
    /// Rust `x.await`.
    Await(NodeId),
    /// Rust `x?`: leaves the function in the failing case.
    Try(NodeId),
    /// Rust: temporaries made inside end here.
    Terminate(NodeId),
    /// Rust `unsafe { … }`; the operand is a block.
    Unsafe(NodeId),
}

/// Comparison operators.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum CompareOp {
    /// `==`
    Equal,
    /// `!=`
    NotEqual,
    /// `<`, `<=`, `>`, `>=`
    Order,
}

/// What a declaration, arm or loop binds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Pattern {
    /// `_`, `..`, Go's `default`.
    Wild,
    /// A name; Rust's `name @ sub`. `by_ref` is `ref`/`ref mut`.
    Bind {
        /// The local.
        local: LocalId,
        /// The sub-pattern.
        sub: Option<PatternId>,
        /// `ref`.
        by_ref: bool,
    },
    /// An existing place that takes the value: `a` in Go's `a, b := f()` where `a` is bound already,
    /// and in `for a = range x`.
    Assign(NodeId),
    /// A tuple, slice, or Go's list of targets. A `..` at its end is a `Wild`.
    Tuple(Box<[PatternId]>),
    /// Rust `Some(x)`, `Entry::Vacant(v)`, `S { f, g: p }`: the path and the parts by field name
    /// (`0`, `1`, … for tuple variants; `..` for those that follow a `..`, as their index is not
    /// known). With an empty path: a tuple or slice in which elements follow a `..`. A variant with no
    /// parts (`None`, `State::Idle`) is a `Value`.
    Variant {
        /// Segments of the path.
        path: Box<[Name]>,
        /// Field name and pattern.
        fields: Box<[(Name, PatternId)]>,
    },
    /// `&p`.
    Reference(PatternId),
    /// `a | b`; the values of a Go `case a, b:`.
    Or(Box<[PatternId]>),
    /// A value to compare with: a Go case expression; a Rust literal, range, or path of a constant
    /// or unit variant (a lone name that starts in upper case is one).
    Value(NodeId),
    /// A Go type switch case; the local is bound with that type in the arm. `case A, B` is an `Or` of
    /// types with one local, which has no type of its own; `default` binds the local with `Bind`.
    Type {
        /// The case's type; `None` for `nil`.
        ty: Option<TypeExprId>,
        /// The switch's variable in this arm.
        local: Option<LocalId>,
    },
}

/// One arm of a `Match` or `Select`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Arm {
    /// What it takes.
    pub pattern: PatternId,
    /// Rust's `if` guard; in a `Select` the operation (`Receive`, `Send`, a future).
    pub guard: Option<NodeId>,
    /// What it does.
    pub body: NodeId,
    /// Go's `fallthrough` at its end.
    pub falls_through: bool,
}

/// How a local came to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum LocalKind {
    /// A Go receiver, Rust `self`.
    Receiver,
    /// A parameter of the function or of a closure.
    Param,
    /// A Go named result.
    Result,
    /// Any other.
    Variable,
}

/// A local variable. A Go parameter or receiver without a name is a local
/// called `_`, so that parameters keep their places; locals of `_` are never referred to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Local {
    /// Its name; empty for a Rust parameter that is a pattern, which a `Let` at the head of the body
    /// takes apart.
    pub name: Name,
    /// Where it is bound.
    pub span: Span,
    /// The written type, where there is one; Rust `&mut self` is a `Pointer` to `Self`.
    pub ty: Option<TypeExprId>,
    /// How it came to be.
    pub kind: LocalKind,
    /// The closure whose body binds it; `None`: the function itself.
    pub closure: Option<ClosureId>,
}

/// A function literal, closure or `async` block inside a function.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Closure {
    /// Parameters in order.
    pub params: Vec<LocalId>,
    /// Written result types.
    pub results: Vec<TypeExprId>,
    /// Go named results.
    pub named_results: Vec<LocalId>,
    /// Its body.
    pub body: NodeId,
    /// The closure around it; `None`: the function itself.
    pub parent: Option<ClosureId>,
    /// What kind.
    pub kind: ClosureKind,
    /// Rust `move`.
    pub moves: bool,
    /// The whole literal.
    pub span: Span,
}

/// Kinds of [`Closure`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum ClosureKind {
    /// Runs when called.
    Function,
    /// Rust `async |x| …`.
    AsyncFunction,
    /// Rust `async { … }`: runs when awaited or spawned.
    AsyncBlock,
}

/// A function's code.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Body {
    /// The arena.
    pub nodes: Vec<Node>,
    /// The span of each node; same length as `nodes`.
    pub spans: Vec<Span>,
    /// Runs of ids that `List`s point into.
    pub lists: Vec<NodeId>,
    /// Paths of `Node::Path`.
    pub paths: Vec<Box<[Name]>>,
    /// Type arguments written in Go where they can be nothing else (the node is the function), or on
    /// a Rust path or method call (`Vec::<T>::new`, `HashMap::<K, V>::new`,
    /// `collect::<T>()`): the node (a `Path` or `Field`), and the arguments of the segment they stand on.
    pub turbofish: Vec<(NodeId, Box<[TypeExprId]>)>,
    /// Patterns.
    pub patterns: Vec<Pattern>,
    /// Arms that `ArmList`s point into.
    pub arms: Vec<Arm>,
    /// Locals of the function and of all closures in it.
    pub locals: Vec<Local>,
    /// Closures in it, outer before inner.
    pub closures: Vec<Closure>,
}

impl Body {
    /// The node.
    pub fn node(&self, id: NodeId) -> Node {
        self.nodes[id.index()]
    }

    /// The node's bytes.
    pub fn span(&self, id: NodeId) -> Span {
        self.spans[id.index()]
    }

    /// The ids of a list.
    pub fn list(&self, list: List) -> &[NodeId] {
        &self.lists[list.start as usize..(list.start + list.len) as usize]
    }

    /// The arms of a list.
    pub fn arms(&self, list: ArmList) -> &[Arm] {
        &self.arms[list.start as usize..(list.start + list.len) as usize]
    }

    /// The segments of a `Node::Path`.
    pub fn path(&self, index: u32) -> &[Name] {
        &self.paths[index as usize]
    }

    /// The pattern.
    pub fn pattern(&self, id: PatternId) -> &Pattern {
        &self.patterns[id.index()]
    }

    /// The local.
    pub fn local(&self, id: LocalId) -> &Local {
        &self.locals[id.index()]
    }

    /// The closure.
    pub fn closure(&self, id: ClosureId) -> &Closure {
        &self.closures[id.index()]
    }

    /// Takes all out, in storage of just the size; what held it is kept for the next body.
    pub fn take(&mut self) -> Body {
        Body {
            nodes: self.nodes.drain(..).collect(),
            spans: self.spans.drain(..).collect(),
            lists: self.lists.drain(..).collect(),
            paths: self.paths.drain(..).collect(),
            turbofish: self.turbofish.drain(..).collect(),
            patterns: self.patterns.drain(..).collect(),
            arms: self.arms.drain(..).collect(),
            locals: self.locals.drain(..).collect(),
            closures: self.closures.drain(..).collect(),
        }
    }

    /// Adds a node.
    pub fn push(&mut self, node: Node, span: Span) -> NodeId {
        self.nodes.push(node);
        self.spans.push(span);
        NodeId::new(self.nodes.len() - 1)
    }

    /// Adds a run of ids.
    pub fn push_list(&mut self, ids: &[NodeId]) -> List {
        let start = counted(self.lists.len());
        self.lists.extend_from_slice(ids);
        List { start, len: counted(ids.len()) }
    }

    /// Adds a run of arms.
    pub fn push_arms(&mut self, arms: &[Arm]) -> ArmList {
        let start = counted(self.arms.len());
        self.arms.extend_from_slice(arms);
        ArmList { start, len: counted(arms.len()) }
    }

    /// Adds a path node.
    pub fn push_path(&mut self, path: Box<[Name]>, span: Span) -> NodeId {
        self.paths.push(path);
        let index = counted(self.paths.len() - 1);
        self.push(Node::Path(index), span)
    }

    /// Adds a pattern.
    pub fn push_pattern(&mut self, pattern: Pattern) -> PatternId {
        self.patterns.push(pattern);
        PatternId::new(self.patterns.len() - 1)
    }

    /// Adds a local.
    pub fn push_local(&mut self, local: Local) -> LocalId {
        self.locals.push(local);
        LocalId::new(self.locals.len() - 1)
    }

    /// Adds a closure.
    pub fn push_closure(&mut self, closure: Closure) -> ClosureId {
        self.closures.push(closure);
        ClosureId::new(self.closures.len() - 1)
    }
}

/// A place in one of the lists of a body.
fn counted(index: usize) -> u32 {
    u32::try_from(index).expect("a file over 4 GiB is not read")
}

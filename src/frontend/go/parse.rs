//! Go text to syntax trees, and node kinds as numbers.
//!
//! One parser a thread. A text without errors is one tree. A text with errors is parsed again with
//! the two forms made plain that the grammar does not know, each by bytes of equal length, so that
//! every offset stays what it is in the file: the brackets of a method's type parameters (Go 1.27)
//! become spaces, and the `new` of `new(value)` (Go 1.26) becomes an ordinary name, under which the
//! grammar takes a value for an argument. Where errors are left, each declaration is parsed by
//! itself: what is broken in one cannot swallow the next.

use super::token::{GenericMethod, Piece, Tokens};
use std::cell::RefCell;
use std::ops::Range;
use std::sync::LazyLock;
use tree_sitter::{Node, Parser, Point, Tree};

/// A text's trees.
pub(super) enum Parsed {
    /// One tree, with no errors in it.
    Whole(Tree),
    /// A tree for each declaration, in order, some with errors.
    Pieces(Vec<(Piece, Tree)>),
}

/// What the parser was given instead of the text, where that has errors.
#[derive(Debug, Default)]
pub(super) struct Plain {
    /// The text with newer forms made plain; as long as the text itself.
    bytes: Vec<u8>,
    /// Methods whose type parameters are blank in it, by place.
    pub(super) generic_methods: Vec<GenericMethod>,
}

impl Plain {
    fn new(text: &str, tokens: &Tokens<'_>) -> Plain {
        let mut plain = Plain { bytes: text.as_bytes().to_vec(), generic_methods: tokens.generic_methods() };
        for method in &plain.generic_methods {
            plain.bytes[method.brackets.clone()].fill(b' ');
        }
        for new in tokens.news_of_values() {
            plain.bytes[new].copy_from_slice(b"n_w");
        }
        plain
    }

    /// The tree of parts of the text, as if nothing stood between them. Offsets are the text's.
    pub(super) fn fragment(&self, parts: &[Range<usize>]) -> Option<Tree> {
        parse_parts(&self.bytes, parts)
    }
}

/// Parses a text; the second part holds how newer forms were made plain, and nothing where the
/// text parsed as it is.
pub(super) fn parse(text: &str) -> (Parsed, Plain) {
    match parse_parts(text.as_bytes(), &[]) {
        Some(tree) if !tree.root_node().has_error() => return (Parsed::Whole(tree), Plain::default()),
        _ => {}
    }
    let tokens = Tokens::new(text);
    let plain = Plain::new(text, &tokens);
    if plain.bytes != text.as_bytes() {
        match plain.fragment(&[]) {
            Some(tree) if !tree.root_node().has_error() => return (Parsed::Whole(tree), plain),
            _ => {}
        }
    }
    let pieces = tokens.pieces().into_iter();
    let parsed = pieces.filter_map(|piece| plain.fragment(std::slice::from_ref(&piece.range)).map(|tree| (piece, tree))).collect();
    (Parsed::Pieces(parsed), plain)
}

/// Parses a text in one piece, whatever errors are left in it.
pub(super) fn parse_whole(text: &str) -> (Option<Tree>, Plain) {
    match parse_parts(text.as_bytes(), &[]) {
        Some(tree) if !tree.root_node().has_error() => return (Some(tree), Plain::default()),
        _ => {}
    }
    let plain = Plain::new(text, &Tokens::new(text));
    (plain.fragment(&[]), plain)
}

/// The type parameters of a generic method as those of a function: the receiver is left out.
pub(super) fn type_parameters(text: &str, method: &GenericMethod) -> Option<Tree> {
    let keyword_and_space = method.keyword.start..method.keyword.end + 1;
    parse_parts(text.as_bytes(), &[keyword_and_space, method.name.start..method.end])
}

thread_local! {
    static PARSER: RefCell<Parser> = RefCell::new(new_parser());
}

fn new_parser() -> Parser {
    let mut parser = Parser::new();
    parser.set_language(&tree_sitter_go::LANGUAGE.into()).expect("the grammar and the runtime are built for one another");
    parser
}

/// Parses parts of a text; none: all of it. `None` only where a part is outside of the text.
fn parse_parts(text: &[u8], parts: &[Range<usize>]) -> Option<Tree> {
    let range = |part: &Range<usize>| tree_sitter::Range {
        start_byte: part.start,
        end_byte: part.end,
        // Lines and columns are never asked of a tree: offsets are enough.
        start_point: Point::default(),
        end_point: Point::default(),
    };
    let ranges: Vec<_> = parts.iter().map(range).collect();
    PARSER.with_borrow_mut(|parser| {
        parser.set_included_ranges(&ranges).ok()?;
        parser.parse(text, None)
    })
}

macro_rules! kinds {
    (named { $($named:ident $named_text:literal)* } tokens { $($token:ident $token_text:literal)* }) => {
        /// Kinds of nodes that lowering tells apart.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(super) enum Kind {
            /// Punctuation and parts of literals.
            Other,
            /// What the parser could not place.
            Error,
            $($named,)*
            $($token,)*
        }

        impl Kind {
            fn of(text: &str, is_named: bool) -> Kind {
                match (text, is_named) {
                    $(($named_text, true) => Kind::$named,)*
                    $(($token_text, false) => Kind::$token,)*
                    _ => Kind::Other,
                }
            }

            /// Whether it is a token: a keyword or operator.
            pub(super) fn is_token(self) -> bool {
                matches!(self, Kind::Other $(| Kind::$token)*)
            }
        }
    };
}

kinds! {
    named {
        ArgumentList "argument_list"
        ArrayType "array_type"
        AssignmentStatement "assignment_statement"
        BinaryExpression "binary_expression"
        BlankIdentifier "blank_identifier"
        Block "block"
        BreakStatement "break_statement"
        CallExpression "call_expression"
        ChannelType "channel_type"
        Comment "comment"
        CommunicationCase "communication_case"
        CompositeLiteral "composite_literal"
        ConstDeclaration "const_declaration"
        ConstSpec "const_spec"
        ContinueStatement "continue_statement"
        DecStatement "dec_statement"
        DefaultCase "default_case"
        DeferStatement "defer_statement"
        Dot "dot"
        EmptyStatement "empty_statement"
        ExpressionCase "expression_case"
        ExpressionList "expression_list"
        ExpressionStatement "expression_statement"
        ExpressionSwitchStatement "expression_switch_statement"
        FallthroughStatement "fallthrough_statement"
        False "false"
        FieldDeclaration "field_declaration"
        FieldDeclarationList "field_declaration_list"
        FieldIdentifier "field_identifier"
        FloatLiteral "float_literal"
        ForClause "for_clause"
        ForStatement "for_statement"
        FuncLiteral "func_literal"
        FunctionDeclaration "function_declaration"
        FunctionType "function_type"
        GenericType "generic_type"
        GoStatement "go_statement"
        GotoStatement "goto_statement"
        Identifier "identifier"
        IfStatement "if_statement"
        ImaginaryLiteral "imaginary_literal"
        ImplicitLengthArrayType "implicit_length_array_type"
        ImportDeclaration "import_declaration"
        ImportSpec "import_spec"
        ImportSpecList "import_spec_list"
        IncStatement "inc_statement"
        IndexExpression "index_expression"
        IntLiteral "int_literal"
        InterfaceType "interface_type"
        InterpretedString "interpreted_string_literal"
        Iota "iota"
        KeyedElement "keyed_element"
        LabelName "label_name"
        LabeledStatement "labeled_statement"
        LiteralElement "literal_element"
        LiteralValue "literal_value"
        MapType "map_type"
        MethodDeclaration "method_declaration"
        MethodElem "method_elem"
        NegatedType "negated_type"
        Nil "nil"
        PackageClause "package_clause"
        PackageIdentifier "package_identifier"
        ParameterDeclaration "parameter_declaration"
        ParameterList "parameter_list"
        ParenthesizedExpression "parenthesized_expression"
        ParenthesizedType "parenthesized_type"
        PointerType "pointer_type"
        QualifiedType "qualified_type"
        RangeClause "range_clause"
        RawString "raw_string_literal"
        ReceiveStatement "receive_statement"
        ReturnStatement "return_statement"
        RuneLiteral "rune_literal"
        SelectStatement "select_statement"
        SelectorExpression "selector_expression"
        SendStatement "send_statement"
        ShortVarDeclaration "short_var_declaration"
        SliceExpression "slice_expression"
        SliceType "slice_type"
        SourceFile "source_file"
        StatementList "statement_list"
        StructType "struct_type"
        True "true"
        TypeAlias "type_alias"
        TypeArguments "type_arguments"
        TypeAssertionExpression "type_assertion_expression"
        TypeCase "type_case"
        TypeConstraint "type_constraint"
        TypeConversionExpression "type_conversion_expression"
        TypeDeclaration "type_declaration"
        TypeElem "type_elem"
        TypeIdentifier "type_identifier"
        TypeInstantiationExpression "type_instantiation_expression"
        TypeParameterDeclaration "type_parameter_declaration"
        TypeParameterList "type_parameter_list"
        TypeSpec "type_spec"
        TypeSwitchStatement "type_switch_statement"
        UnaryExpression "unary_expression"
        VarDeclaration "var_declaration"
        VarSpec "var_spec"
        VarSpecList "var_spec_list"
        VariadicArgument "variadic_argument"
        VariadicParameter "variadic_parameter_declaration"
    }
    tokens {
        And "&"
        AndAnd "&&"
        AndNot "&^"
        Assign "="
        AddAssign "+="
        Caret "^"
        Define ":="
        Equal "=="
        Greater ">"
        GreaterEqual ">="
        Arrow "<-"
        Less "<"
        LessEqual "<="
        Minus "-"
        Not "!"
        NotEqual "!="
        OrOr "||"
        Percent "%"
        Pipe "|"
        Plus "+"
        ShiftLeft "<<"
        ShiftRight ">>"
        Slash "/"
        Star "*"
    }
}

macro_rules! fields {
    ($($name:ident $text:literal)*) => {
        /// The part that a child plays in its parent.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(super) enum Field {
            /// None that lowering asks for.
            Other,
            $($name,)*
        }

        impl Field {
            fn of(text: &str) -> Field {
                match text {
                    $($text => Field::$name,)*
                    _ => Field::Other,
                }
            }
        }
    };
}

fields! {
    Alias "alias"
    Alternative "alternative"
    Arguments "arguments"
    Body "body"
    Channel "channel"
    Communication "communication"
    Condition "condition"
    Consequence "consequence"
    Element "element"
    Selected "field"
    Function "function"
    Index "index"
    Initializer "initializer"
    Key "key"
    Label "label"
    Left "left"
    Length "length"
    Name "name"
    Operand "operand"
    Operator "operator"
    Package "package"
    Parameters "parameters"
    Path "path"
    Receiver "receiver"
    Result "result"
    Right "right"
    Tag "tag"
    Type "type"
    TypeArguments "type_arguments"
    TypeParameters "type_parameters"
    Update "update"
    Value "value"
}

struct Tables {
    kinds: Vec<Kind>,
    fields: Vec<Field>,
}

static TABLES: LazyLock<Tables> = LazyLock::new(|| {
    let language = tree_sitter::Language::from(tree_sitter_go::LANGUAGE);
    let id = |index: usize| u16::try_from(index).expect("symbols and fields are numbered with 16 bits");
    let kind =
        |index| language.node_kind_for_id(id(index)).map_or(Kind::Other, |text| Kind::of(text, language.node_kind_is_named(id(index))));
    let field = |index| language.field_name_for_id(id(index)).map_or(Field::Other, Field::of);
    Tables { kinds: (0..language.node_kind_count()).map(kind).collect(), fields: (0..=language.field_count()).map(field).collect() }
});

/// A node with its kind and the part it plays in its parent, as numbers.
#[derive(Clone, Copy, Debug)]
pub(super) struct Syntax<'t> {
    pub(super) node: Node<'t>,
    pub(super) kind: Kind,
    pub(super) field: Field,
}

impl<'t> Syntax<'t> {
    /// A node outside of its parent.
    pub(super) fn root(node: Node<'t>) -> Syntax<'t> {
        Syntax { node, kind: kind(node), field: Field::Other }
    }

    /// The node in the part that its parent gives it (by number).
    pub(super) fn in_part(self, field: Option<std::num::NonZeroU16>) -> Syntax<'t> {
        let field = field.and_then(|id| TABLES.fields.get(usize::from(id.get()))).copied().unwrap_or(Field::Other);
        Syntax { field, ..self }
    }
}

fn kind(node: Node<'_>) -> Kind {
    // Errors have the number 65535, outside of the table.
    TABLES.kinds.get(usize::from(node.kind_id())).copied().unwrap_or(Kind::Error)
}

//! Kinds of nodes, and the parts that children play in their parents, as numbers: those of the grammar that
//! lowering tells apart.

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
            /// The kind of the grammar's node; `is_named`: it is no token.
            pub(super) fn of(text: &str, is_named: bool) -> Kind {
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
            /// The part that the grammar calls so.
            pub(super) fn of(text: &str) -> Field {
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

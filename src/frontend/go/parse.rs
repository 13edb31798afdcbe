//! Go text to syntax trees.
//!
//! What is plainly Go is read by [`strict`], all else by tree-sitter's grammar: one parser a thread, of
//! whose trees only what lowering asks for is kept. A text without errors is one tree. A text with errors is parsed again with
//! the two forms made plain that the grammar does not know, each by bytes of equal length, so that
//! every offset stays what it is in the file: the brackets of a method's type parameters (Go 1.27)
//! become spaces, and the `new` of `new(value)` (Go 1.26) becomes an ordinary name, under which the
//! grammar takes a value for an argument. Where errors are left, each declaration is parsed by
//! itself: what is broken in one cannot swallow the next.

use super::kind::{Field, Kind};
use super::strict;
use super::token::{GenericMethod, Piece, Tokens};
use super::tree::{Builder, Mark, Tree};
use crate::source::Span;
use std::cell::RefCell;
use std::num::NonZeroU16;
use std::ops::{ControlFlow, Range};
use std::sync::LazyLock;
use tree_sitter::{Node, ParseOptions, ParseState, Parser, Point};

/// A text's trees.
pub(super) enum Parsed {
    /// One tree, with no errors in it.
    Whole(Tree),
    /// A tree for each declaration, in order, some with errors; none for what takes too much to read.
    Pieces(Vec<(Piece, Option<Tree>)>),
}

/// The most bytes that the grammar is given at once, and the most of one text in which it looks for what to leave out. It
/// takes some 100 bytes of memory for each, up to 450 where it nests at each byte, and up to 1400 at errors.
const LARGEST: usize = 1 << 20;

/// What the grammar's parser does about a text that it cannot read.
#[derive(Clone, Copy)]
pub(super) enum AtError {
    /// Stops: such a tree is of no use.
    Stop,
    /// Leaves out what it has to, for a while: looking for the least that can be left out takes more than linear time.
    Recover,
}

/// What is read after the text. To the grammar a last line that does not end is an error.
const END: &[u8] = b"\n";

/// How often the parser is asked after an error whether it should go on: once for each hundred of its steps.
const MAX_ASKED: usize = 20_000;

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
    pub(super) fn fragment(&self, parts: &[Range<usize>], at_error: AtError) -> Option<Tree> {
        parse_parts(&self.bytes, parts, at_error)
    }
}

/// Parses a text; the second part holds how newer forms were made plain, and nothing where the
/// text parsed as it is.
pub(super) fn parse(text: &str) -> (Parsed, Plain) {
    if let Some(tree) = strict::parse(text) {
        return (Parsed::Whole(tree), Plain::default());
    }
    by_grammar(text)
}

/// The same by the grammar alone.
pub(super) fn by_grammar(text: &str) -> (Parsed, Plain) {
    if let Some(tree) = parse_parts(text.as_bytes(), &[], AtError::Stop) {
        return (Parsed::Whole(tree), Plain::default());
    }
    let tokens = Tokens::new(text);
    let plain = Plain::new(text, &tokens);
    if plain.bytes != text.as_bytes()
        && let Some(tree) = plain.fragment(&[], AtError::Stop)
    {
        return (Parsed::Whole(tree), plain);
    }
    let mut room = LARGEST;
    let read = |piece: Piece| {
        let at_error = if piece.range.len() <= room { AtError::Recover } else { AtError::Stop };
        let tree = plain.fragment(std::slice::from_ref(&piece.range), at_error);
        if tree.as_ref().is_none_or(|tree| tree.root().has_error) {
            room = room.saturating_sub(piece.range.len());
        }
        (piece, tree)
    };
    (Parsed::Pieces(tokens.pieces().into_iter().map(read).collect()), plain)
}

/// Parses a text in one piece, whatever errors are left in it. `None` where that takes too much.
pub(super) fn parse_whole(text: &str) -> (Option<Tree>, Plain) {
    if let Some(tree) = strict::parse(text) {
        return (Some(tree), Plain::default());
    }
    if let Some(tree) = parse_parts(text.as_bytes(), &[], AtError::Stop) {
        return (Some(tree), Plain::default());
    }
    let plain = Plain::new(text, &Tokens::new(text));
    (plain.fragment(&[], AtError::Recover), plain)
}

/// The type parameters of a generic method as those of a function: the receiver is left out.
pub(super) fn type_parameters(text: &str, method: &GenericMethod) -> Option<Tree> {
    let keyword_and_space = method.keyword.start..method.keyword.end + 1;
    parse_parts(text.as_bytes(), &[keyword_and_space, method.name.start..method.end], AtError::Recover)
}

thread_local! {
    static PARSER: RefCell<Parser> = RefCell::new(new_parser());
}

fn new_parser() -> Parser {
    let mut parser = Parser::new();
    parser.set_language(&tree_sitter_go::LANGUAGE.into()).expect("the grammar and the runtime are built for one another");
    parser
}

/// Parses parts of a text; none: all of it. `None` where that takes too much, where a part is outside of the text, and
/// where it is not to go on at an error that it finds.
fn parse_parts(text: &[u8], parts: &[Range<usize>], at_error: AtError) -> Option<Tree> {
    let length = if parts.is_empty() { text.len() } else { parts.iter().map(ExactSizeIterator::len).sum() };
    if length > LARGEST {
        return None;
    }
    let range = |part: &Range<usize>| tree_sitter::Range {
        start_byte: part.start,
        end_byte: if part.end == text.len() { part.end + END.len() } else { part.end },
        // Lines and columns are never asked of a tree: offsets are enough.
        start_point: Point::default(),
        end_point: Point::default(),
    };
    let ranges: Vec<_> = parts.iter().map(range).collect();
    let mut asked = 0;
    let mut goes_on = |state: &ParseState| {
        asked += usize::from(state.has_error());
        let most = match at_error {
            AtError::Stop => 0,
            AtError::Recover => MAX_ASKED,
        };
        if asked > most { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    };
    PARSER.with_borrow_mut(|parser| {
        parser.set_included_ranges(&ranges).ok()?;
        let mut read = |at: usize, _| if at == text.len() { END } else { text.get(at..).unwrap_or_default() };
        let options = ParseOptions::new().progress_callback(&mut goes_on);
        let parsed = parser.parse_with_options(&mut read, None, Some(options));
        // A parse that was stopped would be gone on with.
        parser.reset();
        let tree = flat(&parsed?, length, text.len());
        (!tree.root().has_error || matches!(at_error, AtError::Recover)).then_some(tree)
    })
}

/// What lowering asks of a tree of `length` bytes in a text that ends at the byte `end`.
fn flat(tree: &tree_sitter::Tree, length: usize, end: usize) -> Tree {
    let root = tree.root_node();
    let has_errors = root.has_error();
    let mut builder = Builder::for_length(length);
    let mut cursor = tree.walk();
    // Nodes that are not yet left: where their children begin, and which part of their parents they are.
    let mut entered: Vec<(Mark, Node<'_>, Field)> = Vec::new();
    loop {
        let node = cursor.node();
        let (kind, field) = (kind(node), cursor.field_id().map_or(Field::Other, field));
        let is_asked_for = entered.is_empty() || !matches!(kind, Kind::Comment | Kind::Other);
        if is_asked_for {
            entered.push((builder.mark(), node, field));
            if cursor.goto_first_child() {
                continue;
            }
        }
        let mut is_inside = is_asked_for;
        loop {
            if is_inside {
                let Some((mark, node, field)) = entered.pop() else { break };
                builder.close(mark, self::kind(node), Span::new(node.start_byte().min(end), node.end_byte().min(end)));
                let closed = builder.last();
                closed.field = field;
                closed.has_error = has_errors && node.has_error();
            }
            if entered.is_empty() {
                return builder.finish();
            }
            if cursor.goto_next_sibling() {
                break;
            }
            cursor.goto_parent();
            is_inside = true;
        }
    }
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

fn kind(node: Node<'_>) -> Kind {
    // Errors have the number 65535, outside of the table.
    TABLES.kinds.get(usize::from(node.kind_id())).copied().unwrap_or(Kind::Error)
}

fn field(id: NonZeroU16) -> Field {
    TABLES.fields.get(usize::from(id.get())).copied().unwrap_or(Field::Other)
}

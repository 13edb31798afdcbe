//! Where maps are made: with which hint, and how often they are filled then.

use super::{MapUse, keys};
use crate::analysis::go::context::Whole;
use crate::analysis::go::effects::Fill;
use crate::analysis::go::fix;
use crate::analysis::go::layout;
use crate::analysis::go::names::{Item, Names, Region};
use crate::analysis::go::place::{Slot, SlotBase};
use crate::analysis::go::text;
use crate::analysis::model::FillCost;
use crate::analysis::ty::{FunctionId, TyKind};
use crate::diagnostic::life::Life;
use crate::diagnostic::{Confidence, MapRef};
use crate::facts::{Body, Literal, Name, Node, NodeId, Pattern, TypeExprId};
use crate::source::Language;

/// The makes of a function that have a literal size hint.
pub(super) fn hinted(names: &Names<'_>, id: FunctionId, found: &mut Vec<MapUse>) {
    let body = &names.symbols.function(names.program, id).1.body;
    for (index, node) in body.nodes.iter().enumerate() {
        let Node::Make { ty, args } = *node else { continue };
        let [hint] = body.list(args) else { continue };
        let Node::Literal(Literal::Int(value)) = body.node(*hint) else { continue };
        found.extend(with_hint(names, id, (NodeId::new(index), ty), (*hint, value)));
    }
}

fn with_hint(names: &Names<'_>, id: FunctionId, (made, ty): (NodeId, TypeExprId), (hint, value): (NodeId, i64)) -> Option<MapUse> {
    let (file, function) = names.symbols.function(names.program, id);
    let params: Vec<Name> = function.type_params.iter().map(|param| param.name).collect();
    let ty = names.resolve(Region { file, scope: function.scope, params: &params }, ty);
    if !matches!(&*names.underlying(&ty), TyKind::Map(..)) {
        return None;
    }
    let shown = names.show(&ty);
    let map = match given_to(&function.body, made) {
        Some(name) => MapRef { name: name.to_string(), owner: String::new(), ty: shown.clone(), declaration: None },
        None => MapRef { name: shown.clone(), owner: String::new(), ty: shown.clone(), declaration: None },
    };
    Some(MapUse {
        language: Language::Go,
        map,
        made: Some(text::location(names, id, made)),
        made_text: format!("make({shown}, {value})"),
        sized: true,
        hint: Some(value),
        hint_at: Some(text::location(names, id, hint)),
        sized_text: format!("make({shown}, {value})"),
        drafts: fix::drop_hint(names, id, hint, value).into_iter().collect(),
        fill_count: String::new(),
        fill: None,
        fill_literal: None,
        fill_cost: None,
        fill_only_inserts: false,
        life: Life::default(),
        function: text::function(names, id),
        in_test: function.in_test || names.serves_tests(file),
        confidence: Confidence::Certain,
        package: text::package(names, id),
    })
}

/// The variable or field that takes what is made, where that stands right beside it.
fn given_to(body: &Body, made: NodeId) -> Option<Name> {
    body.nodes.iter().find_map(|node| match *node {
        Node::Let { pattern, value: Some(value), .. } if value == made => match body.pattern(pattern) {
            Pattern::Bind { local, .. } => Some(body.local(*local).name),
            _ => None,
        },
        Node::Assign { target, value } if value == made => match body.node(target) {
            Node::Local(local) => Some(body.local(local).name),
            Node::Field { name, .. } => Some(name),
            Node::Path(path) => body.path(path).last().copied(),
            _ => None,
        },
        Node::NamedElement { name, value } if value == made => Some(name),
        _ => None,
    })
}

/// A map that a loop fills: how many times is known where it is made.
pub(super) fn filled(whole: Whole<'_>, id: FunctionId, fill: &Fill) -> MapUse {
    let names = whole.names;
    let (file, function) = names.symbols.function(names.program, id);
    let ty = names.show(&fill.ty);
    let literal = fill.literal.or_else(|| length_of_variable(names, id, fill));
    let count = fill.literal.map_or_else(|| count_text(names, id, fill), |count| count.to_string());
    MapUse {
        language: Language::Go,
        map: text::map_ref(names, fill.slot, &fill.ty),
        made: Some(text::location(names, id, fill.made)),
        made_text: format!("make({ty})"),
        sized: false,
        hint: None,
        hint_at: None,
        sized_text: format!("make({ty}, {count})"),
        drafts: fix::size_hint(names, id, fill, &count).into_iter().collect(),
        fill_count: count,
        fill: Some(text::location(names, id, fill.fill)),
        fill_literal: literal,
        fill_cost: literal.and_then(|entries| fill_cost(names, fill, entries)),
        fill_only_inserts: fill.only_inserts,
        life: Life::default(),
        function: text::function(names, id),
        in_test: function.in_test || names.serves_tests(file),
        confidence: Confidence::Certain,
        package: text::package(names, id),
    }
}

/// What it costs to fill a map.
fn fill_cost(names: &Names<'_>, fill: &Fill, entries: u64) -> Option<FillCost> {
    FillCost::new(Language::Go, layout::of_map(names, &fill.ty)?.pair()?, entries)
}

/// The length of the package variable that the loop runs over, where a literal gives it.
fn length_of_variable(names: &Names<'_>, id: FunctionId, fill: &Fill) -> Option<u64> {
    let (file, function) = names.symbols.function(names.program, id);
    let Node::Path(path) = function.body.node(fill.over) else { return None };
    let [name] = function.body.path(path) else { return None };
    let Some(Item::Var(var)) = names.member(file, *name).filter(|_| !fill.counts_itself) else { return None };
    let entries = keys::entries_of(names, Slot::new(SlotBase::Global(var)))?;
    u64::try_from(entries).ok()
}

/// How many passes the loop makes, as Go writes it.
fn count_text(names: &Names<'_>, id: FunctionId, fill: &Fill) -> String {
    let over = text::expression(names, id, fill.over);
    if fill.counts_itself { over } else { format!("len({over})") }
}

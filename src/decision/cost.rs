//! What a size saves one map, by the capacity model.

use super::{Mark, Statement};
use crate::capacity::{Cost, Family, Fill, cost, grouped};
use crate::diagnostic::inventory::Entry;
use crate::source::Language;

/// How many entries are taken as an example, where the source does not say a number.
const EXAMPLE: u64 = 1000;

/// Allocations and bytes with no size and with one; `None` where what an entry takes is not known.
pub(super) fn saved(entry: &Entry) -> Option<Statement> {
    let pair = entry.layouts?.pair()?;
    let literal: Option<u64> = entry.unsized_fill.as_ref().and_then(|count| count.parse().ok());
    let entries = literal.unwrap_or(EXAMPLE);
    let (family, runtime) = match entry.language {
        Language::Go => (Family::GoSwiss, " in Go 1.24 and newer"),
        Language::Rust => (Family::RustStd, ""),
    };
    let of = |hint| Some(cost(family, pair, Fill::new(entries, hint)?));
    let told = |cost: Cost| format!("{} allocations and {} bytes", grouped(cost.allocations), grouped(cost.bytes));
    let (without, with) = (of(None)?, of(Some(entries))?);
    let example = if literal.is_some() { "" } else { ", say," };
    let text = format!(
        "filling it with {} entries{example} takes {} with no size, {} with it{runtime}; what stays is {} bytes and {}",
        grouped(entries),
        told(without),
        told(with),
        grouped(without.live),
        grouped(with.live),
    );
    Some(Statement { mark: Mark::Modelled, text, at: None })
}

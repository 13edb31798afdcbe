//! What a map costs, as a table for people and as JSON.

use super::json::{JsonTool, TOOL, VERSION, write_document};
use super::terminal::printable;
use crate::capacity::{Cost, Family, Growth, Layout, Pair, grouped};
use serde::Serialize;
use std::io::{self, Write};

/// A map of one size.
#[derive(Clone, Debug)]
pub struct Sizing {
    /// The type, or `path:line:column: name type`.
    pub map: String,
    /// What its entries take.
    pub pair: Pair,
    /// How many of them.
    pub entries: u64,
    /// What that costs, in the order in which it is shown.
    pub fills: Vec<SizedFill>,
}

/// One way to fill it.
#[derive(Clone, Debug)]
pub struct SizedFill {
    /// Whose map.
    pub family: Family,
    /// The same in words: `Go 1.24 and newer`.
    pub runtime: String,
    /// The size with which it is made.
    pub hint: Option<u64>,
    /// What it costs.
    pub cost: Cost,
    /// Where it grows next.
    pub growths: Vec<Growth>,
}

/// Writes a table.
pub fn write_size_table(sizing: &Sizing, out: &mut dyn Write) -> io::Result<()> {
    let Sizing { map, pair, entries, fills } = sizing;
    writeln!(out, "{}", printable(map))?;
    writeln!(out, "{} entries, each a key of {} and a value of {}\n", grouped(*entries), bytes(pair.key), bytes(pair.value))?;
    let mut rows = vec![["", "", "allocations", "bytes", "live", "peak"].map(str::to_owned)];
    let mut last = "";
    for fill in fills {
        let Cost { allocations, bytes, live, peak, exact } = fill.cost;
        let about = |figure: u64| format!("{}{}", if exact { "" } else { "~" }, grouped(figure));
        let runtime = if last == fill.runtime { String::new() } else { fill.runtime.clone() };
        rows.push([runtime, made(fill), about(allocations), about(bytes), about(live), about(peak)]);
        last = &fill.runtime;
    }
    let widths: [usize; 6] = std::array::from_fn(|column| rows.iter().map(|row| row[column].len()).max().unwrap_or(0));
    for row in &rows {
        let [runtime, made, figures @ ..] = row;
        let mut line = format!("{runtime:<0$}  {made:<1$}", widths[0], widths[1]);
        figures.iter().zip(&widths[2..]).for_each(|(figure, width)| line.push_str(&format!("  {figure:>width$}")));
        writeln!(out, "{}", line.trim_end())?;
    }
    writeln!(out, "\nbytes: allocated in all; live: held once it is full; peak: held at one moment while it grows")?;
    if fills.iter().any(|fill| !fill.cost.exact) {
        writeln!(out, "~: to be expected; how much it is depends on the seed of the hash")?;
    }
    writeln!(out, "\ngrows next with entry")?;
    let mut last = "";
    for fill in fills {
        let runtime = if last == fill.runtime { "" } else { &fill.runtime };
        let at = fill.growths.iter().map(|growth| format!("{}{}", if growth.exact { "" } else { "~" }, grouped(growth.at)));
        writeln!(out, "{runtime:<0$}  {made:<1$}  {at}", widths[0], widths[1], made = made(fill), at = at.collect::<Vec<_>>().join("  "))?;
        last = &fill.runtime;
    }
    Ok(())
}

fn made(fill: &SizedFill) -> String {
    fill.hint.map_or_else(|| "no size".to_owned(), |hint| format!("size {}", grouped(hint)))
}

fn bytes(layout: Layout) -> String {
    format!("{} byte{}", grouped(layout.size), if layout.size == 1 { "" } else { "s" })
}

/// Writes one JSON object. Its version is that of the reports.
pub fn write_size_json(sizing: &Sizing, out: &mut dyn Write) -> io::Result<()> {
    let document = JsonSizing {
        version: VERSION,
        tool: TOOL,
        map: &sizing.map,
        key: layout(sizing.pair.key),
        value: layout(sizing.pair.value),
        entries: sizing.entries,
        fills: sizing.fills.iter().map(fill).collect(),
    };
    write_document(&document, out)
}

#[derive(Serialize)]
struct JsonSizing<'a> {
    version: u32,
    tool: JsonTool,
    map: &'a str,
    key: JsonLayout,
    value: JsonLayout,
    entries: u64,
    fills: Vec<JsonFill<'a>>,
}

#[derive(Serialize)]
struct JsonLayout {
    size: u64,
    align: u64,
}

#[derive(Serialize)]
struct JsonFill<'a> {
    family: &'static str,
    runtime: &'a str,
    hint: Option<u64>,
    allocations: u64,
    bytes: u64,
    live: u64,
    peak: u64,
    exact: bool,
    growths: Vec<JsonGrowth>,
}

#[derive(Serialize)]
struct JsonGrowth {
    at: u64,
    exact: bool,
}

fn layout(Layout { size, align, .. }: Layout) -> JsonLayout {
    JsonLayout { size, align }
}

fn fill(of: &SizedFill) -> JsonFill<'_> {
    let Cost { allocations, bytes, live, peak, exact } = of.cost;
    JsonFill {
        family: of.family.name(),
        runtime: &of.runtime,
        hint: of.hint,
        allocations,
        bytes,
        live,
        peak,
        exact,
        growths: of.growths.iter().map(|growth| JsonGrowth { at: growth.at, exact: growth.exact }).collect(),
    }
}

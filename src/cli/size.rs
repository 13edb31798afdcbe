//! `maplint size`: what a map of some type, or one of the code, costs.

use super::args::SizeArgs;
use super::inventory::{Inventory, choose, shown};
use super::values::ListFormat;
use super::{blocking, fail, print, refuse};
use crate::capacity::{self, Family, Fill, Pair};
use crate::diagnostic::inventory::Layouts;
use crate::driver::{self, Unwritten};
use crate::report::terminal::ColorWhen;
use crate::report::{SizedFill, Sizing, write_size_json, write_size_table};
use crate::source::Language;
use std::path::PathBuf;

/// So many of the next growths are shown.
const GROWTHS: usize = 4;

/// A version of Go: `1.24`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct GoVersion {
    minor: u32,
}

/// Reads a version of Go.
pub(super) fn go_version(text: &str) -> Result<GoVersion, String> {
    let release = text.trim().trim_start_matches("go");
    let mut parts = release.split('.');
    let minor = match (parts.next(), parts.next().map(str::parse), parts.next().map(str::parse::<u32>)) {
        (Some("1"), Some(Ok(minor)), None | Some(Ok(_))) if parts.next().is_none() => minor,
        _ => return Err("a version of Go is written as in `1.24`".to_owned()),
    };
    if minor < 22 { Err("what maps cost is known from Go 1.22 on".to_owned()) } else { Ok(GoVersion { minor }) }
}

/// Reads a number: `1000000`, `1_000_000`, `1e6`, `2.5e3`.
pub(super) fn count(text: &str) -> Result<u64, String> {
    let bad = || "it is written as in `1000000`, `1_000_000` or `1e6`".to_owned();
    let digits = text.replace('_', "");
    let (mantissa, exponent) = digits.split_once(['e', 'E']).unwrap_or((&digits, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let exponent: usize = exponent.parse().map_err(|_| bad())?;
    let zeros = exponent.checked_sub(fraction.len()).filter(|zeros| *zeros < 20).ok_or_else(bad)?;
    let number = format!("{whole}{fraction}{}", "0".repeat(zeros));
    if !number.bytes().all(|byte| byte.is_ascii_digit()) || whole.is_empty() {
        return Err(bad());
    }
    let count = number.parse().ok().filter(|count| *count <= capacity::MAX_ENTRIES);
    count.ok_or_else(|| format!("no memory holds more than {} entries", capacity::grouped(capacity::MAX_ENTRIES)))
}

/// A map with what its entries take.
struct Found {
    language: Language,
    map: String,
    layouts: Layouts,
}

/// Prints what it costs.
pub(super) fn size(args: &SizeArgs) -> u8 {
    let found = match place(&args.map) {
        Some((path, name)) => match in_code(args, path, name) {
            Ok(found) => found,
            Err(code) => return code,
        },
        None => match written(&args.map) {
            Ok(found) => found,
            Err(message) => return fail(&blocking("size", &message)),
        },
    };
    let Some(pair) = found.layouts.pair() else { return fail(&blocking("size", &unknown_layout(&found))) };
    if found.language == Language::Rust && !args.go.is_empty() {
        return fail(&blocking("size", &"`--go` is for maps of Go"));
    }
    let sizing = Sizing { map: found.map, pair, entries: args.entries, fills: fills(args, found.language, pair) };
    print(|out| match args.format {
        ListFormat::Table => write_size_table(&sizing, out),
        ListFormat::Json => write_size_json(&sizing, out),
    })
}

/// Each runtime, without a size and with one.
fn fills(args: &SizeArgs, language: Language, pair: Pair) -> Vec<SizedFill> {
    let mut all = Vec::new();
    for (family, runtime) in runtimes(language, &args.go) {
        for hint in [None, Some(args.hint.unwrap_or(args.entries))] {
            let Some(fill) = Fill::new(args.entries, hint) else { continue };
            let (cost, growths) = (capacity::cost(family, pair, fill), capacity::growths(family, pair, fill, GROWTHS));
            all.push(SizedFill { family, runtime: runtime.clone(), hint, cost, growths });
        }
    }
    all
}

fn runtimes(language: Language, versions: &[GoVersion]) -> Vec<(Family, String)> {
    match language {
        Language::Rust => vec![(Family::RustStd, "Rust".to_owned())],
        Language::Go if versions.is_empty() => {
            vec![(Family::GoClassic, "Go 1.22 to 1.23".to_owned()), (Family::GoSwiss, "Go 1.24 and newer".to_owned())]
        }
        Language::Go => {
            let of = |version: &GoVersion| if version.minor < 24 { Family::GoClassic } else { Family::GoSwiss };
            versions.iter().map(|version| (of(version), format!("Go 1.{}", version.minor))).collect()
        }
    }
}

fn unknown_layout(found: &Found) -> String {
    let what = match (found.layouts.key, found.layouts.value) {
        (None, None) => "a key and a value",
        (None, Some(_)) => "a key",
        _ => "a value",
    };
    let instead = match found.language {
        Language::Go => "write its type out of built-in ones, as in `map[string]struct{ a int; b [4]byte }`",
        Language::Rust => "write its type out of built-in ones, as in `HashMap<u64, (u32, String)>`",
    };
    format!("what {what} of `{}` takes is not known from the source; {instead}", found.map)
}

/// `PATH:MAP` in its parts, of which the second may be `Type::field`; `None` where it is a type.
fn place(text: &str) -> Option<(&str, &str)> {
    if text.starts_with("map[") || text.contains('<') {
        return None;
    }
    let is_alone = |at: &usize| !text[..*at].ends_with(':') && !text[at + 1..].starts_with(':');
    let at = text.rmatch_indices(':').map(|(at, _)| at).find(is_alone)?;
    (at > 0).then(|| (&text[..at], &text[at + 1..]))
}

fn written(ty: &str) -> Result<Found, String> {
    let language = if ty.contains('<') && !ty.starts_with("map[") { Language::Rust } else { Language::Go };
    match driver::written_map(language, ty) {
        Ok(layouts) => Ok(Found { language, map: ty.to_owned(), layouts }),
        Err(Unwritten::Unparsed) => Err(format!("`{ty}` does not parse as a type, and is no PATH:MAP")),
        Err(Unwritten::NoMap) => Err(format!(
            "`{ty}` is no map whose table is known: `map[K]V`, or `HashMap` and `HashSet` of Rust's standard library; \
             a map of the code is written PATH:MAP, as in `cache.go:Cache.entries`"
        )),
    }
}

/// The map of the code; where there is not just one, that is told, and the exit code is given.
fn in_code(args: &SizeArgs, path: &str, name: &str) -> Result<Found, u8> {
    let inventory = Inventory::new(&args.run, &[PathBuf::from(path)]).map_err(|problems| refuse(&problems, ColorWhen::Auto))?;
    if inventory.report.is_blocked() {
        return Err(inventory.code());
    }
    let one = choose(&inventory.entries, &inventory.sources, name).map_err(|not_one| not_one.tell(path))?;
    let map = shown(one, &inventory.sources);
    match one.layouts {
        Some(layouts) => Ok(Found { language: one.language, map, layouts }),
        None => Err(fail(&blocking(path, &format!("{map} is no map whose table is known")))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_people_write_them() {
        let read = |text| count(text).ok();
        assert_eq!(
            ["1000000", "1_000_000", "1e6", "1E6", "2.5e3", "0"].map(read),
            [1_000_000, 1_000_000, 1_000_000, 1_000_000, 2500, 0].map(Some)
        );
        assert_eq!(["", "-1", "1.5", "1e", "e6", "1e-3", "ten", "1e30", ".5e1"].map(read), [None; 9]);
        assert!(count("1e15").expect_err("too many").starts_with("no memory holds more than 1,099,511,627,776"));
    }

    #[test]
    fn versions_of_go_are_minor_releases() {
        let read = |text| go_version(text).ok().map(|version| version.minor);
        assert_eq!(["1.24", "go1.27", "1.23.9", "1.22"].map(read), [Some(24), Some(27), Some(23), Some(22)]);
        assert_eq!(["1", "2.0", "1.x", "1.24.1.1", "1.21"].map(read), [None; 5]);
    }

    #[test]
    fn a_path_and_a_map_are_told_from_a_type() {
        assert_eq!(place("a/cache.go:Cache.entries"), Some(("a/cache.go", "Cache.entries")));
        assert_eq!(place("src:12"), Some(("src", "12")));
        assert_eq!(place("src/lib.rs:Jobs::by_id"), Some(("src/lib.rs", "Jobs::by_id")));
        for ty in ["map[string]struct{ a pkg.T }", "HashMap<u8, std::path::PathBuf>", "std::collections::HashMap", "sync.Map"] {
            assert_eq!(place(ty), None, "{ty}");
        }
    }
}

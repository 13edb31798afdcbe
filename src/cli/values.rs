//! The names by which values are written on the command line.

use crate::diagnostic::{Confidence, Severity};
use crate::report::terminal::ColorWhen;
use crate::report::{DecisionFormat, Format, MapsFormat, MapsOrder};
use clap::ValueEnum;
use clap::builder::PossibleValue;
use std::path::PathBuf;

/// How `maplint rules` lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum ListFormat {
    /// Aligned columns.
    Table,
    /// One JSON array.
    Json,
}

/// `FORMAT=FILE`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Output {
    pub(super) format: Format,
    pub(super) file: PathBuf,
}

/// Parses `FORMAT=FILE`.
pub(super) fn output(text: &str) -> Result<Output, String> {
    let (format, file) = text.split_once('=').ok_or("it is written FORMAT=FILE: `sarif=maplint.sarif`")?;
    if file.is_empty() {
        return Err("the file has no name".into());
    }
    let names = || Format::value_variants().iter().filter_map(|format| format.to_possible_value()).map(|value| value.get_name().to_owned());
    let format = Format::from_str(format, false)
        .map_err(|_| format!("no format is named `{format}`; there are {}", names().collect::<Vec<_>>().join(", ")))?;
    Ok(Output { format, file: file.into() })
}

macro_rules! named_values {
    ($($kind:ident { $($variant:ident = $name:literal,)* })*) => {$(
        impl ValueEnum for $kind {
            fn value_variants<'a>() -> &'a [$kind] {
                &[$($kind::$variant),*]
            }

            fn to_possible_value(&self) -> Option<PossibleValue> {
                Some(PossibleValue::new(match self {
                    $($kind::$variant => $name,)*
                }))
            }
        }
    )*};
}

named_values! {
    Confidence { Possible = "possible", Likely = "likely", Certain = "certain", }
    Severity { Note = "note", Warning = "warning", Error = "error", }
    Format {
        Full = "full",
        Concise = "concise",
        Json = "json",
        Ndjson = "ndjson",
        Sarif = "sarif",
        Github = "github",
        Gitlab = "gitlab",
        Junit = "junit",
        Checkstyle = "checkstyle",
        Html = "html",
    }
    MapsFormat { Table = "table", Json = "json", Csv = "csv", }
    MapsOrder {
        Place = "place",
        Name = "name",
        Type = "type",
        Guard = "guard",
        Threads = "threads",
        Writers = "writers",
        Readers = "readers",
        Uses = "uses",
    }
    DecisionFormat { Text = "text", Json = "json", }
    ColorWhen { Auto = "auto", Always = "always", Never = "never", }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_output_is_a_format_and_a_file() {
        assert_eq!(output("sarif=a=b.sarif"), Ok(Output { format: Format::Sarif, file: "a=b.sarif".into() }));
        assert!(output("sarif").expect_err("no file").contains("FORMAT=FILE"));
        assert!(output("json=").expect_err("no file").contains("no name"));
        let told = output("xml=a").expect_err("no such format");
        assert!(told.starts_with("no format is named `xml`; there are full, concise, json, ndjson, sarif, "), "{told}");
    }
}

//! The text of a `maplint.toml` against its keys.

use super::file::ConfigFile;
use super::schema;
use crate::source::LineIndex;
use toml::de::DeTable;

/// The text of a file, and its lines.
#[derive(Clone, Debug)]
pub(super) struct Text {
    pub(super) text: String,
    lines: LineIndex,
}

/// What is wrong with a text, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Fault {
    /// The byte of the text.
    pub at: usize,
    /// Lower case, no full stop.
    pub message: String,
}

/// Reads a text; all that is wrong with it is told, in order, but types are looked at only where all keys
/// are known.
pub(super) fn read(text: &str) -> Result<ConfigFile, Vec<Fault>> {
    let (document, errors) = DeTable::parse_recoverable(text);
    let faults: Vec<Fault> = errors.iter().map(fault).collect();
    if !faults.is_empty() {
        return Err(faults);
    }
    let unknown = schema::unknown(document.get_ref());
    if !unknown.is_empty() {
        return Err(unknown);
    }
    toml::from_str(text).map_err(|error| vec![fault(&error)])
}

impl Text {
    /// Indexes a text.
    pub(super) fn new(text: String) -> Text {
        Text { lines: LineIndex::new(&text), text }
    }

    /// The 1-based line of a byte.
    pub(super) fn line(&self, at: usize) -> u32 {
        self.lines.line(u32::try_from(at).unwrap_or(u32::MAX))
    }
}

fn fault(error: &toml::de::Error) -> Fault {
    Fault { at: error.span().map_or(0, |span| span.start), message: error.message().replace('\n', ", ") }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The faults of a text as `line: message`.
    fn faults(text: &str) -> Vec<String> {
        let faults = read(text).err().unwrap_or_default();
        let text = Text::new(text.to_owned());
        faults.iter().map(|fault| format!("{}: {}", text.line(fault.at), fault.message)).collect()
    }

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let found = faults(text);
        let told = found.len() == expected.len() && found.iter().zip(expected).all(|(found, expected)| found.starts_with(expected));
        assert!(told, "{text}\n{found:#?}");
    }

    #[test]
    fn all_unknown_keys_are_told_with_the_nearest() {
        check(
            "\nfail_on = \"error\"\n[rule]\nx = 1\n",
            &[
                "2: unknown key `fail_on`: did you mean `fail-on`? The keys there are `contracts`, `exclude`, `fail-on`",
                "3: unknown key `rule`: did you mean `rules`?",
            ],
        );
        check(
            "[[overrides]]\npaths = []\n[[overrides]]\npaths = []\nignroe = []",
            &["5: unknown key `overrides.ignroe`: did you mean `ignore`?"],
        );
        check("[models.go.function.\"a.F\"]\nrun = {}\n", &["2: unknown key `models.go.function.a.F.run`: did you mean `runs`?"]);
        check("select = ['race']\n", &["1: unknown key `select`: it stands under `rules`"]);
        check(
            "[models.go.function.\"a.F\"]\nruns = { first = \"many\" }",
            &["2: `first` is no argument of `models.go.function.a.F.runs`: they are numbered from 0"],
        );
        check("[models.c]\n", &["1: unknown key `models.c`: the keys there are `go`, `rust`"]);
    }

    #[test]
    fn words_that_there_are_not_are_told_with_the_nearest() {
        check(
            "fail-on = \"erorr\"",
            &["1: `erorr` is not a value of `fail-on`: did you mean `error`? The values are `note`, `warning`, `error`"],
        );
        check(
            "[models.rust.type.\"a::B\"]\nkind = \"mutx\"",
            &["2: `mutx` is not a value of `models.rust.type.a::B.kind`: did you mean `mutex`?"],
        );
        check(
            "[models.go.function.\"a.F\"]\nruns = { 0 = \"mny\" }",
            &["2: `mny` is not a value of `models.go.function.a.F.runs.0`: did you mean `many`?"],
        );
        check(
            "[[contracts.require]]\nkinds = [\"feld\"]",
            &["2: `feld` is not a value of `contracts.require.kinds`: did you mean `field`?"],
        );
    }

    #[test]
    fn syntax_and_types_are_told_with_their_line() {
        check("a = 1\nb = \n", &["2: "]);
        check("generated = true\ngenerated = true\n", &["2: duplicate key"]);
        check("\ngenerated = 1\n", &["2: invalid type: integer `1`, expected a boolean"]);
        check("exclude = \"a\"\n", &["1: invalid type: string \"a\", expected a sequence"]);
        check("[rules]\nerror = [1]\n", &["2: invalid type: integer `1`, expected a string"]);
        check("[[overrides]]\nignore = []\n", &["1: missing field `paths`"]);
        check("overrides = 1\n", &["1: invalid type: integer `1`"]);
    }

    #[test]
    fn deep_nesting_is_refused() {
        assert_eq!(faults(&format!("exclude = {}{}", "[".repeat(5000), "]".repeat(5000))).len(), 1);
    }
}

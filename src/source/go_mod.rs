//! The text of `go.mod` and `go.work`: what is needed of it, and the line of what is broken.
//!
//! Both have one grammar: a statement a line, `verb word…`, or `verb (` and a line each until `)`.
//! Words are bare or quoted; `//` starts a comment.

use super::error::Error;

/// What a `go.mod` says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct GoMod {
    /// The module path; empty where no `module` line could be read.
    pub module: String,
    /// The language version, (1, 22) for `go 1.22.3`.
    pub go: Option<(u16, u16)>,
    /// Right sides of `replace` that are folders, relative to the file.
    pub replaced_by: Vec<String>,
    /// The modules that are needed, each with its path and where it is to be found.
    pub requires: Vec<Needed>,
    /// Folders that `./...` leaves out: relative to the file with `./`, else at any depth.
    pub ignored: Vec<String>,
}

/// A module that is needed: as programs import it, and the one that stands for it, with its version.
/// The two paths differ where `replace` says so.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Needed {
    /// The path by which its packages are imported.
    pub path: String,
    /// The path under which it is kept.
    pub kept_as: String,
    /// Its version, as in `v1.2.3`.
    pub version: String,
}

/// What a `go.work` says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct GoWork {
    /// Folders of its modules, relative to the file.
    pub uses: Vec<String>,
    /// As in [`GoMod`].
    pub replaced_by: Vec<String>,
}

/// Reads a `go.mod`; what could be read is there also beside errors.
pub(super) fn parse_go_mod(text: &str) -> (GoMod, Vec<Error>) {
    let mut file = GoMod::default();
    let (statements, mut errors) = statements(text);
    let mut unknown = None;
    let mut replaced = Vec::new();
    for Statement { line, verb, words } in &statements {
        match (verb.as_str(), words.as_slice()) {
            ("module", [path]) if file.module.is_empty() => file.module.clone_from(path),
            ("module", [_]) => errors.push(Error::Syntax("a second `module`".to_owned()).at_line(*line)),
            ("module", _) => errors.push(Error::Syntax("`module` wants one path".to_owned()).at_line(*line)),
            ("go", [version]) => match parse_version(version) {
                Some(version) => file.go = Some(version),
                None => errors.push(Error::Syntax(format!("`{}` is no Go version", escape(version))).at_line(*line)),
            },
            ("go", _) => errors.push(Error::Syntax("`go` wants one version".to_owned()).at_line(*line)),
            ("replace", words) => {
                replacement(words, *line, &mut file.replaced_by, &mut errors);
                replaced.extend(module_for_module(words));
            }
            ("require", [path, version]) => {
                file.requires.push(Needed { path: path.clone(), kept_as: path.clone(), version: version.clone() });
            }
            ("ignore", [folder]) => file.ignored.push(folder.clone()),
            ("require" | "exclude" | "retract" | "toolchain" | "godebug" | "tool" | "ignore", _) => {}
            (verb, _) if verb.chars().all(|character| character.is_ascii_lowercase()) => unknown = unknown.or(Some((*line, verb))),
            (verb, _) => errors.push(Error::Syntax(format!("`{}` is no directive", escape(verb))).at_line(*line)),
        }
    }
    for (path, kept_as, version) in replaced {
        file.requires.retain(|needed| needed.path != path);
        file.requires.push(Needed { path, kept_as, version });
    }
    // Later Go versions may know more directives, so that an unknown one is only told where it may be
    // the reason for what is missing.
    if file.module.is_empty() && errors.is_empty() {
        errors.push(match unknown {
            Some((line, verb)) => Error::Syntax(format!("no `module` line, and `{verb}` is no directive")).at_line(line),
            None => Error::Syntax("no `module` line".to_owned()).at_line(1),
        });
    }
    (file, errors)
}

/// Reads a `go.work`; what could be read is there also beside errors.
pub(super) fn parse_go_work(text: &str) -> (GoWork, Vec<Error>) {
    let mut file = GoWork::default();
    let (statements, mut errors) = statements(text);
    for Statement { line, verb, words } in &statements {
        match (verb.as_str(), words.as_slice()) {
            ("use", [folder]) => file.uses.push(folder.clone()),
            ("use", _) => errors.push(Error::Syntax("`use` wants one folder".to_owned()).at_line(*line)),
            ("replace", words) => replacement(words, *line, &mut file.replaced_by, &mut errors),
            (verb, _) if verb.chars().all(|character| character.is_ascii_lowercase()) => {}
            (verb, _) => errors.push(Error::Syntax(format!("`{}` is no directive", escape(verb))).at_line(*line)),
        }
    }
    (file, errors)
}

struct Statement {
    line: u32,
    verb: String,
    words: Vec<String>,
}

/// `old [version] => new [version]`; `new` is a folder where it starts as a path does.
fn replacement(words: &[String], line: u32, into: &mut Vec<String>, errors: &mut Vec<Error>) {
    match words.iter().position(|word| word == "=>").and_then(|arrow| words.get(arrow + 1)) {
        Some(new) if new.starts_with("./") || new.starts_with("../") || new.starts_with('/') || new == "." || new == ".." => {
            into.push(new.clone());
        }
        Some(_) => {}
        None => errors.push(Error::Syntax("`replace` wants `old => new`".to_owned()).at_line(line)),
    }
}

/// The module, the one that replaces it, and that one's version, of `old [version] => new version`.
fn module_for_module(words: &[String]) -> Option<(String, String, String)> {
    let arrow = words.iter().position(|word| word == "=>")?;
    match (words.first(), words.get(arrow + 1..)?) {
        (Some(old), [new, version]) => Some((old.clone(), new.clone(), version.clone())),
        _ => None,
    }
}

fn parse_version(text: &str) -> Option<(u16, u16)> {
    let (major, rest) = text.split_once('.')?;
    let end = rest.find(|character: char| !character.is_ascii_digit()).unwrap_or(rest.len());
    Some((major.parse().ok()?, rest[..end].parse().ok()?))
}

fn statements(text: &str) -> (Vec<Statement>, Vec<Error>) {
    let mut statements = Vec::new();
    let mut errors = Vec::new();
    let mut block: Option<(u32, String)> = None;
    for (line, line_text) in (1..).zip(text.lines()) {
        let mut words = match words(line_text) {
            Ok(words) => words,
            Err(message) => {
                errors.push(Error::Syntax(message.to_owned()).at_line(line));
                continue;
            }
        };
        let Some(first) = words.first() else { continue };
        match &block {
            Some(_) if first == ")" && words.len() == 1 => block = None,
            Some((_, verb)) => statements.push(Statement { line, verb: verb.clone(), words }),
            None if words.len() == 2 && words[1] == "(" => block = Some((line, words.swap_remove(0))),
            // `use ()` is an empty block.
            None if words.len() == 3 && words[1] == "(" && words[2] == ")" => {}
            None => {
                let verb = words.remove(0);
                statements.push(Statement { line, verb, words });
            }
        }
    }
    if let Some((line, verb)) = block {
        errors.push(Error::Syntax(format!("`{} (` is never closed", escape(&verb))).at_line(line));
    }
    (statements, errors)
}

/// The words of one line; parentheses, brackets and commas are words of their own.
fn words(line: &str) -> Result<Vec<String>, &'static str> {
    let mut words = Vec::new();
    let mut rest = line.trim_start();
    while let Some(first) = rest.chars().next() {
        if rest.starts_with("//") {
            break;
        }
        let length = match first {
            '(' | ')' | '[' | ']' | '{' | '}' | ',' => {
                words.push(first.to_string());
                1
            }
            '"' | '`' => {
                let (word, length) = quoted(rest, first).ok_or("a string is never closed")?;
                words.push(word);
                length
            }
            _ => {
                let ends = |(at, character): (usize, char)| {
                    character.is_whitespace() || "()[]{},".contains(character) || rest[at..].starts_with("//")
                };
                let end = rest.char_indices().find(|found| ends(*found)).map_or(rest.len(), |(at, _)| at);
                let word = &rest[..end];
                if word.contains("/*") {
                    return Err("comments start with `//` here");
                }
                words.push(word.to_owned());
                end
            }
        };
        rest = rest[length..].trim_start();
    }
    Ok(words)
}

/// The text of the string that `rest` starts with, and its length in bytes, quotes included.
fn quoted(rest: &str, quote: char) -> Option<(String, usize)> {
    let mut word = String::new();
    let mut characters = rest.char_indices().skip(1);
    while let Some((at, character)) = characters.next() {
        match character {
            _ if character == quote => return Some((word, at + 1)),
            '\\' if quote == '"' => word.push(characters.next()?.1),
            _ => word.push(character),
        }
    }
    None
}

/// For messages: short, and with nothing that a terminal obeys.
fn escape(word: &str) -> String {
    word.chars().take(40).flat_map(char::escape_debug).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Problem;

    fn errors_of((_, errors): (impl Sized, Vec<Error>)) -> Vec<(u32, String)> {
        let problems = errors.into_iter().map(Problem::from);
        problems.map(|problem| (problem.line.expect("syntax errors have lines"), problem.message)).collect()
    }

    #[test]
    fn everything_that_is_needed_is_read() {
        let text = "// Copyright\nmodule \"example.com/a\" // why\n\ngo 1.22.3\ntoolchain go1.23.0\n\
            require (\n\texample.com/b v1.0.0 // indirect\n\texample.com/c v2.0.0+incompatible\n)\n\
            replace example.com/b v1.0.0 => ./b\nreplace (\n\texample.com/c => ../c\n\texample.com/d => example.com/e v1.2.3\n)\n\
            retract [v1.0.0, v1.1.0]\nignore ./node_modules\ntool example.com/t\n";
        let (file, errors) = parse_go_mod(text);
        assert!(errors.is_empty(), "{errors:?}");
        assert_eq!(file.module, "example.com/a");
        assert_eq!(file.go, Some((1, 22)));
        assert_eq!(file.replaced_by, ["./b", "../c"]);
        assert_eq!(file.ignored, ["./node_modules"]);
        let needed: Vec<_> = file.requires.iter().map(|needed| [&needed.path[..], &needed.kept_as, &needed.version].join(" ")).collect();
        assert_eq!(
            needed,
            ["example.com/b example.com/b v1.0.0", "example.com/c example.com/c v2.0.0+incompatible", "example.com/d example.com/e v1.2.3"]
        );
    }

    #[test]
    fn blocks_quotes_and_comments() {
        let (file, errors) = parse_go_mod("module (\n\t`x/y` // c\n)\r\ngo 1.9\r\nrequire ()\n");
        assert!(errors.is_empty(), "{errors:?}");
        assert_eq!((file.module.as_str(), file.go), ("x/y", Some((1, 9))));
        assert_eq!(parse_go_mod("module a//b\n").0.module, "a");
        assert_eq!(parse_go_mod("module \"a\\\"b\"\n").0.module, "a\"b");
    }

    #[test]
    fn broken_lines_are_named_and_the_rest_is_read() {
        let (file, errors) = parse_go_mod("<<<<<<< HEAD\nmodule a\n");
        assert_eq!(file.module, "a");
        assert_eq!(errors_of(((), errors)), [(1, "`<<<<<<<` is no directive".to_owned())]);
        assert_eq!(errors_of(parse_go_mod("module \"a\n")), [(1, "a string is never closed".to_owned())]);
        assert_eq!(errors_of(parse_go_mod("module a\nrequire (\n\tb v1\n")), [(2, "`require (` is never closed".to_owned())]);
        assert_eq!(errors_of(parse_go_mod("module a\ngo new\n")), [(2, "`new` is no Go version".to_owned())]);
        assert_eq!(errors_of(parse_go_mod("module a b\n")), [(1, "`module` wants one path".to_owned())]);
        assert_eq!(errors_of(parse_go_mod("module a\nmodule b\n")), [(2, "a second `module`".to_owned())]);
        assert_eq!(errors_of(parse_go_mod("module a\nreplace b\n")), [(2, "`replace` wants `old => new`".to_owned())]);
        assert_eq!(errors_of(parse_go_mod("module a /* b */\n")), [(1, "comments start with `//` here".to_owned())]);
        assert_eq!(errors_of(parse_go_mod("\ngo 1.22\n")), [(1, "no `module` line".to_owned())]);
        assert_eq!(errors_of(parse_go_mod("go 1.22\nmodul a\n")), [(2, "no `module` line, and `modul` is no directive".to_owned())]);
        assert!(errors_of(parse_go_mod("module a\nnewer b\n")).is_empty());
    }

    #[test]
    fn a_workspace_lists_its_modules() {
        let (file, errors) = parse_go_work("go 1.22\nuse .\nuse (\n\t./a\n\t\"./b c\"\n)\nreplace x => ./d\n");
        assert!(errors.is_empty(), "{errors:?}");
        assert_eq!(file.uses, [".", "./a", "./b c"]);
        assert_eq!(file.replaced_by, ["./d"]);
        assert_eq!(errors_of(parse_go_work("use a b\n")), [(1, "`use` wants one folder".to_owned())]);
    }
}

//! A Go file's build constraint, from its name and its head: `x_linux_amd64_test.go`,
//! `//go:build linux && !cgo`, and the `// +build` lines that came before.

use super::build::{ARCHITECTURES, BuildConstraint, OPERATING_SYSTEMS};

impl BuildConstraint {
    /// The constraint of the Go file called `file_name` (no folder) with this text, as `go build`
    /// reads it. A line that `go build` refuses constrains nothing, so that the file is still read.
    pub fn of(file_name: &str, text: &str) -> BuildConstraint {
        of_name(file_name).and(of_head(text))
    }
}

/// Operators and operands in one expression, as Go limits them; also bounds the recursion.
const MAX_SIZE: usize = 1000;

/// Expressions nested deeper than this constrain nothing.
const MAX_DEPTH: usize = 200;

fn tag(name: &str) -> BuildConstraint {
    BuildConstraint::Tag(name.to_owned())
}

/// `_GOOS`, `_GOARCH` and `_GOOS_GOARCH` before the extension and an optional `_test`.
fn of_name(file_name: &str) -> BuildConstraint {
    let stem = file_name.split('.').next().unwrap_or_default();
    // What stands before the first underscore is no suffix: `linux.go` is for all systems.
    let Some((_, suffixes)) = stem.split_once('_') else { return BuildConstraint::Always };
    let mut words: Vec<&str> = suffixes.split('_').collect();
    if words.last() == Some(&"test") {
        words.pop();
    }
    match words.as_slice() {
        [.., system, architecture] if OPERATING_SYSTEMS.contains(system) && ARCHITECTURES.contains(architecture) => {
            tag(system).and(tag(architecture))
        }
        [.., word] if OPERATING_SYSTEMS.contains(word) || ARCHITECTURES.contains(word) => tag(word),
        _ => BuildConstraint::Always,
    }
}

/// The `//go:build` line before the package clause, else the `// +build` lines of the leading
/// comments that a blank line follows.
fn of_head(text: &str) -> BuildConstraint {
    let mut old_lines = Vec::new();
    // `+build` lines count only when a blank line follows while nothing but `//` lines came before.
    let mut confirmed = 0;
    let mut only_line_comments = true;
    let mut in_block = false;
    for line in text.lines() {
        let mut rest = line.trim();
        if rest.is_empty() && only_line_comments {
            confirmed = old_lines.len();
        }
        if !rest.starts_with("//") && !rest.is_empty() {
            only_line_comments = false;
        }
        if !in_block && let Some(expression) = after_marker(rest, "//go:build") {
            return parse_expression(expression).unwrap_or_default();
        }
        if only_line_comments && let Some(words) = plus_build_words(rest) {
            old_lines.push(words);
        }
        loop {
            if in_block {
                let Some((_, after)) = rest.split_once("*/") else { break };
                in_block = false;
                rest = after.trim_start();
            } else if rest.is_empty() || rest.starts_with("//") {
                break;
            } else if let Some(after) = rest.strip_prefix("/*") {
                in_block = true;
                rest = after;
            } else {
                return of_plus_build(&old_lines[..confirmed]);
            }
        }
    }
    of_plus_build(&old_lines[..confirmed])
}

/// What follows `marker` and white space (or the line's end).
fn after_marker<'a>(line: &'a str, marker: &str) -> Option<&'a str> {
    let rest = line.strip_prefix(marker)?;
    (rest.is_empty() || rest.starts_with(char::is_whitespace)).then(|| rest.trim())
}

fn plus_build_words(line: &str) -> Option<&str> {
    after_marker(line.strip_prefix("//")?.trim_start(), "+build")
}

/// All lines hold; in a line one word holds; in a word all literals between commas hold.
fn of_plus_build(lines: &[&str]) -> BuildConstraint {
    let literal = |text: &str| {
        let (negated, name) = match text.strip_prefix('!') {
            Some(name) if !name.is_empty() && !name.starts_with('!') => (true, name),
            Some(_) => (false, "ignore"),
            None => (false, text),
        };
        let valid = !name.is_empty() && name.chars().all(is_tag_character);
        let operand = tag(if valid { name } else { "ignore" });
        if negated { BuildConstraint::Not(Box::new(operand)) } else { operand }
    };
    let mut all = BuildConstraint::Always;
    for line in lines {
        let mut words: Vec<BuildConstraint> =
            line.split_whitespace().map(|word| word.split(',').map(literal).fold(BuildConstraint::Always, BuildConstraint::and)).collect();
        let one = match words.len() {
            0 => tag("ignore"),
            1 => words.remove(0),
            _ => BuildConstraint::Any(words),
        };
        all = all.and(one);
    }
    all
}

fn is_tag_character(character: char) -> bool {
    character.is_alphanumeric() || character == '_' || character == '.'
}

/// The expression after `//go:build`; `None` where Go refuses it.
fn parse_expression(text: &str) -> Option<BuildConstraint> {
    let mut parser = Parser { rest: text, size: 0, depth: 0 };
    let expression = parser.any()?;
    parser.rest.trim_start().is_empty().then_some(expression)
}

struct Parser<'a> {
    rest: &'a str,
    size: usize,
    depth: usize,
}

impl Parser<'_> {
    fn any(&mut self) -> Option<BuildConstraint> {
        let mut operands = vec![self.all()?];
        while self.take("||") {
            operands.push(self.all()?);
        }
        if operands.len() == 1 { operands.pop() } else { Some(BuildConstraint::Any(operands)) }
    }

    fn all(&mut self) -> Option<BuildConstraint> {
        let mut operands = vec![self.not()?];
        while self.take("&&") {
            operands.push(self.not()?);
        }
        if operands.len() == 1 { operands.pop() } else { Some(BuildConstraint::All(operands)) }
    }

    fn not(&mut self) -> Option<BuildConstraint> {
        self.size += 1;
        if self.size > MAX_SIZE || self.depth > MAX_DEPTH {
            return None;
        }
        if self.take("!") {
            // Go refuses a double negation.
            if self.rest.trim_start().starts_with('!') {
                return None;
            }
            return Some(BuildConstraint::Not(Box::new(self.not()?)));
        }
        if self.take("(") {
            self.depth += 1;
            let inner = self.any()?;
            self.depth -= 1;
            return self.take(")").then_some(inner);
        }
        self.rest = self.rest.trim_start();
        let end = self.rest.find(|character| !is_tag_character(character)).unwrap_or(self.rest.len());
        let (name, rest) = self.rest.split_at(end);
        self.rest = rest;
        (!name.is_empty()).then(|| tag(name))
    }

    fn take(&mut self, token: &str) -> bool {
        match self.rest.trim_start().strip_prefix(token) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The constraint in the syntax of `//go:build`, all groups in parentheses.
    fn show(constraint: &BuildConstraint) -> String {
        let join = |operands: &[BuildConstraint], by: &str| format!("({})", operands.iter().map(show).collect::<Vec<_>>().join(by));
        match constraint {
            BuildConstraint::Always => "always".to_owned(),
            BuildConstraint::Tag(tag) => tag.clone(),
            BuildConstraint::Not(operand) => format!("!{}", show(operand)),
            BuildConstraint::All(operands) => join(operands, " && "),
            BuildConstraint::Any(operands) => join(operands, " || "),
        }
    }

    fn check_name(name: &str, expected: &str) {
        assert_eq!(show(&BuildConstraint::of(name, "package x\n")), expected, "{name}");
    }

    fn check_text(text: &str, expected: &str) {
        assert_eq!(show(&BuildConstraint::of("x.go", text)), expected, "{text}");
    }

    #[test]
    fn suffixes_of_the_name() {
        check_name("x.go", "always");
        check_name("x_linux.go", "linux");
        check_name("x_linux_test.go", "linux");
        check_name("x_amd64.go", "amd64");
        check_name("x_y_linux_arm64_test.go", "(linux && arm64)");
        check_name("x_arm64_linux.go", "linux");
        check_name("linux.go", "always");
        check_name("linux_amd64.go", "amd64");
        check_name("_linux.go", "linux");
        check_name("x_unix.go", "always");
        check_name("x_test.go", "always");
        check_name("x_linux_foo.go", "always");
        check_name("x_linux.pb.go", "linux");
        check_name("", "always");
    }

    #[test]
    fn the_expression_grammar() {
        check_text("//go:build linux\n\npackage x", "linux");
        check_text("//go:build linux && !cgo || windows\npackage x", "((linux && !cgo) || windows)");
        check_text("//go:build !(a||b)&&c\npackage x", "(!(a || b) && c)");
        check_text("//go:build go1.22 && goexperiment.rangefunc", "(go1.22 && goexperiment.rangefunc)");
        check_text("//go:build a &&", "always");
        check_text("//go:build !!a", "always");
        check_text("//go:build (a", "always");
        check_text("//go:build a b", "always");
        check_text("//go:build", "always");
        check_text("//go:buildsomething linux\n\npackage x", "always");
    }

    #[test]
    fn where_the_line_may_stand() {
        check_text("// Copyright\n\n/* more\n*/ //go:build linux\n//go:build a\n\npackage x", "a");
        check_text("/*\n//go:build linux\n*/\npackage x", "always");
        check_text("package x\n//go:build linux\n", "always");
        check_text("\r\n//go:build linux\r\n\r\npackage x", "linux");
        check_text("", "always");
    }

    #[test]
    fn old_lines_hold_together() {
        check_text("// +build linux darwin\n// +build !cgo,amd64\n\npackage x", "((linux || darwin) && (!cgo && amd64))");
        check_text("//+build ignore\n\npackage x", "ignore");
        check_text("// +build linux\npackage x", "always");
        check_text("// Doc\n\n// +build linux\n\n// Package x\npackage x", "linux");
        check_text("// +build !!a\n\npackage x", "ignore");
        check_text("// +build\n\npackage x", "ignore");
        check_text("/* c */\n// +build linux\n\npackage x", "always");
    }

    #[test]
    fn a_new_line_overrules_old_ones() {
        check_text("//go:build windows\n// +build linux\n\npackage x", "windows");
        check_text("// +build linux\n\n//go:build windows\n\npackage x", "windows");
    }

    #[test]
    fn name_and_text_hold_together() {
        assert_eq!(show(&BuildConstraint::of("x_linux.go", "//go:build a || b\n\npackage x")), "(linux && (a || b))");
    }

    #[test]
    fn deep_nesting_is_given_up() {
        let deep = format!("//go:build {}a{}\n\npackage x", "(".repeat(100_000), ")".repeat(100_000));
        check_text(&deep, "always");
        check_text(&format!("//go:build {}a\n\npackage x", "! (".repeat(100_000)), "always");
        let long = format!("//go:build a{}\n\npackage x", " || a".repeat(100_000));
        check_text(&long, "always");
    }
}

//! Templates: a text with `{field}` in it, read and checked once, filled in for each finding.
//!
//! `{{` and `}}` stand for the braces themselves. What is filled in is kept on one line.

use super::condition::unknown_field;
use super::error::Problem;
use super::schema::{self, About, Subject, Type, Value};

/// A checked template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Template(Vec<Piece>);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Piece {
    Text(String),
    Field(String),
}

impl Template {
    /// Reads and checks `source`, the value of `key` in a rule about `about`.
    pub(super) fn parse(source: &str, key: &str, about: About) -> Result<Template, Problem> {
        let mut pieces = Vec::new();
        let mut text = String::new();
        let mut characters = source.chars().enumerate().map(|(at, c)| (at + 1, c)).peekable();
        let fault = |column, message: String| Problem::Template { key: key.to_owned(), column, message };
        while let Some((column, c)) = characters.next() {
            let doubled = characters.peek().is_some_and(|(_, next)| *next == c);
            match c {
                '{' | '}' if doubled => {
                    characters.next();
                    text.push(c);
                }
                '}' => return Err(fault(column, "`}` with no `{` before it: write `}}` for the character itself".to_owned())),
                '{' => {
                    let mut name = String::new();
                    loop {
                        match characters.next() {
                            Some((_, '}')) => break,
                            Some((_, c)) if c != '{' => name.push(c),
                            _ => return Err(fault(column, "`{` with no `}` after it: write `{{` for the character itself".to_owned())),
                        }
                    }
                    check_field(&name, key, about, column + 1)?;
                    if !text.is_empty() {
                        pieces.push(Piece::Text(std::mem::take(&mut text)));
                    }
                    pieces.push(Piece::Field(name));
                }
                _ => text.push(c),
            }
        }
        if !text.is_empty() {
            pieces.push(Piece::Text(text));
        }
        Ok(Template(pieces))
    }

    /// The text for `subject`.
    pub(super) fn fill<S: Subject>(&self, subject: &S) -> String {
        let mut filled = String::new();
        for piece in &self.0 {
            match piece {
                Piece::Text(text) => filled.push_str(text),
                Piece::Field(name) => match schema::value(subject, name) {
                    Some(Value::Text(text)) => push_on_one_line(&mut filled, &text),
                    Some(Value::Int(number)) => filled.push_str(&number.to_string()),
                    Some(Value::Bool(_) | Value::List(_)) | None => unreachable!("only texts and numbers pass `check_field`"),
                },
            }
        }
        filled
    }
}

fn check_field(name: &str, key: &str, about: About, column: usize) -> Result<(), Problem> {
    let Some(field) = about.fields().into_iter().find(|field| field.name == name) else {
        return Err(unknown_field(key, column, about, name));
    };
    match field.ty {
        Type::Text | Type::Word(_) | Type::Int => Ok(()),
        Type::Bool | Type::List => {
            let message = format!("`{name}` is a {}: only strings and numbers can be shown", field.ty.name());
            Err(Problem::Template { key: key.to_owned(), column, message })
        }
    }
}

/// Appends source text; a line break with what indents the next line becomes one space.
fn push_on_one_line(filled: &mut String, text: &str) {
    for (index, line) in text.lines().enumerate() {
        let line = if index == 0 { line.trim_end() } else { line.trim() };
        if index > 0 && !line.is_empty() {
            filled.push(' ');
        }
        filled.push_str(line);
    }
}

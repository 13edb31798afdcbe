//! What can go wrong with files and folders, in layers: what happened, at which line, in which file.

use std::io;
use thiserror::Error;

/// Something that could not be read. Each layer adds where it happened.
#[derive(Debug, Error)]
pub enum Error {
    /// A path of the command line that does not exist.
    #[error("no such file or folder")]
    NotFound,
    /// A path of the command line that is a pipe, a socket or a device.
    #[error("neither a file nor a folder")]
    Special,
    /// A path of the command line under which nothing is to be checked.
    #[error("no Go or Rust files{hint}")]
    Empty {
        /// What would find some; empty or a whole clause.
        hint: &'static str,
    },
    /// A file or folder that the system does not hand out.
    #[error("cannot be read: {}", .0.kind())]
    Unreadable(#[source] io::Error),
    /// A file that has to lie in a repository, and is a link to somewhere else.
    #[error("leads out of the repository")]
    Outside,
    /// Text in another encoding.
    #[error("not UTF-8")]
    NotUtf8,
    /// A file over [`MAX_FILE_BYTES`](super::MAX_FILE_BYTES).
    #[error("larger than {} MiB", super::MAX_FILE_BYTES >> 20)]
    TooLarge,
    /// A module file, workspace file or manifest that breaks its format.
    #[error("{0}")]
    Syntax(String),
    /// A line of the file.
    #[error("line {line}: {source}")]
    WithLine {
        /// 1-based.
        line: u32,
        /// What is wrong there.
        source: Box<Error>,
    },
    /// A file or folder.
    #[error("{path}: {source}")]
    WithPath {
        /// As shown.
        path: String,
        /// What is wrong with it.
        source: Box<Error>,
    },
}

impl Error {
    /// Adds the 1-based line.
    pub(super) fn at_line(self, line: u32) -> Error {
        Error::WithLine { line, source: Box::new(self) }
    }

    /// Adds the file or folder, as shown.
    pub(super) fn at_path(self, path: impl Into<String>) -> Error {
        Error::WithPath { path: path.into(), source: Box::new(self) }
    }
}

/// Something that the user has to know of, and that stops nothing else.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    /// The file or folder as shown: relative to the working directory, with `/`.
    pub path: String,
    /// The 1-based line in it.
    pub line: Option<u32>,
    /// What is wrong: lower case, no full stop.
    pub message: String,
    /// What was asked for could not be done: exit code 2.
    pub fatal: bool,
}

impl From<Error> for Problem {
    fn from(error: Error) -> Problem {
        match error {
            Error::WithPath { path, source } => Problem { path, ..Problem::from(*source) },
            Error::WithLine { line, source } => Problem { line: Some(line), ..Problem::from(*source) },
            other => Problem {
                path: String::new(),
                line: None,
                fatal: matches!(other, Error::NotFound | Error::Special),
                message: other.to_string(),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn layers_become_fields() {
        let error = Error::Syntax("no value".to_owned()).at_line(3).at_path("a/go.mod");
        assert_eq!(error.to_string(), "a/go.mod: line 3: no value");
        let problem = Problem::from(error);
        assert_eq!(problem, Problem { path: "a/go.mod".into(), line: Some(3), message: "no value".into(), fatal: false });
        assert!(Problem::from(Error::NotFound.at_path("x")).fatal);
    }
}

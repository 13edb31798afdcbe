//! One run of one program.

use std::fs::File;
use std::io::{self, Read, Seek};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};
use wait4::Wait4;

/// What a run took.
#[derive(Clone, Debug, Default)]
pub(crate) struct Measured {
    /// From start to end.
    pub(crate) wall: Duration,
    /// Of processors: of the program and of what it started and waited for.
    pub(crate) processor: Duration,
    /// The most memory that was resident at any time, in bytes; of the largest process, where it starts others.
    pub(crate) peak: u64,
    /// The exit code; `None` where a signal ended it.
    pub(crate) code: Option<i32>,
    /// The last line that it wrote to the error stream.
    pub(crate) last_words: String,
}

/// Runs a program to its end; what it writes goes nowhere. Fails where it cannot be started.
pub(crate) fn measure(command: &mut Command) -> io::Result<Measured> {
    // A file and no pipe: nobody has to read while the program runs.
    let mut errors = tempfile::tempfile()?;
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(errors.try_clone()?);
    let started = Instant::now();
    let mut child = command.spawn().map_err(|error| told(command, &error))?;
    let used = child.wait4()?;
    let wall = started.elapsed();
    Ok(Measured {
        wall,
        processor: used.rusage.utime + used.rusage.stime,
        peak: used.rusage.maxrss,
        code: used.status.code(),
        last_words: last_line(&mut errors)?,
    })
}

fn told(command: &Command, error: &io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("`{}` cannot be run: {error}", command.get_program().to_string_lossy()))
}

fn last_line(file: &mut File) -> io::Result<String> {
    let mut written = Vec::new();
    file.rewind()?;
    file.read_to_end(&mut written)?;
    Ok(String::from_utf8_lossy(&written).lines().last().unwrap_or_default().to_owned())
}

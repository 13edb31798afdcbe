//! Where reports go: the standard streams, and files that the user names. Alone in writing either.

use super::{Format, Presentation, Report};
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;

/// Runs `write` on standard output. A reader that has gone away is no error: the rest is not
/// written, quietly.
pub fn to_stdout(write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    let mut out = BufWriter::new(io::stdout().lock());
    let written = write(&mut out).and_then(|()| out.flush());
    if written.is_err() {
        // What is left in the buffer has no reader; dropping the writer would try again.
        let _ = out.into_parts();
    }
    written.or_else(|error| if error.kind() == io::ErrorKind::BrokenPipe { Ok(()) } else { Err(error) })
}

/// Writes the report into a file, which is made or overwritten.
pub fn to_file(path: &Path, format: Format, report: &Report, presentation: &Presentation) -> io::Result<()> {
    let mut out = BufWriter::new(File::create(path)?);
    format.write(report, presentation, &mut out)?;
    out.flush()
}

//! Where reports go: the standard streams, and files that the user names. Alone in writing either.

use super::{Format, Presentation, Report};
use std::fs::{self, File, OpenOptions};
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

/// Writes a text into a new file, whose folder is made where it is missing. A file that is there is
/// overwritten with `force`; without, that is [`io::ErrorKind::AlreadyExists`].
pub fn to_new_file(path: &Path, text: &str, force: bool) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    let mut options = OpenOptions::new();
    let options = if force { options.create(true).truncate(true) } else { options.create_new(true) };
    options.write(true).open(path)?.write_all(text.as_bytes())
}

/// Writes the report into a file, which is made or replaced in the manner of [`replace_file`]; into a pipe or a device as
/// it is.
pub fn to_file(path: &Path, format: Format, report: &Report, presentation: &Presentation) -> io::Result<()> {
    if fs::metadata(path).is_ok_and(|metadata| !metadata.is_file()) {
        let mut out = BufWriter::new(File::create(path)?);
        format.write(report, presentation, &mut out)?;
        return out.flush();
    }
    let mut content = Vec::new();
    format.write(report, presentation, &mut content)?;
    replace_file(path, &content)
}

/// Gives the file at `path` this content, whole or not at all: it is written beside it and takes its place.
/// Of a link, the file that it leads to is replaced; a file that is there keeps its mode.
pub fn replace_file(path: &Path, content: &[u8]) -> io::Result<()> {
    let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut beside = new_file_in(folder)?;
    beside.write_all(content)?;
    if let Ok(metadata) = fs::metadata(&path) {
        beside.as_file().set_permissions(metadata.permissions())?;
    }
    beside.persist(&path).map_err(|error| error.error)?;
    Ok(())
}

/// Gives the file, which was read as `old`, the text `new` in the manner of [`replace_file`]. A byte order
/// mark at its start stays. Fails where the file has changed since.
pub fn replace_text(path: &Path, old: &str, new: &str) -> io::Result<()> {
    let content = fs::read(path)?;
    let mark = &content[..content.len().saturating_sub(old.len())];
    if !content.ends_with(old.as_bytes()) || !matches!(mark, b"" | b"\xef\xbb\xbf") {
        return Err(io::Error::other("it has changed since it was read"));
    }
    replace_file(path, &[mark, new.as_bytes()].concat())
}

/// A file under a name of its own, with the mode that new files have.
#[cfg(unix)]
fn new_file_in(folder: &Path) -> io::Result<tempfile::NamedTempFile> {
    use std::os::unix::fs::PermissionsExt;
    tempfile::Builder::new().permissions(fs::Permissions::from_mode(0o666)).tempfile_in(folder)
}

#[cfg(not(unix))]
fn new_file_in(folder: &Path) -> io::Result<tempfile::NamedTempFile> {
    tempfile::NamedTempFile::new_in(folder)
}

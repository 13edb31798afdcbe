//! The texts that the client has open: they count before what is on the disk.

use super::convert::{Encoding, path_of};
use crate::report::SourceText;
use crate::source::{Overlay, Replaced};
use lsp_types::{TextDocumentContentChangeEvent, Uri};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A text that is open.
#[derive(Clone)]
pub(super) struct Document {
    /// As the client calls it.
    pub(super) uri: Uri,
    /// As the client counts.
    pub(super) version: i32,
    /// As it is.
    pub(super) text: Arc<SourceText>,
}

/// All of them, by absolute path.
#[derive(Default)]
pub(super) struct Documents(BTreeMap<PathBuf, Document>);

impl Documents {
    /// Opens a text, whatever was open under its address; gives its path, where it is that of a file.
    pub(super) fn open(&mut self, uri: Uri, version: i32, text: String) -> Option<PathBuf> {
        let path = path_of(&uri)?;
        self.0.insert(path.clone(), Document { uri, version, text: Arc::new(SourceText::new(text)) });
        Some(path)
    }

    /// Changes a text that is open, in the order of the changes.
    pub(super) fn change(
        &mut self,
        uri: &Uri,
        version: i32,
        changes: Vec<TextDocumentContentChangeEvent>,
        encoding: Encoding,
    ) -> Option<PathBuf> {
        let path = path_of(uri)?;
        let document = self.0.get_mut(&path)?;
        document.version = version;
        for change in changes {
            let text = match change {
                TextDocumentContentChangeEvent::TextDocumentContentChangeWholeDocument(whole) => whole.text,
                TextDocumentContentChangeEvent::TextDocumentContentChangePartial(part) => {
                    let (one, other) = (encoding.offset(&document.text, part.range.start), encoding.offset(&document.text, part.range.end));
                    let mut text = document.text.as_str().to_owned();
                    text.replace_range(one.min(other)..one.max(other), &part.text);
                    text
                }
            };
            document.text = Arc::new(SourceText::new(text));
        }
        Some(path)
    }

    /// Closes a text: the disk counts again.
    pub(super) fn close(&mut self, uri: &Uri) -> Option<PathBuf> {
        let path = path_of(uri)?;
        self.0.remove(&path).map(|_| path)
    }

    /// The text that is open under a path.
    pub(super) fn get(&self, path: &Path) -> Option<&Document> {
        self.0.get(path)
    }

    /// All that is open, in the order of their paths.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&PathBuf, &Document)> {
        self.0.iter()
    }

    /// What stands in the place of the files on the disk.
    pub(super) fn overlay(&self) -> Overlay {
        let mut overlay = Overlay::default();
        for (path, document) in &self.0 {
            overlay.put(path.clone(), Replaced::By(document.bytes()));
        }
        overlay
    }
}

impl Document {
    /// The text as a file would have it.
    pub(super) fn bytes(&self) -> Arc<[u8]> {
        Arc::from(self.text.as_str().as_bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use lsp_types::{Position, Range, TextDocumentContentChangePartial};

    #[test]
    fn changes_count_in_their_order() {
        let uri = Uri::parse("file:///r/a.go").expect("an address");
        let mut documents = Documents::default();
        let path = documents.open(uri.clone(), 1, "𝄞a\nb\n".to_owned()).expect("a file");
        let change = |from: (u32, u32), to: (u32, u32), text: &str| {
            let at = |(line, character)| Position { line, character };
            let range = Range { start: at(from), end: at(to) };
            TextDocumentContentChangeEvent::from(TextDocumentContentChangePartial::new(range, None, text.to_owned()))
        };
        let changes = vec![change((0, 2), (0, 3), "xy"), change((0, 3), (0, 4), ""), change((1, 9), (1, 0), "c\n")];
        assert_eq!(documents.change(&uri, 2, changes, Encoding::Utf16), Some(path.clone()));
        let text = |documents: &Documents| documents.get(&path).map(|document| (document.version, document.text.as_str().to_owned()));
        assert_eq!(text(&documents), Some((2, "𝄞x\nc\n\n".to_owned())));
        assert_eq!(documents.close(&uri), Some(path.clone()));
        assert_eq!(documents.change(&uri, 3, vec![change((0, 0), (0, 0), "x")], Encoding::Utf16), None, "it is not open");
        assert!(text(&documents).is_none());
    }
}

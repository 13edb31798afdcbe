//! Places: URIs relative to `SRCROOT`, and regions.

use super::super::Sources;
use crate::source::{Checkout, Location, Span};
use serde_sarif::sarif;

/// What relative URIs are relative to.
pub(super) const ROOT: &str = "SRCROOT";

/// The longest excerpt around a place, in bytes.
const LONGEST_EXCERPT: usize = 1000;

/// The files of a run, as readers of its log find them.
pub(super) struct Places<'a> {
    pub(super) sources: &'a Sources,
    checkout: &'a Checkout,
}

impl<'a> Places<'a> {
    pub(super) fn new(sources: &'a Sources, checkout: &'a Checkout) -> Places<'a> {
        Places { sources, checkout }
    }

    /// A file, or what stands in the place of one, by its path as shown.
    pub(super) fn artifact(&self, shown: &str) -> sarif::ArtifactLocation {
        let path = self.checkout.path(shown);
        let mut artifact = sarif::ArtifactLocation::builder().uri(uri(&path)).build();
        artifact.uri_base_id = (!path.starts_with('/')).then(|| ROOT.to_owned());
        artifact
    }

    /// The part of a location that lies on its first line.
    pub(super) fn physical(&self, location: Location) -> sarif::PhysicalLocation {
        let region = self.region(self.sources.on_first_line(location));
        sarif::PhysicalLocation::builder().artifact_location(self.artifact(self.sources.path(location.file))).region(region).build()
    }

    /// The same, with the text there and, around it, of the line with its neighbours.
    pub(super) fn physical_with_text(&self, location: Location) -> sarif::PhysicalLocation {
        let location = self.sources.on_first_line(location);
        let mut place = self.physical(location);
        let text = self.sources.text(location.file);
        let line = text.line_index(location.span.start as usize);
        let first = text.line_range(line.saturating_sub(1)).map_or(0, |range| range.start);
        let last = text.line_range(line + 1).filter(|range| !range.is_empty()).or_else(|| text.line_range(line));
        let around = Span::new(first, last.map_or(first, |range| range.end));
        let excerpt = |span: Span| text.as_str().get(span.start as usize..span.end as usize).filter(|excerpt| !excerpt.is_empty());
        if let (Some(here), Some(context)) = (excerpt(location.span), excerpt(around))
            && context.len() <= LONGEST_EXCERPT
        {
            let content = |text: &str| sarif::ArtifactContent::builder().text(text).build();
            if let Some(region) = &mut place.region {
                region.snippet = Some(content(here));
            }
            let mut region = self.region(Location { span: around, ..location });
            region.snippet = Some(content(context));
            place.context_region = Some(region);
        }
        place
    }

    /// A location, lines and all.
    pub(super) fn region(&self, location: Location) -> sarif::Region {
        let range = self.sources.range_utf16(location);
        sarif::Region::builder()
            .start_line(range.start.line)
            .start_column(range.start.column)
            .end_line(range.end.line)
            .end_column(range.end.column)
            .build()
    }
}

/// A path as a URI reference: relative stays relative, and whatever is not plain is percent-encoded.
fn uri(path: &str) -> String {
    let mut uri = String::from(if path.starts_with('/') { "file://" } else { "" });
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            uri.push_str(&format!("%{byte:02X}"));
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_become_uri_references() {
        assert_eq!(uri("a b/größe%#.go"), "a%20b/gr%C3%B6%C3%9Fe%25%23.go");
        assert_eq!(uri("c:d.go"), "c%3Ad.go");
        assert_eq!(uri("../x.go"), "../x.go");
        assert_eq!(uri("/tmp/x.go"), "file:///tmp/x.go");
    }
}

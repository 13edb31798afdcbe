//! Where a run stands in its repository, for readers who have the repository and not the machine.

use super::git::Repository;

/// What git says of the working directory. Outside a repository all of it is empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Checkout {
    /// The working directory relative to the root of the working tree, with `/` and ended by it; empty at
    /// the root.
    pub folder: String,
    /// The name of the commit that is checked out; `None` before the first.
    pub revision: Option<String>,
    /// The branch; `None` where a commit is checked out by itself.
    pub branch: Option<String>,
    /// The address that the branch is fetched from, as a URI without password; `None` where it is a folder
    /// of this machine, or there is none.
    pub remote: Option<String>,
}

impl Repository {
    /// Where its working directory stands.
    pub fn checkout(&self) -> Checkout {
        let said = |args: &[&str]| {
            let bytes = self.run(args, None).ok()?;
            let text = String::from_utf8_lossy(&bytes).trim_end_matches(['\n', '\r']).to_owned();
            (!text.is_empty()).then_some(text)
        };
        Checkout {
            folder: said(&["rev-parse", "--show-prefix"]).unwrap_or_default(),
            revision: said(&["rev-parse", "--verify", "--quiet", "HEAD"]),
            branch: said(&["symbolic-ref", "--quiet", "--short", "HEAD"]),
            remote: said(&["ls-remote", "--get-url"]).and_then(|url| uri(&url)),
        }
    }
}

impl Checkout {
    /// A path as shown (relative to the working directory, with `/`) relative to the root of the working
    /// tree. One that is absolute stays so.
    pub fn path(&self, shown: &str) -> String {
        if shown.starts_with('/') {
            return shown.to_owned();
        }
        let mut parts: Vec<&str> = Vec::new();
        for part in self.folder.split('/').chain(shown.split('/')) {
            match part {
                "" | "." => {}
                ".." if parts.last().is_some_and(|last| *last != "..") => drop(parts.pop()),
                _ => parts.push(part),
            }
        }
        parts.join("/")
    }
}

/// The address of a remote as a URI: what git reads as `ssh` becomes that, passwords are left out, and so
/// are the users of HTTP, which are often tokens.
fn uri(url: &str) -> Option<String> {
    let plain = |character: char| character.is_ascii_graphic() && !"<>\"{}|\\^`".contains(character);
    if !url.chars().all(plain) {
        return None;
    }
    let (scheme, rest) = match url.split_once("://") {
        Some((scheme, rest)) => (scheme, rest.to_owned()),
        None => {
            let (host, path) = url.split_once(':')?;
            // A single letter is a drive.
            let is_host = host.len() > 1 && !host.contains('/') && !path.starts_with(':');
            ("ssh", is_host.then(|| format!("{host}/{}", path.trim_start_matches('/')))?)
        }
    };
    let (authority, path) = rest.split_once('/').unwrap_or((&rest, ""));
    let (user, host) = authority.rsplit_once('@').unwrap_or(("", authority));
    if host.is_empty() || scheme == "file" {
        return None;
    }
    let user = user.split(':').next().filter(|user| !user.is_empty() && !scheme.starts_with("http"));
    let user = user.map(|user| format!("{user}@")).unwrap_or_default();
    Some(format!("{scheme}://{user}{host}/{path}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_read_from_the_root_of_the_working_tree() {
        let at = |folder: &str, shown: &str| Checkout { folder: folder.to_owned(), ..Checkout::default() }.path(shown);
        assert_eq!(at("", "a b/x.go"), "a b/x.go");
        assert_eq!(at("services/api/", "x.go"), "services/api/x.go");
        assert_eq!(at("services/api/", "../web/./x.go"), "services/web/x.go");
        assert_eq!(at("services/", "../../x.go"), "../x.go");
        assert_eq!(at("services/", "/srv/x.go"), "/srv/x.go");
    }

    #[test]
    fn addresses_are_uris_and_tell_no_secret() {
        let told = |url: &str| uri(url).unwrap_or_default();
        assert_eq!(told("https://github.com/owner/name.git"), "https://github.com/owner/name.git");
        assert_eq!(told("https://user:token@example.com:8443/a"), "https://example.com:8443/a");
        assert_eq!(told("https://token@example.com/a@b"), "https://example.com/a@b");
        assert_eq!(told("git@github.com:owner/name.git"), "ssh://git@github.com/owner/name.git");
        assert_eq!(told("ssh://git:word@example.com:22/~/a"), "ssh://git@example.com:22/~/a");
        for none in ["origin", "/srv/git/a.git", "../a", "./a:b", "file:///srv/a", "C:/a", "ext::sh -c x", "https://example.com/a b"] {
            assert_eq!(uri(none), None, "{none}");
        }
    }
}

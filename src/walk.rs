//! Folders and files to a sorted list of what to read, and of what was passed over and why.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use trichluc::archive::{Member, has_archive_ending, is_archive, is_document, members};
use trichluc::{Input, Limits};
use walkdir::WalkDir;

/// What the analyst named.
#[derive(Debug, Default)]
pub struct Inputs {
    /// Folders and single files.
    pub roots: Vec<PathBuf>,
    /// Names are paths as they were named, not relative to their root: no two files of several roots share one.
    pub whole_names: bool,
    pub follow_symlinks: bool,
    /// Nothing below this folder is input: the run's own output.
    pub output: Option<PathBuf>,
    /// What an archive may take.
    pub limits: Limits,
}

/// Something that is no document, and why it was passed over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Skipped {
    /// Relative to its root, with `/`.
    pub path: String,
    /// A slug, for counting: `unknown_format`, `symlink`, `not_a_file`, `unreadable`, `twice`.
    pub code: String,
    /// What it is and what to do, for a reader.
    pub message: String,
}

impl Skipped {
    /// A folder that could not be entered, a link that leads nowhere: nobody knows what is behind it.
    pub fn may_hide_documents(&self) -> bool {
        self.code == UNREADABLE
    }
}

const UNREADABLE: &str = "unreadable";

/// What a walk found, both lists sorted by path.
#[derive(Debug, Default)]
pub struct Found {
    pub files: Vec<Input>,
    pub skipped: Vec<Skipped>,
}

impl Found {
    /// What has a path that is wanted.
    #[must_use]
    pub fn only(mut self, is_wanted: impl Fn(&str) -> bool) -> Self {
        self.files.retain(|f| is_wanted(&f.name));
        self.skipped.retain(|s| is_wanted(&s.path));
        self
    }
}

/// Endings that a reader knows.
const ENDINGS: [&str; 8] = ["txt", "md", "docx", "doc", "pdf", "html", "htm", "xlsx"];

/// Lists the files below the inputs.
pub fn walk(inputs: &Inputs) -> Found {
    let output = inputs.output.as_deref().and_then(real);
    let mut walk = Walk { whole_names: inputs.whole_names, output, limits: inputs.limits, ..Walk::default() };
    for root in &inputs.roots {
        walk.root(root, inputs.follow_symlinks);
    }
    walk.found.files.extend(walk.files.into_iter().map(|(name, (path, member))| Input { name, path, member }));
    walk.found.skipped.sort_by(|a, b| (&a.path, &a.code).cmp(&(&b.path, &b.code)));
    walk.found
}

#[derive(Default)]
struct Walk {
    whole_names: bool,
    output: Option<PathBuf>,
    limits: Limits,
    /// By name: where it is.
    files: BTreeMap<String, (PathBuf, Option<Box<Member>>)>,
    found: Found,
}

impl Walk {
    fn root(&mut self, root: &Path, follow: bool) {
        let output = self.output.clone();
        let is_output = |e: &walkdir::DirEntry| e.depth() > 0 && e.file_type().is_dir() && output.is_some() && real(e.path()) == output;
        // A link that the analyst names is meant.
        let entries = WalkDir::new(root).follow_links(follow).follow_root_links(true).sort_by_file_name();
        for entry in entries.into_iter().filter_entry(|e| !is_output(e)) {
            match entry {
                Ok(entry) => self.entry(root, &entry),
                Err(error) => self.error(root, &error),
            }
        }
    }

    fn entry(&mut self, root: &Path, entry: &walkdir::DirEntry) {
        let kind = entry.file_type();
        if kind.is_dir() {
            return;
        }
        let name = self.name(root, entry.path());
        if kind.is_symlink() {
            self.skip(name, "symlink", "a symbolic link; --follow-symlinks reads what it points to");
        } else if !kind.is_file() {
            self.skip(name, "not_a_file", "a pipe, socket or device, no file");
        } else {
            self.file(name, entry.path(), entry.depth() == 0);
        }
    }

    /// A file that is named itself is read whatever its ending.
    fn file(&mut self, name: String, path: &Path, is_named: bool) {
        if is_archive(path) {
            self.archive(&name, path);
        } else if is_named || has_known_ending(&name) || is_document(path) {
            self.add(name, path, None);
        } else {
            self.skip_unknown(name);
        }
    }

    fn archive(&mut self, archive: &str, path: &Path) {
        let members = match members(path, &self.limits) {
            Ok(members) => members,
            Err(failure) => return self.add(archive.to_owned(), path, Some(Member::refused(failure))),
        };
        for member in members {
            let name = format!("{archive}!{}", member.name);
            if member.is_link {
                self.skip(name, "symlink", "a symbolic link in an archive");
            // An archive in the archive was listed; what is left with its ending is a document.
            } else if member.refused.is_some() || has_known_ending(&name) || has_archive_ending(&name) {
                self.add(name, path, Some(member));
            } else {
                self.skip_unknown(name);
            }
        }
    }

    fn add(&mut self, name: String, path: &Path, member: Option<Member>) {
        if self.files.contains_key(&name) {
            return self.skip(
                name,
                "twice",
                "a file of this name is read already: it was named twice, or names differ only in bytes that are no UTF-8",
            );
        }
        self.files.insert(name, (path.to_owned(), member.map(Box::new)));
    }

    fn skip_unknown(&mut self, path: String) {
        let message = format!("no reader for this ending; known are .{}, and .zip for archives", ENDINGS.join(", ."));
        self.skip(path, "unknown_format", &message);
    }

    fn error(&mut self, root: &Path, error: &walkdir::Error) {
        let path = error.path().unwrap_or(root);
        let name = self.name(root, path);
        let message = match error.loop_ancestor() {
            Some(ancestor) => format!("a loop of symbolic links back to {}", ancestor.display()),
            None => error.io_error().map_or_else(|| error.to_string(), std::string::ToString::to_string),
        };
        self.skip(name, UNREADABLE, &message);
    }

    fn skip(&mut self, path: String, code: &str, message: &str) {
        self.found.skipped.push(Skipped { path, code: code.to_owned(), message: message.to_owned() });
    }

    fn name(&self, root: &Path, path: &Path) -> String {
        let relative = path.strip_prefix(root).unwrap_or(path);
        if relative.as_os_str().is_empty() {
            return slashed(if self.whole_names { path } else { Path::new(path.file_name().unwrap_or(path.as_os_str())) });
        }
        if self.whole_names { slashed(path) } else { slashed(relative) }
    }
}

fn has_known_ending(name: &str) -> bool {
    name.rsplit_once('.').is_some_and(|(_, ending)| ENDINGS.iter().any(|known| ending.eq_ignore_ascii_case(known)))
}

/// With `/` on every system; bytes that are no UTF-8 become U+FFFD.
fn slashed(path: &Path) -> String {
    let parts: Vec<String> = path
        .components()
        .filter(|c| !matches!(c, std::path::Component::CurDir))
        .map(|c| match c {
            std::path::Component::RootDir => String::new(),
            other => other.as_os_str().to_string_lossy().into_owned(),
        })
        .collect();
    parts.join("/")
}

fn real(path: &Path) -> Option<PathBuf> {
    path.canonicalize().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(files: &[&str]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().expect("a temporary folder");
        for file in files {
            let path = folder.path().join(file);
            std::fs::create_dir_all(path.parent().expect("a parent")).expect("writable");
            std::fs::write(path, file).expect("writable");
        }
        folder
    }

    fn names(found: &Found) -> (Vec<&str>, Vec<(&str, &str)>) {
        let skipped = found.skipped.iter().map(|s| (s.path.as_str(), s.code.as_str()));
        (found.files.iter().map(|f| f.name.as_str()).collect(), skipped.collect())
    }

    #[test]
    fn files_are_sorted_by_their_whole_name_hidden_ones_included() {
        let folder = folder(&["b.txt", "a/z.md", ".hidden.TXT", "a.txt", "photo.jpg"]);
        let found = walk(&Inputs { roots: vec![folder.path().to_owned()], ..Inputs::default() });
        assert_eq!(names(&found), (vec![".hidden.TXT", "a.txt", "a/z.md", "b.txt"], vec![("photo.jpg", "unknown_format")]));
    }

    #[test]
    fn a_document_is_found_by_its_content_and_what_is_called_an_archive_is_never_dropped() {
        let folder = folder(&["broken.zip", "BC so 12.2024", "photo.jpg"]);
        std::fs::write(folder.path().join("BC so 12.2024"), b"%PDF-1.7\n").expect("writable");
        let found = walk(&Inputs { roots: vec![folder.path().to_owned()], ..Inputs::default() });
        assert_eq!(names(&found), (vec!["BC so 12.2024", "broken.zip"], vec![("photo.jpg", "unknown_format")]));
        assert!(found.files[1].member.as_ref().is_some_and(|m| m.refused.is_some()));
    }

    #[test]
    fn a_named_file_is_read_whatever_its_ending() {
        let folder = folder(&["ketqua.out"]);
        let found = walk(&Inputs { roots: vec![folder.path().join("ketqua.out")], ..Inputs::default() });
        assert_eq!(names(&found).0, ["ketqua.out"]);
    }

    #[test]
    fn the_output_below_the_input_is_no_input() {
        let folder = folder(&["a.txt", "out/runs/1/b.txt"]);
        let found = walk(&Inputs { roots: vec![folder.path().to_owned()], output: Some(folder.path().join("out")), ..Inputs::default() });
        assert_eq!(names(&found).0, ["a.txt"]);
    }

    #[cfg(unix)]
    #[test]
    fn links_and_missing_folders_are_listed_with_their_reason() {
        let folder = folder(&["a.txt"]);
        std::os::unix::fs::symlink("a.txt", folder.path().join("l.txt")).expect("a link");
        let found = walk(&Inputs { roots: vec![folder.path().to_owned(), folder.path().join("none")], ..Inputs::default() });
        assert_eq!(found.skipped.iter().map(|s| s.code.as_str()).collect::<Vec<_>>(), ["symlink", "unreadable"]);
    }
}

//! Files to read: on the disk, or inside an archive there.

use std::fs::{File, Metadata, OpenOptions};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use crate::archive::{Member, Shelf};
use crate::document::{Limits, failure};
use crate::record::Failure;

/// A file to read, and what its record calls it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Input {
    /// `source.path` of the record: relative to the input root, with `/`.
    pub name: String,
    /// Where it is, or the archive that it is in.
    pub path: PathBuf,
    /// Which file of the archive. Few are in one, and a run holds a million of these.
    pub member: Option<Box<Member>>,
}

impl Input {
    /// Size in bytes, as far as the disk or the archive tells.
    pub(crate) fn bytes(&self) -> u64 {
        match &self.member {
            Some(member) => member.bytes,
            None => std::fs::metadata(&self.path).map_or(0, |m| m.len()),
        }
    }
}

/// Opens a file to read it, and says what the system knows of it.
/// What has become a pipe, socket or device since it was listed is refused, and never waited for.
///
/// # Errors
/// Those of the system, and that it is no file.
pub fn open_file(path: &Path) -> io::Result<(File, Metadata)> {
    let mut options = OpenOptions::new();
    options.read(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::custom_flags(&mut options, libc::O_NONBLOCK | libc::O_NOCTTY);
    let file = options.open(path)?;
    let metadata = file.metadata()?;
    if metadata.is_file() { Ok((file, metadata)) } else { Err(io::Error::other("no file but a folder, pipe, socket or device")) }
}

/// Reads files one behind the other; an archive stays open for its next file.
#[derive(Default)]
pub struct Files {
    limits: Limits,
    shelf: Shelf,
}

impl Files {
    /// Reads files within limits.
    pub fn new(limits: Limits) -> Self {
        Files { limits, shelf: Shelf::default() }
    }

    /// The bytes of a file.
    ///
    /// # Errors
    /// Why there are none: `unreadable`, `input_limit`, and of an archive what it is refused for.
    pub fn bytes(&mut self, input: &Input) -> Result<Vec<u8>, Failure> {
        match &input.member {
            Some(member) => match &member.refused {
                Some(failure) => Err(failure.clone()),
                None => self.shelf.read(&input.path, &member.at, &self.limits),
            },
            None => self.file(input),
        }
    }

    fn file(&self, input: &Input) -> Result<Vec<u8>, Failure> {
        let unreadable =
            |e: io::Error| failure("unreadable", &format!("{e}; check that the file is still there and that this user may read it"));
        let (file, metadata) = open_file(&input.path).map_err(unreadable)?;
        let length = metadata.len();
        self.limits.input(length)?;
        let mut bytes = Vec::with_capacity(usize::try_from(length).unwrap_or(0));
        // A file may grow while it is read.
        file.take(self.limits.input_bytes.saturating_add(1)).read_to_end(&mut bytes).map_err(unreadable)?;
        self.limits.input(bytes.len() as u64)?;
        Ok(bytes)
    }
}

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::net::UnixListener;
    use std::process::Command;

    use super::*;

    /// What the path is, and the failure of reading it.
    fn failures(path: &Path) -> [Failure; 2] {
        let input = |member| Input { name: "a.txt".into(), path: path.to_owned(), member };
        let member = Member { name: "a.txt".into(), at: vec![0], bytes: 1, is_link: false, refused: None };
        [None, Some(Box::new(member))].map(|m| Files::new(Limits::default()).bytes(&input(m)).expect_err("no file"))
    }

    #[test]
    fn what_became_a_pipe_socket_or_device_is_a_failure_and_nobody_waits_for_it() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let [pipe, socket] = ["pipe.txt", "socket.txt"].map(|name| folder.path().join(name));
        assert!(Command::new("mkfifo").arg(&pipe).status().expect("mkfifo").success());
        let listener = UnixListener::bind(&socket).expect("a socket");
        for path in [&pipe, &socket, Path::new("/dev/zero"), folder.path()] {
            for failure in failures(path) {
                assert_eq!(failure.code, "unreadable", "{}: {}", path.display(), failure.message);
            }
        }
        drop(listener);
    }
}

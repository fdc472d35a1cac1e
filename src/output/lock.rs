//! One writer at a time: a lock on `OUT/.lock` that the system takes back when its owner ends, however it ends.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::Path;
use std::time::{Duration, Instant};

/// Held as long as it lives.
#[derive(Debug)]
pub struct Lock(#[expect(dead_code, reason = "closing the file gives the lock back")] File);

/// Why there is no lock.
#[derive(Debug)]
pub enum Denied {
    /// Another run holds it; who and since when, as it wrote.
    Held(String),
    Failed(io::Error),
}

const NAME: &str = ".lock";
const PAUSE: Duration = Duration::from_millis(100);

impl Lock {
    /// Takes the lock of a folder of runs, and waits for it as long as `patience`.
    pub fn take(out: &Path, patience: Duration) -> Result<Self, Denied> {
        let started = Instant::now();
        let mut file = open(out).map_err(Denied::Failed)?;
        loop {
            match file.try_lock() {
                Ok(()) => break,
                Err(TryLockError::Error(error)) => return Err(Denied::Failed(error)),
                Err(TryLockError::WouldBlock) if started.elapsed() >= patience => return Err(Denied::Held(owner(&mut file))),
                Err(TryLockError::WouldBlock) => std::thread::sleep(PAUSE),
            }
        }
        sign(&mut file).map_err(Denied::Failed)?;
        Ok(Lock(file))
    }
}

fn open(out: &Path) -> io::Result<File> {
    std::fs::create_dir_all(out)?;
    OpenOptions::new().read(true).write(true).create(true).truncate(false).open(out.join(NAME))
}

/// A name that a lost owner left behind is written over: what is locked is the file, not its text.
fn sign(file: &mut File) -> io::Result<()> {
    file.set_len(0)?;
    file.seek(SeekFrom::Start(0))?;
    writeln!(file, "process {} since {}", std::process::id(), jiff::Timestamp::now().strftime("%Y-%m-%dT%H:%M:%SZ"))?;
    file.flush()
}

fn owner(file: &mut File) -> String {
    let mut text = String::new();
    // Where the system lets nobody read a locked file, the owner stays unnamed.
    let _ = file.take(200).read_to_string(&mut text);
    match text.trim() {
        "" => "another run".to_owned(),
        owner => crate::terminal::one_line(owner),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_writer_is_told_who_the_first_is() {
        let out = tempfile::tempdir().expect("a temporary folder");
        let first = Lock::take(out.path(), Duration::ZERO).expect("free");
        match Lock::take(out.path(), Duration::ZERO) {
            Err(Denied::Held(owner)) => assert!(owner.contains(&std::process::id().to_string()), "{owner}"),
            other => panic!("{other:?}"),
        }
        drop(first);
        Lock::take(out.path(), Duration::ZERO).expect("free again");
    }

    #[test]
    fn a_name_that_was_left_behind_locks_nothing() {
        let out = tempfile::tempdir().expect("a temporary folder");
        std::fs::write(out.path().join(NAME), "process 1 since 2001-01-01T00:00:00Z, who was killed\n").expect("writable");
        Lock::take(out.path(), Duration::ZERO).expect("free");
        let text = std::fs::read_to_string(out.path().join(NAME)).expect("readable");
        assert!(text.starts_with(&format!("process {} ", std::process::id())), "{text}");
    }
}

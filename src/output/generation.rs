//! One run's folder: written beside the old one, shown by one rename.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use serde::Serialize;

use super::pieces::BUFFER;

/// A run's folder while it is being written: `OUT/runs/.<id>.partial`.
pub struct Generation {
    out: PathBuf,
    id: String,
}

const RUNS: &str = "runs";
const LATEST: &str = "latest";
const PARTIAL: &str = ".partial";

/// The folder of the latest generation, if there is one.
pub fn latest(out: &Path) -> Option<PathBuf> {
    let link = out.join(LATEST);
    if link.is_dir() {
        return fs::canonicalize(link).ok();
    }
    #[derive(serde::Deserialize)]
    struct Named {
        run: String,
    }
    let named: Named = serde_json::from_slice(&fs::read(out.join(format!("{LATEST}.json"))).ok()?).ok()?;
    Some(out.join(named.run)).filter(|folder| folder.is_dir())
}

const CHECKED: &str = ".checked";

/// Notes that the latest generation was found to be what a run would write now.
///
/// # Errors
/// The note cannot be written.
pub fn note_check(out: &Path, at: &str) -> io::Result<()> {
    let beside = out.join(format!(".{LATEST}.checked"));
    fs::write(&beside, at)?;
    fs::rename(beside, out.join(CHECKED))
}

/// When that was, if it was after the latest generation.
pub fn last_check(out: &Path) -> Option<String> {
    fs::read_to_string(out.join(CHECKED)).ok()
}

/// Removes all but the newest generations, never the latest.
///
/// # Errors
/// A folder cannot be removed.
pub fn keep(out: &Path, newest: usize) -> io::Result<()> {
    let latest = latest(out);
    let runs = fs::read_dir(out.join(RUNS))?.collect::<io::Result<Vec<_>>>()?;
    let is_run = |name: &str| name.len() == ID_LENGTH && name.ends_with('Z') && name.starts_with(|c: char| c.is_ascii_digit());
    let mut names: Vec<String> = runs.iter().map(|r| r.file_name().to_string_lossy().into_owned()).filter(|n| is_run(n)).collect();
    names.sort_unstable();
    for name in names.iter().rev().skip(newest.max(1)) {
        let folder = out.join(RUNS).join(name);
        if fs::canonicalize(&folder).ok() != latest {
            fs::remove_dir_all(folder)?;
        }
    }
    Ok(())
}

/// Letters of `20261122T103011422Z`.
const ID_LENGTH: usize = 19;

impl Generation {
    /// Makes the folder. `id` sorts by time and is a file name on every system.
    ///
    /// # Errors
    /// `OUT` cannot be written, or `latest` in it is no link of ours.
    pub fn create(out: &Path, id: &str) -> io::Result<Self> {
        let generation = Generation { out: out.to_owned(), id: id.to_owned() };
        let latest = out.join(LATEST);
        if latest.symlink_metadata().is_ok_and(|m| !m.file_type().is_symlink()) {
            let message = format!("{} is no link made by trichluc; name another folder or move it away", latest.display());
            return Err(io::Error::new(io::ErrorKind::AlreadyExists, message));
        }
        fs::create_dir_all(out.join(RUNS))?;
        generation.sweep()?;
        fs::create_dir(generation.folder())?;
        Ok(generation)
    }

    /// Removes what runs that were killed left behind: nobody else writes here, and no reader looks there.
    fn sweep(&self) -> io::Result<()> {
        for entry in fs::read_dir(self.out.join(RUNS))? {
            let entry = entry?;
            let name = entry.file_name();
            let name = name.to_string_lossy();
            if name.starts_with('.') && name.ends_with(PARTIAL) && entry.file_type()?.is_dir() {
                fs::remove_dir_all(entry.path())?;
            }
        }
        for entry in fs::read_dir(&self.out)? {
            let entry = entry?;
            let is_ours = entry.file_name().to_string_lossy().starts_with(&format!(".{LATEST}."));
            if is_ours && !entry.file_type()?.is_dir() {
                fs::remove_file(entry.path())?;
            }
        }
        Ok(())
    }

    /// Where the files of a run are written until it is whole.
    pub fn unfinished(out: &Path, id: &str) -> PathBuf {
        out.join(RUNS).join(format!(".{id}{PARTIAL}"))
    }

    /// Where the run's files are written.
    pub fn folder(&self) -> PathBuf {
        Generation::unfinished(&self.out, &self.id)
    }

    /// A file of the run.
    pub fn file(&self, name: &str) -> io::Result<BufWriter<File>> {
        Ok(BufWriter::with_capacity(BUFFER, File::create(self.folder().join(name))?))
    }

    /// A JSON file of the run, laid out for reading.
    pub fn write_json<T: Serialize>(&self, name: &str, value: &T) -> io::Result<()> {
        let mut file = self.file(name)?;
        serde_json::to_writer_pretty(&mut file, value)?;
        file.write_all(b"\n")?;
        file.flush()
    }

    /// Makes the run the latest one, all at once; returns its folder.
    pub fn publish(self) -> io::Result<PathBuf> {
        sync(&self.folder())?;
        let done = self.out.join(RUNS).join(&self.id);
        fs::rename(self.folder(), &done)?;
        sync_folder(&self.out.join(RUNS))?;
        self.point_latest()?;
        sync_folder(&self.out)?;
        Ok(done)
    }

    /// Removes what was written: the run failed.
    pub fn discard(self) {
        // The run's own error is what the analyst must see; a left-over folder harms nobody.
        let _ = fs::remove_dir_all(self.folder());
    }

    #[cfg(unix)]
    fn point_latest(&self) -> io::Result<()> {
        let link = self.out.join(format!(".{LATEST}.{}", self.id));
        std::os::unix::fs::symlink(Path::new(RUNS).join(&self.id), &link)?;
        fs::rename(link, self.out.join(LATEST))
    }

    /// Links need a privilege here that analysts do not have: a file names the run.
    #[cfg(not(unix))]
    fn point_latest(&self) -> io::Result<()> {
        let file = self.out.join(format!(".{LATEST}.{}", self.id));
        fs::write(&file, format!("{{\"run\":\"{RUNS}/{}\"}}\n", self.id))?;
        fs::rename(file, self.out.join(format!("{LATEST}.json")))
    }
}

/// Brings every file below `folder` to the disk.
fn sync(folder: &Path) -> io::Result<()> {
    for entry in walkdir::WalkDir::new(folder).contents_first(true) {
        let entry = entry?;
        if entry.file_type().is_dir() { sync_folder(entry.path())? } else { File::open(entry.path())?.sync_all()? }
    }
    Ok(())
}

#[cfg(unix)]
fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

#[cfg(not(unix))]
fn sync_folder(_folder: &Path) -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(unix)]
    #[test]
    fn a_run_is_seen_only_when_it_is_whole() {
        let out = tempfile::tempdir().expect("a temporary folder");
        for id in ["1", "2"] {
            let generation = Generation::create(out.path(), id).expect("writable");
            generation.write_json("run.json", &id).expect("writable");
            let seen = fs::read_to_string(out.path().join("latest/run.json")).ok();
            assert_eq!(seen.as_deref(), (id == "2").then_some("\"1\"\n"));
            generation.publish().expect("writable");
        }
        assert_eq!(fs::read_to_string(out.path().join("latest/run.json")).expect("published"), "\"2\"\n");
    }

    #[test]
    fn a_folder_called_latest_that_is_not_ours_is_left_alone() {
        let out = tempfile::tempdir().expect("a temporary folder");
        fs::create_dir(out.path().join("latest")).expect("writable");
        assert!(Generation::create(out.path(), "1").is_err());
    }
}

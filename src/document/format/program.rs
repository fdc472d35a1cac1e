//! Programs of the machine: bounded in time and in what they print.

use std::io::{Read, Write};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use super::failure;
use super::limits::over;
use crate::record::Failure;

/// What a program printed.
pub(super) struct Printed {
    pub bytes: Vec<u8>,
    /// It ended well.
    pub is_good: bool,
}

/// What one run of a program may take.
#[derive(Clone, Copy)]
pub(super) struct Bounds {
    pub seconds: u64,
    pub bytes: u64,
}

const POLL: Duration = Duration::from_millis(5);

/// Runs a program on an input and waits for what it prints.
///
/// Fails with `unreadable` where it does not start, with `time_limit` or `unpacked_limit`.
pub(super) fn output(command: &mut Command, input: Vec<u8>, bounds: Bounds) -> Result<Printed, Failure> {
    let name = command.get_program().to_string_lossy().into_owned();
    let broken = |e: std::io::Error| failure("unreadable", &format!("{name} cannot be run: {e}"));
    let ends = Instant::now() + Duration::from_secs(bounds.seconds);
    let mut child = start(command).map_err(broken)?;
    let told = talk(&mut child, input, bounds.bytes);
    let late = || over("time_limit", &format!("{name} took more than {} seconds", bounds.seconds));
    let done = told.recv_timeout(ends.saturating_duration_since(Instant::now())).map_err(|_| late());
    let printed = done.and_then(|all| all.map_err(broken)).and_then(|bytes| {
        if bytes.len() as u64 > bounds.bytes {
            return Err(over("unpacked_limit", &format!("{name} prints more than is allowed")));
        }
        let is_good = ended(&mut child, ends).ok_or_else(late)?;
        Ok(Printed { bytes, is_good })
    });
    if printed.is_err() {
        stop(&mut child);
    }
    printed
}

/// Both threads end with the pipes of the program; nobody waits for them.
fn talk(child: &mut Child, input: Vec<u8>, most: u64) -> mpsc::Receiver<std::io::Result<Vec<u8>>> {
    let (tell, told) = mpsc::channel();
    if let Some(mut pipe) = child.stdin.take() {
        // It may end before it has read all.
        thread::spawn(move || pipe.write_all(&input));
    }
    if let Some(pipe) = child.stdout.take() {
        thread::spawn(move || {
            let mut all = Vec::new();
            let read = pipe.take(most.saturating_add(1)).read_to_end(&mut all);
            tell.send(read.map(|_| all))
        });
    }
    told
}

/// Whether it ended well; `None` where it has not ended in time.
fn ended(child: &mut Child, ends: Instant) -> Option<bool> {
    loop {
        match child.try_wait() {
            Ok(Some(status)) => return Some(status.success()),
            Err(_) => return Some(false),
            Ok(None) if Instant::now() >= ends => return None,
            Ok(None) => thread::sleep(POLL),
        }
    }
}

fn start(command: &mut Command) -> std::io::Result<Child> {
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(command, 0);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn()
}

/// Ends a program and what it has started: a script waits for others.
fn stop(child: &mut Child) {
    #[cfg(unix)]
    let _ = Command::new("/bin/sh").args(["-c", &format!("kill -KILL -{}", child.id())]).stderr(Stdio::null()).status();
    let _ = child.kill();
    let _ = child.wait();
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    fn run(script: &str, bounds: Bounds) -> Result<(String, bool), String> {
        let printed = output(Command::new("/bin/sh").args(["-c", script]), b"in".to_vec(), bounds);
        printed.map(|p| (String::from_utf8_lossy(&p.bytes).into_owned(), p.is_good)).map_err(|f| f.code)
    }

    const USUAL: Bounds = Bounds { seconds: 20, bytes: 99 };

    #[test]
    fn a_program_reads_its_input_and_prints() {
        assert_eq!(run("cat; echo .", USUAL), Ok(("in.\n".into(), true)));
        assert_eq!(run("exit 3", USUAL), Ok((String::new(), false)));
    }

    #[test]
    fn one_that_hangs_or_floods_is_ended_with_all_that_it_started() {
        let began = Instant::now();
        let short = Bounds { seconds: 1, ..USUAL };
        assert_eq!(run("sleep 30; true", short), Err("time_limit".into()));
        assert_eq!(run("exec >&-; sleep 30", short), Err("time_limit".into()));
        assert_eq!(run("yes | cat", USUAL), Err("unpacked_limit".into()));
        assert!(began.elapsed() < Duration::from_secs(15));
    }
}

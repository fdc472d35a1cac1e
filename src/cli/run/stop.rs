//! Ctrl-C and SIGTERM: the run ends within a second, and the generation before stays.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use super::log::{Format, Level};
use crate::words::word;

/// What a shell gives a command that ended by Ctrl-C.
pub const STOPPED: u8 = 130;
/// Time for the run to end by itself; a document that takes longer is given up.
const PATIENCE: Duration = Duration::from_millis(600);

/// Whether somebody asked the run to end.
#[derive(Debug, Clone)]
pub struct Stop(Arc<AtomicBool>);

impl Stop {
    /// Listens from now on. `unfinished` is removed where the run does not end in time.
    ///
    /// # Errors
    /// The system lets nobody listen.
    pub fn on_signals(log: Format, unfinished: PathBuf) -> Result<Self, ctrlc::Error> {
        let stop = Stop(Arc::new(AtomicBool::new(false)));
        let asked = stop.clone();
        ctrlc::set_handler(move || {
            asked.0.store(true, Ordering::Relaxed);
            log.say(Level::Warn, "stopped", &word("run.stopped"));
            std::thread::sleep(PATIENCE);
            // What is left behind is swept by the next run.
            let _ = std::fs::remove_dir_all(&unfinished);
            std::process::exit(i32::from(STOPPED));
        })?;
        Ok(stop)
    }

    pub fn is_asked(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

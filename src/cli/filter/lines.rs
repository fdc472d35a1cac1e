//! Lines of standard input, read ahead on a thread of their own, within bounds.

use std::io::{self, BufRead, Read};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;

use trichluc::Limits;

/// A line without its end.
#[derive(Debug)]
pub struct Line {
    /// From 1.
    pub number: u64,
    /// The line, or the beginning of one that is too long.
    pub bytes: Vec<u8>,
    /// How long it is.
    pub length: u64,
}

impl Line {
    pub fn is_cut(&self) -> bool {
        self.length > self.bytes.len() as u64
    }
}

/// What lies ready: enough to keep every thread busy.
const READY_LINES: usize = 256;
const READY_BYTES: usize = 8 << 20;
/// What is kept of a line that is too long: its path may stand there.
const HEAD: usize = 64 << 10;
/// A document of the largest size fits in a line as base64, and as text with every letter beyond ASCII escaped.
const LINE_BYTES_A_BYTE: u64 = 3;

/// The lines that were read and not yet taken. What arrives can be taken at once: who writes the lines may wait for answers.
pub struct Lines {
    shared: Arc<Shared>,
}

#[derive(Default)]
struct Shared {
    ready: Mutex<Ready>,
    changed: Condvar,
}

#[derive(Default)]
struct Ready {
    lines: Vec<Line>,
    bytes: usize,
    /// Nothing comes any more, or why it does not.
    end: Option<io::Result<()>>,
}

impl Lines {
    /// Begins to read.
    pub fn of(input: impl BufRead + Send + 'static, limits: Limits) -> Self {
        let shared = Arc::new(Shared::default());
        let own = Arc::clone(&shared);
        thread::spawn(move || {
            let end = own.fill(input, longest(limits));
            own.lock().end = Some(end);
            own.changed.notify_all();
        });
        Lines { shared }
    }

    /// Waits for lines; none at the end of input.
    ///
    /// # Errors
    /// Input cannot be read.
    pub fn take(&self) -> io::Result<Vec<Line>> {
        let waits = |ready: &mut Ready| ready.lines.is_empty() && ready.end.is_none();
        let mut ready = self.shared.changed.wait_while(self.shared.lock(), waits).unwrap_or_else(PoisonError::into_inner);
        if ready.lines.is_empty() {
            return ready.end.take().unwrap_or(Ok(())).map(|()| Vec::new());
        }
        ready.bytes = 0;
        self.shared.changed.notify_all();
        Ok(std::mem::take(&mut ready.lines))
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, Ready> {
        self.ready.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn fill(&self, mut input: impl BufRead, longest: u64) -> io::Result<()> {
        let mut number = 0;
        while let Some(mut line) = next(&mut input, longest)? {
            number += 1;
            line.number = number;
            if number == 1 && line.bytes.starts_with(b"\xEF\xBB\xBF") {
                line.bytes.drain(..3);
                line.length -= 3;
            }
            let is_full = |ready: &mut Ready| ready.bytes >= READY_BYTES || ready.lines.len() >= READY_LINES;
            let mut ready = self.changed.wait_while(self.lock(), is_full).unwrap_or_else(PoisonError::into_inner);
            ready.bytes += line.bytes.len();
            ready.lines.push(line);
            self.changed.notify_all();
        }
        Ok(())
    }
}

fn longest(limits: Limits) -> u64 {
    limits.input_bytes.saturating_mul(LINE_BYTES_A_BYTE).saturating_add(HEAD as u64)
}

/// The next line; of one that is longer than `longest` the beginning, and the rest is passed over.
fn next(input: &mut impl BufRead, longest: u64) -> io::Result<Option<Line>> {
    let mut bytes = Vec::new();
    let read = input.by_ref().take(longest.saturating_add(1)).read_until(b'\n', &mut bytes)? as u64;
    if read == 0 {
        return Ok(None);
    }
    if bytes.last() == Some(&b'\n') {
        bytes.pop();
        return Ok(Some(Line { number: 0, length: bytes.len() as u64, bytes }));
    }
    let mut length = read;
    if read > longest {
        bytes.truncate(HEAD);
        bytes.shrink_to_fit();
        length += input.skip_until(b'\n')? as u64;
    }
    Ok(Some(Line { number: 0, bytes, length }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(input: &'static [u8], limits: Limits) -> Vec<(u64, u64, usize)> {
        let lines = Lines::of(input, limits);
        let mut all = Vec::new();
        loop {
            let batch = lines.take().expect("readable");
            if batch.is_empty() {
                return all;
            }
            all.extend(batch.iter().map(|l| (l.number, l.length, l.bytes.len())));
        }
    }

    #[test]
    fn every_line_is_one_blank_ones_and_the_last_without_an_end_too() {
        assert_eq!(all(b"a\n\n\xff\nlast", Limits::default()), [(1, 1, 1), (2, 0, 0), (3, 1, 1), (4, 4, 4)]);
        assert_eq!(all(b"", Limits::default()), []);
        assert_eq!(all(b"\xEF\xBB\xBF{}\n", Limits::default()), [(1, 2, 2)]);
    }

    #[test]
    fn of_a_line_that_is_too_long_only_the_beginning_is_held() {
        static INPUT: &[u8] = &{
            let mut input = [b'x'; 300_002];
            input[300_000] = b'\n';
            input
        };
        let limits = Limits { input_bytes: 1000, ..Limits::default() };
        let all = all(INPUT, limits);
        assert_eq!((all[0].0, all[0].2, all[1]), (1, HEAD, (2, 1, 1)));
        assert!(all[0].1 >= 300_000);
    }
}

//! What a page draws, cut into pieces: the library makes objects of all that it
//! is given at once, forty times as large as the bytes.

/// From so many bytes on, a piece ends where an operation does; at the latest after so many.
const ENOUGH: usize = 1 << 16;
const MOST: usize = 1 << 20;

/// The pieces of a page's content.
pub(super) fn pieces(content: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut rest = content;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let (piece, after) = rest.split_at(end(rest));
        rest = after;
        Some(piece)
    })
}

fn end(content: &[u8]) -> usize {
    let (mut strings, mut arrays, mut is_escaped) = (0usize, 0usize, false);
    for (at, byte) in content.iter().enumerate().take(MOST) {
        let is_plain = !std::mem::take(&mut is_escaped);
        match byte {
            b'\\' if strings > 0 => is_escaped = is_plain,
            b'(' if is_plain => strings += 1,
            b')' if is_plain => strings = strings.saturating_sub(1),
            b'[' | b'<' if strings == 0 => arrays += 1,
            b']' | b'>' if strings == 0 => arrays = arrays.saturating_sub(1),
            b' ' | b'\n' | b'\r' if at >= ENOUGH && strings == 0 && arrays == 0 && ends_operation(&content[..at]) => return at,
            _ => {}
        }
    }
    content.len().min(MOST)
}

/// Operations end in their name: `Tj`, `re`, `T*`, `"`; names of things begin with a `/`.
fn ends_operation(content: &[u8]) -> bool {
    let is_letter = |b: &&u8| b.is_ascii_alphabetic() || matches!(b, b'*' | b'\'' | b'"');
    let length = content.iter().rev().take(4).take_while(is_letter).count();
    (1..=3).contains(&length) && content.len().checked_sub(length + 1).is_some_and(|at| content[at].is_ascii_whitespace())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_end_behind_operations_and_make_the_whole() {
        let content = b"BT (a \\) re ) Tj [ (b) 9 ] TJ /F1 9 Tf ET ".repeat(9_000);
        let all: Vec<&[u8]> = pieces(&content).collect();
        assert!(all.len() > 3 && all.concat() == content);
        let ends = |piece: &&[u8]| [&b"Tj"[..], b"TJ", b"Tf", b"ET", b"BT"].iter().any(|name| piece.trim_ascii_end().ends_with(name));
        assert!(all.iter().all(ends));
    }

    #[test]
    fn what_never_ends_is_cut() {
        assert_eq!(pieces(&vec![b'('; 3 << 20]).map(<[u8]>::len).collect::<Vec<_>>(), [1 << 20; 3]);
    }
}

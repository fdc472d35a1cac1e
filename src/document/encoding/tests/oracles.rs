//! What other programs write, read again: glibc's iconv and the npm package vietnamese-conversion.

use std::io::Write;
use std::process::{Command, Stdio};

use super::super::*;
use super::round_trips::{corpus, plain};

/// What a program makes of its input; nothing where there is none, or where it fails.
fn filtered(program: &mut Command, input: Vec<u8>) -> Option<Vec<u8>> {
    let mut child = program.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().ok()?;
    let mut pipe = child.stdin.take().expect("a pipe");
    let writer = std::thread::spawn(move || pipe.write_all(&input));
    let out = child.wait_with_output().expect("it ends");
    let _ = writer.join();
    out.status.success().then_some(out.stdout)
}

#[test]
fn files_that_iconv_wrote_are_read() {
    for (name, encoding) in [("TCVN5712-1", Encoding::Tcvn3), ("VISCII", Encoding::Viscii), ("CP1258", Encoding::Windows1258)] {
        let mut read = 0;
        for (path, text) in corpus() {
            let text = plain(&text);
            let Some(bytes) = filtered(Command::new("iconv").args(["-f", "UTF-8", "-t", name]), text.clone().into_bytes()) else {
                println!("left out: there is no iconv that knows {name}");
                break;
            };
            let decoded = decode(&bytes, None).expect("a known encoding");
            assert_eq!((decoded.encoding, &decoded.text), (encoding, &text), "{path} in {name}");
            read += 1;
        }
        println!("{name} of iconv: {read} documents read");
    }
}

/// Texts in VNI and TCVN3, as letters of western Europe.
const SCRIPT: &str = "const v = require('vietnamese-conversion'); \
    const texts = JSON.parse(require('fs').readFileSync(0)); \
    console.log(JSON.stringify([texts.map(t => v.toVNI(t, 'unicode')), texts.map(t => v.toTCVN3(t.toLowerCase(), 'unicode'))]))";

fn vietnamese_conversion(texts: &[String]) -> Option<[Vec<String>; 2]> {
    let modules = concat!(env!("CARGO_MANIFEST_DIR"), "/target/npm/node_modules");
    let input = serde_json::to_vec(texts).expect("JSON");
    let out = filtered(Command::new("node").args(["-e", SCRIPT]).env("NODE_PATH", modules), input);
    if out.is_none() {
        println!("left out: no node, or not `npm install --prefix target/npm vietnamese-conversion`");
    }
    serde_json::from_slice(&out?).ok()
}

#[test]
fn texts_that_vietnamese_conversion_wrote_are_read() {
    // It writes ỹ as ì and ỷ as a byte that no VNI font has: these two are left out.
    let comparable = |text: &str| plain(text).replace(['ỷ', 'ỹ'], "ý").replace(['Ỷ', 'Ỹ'], "Ý");
    let texts: Vec<String> = corpus().iter().map(|(_, text)| comparable(text)).collect();
    let Some([vni, tcvn3]) = vietnamese_conversion(&texts) else { return };
    let lower: Vec<String> = texts.iter().map(|t| t.to_lowercase()).collect();
    for (encoding, written, wanted) in [(Encoding::Vni, vni, &texts), (Encoding::Tcvn3, tcvn3, &lower)] {
        for (shown, text) in written.iter().zip(wanted) {
            let bytes: Vec<u8> = shown.chars().map(|c| u8::try_from(u32::from(c)).expect("a letter of western Europe")).collect();
            let decoded = decode(&bytes, None).expect("a known encoding");
            assert_eq!((decoded.encoding, &decoded.text), (encoding, text));
            let decoded = decode(shown.as_bytes(), None).expect("UTF-8");
            assert_eq!((decoded.encoding_name(), &decoded.text), (format!("utf-8+{encoding}"), text));
        }
        println!("{encoding} of vietnamese-conversion: {} documents read", written.len());
    }
}

//! What lies in an archive and is no readable document: each has its status and reason, and the run goes on.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::os::unix::net::UnixListener;
use std::process::Command;

use serde_json::Value;

use crate::night::{Night, as_nobody, can_lose_rights};

/// `run.json` of the latest generation.
fn run_info(night: &Night) -> Value {
    serde_json::from_slice(&fs::read(night.out().join("latest/run.json")).expect("readable")).expect("JSON")
}

/// Code by path of what was passed over, or of what failed.
fn codes(info: &Value, list: &str) -> BTreeMap<String, String> {
    let text = |row: &Value, key: &str| row[key].as_str().expect("a text").to_owned();
    let rows = info[list].as_array().expect("a list");
    assert!(rows.iter().all(|row| !text(row, "message").is_empty()));
    rows.iter().map(|row| (text(row, "path"), text(row, "code"))).collect()
}

fn expected(all: &[(&str, &str)]) -> BTreeMap<String, String> {
    all.iter().map(|(path, code)| ((*path).to_owned(), (*code).to_owned())).collect()
}

#[test]
fn links_pipes_devices_loops_and_strange_names_have_their_reasons() {
    let night = Night::empty();
    let input = night.input();
    night.write("good.txt", "BÁO CÁO\nKết quả năm 2024\n\nBắt 12 vụ.\n");
    night.write("nothing.txt", "");
    fs::write(input.join(OsStr::from_bytes(b"t\xean.txt")), "Tin.\n").expect("writable");
    fs::create_dir(input.join("folder")).expect("writable");
    for (target, link) in [("nowhere", "broken.txt"), ("..", "folder/loop"), ("/dev/zero", "device.txt")] {
        symlink(target, input.join(link)).expect("writable");
    }
    assert!(Command::new("mkfifo").arg(input.join("pipe.txt")).status().expect("mkfifo").success());
    let _listener = UnixListener::bind(input.join("socket.txt")).expect("a socket");
    assert_eq!(night.run(&[]).status.code(), Some(0));
    let links = [("broken.txt", "symlink"), ("device.txt", "symlink"), ("folder/loop", "symlink")];
    let others = [("pipe.txt", "not_a_file"), ("socket.txt", "not_a_file")];
    assert_eq!(codes(&run_info(&night), "skipped"), expected(&[&links[..], &others[..]].concat()));
    assert_eq!(night.run(&["--follow-symlinks"]).status.code(), Some(3), "a link that leads nowhere may hide documents");
    let info = run_info(&night);
    let followed = [("broken.txt", "unreadable"), ("device.txt", "not_a_file"), ("folder/loop", "unreadable")];
    assert_eq!(codes(&info, "skipped"), expected(&[&followed[..], &others[..]].concat()));
    assert_eq!((&info["totals"]["ok"], &info["empty"][0]), (&2.into(), &"nothing.txt".into()));
    assert_eq!(night.run(&["--follow-symlinks"]).status.code(), Some(3), "also where nothing changed since");
    let records = fs::read_to_string(night.out().join("latest/records.jsonl")).expect("readable");
    assert!(records.contains("\"path\":\"t\u{fffd}n.txt\""), "{records}");
}

#[test]
fn a_folder_that_nobody_may_enter_is_said_every_night_until_it_opens() {
    if !can_lose_rights() {
        return;
    }
    let night = Night::empty();
    let top = night.input().parent().expect("a folder").to_owned();
    fs::create_dir(night.input().join("closed")).expect("writable");
    night.write("open.txt", "Tin.\n");
    night.write("closed/more.txt", "Tin.\n");
    let open = |path, mode| fs::set_permissions(path, fs::Permissions::from_mode(mode)).expect("root may");
    open(top, 0o777);
    for (mode, code, documents) in [(0o755, 0, 2), (0o000, 3, 1), (0o000, 3, 1), (0o755, 0, 2)] {
        open(night.input().join("closed"), mode);
        let done = as_nobody(&night.input(), &night.out());
        assert_eq!(done.status.code(), Some(code), "{}", String::from_utf8_lossy(&done.stderr));
        let info = run_info(&night);
        assert_eq!(info["totals"]["records"], documents);
        assert_eq!(codes(&info, "skipped"), expected(if mode == 0 { &[("closed", "unreadable")] } else { &[] }));
    }
}

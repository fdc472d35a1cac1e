//! What an administrator and a monitor see of a run: exit codes, metrics, the log, the lock.

use std::fs;
use std::process::{Command, Output};
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::night::Night;

fn status(night: &Night, options: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_trichluc")).arg("status").arg(night.out()).args(options).output().expect("the program starts")
}

#[test]
fn status_tells_a_monitor_by_its_exit_code() {
    let night = Night::empty();
    assert_eq!(status(&night, &[]).status.code(), Some(1), "there is no run");
    night.write("good.txt", "BÁO CÁO\nKết quả năm 2024\n\nBắt 12 vụ.\n");
    night.run(&[]);
    assert_eq!(status(&night, &["--max-age", "1"]).status.code(), Some(0));
    assert_eq!(status(&night, &["--max-age=-1"]).status.code(), Some(1), "too old");
    fs::write(night.input().join("broken.txt"), b"\x00\x01\x02\x00 binary").expect("writable");
    night.run(&[]);
    let said = status(&night, &["--json"]);
    assert_eq!(said.status.code(), Some(3));
    let said: Value = serde_json::from_slice(&said.stdout).expect("JSON");
    assert_eq!((&said["too_old"], &said["run"]["failed"][0]["path"]), (&false.into(), &"broken.txt".into()));
    assert!(said["age_seconds"].as_i64().is_some_and(|age| (0..600).contains(&age)), "{said}");
    assert!(String::from_utf8_lossy(&status(&night, &[]).stdout).contains("failed\tbinary\tbroken.txt\t"));
}

#[test]
fn metrics_say_how_the_last_run_ended_and_what_the_last_good_one_found() {
    let night = Night::empty();
    let file = night.out().with_extension("prom");
    let options = ["--metrics-file", file.to_str().expect("UTF-8")];
    let has = |line: &str| fs::read_to_string(&file).expect("metrics").lines().any(|l| l == line);
    night.write("good.txt", "BÁO CÁO\nKết quả năm 2024\n\nThực hiện Kế hoạch số 15/KH-UBND, bắt 12 vụ.\n");
    night.run(&options);
    assert!(has("trichluc_last_run_success 1") && has("trichluc_documents{outcome=\"ok\"} 1"));
    assert!(has("trichluc_mentions{kind=\"citations\"} 1"));
    fs::rename(night.input(), night.input().with_extension("away")).expect("writable");
    assert_eq!(night.run(&options).status.code(), Some(1));
    assert!(has("trichluc_last_run_success 0") && has("trichluc_documents{outcome=\"ok\"} 1"));
    let left = fs::read_dir(file.parent().expect("a folder")).expect("readable");
    assert_eq!(left.filter(|e| e.as_ref().expect("readable").file_name().to_string_lossy().starts_with(".out")).count(), 0);
}

#[test]
fn every_line_of_the_log_is_json_where_it_is_asked_for() {
    let night = Night::empty();
    night.write("good.txt", "Tin.\n");
    fs::write(night.input().join("broken.txt"), b"\x00\x01\x02\x00 binary").expect("writable");
    let said = night.run(&["--log-format", "json"]);
    let lines: Vec<Value> = String::from_utf8_lossy(&said.stderr).lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    let seen: Vec<[&str; 2]> = lines.iter().map(|l| ["level", "code"].map(|key| l[key].as_str().expect("a text"))).collect();
    assert_eq!(seen, [["warn", "binary"], ["info", "done"]]);
    assert_eq!((&lines[0]["path"], &lines[1]["totals"]["failed"]), (&"broken.txt".into(), &1.into()));
    assert!(lines.iter().all(|l| l["time"].as_str().is_some_and(|t| t.parse::<jiff::Timestamp>().is_ok())), "{lines:?}");
}

#[test]
fn a_run_waits_for_another_as_long_as_it_is_told() {
    let night = Night::empty();
    night.write("good.txt", "Tin.\n");
    night.run(&[]);
    let lock = fs::OpenOptions::new().read(true).write(true).open(night.out().join(".lock")).expect("the lock");
    lock.lock().expect("free");
    let started = Instant::now();
    let said = night.run(&["--lock-wait", "1"]);
    assert_eq!(said.status.code(), Some(75), "{said:?}");
    assert!(started.elapsed() >= Duration::from_secs(1));
    let release = std::thread::spawn(move || {
        std::thread::sleep(Duration::from_millis(300));
        drop(lock);
    });
    assert_eq!(night.run(&["--lock-wait", "60"]).status.code(), Some(0));
    release.join().expect("no panic");
}

//! What people see in a terminal: `show`, languages, completions, manual pages.
#![allow(missing_docs, reason = "tests")]

use std::path::Path;
use std::process::{Command, Output};

fn trichluc(arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_trichluc"));
    command.args(arguments).env("LC_ALL", "C.UTF-8").output().expect("the program starts")
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}

fn run(input: &Path, out: &Path) -> String {
    said(&trichluc(&["run", input.to_str().expect("UTF-8"), "--out", out.to_str().expect("UTF-8")]))
}

#[test]
fn tables_show_what_was_asked_for() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    run(Path::new("corpus"), folder.path());
    let out = folder.path().to_str().expect("UTF-8");
    let shown = said(&trichluc(&["show", out, "--province", "lang_son", "--measure", "articles"]));
    let row = shown.lines().find(|l| l.contains("Lạng Sơn")).expect("a row of the province");
    assert_eq!(row.split_whitespace().collect::<Vec<_>>(), ["Lạng", "Sơn", "News", "pieces", "Quarter", "230", "3", "1"]);
    assert!(shown.contains("01/07/2022 – 30/09/2022") && !shown.contains("Fines"), "{shown}");
    let unknown = trichluc(&["show", out, "--measure", "cats"]);
    assert!(unknown.status.code() == Some(1) && said(&unknown).contains("articles"), "{unknown:?}");
}

#[test]
fn no_word_of_a_document_steers_the_terminal() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (input, out) = (folder.path().join("in"), folder.path().join("out"));
    std::fs::create_dir(&input).expect("writable");
    let text = "BÁO CÁO\nKết quả quý II năm 2023\n\nThực hiện Kế hoạch “Vì\u{1b}[31m trẻ\u{202e} em\u{7}”, phạt 5 triệu đồng.\n";
    std::fs::write(input.join("a.txt"), text).expect("writable");
    run(&input, &out);
    let shown = said(&trichluc(&["show", out.to_str().expect("UTF-8")]));
    assert!(!shown.contains(['\u{1b}', '\u{202e}', '\u{7}']), "{shown:?}");
}

#[test]
fn messages_are_in_the_language_of_the_option_else_of_the_machine() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let out = folder.path().to_str().expect("UTF-8");
    assert!(run(Path::new("corpus"), folder.path()).contains("85 documents"));
    assert!(said(&trichluc(&["--lang", "vi", "run", "corpus", "--out", out])).contains("không có gì thay đổi"));
    assert!(said(&trichluc(&["status", out, "--lang", "vi"])).contains("85 văn bản: 85 đọc được"));
    let mut command = Command::new(env!("CARGO_BIN_EXE_trichluc"));
    command.args(["status", out]).env_remove("LC_ALL").env_remove("LC_MESSAGES").env("LANG", "vi_VN.UTF-8");
    assert!(said(&command.output().expect("the program starts")).contains("lần chạy"));
}

/// Each shell reads its own completions, where it is installed.
#[test]
fn completions_name_every_command_and_shells_can_read_them() {
    for (shell, check) in [("bash", "bash"), ("zsh", "zsh"), ("fish", "fish"), ("powershell", "")] {
        let script = trichluc(&["completions", shell]).stdout;
        let text = String::from_utf8(script.clone()).expect("UTF-8");
        for command in ["run", "show", "report", "completions"] {
            assert!(text.contains(command), "{shell}: {command}");
        }
        if check.is_empty() || Command::new(check).arg("--version").output().is_err() {
            eprintln!("left out: {shell} is not here to read its completions");
            continue;
        }
        let file = tempfile::NamedTempFile::new().expect("a temporary file");
        std::fs::write(file.path(), script).expect("writable");
        let read = Command::new(check).arg("-n").arg(file.path()).output().expect("the shell starts");
        assert!(read.status.success(), "{shell}: {}", said(&read));
    }
}

#[test]
fn there_is_a_manual_page_for_every_command() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    assert!(trichluc(&["man", folder.path().to_str().expect("UTF-8")]).status.success());
    for command in ["trichluc", "trichluc-run", "trichluc-show", "trichluc-report", "trichluc-rules-check"] {
        let page = std::fs::read_to_string(folder.path().join(format!("{command}.1"))).expect("a page");
        assert!(page.contains(".SH SYNOPSIS"), "{command}");
    }
}

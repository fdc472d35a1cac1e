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

/// Every command as it is typed, as the help lists them.
fn commands() -> Vec<String> {
    let below = |above: &str| -> Vec<String> {
        let line = format!("{above} -h");
        let help = said(&trichluc(&line.split_whitespace().collect::<Vec<_>>()));
        let list = help.split_once("Commands:\n").map_or("", |(_, list)| list);
        let rows = list.lines().take_while(|l| !l.is_empty()).filter(|l| !l.starts_with("   "));
        rows.filter_map(|l| l.split_whitespace().next()).filter(|name| *name != "help").map(|name| format!("{above} {name}")).collect()
    };
    let first = below("");
    first.iter().flat_map(|command| [vec![command.clone()], below(command)].concat()).collect()
}

/// Words that clap writes by itself in English.
const ENGLISH: [&str; 16] = [
    "Usage",
    "[OPTIONS]",
    "] <COMMAND>",
    "Commands:",
    "Arguments:",
    "Options:",
    "Limits:",
    "default:",
    "ossible values",
    "Print ",
    "Example",
    "Exit code",
    "error:",
    "tip:",
    "For more information",
    "exists",
];

fn assert_vietnamese(line: &str, text: &str) {
    let english: Vec<&&str> = ENGLISH.iter().filter(|word| text.contains(**word)).collect();
    assert!(english.is_empty(), "{line}: {english:?} in\n{text}");
}

#[test]
fn help_is_wholly_in_vietnamese_where_that_is_spoken() {
    let commands = commands();
    assert!(commands.len() > 17 && commands.contains(&" rules check".to_owned()), "{commands:?}");
    for command in &commands {
        let ask = |line: String| {
            let output = trichluc(&line.split_whitespace().collect::<Vec<_>>());
            assert_eq!(output.status.code(), Some(0), "{line}");
            let text = said(&output);
            assert!(text.contains(&format!("\nCách dùng: trichluc{command}")) && text.contains("\nTùy chọn:\n"), "{line}\n{text}");
            assert_vietnamese(&line, &text);
            text
        };
        ask(format!("{command} -h --lang vi"));
        let long = ask(format!("{command} --help --lang=vi"));
        assert_eq!(long, ask(format!("--lang vi help{command}")));
        assert_eq!(long, ask(format!("help{command} --lang vi")));
    }
    let all = said(&trichluc(&["--lang", "vi", "run", "--help"]));
    for told in ["\nĐối số:\n", "\nGiới hạn:\n", "[mặc định: jsonl,parquet]", "- sqlite:  Một tệp", "[giá trị: text, json]"]
    {
        assert!(all.contains(told), "{told}\n{all}");
    }
    assert_vietnamese("--help", &said(&trichluc(&["--lang", "vi", "--help"])));
}

#[test]
fn usage_errors_are_in_vietnamese_with_the_same_exit_code() {
    for (line, told) in [
        ("run --max-age=3", "không có đối số '--max-age'\n\n  gợi ý: có đối số tương tự: '--max-archive'\n\nCách dùng: trichluc run"),
        ("run --keep -1", "gợi ý: nếu '-1' là một giá trị, hãy viết '-- -1'"),
        ("--pretty extract", "gợi ý: có 'extract --pretty'"),
        ("--lang vi -- run", "gợi ý: có lệnh 'run'; muốn dùng thì bỏ '--' đứng trước"),
        ("show a b", "không có đối số 'b'\n\nCách dùng: trichluc show [TÙY CHỌN] <OUT>"),
        ("schem", "không có lệnh 'schem'\n\n  gợi ý: có lệnh tương tự: 'score', 'schema'"),
        ("--lang vi", "'trichluc' cần một lệnh đi kèm nhưng chưa được cho\n  [các lệnh: run, merge,"),
        ("run", "còn thiếu các đối số bắt buộc:\n  --out <DIR>\n  <INPUTS>...\n\nCách dùng: trichluc run --out <DIR> <INPUTS>..."),
        ("show --top", "'--top <N>' cần một giá trị nhưng chưa được cho"),
        ("show a --top x", "giá trị 'x' không hợp lệ đối với '--top <N>': không phải là số nguyên không âm"),
        ("show a --top 99999999999999999999", "số quá lớn"),
        ("show a --top 3 --top 4", "đối số '--top <N>' chỉ được dùng một lần"),
        ("run a --out b --tables jsonk", "[giá trị hợp lệ: jsonl, csv, parquet, sqlite, none]\n\n  gợi ý: có giá trị tương tự: 'jsonl'"),
        ("run a --out b --shard 4/2", "'--shard <I/N>': phải viết dạng I/N"),
        ("run a --out b --ocr x", "`my-ocr.sh {input}`"),
        ("run a --out b --encoding x", "các tên: utf-8, utf-16le"),
        ("run a --out b --no-tables --excel", "đối số '--no-tables' không dùng cùng với '--excel'"),
        ("run a --out b --full=3", "thừa giá trị '3' đối với '--full'"),
        ("--lang fr", "giá trị 'fr' không hợp lệ đối với '--lang <LANGUAGE>'\n  [giá trị hợp lệ: vi, en]"),
    ] {
        let arguments: Vec<&str> = line.split_whitespace().collect();
        let mut command = Command::new(env!("CARGO_BIN_EXE_trichluc"));
        let output = command.args(&arguments).env("LC_ALL", "vi_VN.UTF-8").output().expect("the program starts");
        let text = String::from_utf8_lossy(&output.stderr);
        assert!(text.starts_with("lỗi: ") && text.contains(told), "{line}\n{text}");
        assert_vietnamese(line, &text);
        assert_eq!((output.status.code(), output.stdout.len()), (Some(2), 0), "{line}");
        let english: Vec<&str> = arguments.iter().map(|a| if *a == "vi" { "en" } else { a }).collect();
        assert_eq!(trichluc(&english).status.code(), Some(2), "{line}");
    }
}

#[test]
fn help_and_errors_are_as_clap_writes_them_where_english_is_spoken() {
    for line in ["--help", "run -h", "help run", "run --help", "rules", "schem", "show a --top x"] {
        let by_machine = trichluc(&line.split(' ').collect::<Vec<_>>());
        let mut command = Command::new(env!("CARGO_BIN_EXE_trichluc"));
        command.args(line.split(' ')).args(["--lang", "en"]).env("LC_ALL", "vi_VN.UTF-8");
        let by_option = command.output().expect("the program starts");
        assert!(
            said(&by_machine).contains("For more information, try '--help'.") || said(&by_machine).contains("\nUsage: trichluc"),
            "{line}"
        );
        assert_eq!(by_machine.status, by_option.status, "{line}");
        // With an option given, a command alone is not the same line any more.
        if line != "rules" {
            assert_eq!(said(&by_machine), said(&by_option), "{line}");
        }
    }
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

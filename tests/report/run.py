#!/usr/bin/env python3
"""report.html in a real browser: figures, filters, drill-down, keyboard, contrast, hostile words.

    python3 tests/report/run.py BINARY WORK

Runs BINARY over the corpus and a few documents more, opens the page in Debian's chromium, and compares what it
shows with figures that truth.py works out from records.jsonl. Screenshots stay in WORK. Where chromium is not
there it is installed, if apt-get and the right to use it are; else all of it is left out, and the output says so.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import unittest
from pathlib import Path

import browser
import truth
from browser import Browser

ROOT = Path(__file__).resolve().parent.parent.parent
PAGE = ROOT / "src/output/report/page"
HOSTILE = '</script><script>window.stolen = 1</script>"><img src=x onerror="window.stolen = 2"> {{STYLE}} <!-- & &amp;'
HOSTILE_REPORT = f"""SỞ Y TẾ
Số: 77/BC-SYT
Lạng Sơn, ngày 12 tháng 7 năm 2023

BÁO CÁO
Kết quả quý II năm 2023 {HOSTILE}

Thanh tra Sở xử phạt 12 cơ sở {HOSTILE}, tổng số tiền 4.321.000 đồng. Thực hiện Kế hoạch số 15/KH-UBND ngày 09/01/2023.
"""
POOR_REPORT = """SỞ Y TẾ
Số: 78/BC-SYT
Lạng Sơn, ngày 12 tháng 7 năm 2023

BÁO CÁO
Kết quả quý II năm 2023

Thuc hién Nghi quyét s6 02 ngay 17/3/2023 ctia B6 Chinh tri vé Xay dyng va phat trién Thu d6 Ha N6i trong ky
nguyén mdi, Uy ban nhan dan thanh ph6 ban hanh Ké hoach t6 chite le h6i.
Quyét d!nh s6 11 vé vi&c thanh l4p Ban Chi dao, hu6ng dan to chirc hoi nghj, t6ng kiém tra va xir ly vi pham.
Thanh tra Sở xử phạt 3 cơ sở, tổng số tiền 7.000.000 đồng.
"""
ENTER, ESCAPE = "\ue007", "\ue00c"


def install():
    """Debian's packages, where that can be done."""
    if browser.missing() and shutil.which("apt-get") and os.geteuid() == 0:
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "env": {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}}
        subprocess.run(["apt-get", "install", "-y", "chromium", "chromium-driver", "fonts-noto-core"], timeout=600, check=False, **quiet)
    return browser.missing()


def scan():
    """A PDF of one page without a letter."""
    objects = ["<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>", "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>"]
    text, places = "%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(text))
        text += f"{number} 0 obj{body}endobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    return f"{text}xref\n0 4\n0000000000 65535 f \n{table}trailer<</Size 4/Root 1 0 R>>\nstartxref\n{len(text)}\n%%EOF\n".encode()


def prepare(binary, work):
    """A generation of the corpus, a hostile document, a poorly recognized one, one that fails, a scan, and what is no document."""
    shutil.rmtree(work, ignore_errors=True)
    inputs = work / "archive"
    shutil.copytree(ROOT / "corpus", inputs)
    (inputs / "x-hostile <b>.txt").write_text(HOSTILE_REPORT, encoding="utf-8")
    (inputs / "poor.txt").write_text(POOR_REPORT, encoding="utf-8")
    (inputs / "broken.txt").write_bytes(b"\x00\x01\x02\x00 no text")
    (inputs / "scan.pdf").write_bytes(scan())
    (inputs / "photo.jpg").write_bytes(b"\xff\xd8\xff\xe0 no document")
    done = subprocess.run([binary, "run", inputs, "--out", work / "out"], capture_output=True, text=True, check=False)
    assert done.returncode in (0, 3), done.stderr


class PageTest(unittest.TestCase):
    """One page for all; each test opens it anew."""

    @classmethod
    def setUpClass(cls):
        cls.browser = Browser(1920, 1080)
        cls.addClassCleanup(cls.browser.__exit__)
        cls.latest = WORK / "out/latest"
        cls.documents = truth.documents(cls.latest / "records.jsonl")

    def setUp(self):
        self.browser.size(1920, 1080)
        self.browser.open(self.latest / "report.html")

    def press(self, key):
        self.browser.press(f'[data-key="{key}"]')

    def open_twins(self):
        self.browser.run("[...document.querySelectorAll('.twin')].forEach((e) => (e.open = true))")
        self.browser.until("return [...document.querySelectorAll('.twin')].every((e) => e.querySelector('table'))")

    def assert_totals(self, some, grain):
        sums, left_out = truth.totals(some, grain)
        for measure in {*sums, *left_out}:
            shown = self.browser.value(f"total:{measure}") or 0
            self.assertEqual(shown, sums[measure], f"{measure}, {grain}")
            self.assertEqual(self.browser.value(f"left-out:{measure}") or 0, sum(left_out[measure].values()), measure)
            for reason, number in left_out[measure].items():
                self.assertEqual(self.browser.value(f"reason:{measure}:{reason}"), number, f"{measure}: {reason}")

    def assert_groups(self, dimension, expected):
        """Drawing and table twin both."""
        self.open_twins()
        for key, value in expected.items():
            self.assertEqual(self.browser.value(f"twin#{dimension}:{key}"), value, f"{dimension} {key}")
        script = "return [...document.querySelectorAll('[data-key]')].map((e) => [e.dataset.key, Number(e.dataset.value)]).filter(([k, v]) => k.startsWith(arguments[0] + '#') && v !== 0)"
        for key, value in self.browser.run(script, dimension):
            self.assertEqual(value, expected[key.split("#", 1)[1]], f"drawn: {key}")


class Figures(PageTest):
    """What is shown is what the records say."""

    def test_totals_and_what_they_leave_out_of_every_length_of_period(self):
        for grain in sorted({d.grain for d in self.documents if d.in_totals and d.record["counts"]}):
            if self.browser.run(f"return document.querySelector('[data-key=\"grain:{grain}\"]') !== null"):
                self.press(f"grain:{grain}")
                self.assert_totals(self.documents, grain)

    def test_numbers_of_documents_by_province_quarter_topic_and_kind(self):
        for dimension in ("province", "quarter", "topic", "kind"):
            self.assert_groups(dimension, truth.grouped(self.documents, dimension))
        self.press("layout:34")
        self.assert_groups("province", truth.grouped(self.documents, "province", "34"))

    def test_a_measure_draws_its_sums_everywhere(self):
        for measure in ("fines", "cases"):
            self.press("grain:quarter")
            self.press(f"measure:{measure}")
            some = truth.passing(self.documents, {}, measure=measure, grain="quarter")
            for dimension in ("province", "quarter", "topic", "kind"):
                self.assert_groups(dimension, truth.grouped(some, dimension, measure=measure, grain="quarter"))
            self.assertEqual(self.browser.value("matching"), len(some))
            self.press(f"measure:{measure}")

    def test_every_part_filters_every_other(self):
        chosen = {"province": ["lang_son", "nghe_an", "bac_giang"], "kind": ["bao_cao"], "topic": ["ma_tuy", "toi_pham", "bao_chi"]}
        self.open_twins()
        for dimension, values in chosen.items():
            for value in values:
                self.press(f"twin:{dimension}:{value}")
        some = truth.passing(self.documents, chosen)
        self.assertGreater(len(some), 1)
        self.assertEqual(self.browser.value("matching"), len(some))
        grain = self.browser.run("return view.grain")
        self.assert_totals(some, grain)
        for dimension in ("province", "quarter", "topic", "kind"):
            others = {d: v for d, v in chosen.items() if d != dimension}
            self.assert_groups(dimension, truth.grouped(truth.passing(self.documents, others), dimension))
        self.browser.press("#clear")
        self.assertEqual(self.browser.value("matching"), len(self.documents))

    def test_a_quarter_of_time_filters(self):
        quarter = truth.grouped(self.documents, "quarter").most_common(1)[0][0]
        self.press(f"quarter:{quarter}")
        some = truth.passing(self.documents, {"quarter": [quarter]})
        self.assert_totals(some, self.browser.run("return view.grain"))

    def test_most_cited_documents_and_findings(self):
        mentions = {}
        for document in self.documents:
            for citation in document.record["citations"] if document.is_read and not document.is_copy else []:
                if citation["code"] or citation["title"]:
                    mentions[citation["key"]] = mentions.get(citation["key"], 0) + 1
        script = "return [...document.querySelectorAll('[data-key^=\"cited#\"]')].map((e) => Number(e.dataset.value))"
        shown = self.browser.run(script)
        self.assertEqual(shown, sorted(mentions.values(), reverse=True)[: len(shown)])
        codes = {}
        for document in self.documents:
            for finding in document.record["findings"]:
                codes[finding["code"]] = codes.get(finding["code"], 0) + 1
        for code, number in codes.items():
            self.assertEqual(self.browser.value(f"finding#{code}"), number, code)

    def test_files_that_failed_or_need_recognition_are_named(self):
        self.assertEqual(self.browser.value("unread.failed"), 1)
        self.press("unread.failed")
        self.assertIn("broken.txt", self.browser.text("#panel"))
        self.assertEqual(self.browser.value("unread.scan"), 1)
        self.browser.press("#panel-close")
        self.press("unread.scan")
        self.assertIn("scan.pdf", self.browser.text("#panel"))

    def test_files_to_look_after_filter_everything(self):
        paths = "return [...document.querySelectorAll('#rows tbody tr')].map((r) => r.dataset.path)"
        for word, path in (("unread.failed", "broken.txt"), ("unread.scan", "scan.pdf"), ("unread.suspect", "poor.txt")):
            self.press(f"unread:{word}")
            some = truth.passing(self.documents, {"unread": [word]})
            self.assertEqual([d.path for d in some], [path])
            self.assertEqual(self.browser.value("matching"), 1)
            self.assertEqual(self.browser.run(paths), [path])
            self.assert_totals(some, "quarter")
            self.assert_groups("kind", truth.grouped(some, "kind"))
            self.assertEqual(self.browser.run("return document.querySelector(`[data-key='unread:${arguments[0]}']`).getAttribute('aria-pressed')", word), "true")
            self.assertNotIn("unread.", self.browser.text("#filters"))
            self.press(f"chip:unread:{word}")
            self.assertEqual(self.browser.value("matching"), len(self.documents))
        self.press("unread:unread.failed")
        self.press("unread:unread.scan")
        self.assertEqual(sorted(self.browser.run(paths)), ["broken.txt", "scan.pdf"])

    def test_what_can_be_filtered_of_the_files_to_look_after_is(self):
        note = "Files without text and skipped files have no province"
        self.browser.press('[data-language="en"]')
        self.assertNotIn(note, self.browser.text("#unread"))
        self.open_twins()
        self.press("twin:province:lang_son")
        self.assertEqual(self.browser.value("unread.suspect"), 1)
        self.press("twin:province:lang_son")
        self.press("twin:province:nghe_an")
        self.assertIsNone(self.browser.value("unread.suspect"))
        self.assertIn(note, self.browser.text("#unread"))
        self.assertEqual([self.browser.value(f"unread.{w}") for w in ("failed", "scan", "skipped")], [1, 1, 1])
        self.press("twin:province:nghe_an")
        self.press("unread:unread.suspect")
        self.press("measure:fines")
        self.assertEqual(self.browser.value("unread.suspect"), 1)
        self.press("grain:month")
        self.assertEqual((self.browser.value("unread.suspect"), self.browser.value("matching")), (0, 0))
        self.press("unread:unread.suspect")
        self.assertIsNone(self.browser.value("unread.suspect"))

    def test_skipped_files_are_no_documents_to_filter_by(self):
        self.assertEqual(self.browser.value("unread.skipped"), 1)
        self.assertIsNone(self.browser.run("return document.querySelector('[data-key=\"unread:unread.skipped\"]')"))


class DrillDown(PageTest):
    """Every number leads to lines of files."""

    def open_first(self, at=0):
        self.browser.run("document.querySelectorAll('#panel .mentions > li > details')[arguments[0]].open = true", at)
        css = f"#panel .mentions > li:nth-child({at + 1}) .body dl"
        self.browser.until("return document.querySelector(arguments[0]) !== null", css)

    def facts(self, at):
        return self.browser.run(
            """const li = document.querySelectorAll('#panel .mentions > li')[arguments[0]];
            const facts = [...li.querySelectorAll('.body dd')].map((e) => e.textContent);
            return { mark: li.querySelector('mark') && li.querySelector('mark').textContent, path: facts[0], line: Number(facts[1]), sentence: li.querySelector('blockquote') && li.querySelector('blockquote').textContent }""",
            at,
        )

    def test_the_mentions_behind_a_total_are_those_of_the_records_at_their_lines(self):
        self.press("grain:quarter")
        self.press("total:fines")
        expected = [(d.path, c) for d in self.documents for c in d.added("fines", "quarter")]
        self.assertEqual(len(self.browser.texts("#panel .mentions > li")), len(expected))
        for at, (path, count) in enumerate(expected):
            self.open_first(at)
            facts = self.facts(at)
            self.assertEqual((facts["path"], facts["line"], facts["mark"]), (path, count["line"], count["text"]))
            line = (WORK / "archive" / path).read_text(encoding="utf-8-sig").split("\n")[count["line"] - 1]
            self.assertIn(count["text"].split("\n")[0], line)
            self.assertIn(count["text"], facts["sentence"])

    def test_a_bar_a_tile_a_citation_and_a_finding_open_theirs(self):
        numbers = ["kind#bao_cao", "province#lang_son", "finding#breakdown_mismatch", "reason:cases:part", "overview:citations"]
        numbers.append(self.browser.run("return document.querySelector('[data-key^=\"cited#\"]').dataset.key"))
        for key in numbers:
            self.press(key)
            shown = self.browser.run("return Number(document.querySelector('#panel-title .soft').textContent.replace(/[^0-9]/g, ''))")
            self.assertEqual(shown, self.browser.value(key), key)
            self.open_first()
            self.assertTrue((WORK / "archive" / self.facts(0)["path"]).exists())
            self.browser.press("#panel-close")

    def test_a_document_leads_to_all_its_mentions_and_back(self):
        self.press("kind#bao_cao")
        self.open_first()
        self.browser.press("#panel .body button")
        self.assertGreater(len(self.browser.texts("#panel .mentions > li")), 1)
        self.browser.press("#panel-back")
        self.assertEqual(len(self.browser.texts("#panel .mentions > li")), min(50, self.browser.value("kind#bao_cao")))


class Documents(PageTest):
    """The table of documents."""

    def search(self, words):
        script = "const f = document.getElementById('search'); f.value = arguments[0]; f.dispatchEvent(new Event('input')); return Number(document.getElementById('found').dataset.value)"
        return self.browser.run(script, words)

    def test_words_without_accents_find_words_with_them(self):
        for plain, province in (("lang son", "Lạng Sơn"), ("dak lak", "Đắk Lắk")):
            self.assertGreater(self.search(plain), 0)
            self.assertIn(province, " ".join(self.browser.texts("#rows tbody tr")))
            self.assertEqual(self.search(plain), self.search(province))
        self.assertEqual(self.search("xyzzy không có"), 0)

    def test_columns_sort_both_ways(self):
        counts = "return [...document.querySelectorAll('#rows tbody tr')].map((r) => Number(r.children[6].textContent.replace(/[^0-9]/g, '')))"
        expected = sorted((len(d.record["counts"]) for d in self.documents), reverse=True)
        self.press("sort:counts")
        self.assertEqual(self.browser.run(counts), expected[:25])
        self.press("sort:counts")
        self.assertEqual(self.browser.run(counts), expected[::-1][:25])
        self.assertEqual(self.browser.run("return document.querySelector('[data-key=\"sort:counts\"]').parentElement.getAttribute('aria-sort')"), "ascending")

    def test_pages_hold_all_documents(self):
        paths = "return [...document.querySelectorAll('#rows tbody tr')].map((r) => r.dataset.path)"
        seen = self.browser.run(paths)
        while not self.browser.run("return document.getElementById('next').disabled"):
            self.browser.press("#next")
            seen += self.browser.run(paths)
        self.assertEqual(sorted(seen), sorted(d.path for d in self.documents))


class Readers(PageTest):
    """Languages, keyboard, screen readers, paper, narrow screens."""

    def test_the_language_switches_and_no_figure_changes(self):
        before = self.browser.run("return [...document.querySelectorAll('[data-value]')].map((e) => e.dataset.key + '=' + e.dataset.value)")
        self.assertEqual(self.browser.text("h1"), "Bảng số liệu từ kho văn bản")
        self.browser.press('[data-language="en"]')
        self.assertEqual(self.browser.text("h1"), "Figures from the document archive")
        self.assertEqual(self.browser.run("return document.documentElement.lang"), "en")
        after = self.browser.run("return [...document.querySelectorAll('[data-value]')].map((e) => e.dataset.key + '=' + e.dataset.value)")
        self.assertEqual(sorted(before), sorted(after))

    def test_every_word_is_there_in_both_languages_and_used(self):
        words = json.loads((PAGE / "words.json").read_text(encoding="utf-8"))
        code = "".join(p.read_text(encoding="utf-8") for p in sorted(PAGE.iterdir()) if p.suffix in (".js", ".html"))
        said = set(re.findall(r"\bt\('([\w.]+)'", code)) | set(re.findall(r'data-word="(\w+)"', code))
        self.assertEqual(said - set(words), set())
        quoted = set(re.findall(r"'([\w.]+)'", code)) | said
        stems = ("grain.", "reason.", "role.", "cites.", "modifier.", "per.", "finding.", "severity.", "status.", "section.", "layout.")
        self.assertEqual([w for w in words if w not in quoted and not w.startswith(stems)], [])
        self.assertEqual([w for w, said in words.items() if set(said) != {"vi", "en"} or (not said["vi"]) != (not said["en"])], [])

    def test_a_keyboard_is_enough_and_the_focus_stays(self):
        focus = "[...document.querySelectorAll('[data-key]')].find((e) => e.dataset.key === arguments[0]).focus()"
        self.browser.run(focus, "province:lang_son")
        self.browser.key(ENTER)
        self.assertEqual(self.browser.run("return [...view.chosen.province]"), ["lang_son"])
        self.assertEqual(self.browser.run("return document.activeElement.dataset.key"), "province:lang_son")
        self.browser.run(focus, "province#lang_son")
        self.browser.key(ENTER)
        self.assertTrue(self.browser.run("return document.getElementById('panel').open"))
        self.browser.key(ESCAPE)
        self.assertFalse(self.browser.run("return document.getElementById('panel').open"))
        self.assertEqual(self.browser.run("return document.activeElement.dataset.key"), "province#lang_son")

    def test_everything_that_can_be_pressed_has_a_name(self):
        script = "return [...document.querySelectorAll('button, [role=button], [role=img], [role=region], input')].filter((e) => !(e.getAttribute('aria-label') || e.textContent || e.closest('label') || '').toString().trim()).map((e) => e.outerHTML)"
        self.assertEqual(self.browser.run(script), [])

    def test_islands_are_labelled_in_both_maps(self):
        for layout in ("63", "34"):
            self.press(f"layout:{layout}")
            islands = self.browser.texts(".tiles .island text")
            self.assertEqual(islands, ["Hoàng Sa", "Đà Nẵng", "Trường Sa", "Khánh Hòa"])
            self.assertEqual(len(self.browser.texts(".tiles .tile")), int(layout))

    def test_words_stand_out_from_their_ground(self):
        self.press("province:lang_son")
        faint = self.browser.run(CONTRAST)
        self.assertEqual(faint, [])
        self.press("matching")
        self.assertEqual(self.browser.run(CONTRAST), [])

    def test_nothing_is_wider_than_the_screen(self):
        for width, height in ((380, 800), (768, 1024), (1920, 1080)):
            self.browser.size(width, height)
            self.browser.open(self.latest / "report.html")
            self.assertEqual(self.browser.run("return document.documentElement.scrollWidth"), width)
            self.open_twins()
            self.assertEqual(self.browser.run("return document.documentElement.scrollWidth"), width, "with all tables open")
            self.browser.open(self.latest / "report.html")
            self.browser.screenshot(WORK / f"report-{width}.png")
            self.browser.screenshot(WORK / f"report-{width}-whole.png", whole=True)

    def test_paper_shows_figures_and_no_controls(self):
        self.browser._devtools("Emulation.setEmulatedMedia", {"media": "print"})
        seen = "return getComputedStyle(document.querySelector(arguments[0])).display !== 'none'"
        try:
            self.assertFalse(self.browser.run(seen, "#print") and self.browser.run(seen, ".top .tools"))
            self.assertTrue(self.browser.run(seen, ".measures") and self.browser.run(seen, ".tiles"))
        finally:
            self.browser._devtools("Emulation.setEmulatedMedia", {"media": ""})


class Safety(PageTest):
    """What documents say stays text, and nothing leaves the page."""

    def test_hostile_words_stay_words(self):
        self.browser.run("document.getElementById('search').value = ''")
        self.press("grain:quarter")
        self.press("total:fines")
        items = self.browser.texts("#panel .mentions > li summary")
        at = next(i for i, text in enumerate(items) if "4.321.000" in text)
        self.browser.run("document.querySelectorAll('#panel .mentions > li > details')[arguments[0]].open = true", at)
        self.browser.until("return document.querySelector('#panel blockquote mark') !== null")
        self.assertIn("<script>window.stolen = 1</script>", self.browser.text("#panel blockquote"))
        self.browser.press('[data-language="en"]')
        self.assertIsNone(self.browser.run("return window.stolen ?? null"))
        self.assertEqual(self.browser.run("return document.querySelectorAll('img, iframe, object, link, b').length"), 0)
        self.assertEqual(self.browser.run("return [...document.scripts].filter((s) => s.type === '').length"), 1)

    def test_script_of_others_is_refused(self):
        self.browser.run("const s = document.createElement('script'); s.textContent = 'window.stolen = 3'; document.body.append(s)")
        self.assertIsNone(self.browser.run("return window.stolen ?? null"))
        complaints = self.browser.complaints()
        self.assertTrue(any("Content Security Policy" in c for c in complaints), complaints)

    def test_no_complaint_on_the_console_and_no_request(self):
        with Browser(1280, 900) as fresh:
            page = self.latest / "report.html"
            fresh.open(page)
            for key in ("measure:cases", "layout:34", "matching"):
                fresh.press(f'[data-key="{key}"]')
            fresh.press('[data-language="en"]')
            self.assertEqual(fresh.complaints(), [])
            self.assertEqual({u for u in fresh.requests() if not u.startswith(("blob:", "data:"))}, {page.resolve().as_uri()})


# Text whose contrast with what is behind it is below 4.5 (3 where it is large), after WCAG 2.
CONTRAST = """
const light = (c) => { const [r, g, b] = c.map((v) => { v /= 255; return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4; }); return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
const rgb = (text) => { const p = text.match(/[\\d.]+/g).map(Number); return { c: p.slice(0, 3), a: p.length > 3 ? p[3] : 1 }; };
const ground = (e) => {
  const tile = e.closest('.tile, .island');
  if (tile) return rgb(getComputedStyle(tile.querySelector('rect')).fill).c;
  const drawn = e.matches('.tiles text.number') ? e.previousElementSibling.querySelector('rect') : null;
  if (drawn) return rgb(getComputedStyle(drawn).fill).c;
  for (let at = e; at; at = at.parentElement) { const b = rgb(getComputedStyle(at).backgroundColor); if (b.a === 1) return b.c; }
  return [255, 255, 255];
};
const dialog = document.querySelector('dialog[open]');
return [...(dialog ?? document.body).querySelectorAll('*')].filter((e) => {
  const own = [...e.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim());
  if (!own || e.closest('script, style, noscript, [hidden], title, :disabled') || !e.getClientRects().length) return false;
  const style = getComputedStyle(e);
  const [a, b] = [light(rgb(e instanceof SVGElement ? style.fill : style.color).c), light(ground(e))].sort((x, y) => y - x);
  const size = parseFloat(style.fontSize);
  const isLarge = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
  return (a + 0.05) / (b + 0.05) < (isLarge ? 3 : 4.5);
}).map((e) => e.tagName + ' ' + e.className + ' ' + e.textContent.slice(0, 30));
"""


if __name__ == "__main__":
    BINARY, WORK = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve()
    missing = install()
    if missing:
        print(f"left out: the page in a real browser, there is no {' and no '.join(missing)}")
        sys.exit(0)
    prepare(BINARY, WORK)
    unittest.main(argv=[sys.argv[0], *sys.argv[3:]], warnings="ignore")

"""Text that is meant to be more than text, in every place where a visitor's text is shown, in a real Chromium.

A visitor notices every dialog, request to another host and error of the page (see driving.py); ``read`` notices what
has become an element, and what is not shown letter for letter (see hostile.py).
"""

import csv
import io
import time
from collections.abc import Iterable
from urllib.parse import urlencode

import pytest

from playground.lessons import tour
from playground.needs import INSIDE
from playground.views.inside import VIEWS
from rnn_core import read as read_file
from tests.browser.driving import Visitor
from tests.browser.hostile import CORPUS, ELSEWHERE, FORMULAS, MARKDOWN, MARKUP, mark_of, read
from tests.datasets import TREACHEROUS

pytestmark = pytest.mark.browser

SENTENCE = " ".join(CORPUS)
CHART = "[data-testid=stVegaLiteChart]"
TURNED = CORPUS[-1]  # it turns the direction of what follows
TOOLTIP = "#vg-tooltip-element"
TAB = "[role=tabpanel]"
FILE = f"{MARKDOWN[0]}{MARKDOWN[-1]}"
NOTES = '.st-key-loading [data-testid="stColumn"] .rnn-small:has(ul)'
SORTED = "Units sorted by how much they speak for"
WEIGHTS = {
    "Wxh": "Wxh: from the words",
    "Why": "Why: from what is read out to the classes",
    "Whh": "Whh: from the state before",
}
ABOUT = {"Wxh": "Column: what a word adds", "Why": "Row: a class.", "Whh": "Column: a unit of the state before"}
# What spreadsheets and readers of CSV take for something else, as labels.
CELLS = ("'plain", 'say "so", twice', "two\nlines", "NA", "01")


def as_csv(rows: Iterable[Iterable[str]]) -> bytes:
    """A file as a hostile hand would write it, nothing made safe."""
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    return text.getvalue().encode()


def shows(one: Visitor, part: str, pieces: Iterable[str] = ()) -> None:
    """Wait until a part of the page shows these pieces in full; without pieces, any."""
    wanted, found, end = set(pieces), set(), time.monotonic() + 20
    while not (found and found >= wanted):
        assert time.monotonic() < end, f"{part} does not show {wanted - found or 'anything'}"
        one.page.locator(part).first.wait_for()
        found = read(one, part)


def open_list(one: Visitor, name: str) -> None:
    """Open a drop-down list."""
    one.page.get_by_role("combobox", name=name, exact=True).focus()
    # A list that opens while the page scrolls to it closes at once.
    one.page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    one.page.keyboard.press("ArrowDown")
    one.page.get_by_role("option").first.wait_for()


def pick(one: Visitor, name: str, option: str) -> None:
    """Choose from a drop-down list, by typing."""
    open_list(one, name)
    one.page.keyboard.insert_text(option)
    one.page.get_by_role("option", name=option, exact=True).click()
    one.settle()


def lists(one: Visitor, name: str, pieces: Iterable[str] = ()) -> None:
    """Open a drop-down list, which has to show these pieces, and close it again."""
    open_list(one, name)
    shows(one, "[role=listbox]", pieces)
    one.page.keyboard.press("Escape")
    one.page.locator("[role=listbox]").wait_for(state="detached")


def tells(one: Visitor, part: str, piece: str) -> None:
    """Touch a mark of a chart that stands for a piece, and wait until the tooltip tells it."""
    marks = one.page.locator(f"{part} :is(.mark-rect, .mark-symbol).role-mark [aria-label*={mark_of(piece)}]")
    marks.first.dispatch_event("pointermove")
    shows(one, TOOLTIP, [piece])


def look_at(one: Visitor, name: str) -> None:
    """Open a view inside."""
    one.choose(next(group for group, views in INSIDE.items() if name in views))
    one.choose(VIEWS[name].title)
    one.page.get_by_text(VIEWS[name].about).wait_for()


def test_markup_markdown_and_formulas_are_only_text_in_every_view(visit):
    names = (MARKDOWN[0], MARKUP[0], MARKDOWN[12])
    forms = ("{}", "word {}", "{} word", "{0} {0}")
    rows = [(form.format(piece), piece, piece) for form in forms for piece in CORPUS]
    rows += [(f"word {'word ' * i}", cell, cell) for i, cell in enumerate(CELLS)]
    one = visit("?pace=slow")
    one.press("Step")  # so that other sentences wait
    one.open_panel()
    one.upload(f"{FILE}.csv", as_csv([names, *rows]))
    one.page.get_by_text("How the file was read").click()
    one.page.get_by_role("combobox", name="The first row is").hover()  # waits until it stands still
    pick(one, "The first row is", "names of the columns")
    shows(one, ".st-key-upload", [MARKDOWN[0], MARKDOWN[-1]])
    shows(one, ".rnn-preview", [*names, *CORPUS[:5]])
    for name in ("Sentence column", "Label column", "Split column"):
        lists(one, name, names)
    one.page.get_by_text("How words are cut").click()
    one.choose("at white space")  # else each piece would be several words
    one.press("Use this dataset")
    one.page.locator(".st-key-upload").wait_for(state="detached")
    shows(one, ".rnn-status", [MARKDOWN[0], MARKDOWN[-1]])
    time.sleep(1.1)  # sooner, what was chosen before is taken for a late report (playground/widgets.py)
    pick(one, "Start from", "Alive in a second")  # the plain network, for which there is every view
    one.press("Reset")
    shows(one, '[data-testid="stSidebar"]', [MARKDOWN[0], MARKDOWN[-1]])
    one.press("Play")
    one.wait_for_status("It has read")
    shows(one, ".rnn-status")
    one.press("Pause")
    one.wait_for_status("Paused")

    for at_once in (CORPUS[i : i + 16] for i in range(0, len(CORPUS), 16)):  # as many as the picture draws
        one.page.get_by_label("A sentence for it to read").fill(" ".join(at_once))
        shows(one, CHART, at_once)
    one.page.get_by_label("A sentence for it to read").fill(SENTENCE)
    shows(one, ".rnn-answer")
    tells(one, "body", MARKUP[1])
    lists(one, "Pick one of its sentences")
    one.tab("Sentences")
    for name in ("label", "prediction"):
        lists(one, name)
    pick(one, "label", MARKUP[1])
    shows(one, f"{TAB} canvas", [MARKUP[1]])
    one.page.locator(f"{TAB} [data-testid=stDataFrame]").hover()
    one.page.get_by_label("Search").wait_for()
    assert not one.page.get_by_label("Download as CSV").is_visible()  # Streamlit's own leaves formulas as they are

    one.tab("Inside")
    look_at(one, "steps")
    one.page.locator(TAB).get_by_role("slider", name="Word").focus()
    one.page.keyboard.press("Home")
    shows(one, TAB, MARKUP[:9])
    for name in ("states", "words", "through_time"):
        look_at(one, name)
        shows(one, TAB, CORPUS)
        tells(one, TAB, MARKUP[1])
    look_at(one, "saliency")  # which draws the words that say most
    shows(one, f"{TAB} {CHART}")
    lists(one, "What speaks for")
    look_at(one, "states")
    pick(one, SORTED, MARKUP[0])
    shows(one, f'[data-testid="stSelectbox"]:has([aria-label="{SORTED}"])', MARKUP[:1])
    look_at(one, "plane")
    one.page.get_by_label("A second sentence beside it").fill(SENTENCE)
    one.page.locator(f"{TAB} b", has_text=MARKUP[0]).nth(1).wait_for()
    shows(one, f"{TAB} {CHART}", CORPUS)
    look_at(one, "weights")
    for matrix in ("Wxh", "Why"):
        pick(one, "Weights", WEIGHTS[matrix])
        shows(one, f"{TAB} {CHART}", CORPUS)
    look_at(one, "check")
    one.press("Check the gradient")
    shows(one, TAB, CORPUS)
    look_at(one, "norms")
    look_at(one, "behaviour")
    pairs = [f"{piece} | {MARKUP[0]} | flip" for piece in CORPUS if "|" not in piece]
    one.page.get_by_text("Your own pairs").click()
    box = one.page.get_by_role("textbox", name="One pair in a line")
    box.fill("\n".join(pairs))
    box.press("Control+Enter")
    shows(one, f"{TAB} canvas", MARKUP[:1])
    box.fill(f"{MARKDOWN[0]} | {MARKUP[0]}")
    box.press("Control+Enter")
    shows(one, ".rnn-refusal", [MARKDOWN[0]])
    look_at(one, "memory")
    for name, piece in zip(("Cue", "Filler", "Target"), (MARKUP[0], MARKDOWN[0], FORMULAS[0]), strict=True):
        one.page.get_by_role("textbox", name=name, exact=True).fill(piece)
        one.settle()
    shows(one, TAB, [MARKUP[0], MARKDOWN[0], FORMULAS[0]])
    shows(one, f"{TAB} {CHART}")

    one.tab("Lessons")
    for title in tour():
        one.select("Lesson", title)
        read(one)
    one.tab("Scores")
    shows(one, f"{TAB} canvas")
    one.page.locator(f"{TAB} {CHART}").hover(position={"x": 250, "y": 400})  # a chart of so many classes is a canvas
    shows(one, TOOLTIP)
    one.press("Compare with baselines")
    one.page.get_by_text("Compare with baselines").wait_for(state="detached")
    one.tab("About")
    read(one)
    one.tab("Data")
    shows(one, f"{TAB} .rnn-preview")
    with one.page.expect_download() as downloading:
        one.press("Download as CSV")
    data = downloading.value.path().read_bytes()
    cells = [cell for row in csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")) for cell in row]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
    again = [(example.sentence, example.label) for example in read_file(data, "again.csv").dataset.examples]
    assert again == [(sentence.strip(), label) for sentence, label, _ in rows]


def test_what_cannot_be_used_is_named_as_text(visit):
    header, markup, markdown = ("sentence", "label"), MARKUP[0], MARKDOWN[0]
    one = visit()
    one.open_panel()
    each_its_own = as_csv([header, *((f"word {i}", piece) for i, piece in enumerate(CORPUS[:12]))])
    only_one = as_csv([header, *((piece, markdown) for piece in CORPUS[:12])])
    key_twice = f'[{{"{markup}": "a", "{markup}": "b"}}]'.encode()
    for data, pieces in ((each_its_own, sorted(CORPUS[:12])[:1]), (only_one, [markdown]), (key_twice, [markup])):
        one.upload("mine.csv", data)
        one.page.locator(".rnn-refusal").wait_for()
        shows(one, ".rnn-refusal", pieces)
        one.page.locator(".st-key-upload").get_by_role("button", name="Remove mine.csv").click()
        one.page.locator(".rnn-refusal").wait_for(state="detached")
    one.upload("mine.csv", f"{MARKDOWN[-1]} caf\u00e9,x\n{markup},y\n".encode("cp1252"))
    one.page.get_by_text("The file is not UTF-8").wait_for()
    shows(one, ".rnn-preview", [markup, MARKDOWN[-1]])
    shows(one, NOTES, [MARKDOWN[-1]])
    labels = (markdown, markdown.upper(), markup, MARKDOWN[2])
    rows = [(f"{markup} {markdown} word{i % 3}", label) for i, label in enumerate(labels * 3)]
    one.upload("mine.csv", as_csv([header, *rows]))
    one.page.get_by_text("Merge labels that look like one").wait_for()
    merged = '[data-testid="stVerticalBlock"]:has(> [class*="st-key-merge-"]) .rnn-small'
    shows(one, merged, [markdown])
    shows(one, ".rnn-preview", [markup, markdown, MARKDOWN[2]])
    shows(one, NOTES, [markup, markdown])  # contradictory labels
    one.page.get_by_text("Testing: a share").click()
    chosen = {"name": f"{FILE}.csv", "mimeType": "text/plain", "buffer": b"\0\0"}
    one.page.locator(".st-key-test_upload input[type=file]").set_input_files(files=[chosen])
    shows(one, ".rnn-refusal", [markdown, MARKDOWN[-1]])

    one.page.get_by_text("Pasted lines").click()
    box = one.page.get_by_role("textbox", name="One sentence in each line")
    box.fill("\n".join(f"{piece}\t{TURNED}{'!' * (i % 2)}" for i, piece in enumerate(CORPUS)))
    box.press("Control+Enter")
    shows(one, ".rnn-preview", CORPUS[:5])
    one.press("Use this dataset")
    one.page.locator(".st-key-loading textarea").wait_for(state="detached")
    shows(one, ".rnn-answer", [TURNED])
    one.press("Use your own sentences")
    one.page.get_by_text("Edit a table").click()
    shows(one, ".st-key-loading canvas", CORPUS[:5])


def test_names_that_mean_something_to_a_program_are_only_values_in_every_chart(visit):
    one = visit()
    one.open_panel()
    one.upload("mine.csv", as_csv((f"{a} {b} word", b) for a in TREACHEROUS for b in TREACHEROUS))
    one.page.get_by_text("How words are cut").click()
    one.choose("at white space")  # else each of them would be several
    one.press("Use this dataset")
    one.page.locator(".st-key-upload").wait_for(state="detached")
    time.sleep(1.1)  # sooner, what was chosen before is taken for a late report (playground/widgets.py)
    pick(one, "Start from", "Alive in a second")  # the plain network, for which there is every view
    one.press("Step")
    one.wait_for_epoch(1)
    one.page.get_by_label("A sentence for it to read").fill(" ".join(TREACHEROUS))
    one.page.wait_for_url("**sentence=__proto__*")
    one.settle()
    names = sorted(TREACHEROUS)
    legend = one.page.locator(".rnn-key bdi").all_text_contents()
    assert legend == [*names[:6], "its answer, if another", "all others"]
    numbered = [f"{number} {word}" for number, word in enumerate(TREACHEROUS, 1)]
    one.tab("Inside")
    for name in VIEWS:
        look_at(one, name)
        one.settle()
        said = one.page.locator(f"{TAB} {CHART} text")
        if name in ("states", "through_time", "saliency"):
            assert set(numbered) <= set(said.all_text_contents()), name
        if name in ("plane", "words"):  # where those are labelled that have room
            labels = set(numbered if name == "plane" else names) & set(said.all_text_contents())
            assert len(labels) > 2, name
        if name == "weights":
            for matrix, expected in (("Wxh", [*names, "word"]), ("Why", names), ("Whh", [])):
                pick(one, "Weights", WEIGHTS[matrix])
                one.page.get_by_text(ABOUT[matrix]).wait_for()
                wanted = {f"{number} {name}" for number, name in enumerate(expected, 1)}
                left = {text for text in said.all_text_contents() if not text.startswith("unit") and " " in text}
                assert {text for text in left if "(any un" not in text} == wanted, matrix
        if name == "memory":
            lines = one.page.locator(f"{TAB} {CHART}").first.locator(".mark-line.role-mark > path")
            assert lines.count() in (6, 7)
    one.tab("Scores")
    labels = one.page.locator(f"{TAB} {CHART} .role-axis-label text")
    labels.first.wait_for()
    assert labels.all_text_contents() == [*names, *names]


def test_a_hostile_link_is_named_and_shown_as_text_and_fetches_nothing(visit):
    name = f"<img/src=//{ELSEWHERE}/p.png/onerror=pwned=1>"
    hostile = {"sentence": SENTENCE, "dataset": f"//{ELSEWHERE}/data.csv", "preset": MARKDOWN[0], "pace": MARKUP[0]}
    one = visit("?" + urlencode({**hostile, "seed": FORMULAS[0], name: "1", "**b**$x$": "1", "__proto__": "1"}))
    told = one.page.inner_text(".rnn-notice")
    assert told.startswith("Not followed in this link: ")
    assert "�img�src���x�example�p�png�one (unknown), ��b���x� (unknown), __proto__ (unknown), dataset" in told
    assert one.page.get_by_label("A sentence for it to read").input_value() == SENTENCE
    shows(one, ".stApp", CORPUS)
    assert ELSEWHERE not in one.page.url.split("sentence=")[0]
    one.press("Step")
    one.wait_for_epoch(1)
    read(one)

"""Charts leave the page as SVG and PNG: with a mouse, with a keyboard, on a telephone, in light and in dark."""

import io
import xml.etree.ElementTree as ElementTree

import pytest
from PIL import Image

from tests.browser.driving import Visitor

pytestmark = pytest.mark.browser

LIST = "Save charts as SVG or PNG"
PICTURE = "The network, unrolled over the sentence"
LOSS = "train loss, test loss, validation loss by epoch"
GRID = "How much of test is right at each value of Hidden size, and from which epoch on everything in train was"
WEIGHTS = "Weights, every one as a colour"
SVG = "{http://www.w3.org/2000/svg}"
CLASS_COLOURS = """() => [...document.querySelectorAll('.rnn-key i:not(.rnn-scale)')]
  .map(patch => getComputedStyle(patch).backgroundColor)"""
BACKGROUND = {"light": (255, 255, 255), "dark": (18, 22, 28)}


def saved(one: Visitor, chart: str, kind: str) -> bytes:
    """The file that a button of the list hands out."""
    with one.page.expect_download() as handed:
        one.page.get_by_role("button", name=f"{chart}: save as {kind}").click()
    assert handed.value.suggested_filename.endswith(kind.lower())
    return handed.value.path().read_bytes()


def words(svg: ElementTree.Element) -> list[str]:
    return [line for text in svg.iter(f"{SVG}text") for line in text.itertext()]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("width", "height"), [(1280, 800), (390, 844)])
def test_what_is_saved_looks_as_on_the_page_also_while_it_trains(visit, scheme, width, height):
    one = visit("?pace=20&epochs=3000", color_scheme=scheme, viewport={"width": width, "height": height})
    one.press("Play")
    one.wait_for_epoch(3)
    one.page.get_by_text(LIST).click()
    svg = ElementTree.fromstring(saved(one, PICTURE, "SVG"))
    assert {"i", "not", "sad", "100%"} <= set(words(svg))
    assert {"negative", "positive", "state −1", "+1"} <= {word.strip() for word in words(svg)}, "what its colours mean"
    assert {rect.get("fill") for rect in svg.iter(f"{SVG}rect")} >= {"url(#scale)", *one.page.evaluate(CLASS_COLOURS)}
    assert (
        len(list(svg.iter(f"{SVG}stop"))) >= 3 and svg.get("viewBox") == f"0 0 {svg.get('width')} {svg.get('height')}"
    )
    behind = svg.find(f"{SVG}rect")
    assert behind is not None and behind.get("fill") == "rgb({}, {}, {})".format(*BACKGROUND[scheme])
    assert float(svg.get("width", "0")) <= width
    image = Image.open(io.BytesIO(saved(one, PICTURE, "PNG"))).convert("RGB")
    assert image.width >= 2 * 0.9 * float(svg.get("width", "0"))  # twice as fine as on the page
    assert image.getpixel((1, 1)) == BACKGROUND[scheme]
    assert len(image.getcolors(1_000_000) or []) > 50
    curve = ElementTree.fromstring(saved(one, LOSS, "SVG"))
    (title,) = (text for text in curve.iter(f"{SVG}text") if text.text == "loss")
    assert title.get("fill") == {"light": "rgb(92, 99, 109)", "dark": "rgb(213, 218, 225)"}[scheme]  # the page's style
    assert {"train", "test"} <= set(words(curve)) and "validation" not in words(curve)  # these have no such part
    assert curve.find(f"{SVG}title").text.startswith(LOSS)


def test_with_the_keyboard_alone_and_all_in_one(visit):
    one = visit()
    one.page.get_by_text(LIST).focus()
    one.page.keyboard.press("Enter")
    one.page.get_by_role("button", name=f"{PICTURE}: save as SVG").wait_for()
    one.page.keyboard.press("Tab")
    with one.page.expect_download() as handed:
        one.page.keyboard.press("Enter")
    assert handed.value.suggested_filename == "the-network-unrolled-over-the-sentence.svg"
    one.page.keyboard.press("Tab")
    with one.page.expect_download() as handed:
        one.page.keyboard.press("Enter")
    assert handed.value.suggested_filename.endswith(".png")
    whole = ElementTree.fromstring(saved(one, "All of these, one below the other", "SVG"))
    charts = whole.findall(f"{SVG}svg")
    assert len(charts) == 5 and {"loss", "accuracy", "epoch 0", "sad"} <= set(words(whole))
    assert float(whole.get("height", "0")) == sum(float(chart.get("height", "0")) for chart in charts)


def test_the_list_is_of_the_charts_that_are_there(visit):
    one = visit()
    one.page.get_by_text(LIST).click()
    one.page.get_by_role("button", name="how surprised it is by the right answers: save as SVG").wait_for()
    one.press("Step")
    one.page.get_by_role("button", name=f"{LOSS}: save as SVG").wait_for()  # it draws something else now
    one.tab("Scores")
    one.page.get_by_role("button", name="Confusion matrix: save as SVG").wait_for()
    assert not one.page.get_by_role("button", name=LOSS).count()
    assert {"negative", "positive"} <= set(words(ElementTree.fromstring(saved(one, "Confusion matrix", "SVG"))))
    one.tab("About")
    one.page.get_by_role("button", name="Confusion matrix").first.wait_for(state="detached")
    assert one.page.get_by_role("button", name="save as SVG").count() == 1  # the picture


@pytest.mark.parametrize("width", [1280, 390])
def test_a_chart_of_runs_can_be_read_alone_and_a_name_in_it_stays_text(visit, width):
    one = visit("?epochs=10&pace=full", viewport={"width": width, "height": 844})
    one.tab("Runs")
    one.press("Play")
    one.wait_for_status("Done")
    one.settle()
    one.page.get_by_label("Its name").fill("<b>mine</b>")
    one.page.get_by_label("Its name").press("Enter")
    one.page.locator(".rnn-runs b", has_text="mine").wait_for()
    one.page.get_by_text(LIST).click()
    svg = ElementTree.fromstring(saved(one, "The accuracy of runs by epoch, over each other", "SVG"))
    assert {"1: <b>mine</b>", "train", "test", "epoch 0", "accuracy"} <= set(words(svg))
    one.choose("Luck or skill")
    one.settle()
    one.press("Try 10 seeds")
    for bands in ("accuracy", "loss"):
        told = f"Lowest, median and highest {bands} of all trainings by epoch, in train and test"
        svg = ElementTree.fromstring(saved(one, told, "SVG"))
        assert {"lowest, median and highest of 10 seeds", "train", "test", "epoch 0", bands} <= set(words(svg))
    one.choose("Grid")
    one.settle()
    svg = ElementTree.fromstring(saved(one, GRID, "SVG"))
    assert {"Large: how much of test is right (median).", "Hidden size", "16"} <= set(words(svg))


def test_of_thousands_of_marks_there_is_a_png_while_it_trains_and_an_svg_once_they_stand(visit):
    one = visit("?hidden_size=64&pace=20&epochs=3000&tab=inside&view=weights")
    one.page.get_by_text(LIST).click()
    assert saved(one, WEIGHTS, "SVG").count(b"<path") > 64 * 64
    one.press("Play")
    one.page.get_by_role("button", name=f"{WEIGHTS}: save as SVG").wait_for(state="detached")
    assert Image.open(io.BytesIO(saved(one, WEIGHTS, "PNG"))).width > 300
    one.press("Pause")
    assert saved(one, WEIGHTS, "SVG").count(b"<path") > 64 * 64

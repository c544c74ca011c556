"""A run is kept as a file and taken up again, in a real browser."""

import re
import subprocess
import sys

import pytest

from tests.browser.driving import Visitor

pytestmark = pytest.mark.browser


def keep(one: Visitor, part: str) -> None:
    """Open a part of the tab in which things are kept."""
    one.tab("Keep")
    one.choose(part)


def download(one: Visitor, name: str, target) -> None:
    """Press a button that gives a file, and put that somewhere."""
    with one.page.expect_download() as downloading:
        one.page.get_by_role("button", name=name, exact=True).last.click()
    downloading.value.save_as(target)


def load(one: Visitor, file) -> None:
    """Choose a model file."""
    one.page.locator(".st-key-model_file input[type=file]").set_input_files(file)


def test_a_run_is_saved_while_it_trains_and_ends_the_same_in_another_window(visit, tmp_path):
    one = visit("?cell=lstm&hidden_size=8&epochs=60&pace=20")
    keep(one, "Model")
    one.press("Play")
    one.wait_for_epoch(5)
    download(one, "Save the model", tmp_path / "kept.safetensors")
    download(one, "Save the model", tmp_path / "again.safetensors")  # it goes on meanwhile
    ended = one.fingerprint()

    other = visit("?pace=full")
    keep(other, "Model")
    load(other, tmp_path / "kept.safetensors")
    other.page.get_by_text("LSTM, 8 units, after").wait_for()
    assert other.epoch() == 0
    other.press("Go on from it")
    other.wait_for_status("Paused")
    assert 5 <= other.epoch() < 60
    other.press("Play")
    assert other.fingerprint() == ended
    assert other.page.get_by_role("radio", name="LSTM").is_checked()


def test_a_file_that_is_no_model_is_told_and_the_run_goes_on(visit, tmp_path):
    one = visit("?epochs=2000&pace=20")
    keep(one, "Model")
    one.press("Play")
    one.wait_for_epoch(2)
    (tmp_path / "photo.safetensors").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(500))
    load(one, tmp_path / "photo.safetensors")
    one.page.locator(".rnn-refusal").filter(has_text="This file cannot be used.").wait_for()
    one.wait_for_epoch(one.epoch() + 5)


def test_the_numpy_script_of_the_menu_gives_the_answers_of_the_page(visit, tmp_path):
    one = visit("?pace=full&epochs=20&sentence=i+am+not+at+all+sad")
    one.press("Play")
    one.fingerprint()
    keep(one, "Take away")
    one.select("What to take away", "numpy script")
    download(one, "Download", tmp_path / "script.py")
    said = one.page.locator(".rnn-verdict").inner_text()
    label, percent = re.search(r"(\w+), (\d+)\s*%", said).groups()
    command = [sys.executable, tmp_path / "script.py", "i am not at all sad"]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    line = next(line for line in told.splitlines() if line.endswith(repr(label)))
    assert abs(float(line.split("%")[0]) - float(percent)) <= 0.5


def test_a_kept_run_is_taken_away_and_answers_again_while_another_trains(visit, tmp_path):
    one = visit("?pace=full&epochs=200&hidden_size=8")
    one.press("Play")
    fingerprint = one.fingerprint()
    one.choose("LSTM")
    one.press("Reset")
    one.page.get_by_text("5 epochs/s").click()
    one.press("Play")
    keep(one, "Take away")
    one.page.get_by_role("combobox", name="Which run", exact=True).click()
    one.page.get_by_role("option", name="Run 1", exact=True).click()
    one.page.get_by_text(fingerprint).last.wait_for()
    one.page.get_by_role("combobox", name="What to take away").click()
    one.page.get_by_role("option", name="Model file that answers").click()
    one.page.get_by_text("Training cannot go on from it.").wait_for()
    with one.page.expect_download() as downloading:
        one.page.get_by_role("button", name="Download", exact=True).last.click()
    assert downloading.value.suggested_filename == "network_run1.safetensors"
    downloading.value.save_as(tmp_path / "model.safetensors")
    keep(one, "Model")
    load(one, tmp_path / "model.safetensors")
    one.page.get_by_text("vanilla, 8 units, after 200 epochs").wait_for()
    one.page.get_by_text("training cannot go on from it").wait_for()
    assert not one.page.get_by_role("button", name="Go on from it").count()
    assert one.page.get_by_role("button", name="Pause").is_visible(), "it still trains"


@pytest.mark.parametrize(("width", "scheme"), [(1280, "dark"), (390, "light")])
def test_nothing_of_it_is_too_wide(visit, width, scheme):
    one = visit("?pace=20&epochs=2000", viewport={"width": width, "height": 844}, color_scheme=scheme)
    one.press("Play")
    for part in ("Model", "Take away"):
        keep(one, part)
        assert one.page.evaluate("document.documentElement.scrollWidth") <= width

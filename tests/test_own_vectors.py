"""Vectors of one's own: uploaded, told about, begun with, replaced, removed; and what a link says of them."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from playground import pretrained, vector_messages
from playground.pretrained import Pretrained, Upload, begun, sized
from playground.race import Race
from playground.room import NoRoom, run_bytes
from playground.sentences import Sentences
from playground.settings import Settings
from playground.shared import bundled_sentences
from rnn_core import Dataset, Example, InvalidDataset, InvalidSetting, TextConfig, bundled, limits, to_csv
from rnn_core.vectors import PACKAGE
from rnn_core.vectors import __main__ as command_line
from tests.shared_parts import replace_shared
from tests.test_own_sentences import refusal
from tests.test_page import button, calm, opened, shown

WORDS = bundled().vocabulary.words
FILE = "".join(f"{word} {i} 0.5 -{i}.25\n" for i, word in enumerate(WORDS[:-2])).encode()
OWN = Settings(input="embedding", vectors="own", hidden_size=4)


def waiting(**query: str):
    """A page on which vectors of one's own are chosen, as by a click."""
    return choose(opened(input="embedding", **query), "vectors", "own")


def choose(page, key: str, value: str):
    """A choice some while after the last one: what is taken back at once is held for a late report (widgets.py)."""
    for _ in range(3):
        page = calm(page.run())
    return calm(page.segmented_control(key=key).set_value(value).run())


def upload(page, data: bytes, name: str = "garden.vec"):
    return calm(page.file_uploader(key="vectors_file").set_value((name, data, "text/plain")).run())


def app_of(page):
    return page.session_state["app"]


def embedding(page):
    return app_of(page).job.snapshot().params["E"]


def has(page, key: str) -> bool:
    return any(widget.key == key for widget in (*page.button, *page.get("file_uploader"), *page.segmented_control))


# Uploaded.


def test_until_there_is_a_file_words_begin_with_random_numbers_and_the_page_says_what_to_do(monkeypatch):
    monkeypatch.setattr("playground.views.vectors.installed", lambda: False)
    page = waiting()
    assert app_of(page).settings.vectors == "none" and embedding(page).shape[1] == 64
    assert "No vectors yet: until then words begin with random numbers." in shown(page)
    assert page.file_uploader(key="vectors_file").proto.max_upload_size_mb * 1_000_000 == limits.MAX_FILE_BYTES
    command = "python -m rnn_core.vectors VECTORS.txt sentences.csv --words whitespace --output small.txt"
    assert [block.value for block in page.code] == [command, f"pip install {PACKAGE}"]
    assert not has(page, "frozen") and "This link was made with" not in shown(page)


@pytest.mark.parametrize("dtype", ["float64", "float32"])
@pytest.mark.parametrize("header", [b"", b"%d 3\n" % (len(WORDS) - 2)], ids=["GloVe", "word2vec and fastText"])
def test_an_uploaded_file_is_what_the_embedding_begins_with_and_may_stay_so(header, dtype):
    page = upload(waiting(dtype=dtype, frozen="True", epochs="10"), header + FILE)
    assert app_of(page).settings.vectors == "own" and page.query_params["vectors"] == "own"
    before = embedding(page)
    assert before.shape[1] == 3 and before.dtype == dtype
    for i, word in enumerate(WORDS[:-2]):
        assert before[WORDS.index(word)].tolist() == [i, 0.5, -(i + 0.25)]
    assert not has(page, "embedding_size") and has(page, "frozen")
    assert f"Vectors of width 3 for {len(WORDS) - 2} of {len(WORDS)} words." in shown(page)
    assert all(f"“<bdi>{word}</bdi>” (" in shown(page) for word in WORDS[-2:])
    calm(button(page, "step").click().run())
    assert np.array_equal(embedding(page), before)


def test_a_refused_file_says_the_line_and_what_was_in_use_stays():
    page = upload(waiting(), FILE)
    held, run = app_of(page).shown.pretrained.upload, app_of(page).run
    page = upload(page, FILE + b"moss 1 2\n", "<b>weeds</b>.vec")
    assert "&lt;b&gt;weeds&lt;/b&gt;.vec: line 17 has 2 numbers after its word; the vectors of this" in refusal(page)
    assert app_of(page).shown.pretrained.upload is held and app_of(page).run is run
    assert "In use: <bdi>garden.vec</bdi>" in shown(page)
    page = calm(page.file_uploader(key="vectors_file").set_value(None).run())
    assert not refusal(page) and app_of(page).shown.pretrained.upload is held


def test_a_browser_that_takes_a_file_out_to_put_in_another_loses_nothing():
    page = upload(waiting(), FILE)
    page = calm(page.file_uploader(key="vectors_file").set_value(None).run())
    assert app_of(page).settings.vectors == "own" and "In use: <bdi>garden.vec</bdi>" in shown(page)
    page = upload(page, FILE.replace(b"0.5", b"0.75"), "second.vec")
    assert "In use: <bdi>second.vec</bdi>" in shown(page) and embedding(page)[0, 1] == 0.75


def test_a_file_larger_than_the_page_takes_is_refused(monkeypatch):
    monkeypatch.setattr(limits, "MAX_FILE_BYTES", 100)
    page = upload(waiting(), FILE)
    assert "the file has more than 100 bytes" in refusal(page) and "Cut it down" in refusal(page)
    assert app_of(page).settings.vectors == "none"


def test_a_file_of_very_many_short_lines_is_refused_before_it_takes_long(monkeypatch):
    monkeypatch.setattr(pretrained, "MOST_LINES", 10)
    assert "line 11: the file has more than 10 lines" in refusal(upload(waiting(), FILE))


def test_without_room_a_file_is_refused_and_what_was_in_use_stays(monkeypatch):
    page = upload(waiting(), FILE)

    class Full:
        def admit(self, needed):
            raise NoRoom("There is no room.")

    replace_shared(monkeypatch, "room", Full)
    page = upload(page, FILE, "second.vec")
    assert "There is no room." in refusal(page) and "In use: <bdi>garden.vec</bdi>" in shown(page)


# Told.


def test_words_of_other_people_stay_text():
    rows = [Example("<img src=x> **b** \u202ertl fine", label, "train") for label in "ab"]
    found = Pretrained()
    found.take(Upload("1", "<i>.vec", b"fine 1\n"), Dataset(tuple(rows)))
    given = found.of("own", Dataset(tuple(rows)))
    told = vector_messages.coverage(given).source
    assert "<bdi>&lt;img</bdi>" in told and "<bdi>**b**</bdi>" in told and "<img" not in told
    assert vector_messages.removed("<i>.vec").source.startswith("<bdi>&lt;i&gt;.vec</bdi>")


@pytest.mark.parametrize(
    ("text", "tagged", "more"),
    [
        (TextConfig(), False, "--words whitespace"),
        (TextConfig("words", fold_case=False), False, "--words words --keep-case"),
        (TextConfig(), True, "--words whitespace --tags"),
    ],
)
def test_the_command_that_cuts_a_file_down_finds_every_word_of_the_page(text, tagged, more, tmp_path, monkeypatch):
    dataset = bundled_sentences("negation_tags" if tagged else "sentiment").dataset
    if not tagged:
        dataset = Dataset(tuple(replace(one, sentence=f"{one.sentence}, OK!") for one in dataset.examples), text)
    monkeypatch.chdir(tmp_path)
    Path("sentences.csv").write_bytes(to_csv(dataset.examples))
    Path("VECTORS.txt").write_text("".join(f"{word} 0.5 0.25\n" for word in (*dataset.vocabulary.words, "else")))
    command = vector_messages.to_cut_down(dataset)[1]
    assert f"sentences.csv {more} --output" in command
    assert command_line.main(command.split()[3:]) == 0
    found = Pretrained()
    found.take(Upload("1", "small.txt", Path("small.txt").read_bytes()), dataset)
    assert not found.refused and not found.of("own", dataset).coverage.missing


# Replaced and removed, before a run and during it.


def test_another_file_waits_for_reset_by_name_once_a_run_has_begun():
    page = upload(waiting(epochs="10"), FILE)
    calm(button(page, "step").click().run())
    before = embedding(page)
    page = upload(page, FILE.replace(b" 0.5 ", b" 0.5 7 "), "wider.vec")
    assert "Changed, for the next Reset: Pretrained vectors." in shown(page)
    assert np.array_equal(embedding(page), before)
    page = calm(button(page, "reset").click().run())
    assert embedding(page).shape[1] == 4 and "Changed" not in shown(page)


def test_removing_a_file_goes_back_to_none_with_a_word_and_a_run_keeps_what_it_began_with():
    page = upload(waiting(epochs="10"), FILE)
    calm(button(page, "step").click().run())
    page = calm(button(page, "remove_vectors").click().run())
    assert page.segmented_control(key="vectors").value == "none" and not has(page, "vectors_file")
    assert "<bdi>garden.vec</bdi> was removed: the next run begins with random numbers." in shown(page)
    assert embedding(page).shape[1] == 3 and "Changed, for the next Reset: Pretrained vectors" in shown(page)
    page = calm(button(page, "reset").click().run())
    assert embedding(page).shape[1] == 64


def test_a_file_that_is_not_chosen_at_the_moment_is_kept():
    page = upload(waiting(), FILE)
    page = choose(page, "vectors", "none")
    assert embedding(page).shape[1] == 64
    page = choose(page, "vectors", "own")
    assert embedding(page).shape[1] == 3 and "In use: <bdi>garden.vec</bdi>" in shown(page)


def test_for_other_sentences_the_file_is_read_for_their_words():
    first, second = bundled_sentences(), bundled_sentences("majority")
    only = second.dataset.vocabulary.words[0]
    page = upload(waiting(), FILE + f"{only} 7 8 9\n".encode())
    page = calm(page.selectbox(key="dataset").set_value("majority").run())
    assert app_of(page).settings.vectors == "none"  # as the preset has it
    assert not app_of(page).shown.pretrained._found  # so that sentences that are gone are not held in memory
    page = choose(page, "input", "embedding")
    page = choose(page, "vectors", "own")
    assert app_of(page).run.given.vectors.words == (only,) and only not in first.dataset.vocabulary.words
    assert embedding(page)[0].tolist() == [7, 8, 9]


def test_where_other_sentences_have_none_of_its_words_the_page_says_so_and_the_run_stays():
    page = upload(waiting(), FILE)
    page = calm(page.selectbox(key="dataset").set_value("majority").run())
    page = choose(page, "input", "embedding")
    run = app_of(page).run
    page = choose(page, "vectors", "own")
    assert "garden.vec: it has none of the" in refusal(page) and app_of(page).run is run


# On the map of words.


def on_the_map(page, **kept: str):
    app_of(page).clicks.awaited = {"tabs": "Inside", "inside_Forward": "words", **kept}
    return calm(page.run())


def test_the_map_shows_where_vectors_lay_and_how_training_moved_them():
    page = upload(waiting(epochs="10"), FILE)
    page = on_the_map(page, words_shown="moved")
    assert "Nothing has moved yet: this is how they began." in shown(page)
    calm(button(page, "step").click().run())
    page = calm(page.run())
    (table,) = (frame.value for frame in page.dataframe)
    assert (table["moved"] > 0).any() and "A line leads to each from where it began." in shown(page)
    assert table["began"].tolist() == ["a vector"] * (len(WORDS) - 2) + ["random numbers"] * 2


def test_frozen_vectors_do_not_move_and_the_map_says_so():
    page = upload(waiting(epochs="10", frozen="True"), FILE)
    page = on_the_map(page, words_shown="moved")
    calm(button(page, "step").click().run())
    assert not has(page, "words_shown")
    assert "It is frozen: training leaves every word where it began." in shown(page)
    assert "moved" not in page.dataframe[0].value


# Links.


def test_a_link_says_that_it_carries_no_vectors_and_falls_back_to_none_until_they_are_there():
    page = upload(waiting(frozen="True", seed="5"), FILE)
    whole = app_of(page).job.snapshot().params
    again = opened(**page.query_params)
    assert "This link was made with a file of pretrained vectors, and a link does not carry it." in shown(again)
    assert app_of(again).settings.vectors == "none" and not app_of(again).settings.frozen
    assert again.query_params == page.query_params
    again = upload(again, FILE)
    assert "This link was made with" not in shown(again)
    assert app_of(again).settings.frozen and app_of(again).job.snapshot().params.fingerprint() == whole.fingerprint()


def test_a_link_to_one_hot_words_awaits_no_vectors():
    assert "This link was made with" not in shown(opened(vectors="own"))


# Too large, and raced.


def many_words(count: int = 6_000) -> Sentences:
    words = [f"w{i}" for i in range(count)]
    lines = [Example(" ".join(words[i::60]), "ab"[i % 2], "train") for i in range(60)]
    return Sentences(Dataset(tuple(lines)), "many", own=True)


def test_vectors_that_are_too_wide_for_so_many_words_are_refused_with_the_width_that_is_possible():
    dataset, found = many_words().dataset, Pretrained()
    found.take(Upload("1", "wide.txt", b"w1" + b" 0.5" * 300 + b"\n"), dataset)
    given = found.of("own", dataset)
    with pytest.raises(InvalidSetting, match=r"6,000 words with vectors of 300 numbers .* at most 249 numbers"):
        begun(dataset, OWN, given)
    for width, possible in ((249, True), (250, False)):
        found.take(Upload(str(width), "wide.txt", b"w1" + b" 0.5" * width + b"\n"), dataset)
        given = found.of("own", dataset)
        if possible:
            assert begun(dataset, OWN, given).params["E"].shape == (6_000, 249)
        else:
            with pytest.raises(InvalidSetting):
                begun(dataset, OWN, given)


def test_a_network_that_is_larger_than_any_may_be_is_refused_for_that_however_little_room_there_is():
    found, dataset = Pretrained(), many_words(20_000).dataset
    found.take(Upload("1", "wide.txt", b"w1" + b" 0.5" * 300 + b"\n"), dataset)
    for settings in (sized(OWN, found.of("own", dataset)), Settings(input="embedding", embedding_size=300)):
        with pytest.raises(InvalidSetting, match="at most 1,500,000 are possible"):
            run_bytes(dataset, settings)


def test_room_is_asked_for_with_the_width_of_the_vectors(monkeypatch):
    asked = []

    class Recording:
        def admit(self, needed):
            asked.append(needed)

    page = waiting()
    replace_shared(monkeypatch, "room", Recording)
    upload(page, FILE.replace(b" 0.5 ", b" 0.5 " * 900))
    assert asked[-1] - run_bytes(bundled(), OWN) > 5 * 8 * 800 * len(WORDS)


def test_every_network_of_a_race_begins_with_them():
    dataset, found = bundled(), Pretrained()
    found.take(Upload("1", "garden.vec", FILE), dataset)
    given = found.of("own", dataset)
    race = Race(dataset, OWN, {"alike": {}, "LSTM": {"cell": "lstm"}, "one-hot": {"input": "one-hot"}}, given)
    alike, lstm, one_hot = (now.params for now in race.snapshots().values())
    alone = begun(dataset, OWN, given).params
    assert alike.fingerprint() == alone.fingerprint()
    assert lstm["E"].tolist()[:-2] == alone["E"].tolist()[:-2] and one_hot.layout.one_hot
    assert sized(OWN, given).embedding_size == 3


def test_the_race_of_the_page_takes_them_over():
    page = upload(waiting(), FILE)
    app = app_of(page)
    app.start_race({"A": {}, "B": {"cell": "gru"}})
    app.races.pause()
    assert app.problem is None
    assert all(now.params["E"].shape[1] == 3 for now in app.races.last.snapshots().values())


def test_an_error_is_remembered_with_the_sentences_that_it_is_about():
    found = Pretrained()
    found.take(Upload("1", "garden.vec", FILE), bundled())
    other = many_words(600).dataset
    for _ in range(2):
        with pytest.raises(InvalidDataset, match="none of the 600 words"):
            found.of("own", other)
    assert found.of("own", bundled()).vectors.width == 3

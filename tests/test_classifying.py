"""Many sentences without labels: the task that answers them, and the page on which it is asked for."""

import csv
import json
import re
from types import SimpleNamespace

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from playground import classifying
from playground.classifying import MAX_TABLE_ROWS, Classifying, Task
from playground.lease import LEASE
from playground.loading import Source
from playground.room import Room
from playground.scheduler import Scheduler
from playground.sentences import Sentences
from playground.settings import Settings
from playground.several import which_weights
from rnn_core import Dataset, ModelConfig, TextConfig, bundled, initial_params, limits
from rnn_core.answers import Answers, Classifier
from rnn_core.reading.sentences_alone import Alone
from tests.clock import Clock
from tests.datasets import drawn, rows, tagged
from tests.test_page import button, calm, opened, shown


def classifier(dataset: Dataset | None = None, **model) -> Classifier:
    dataset = dataset or bundled()
    config = ModelConfig(4, readout="words" if dataset.tagged else "last", **model)
    params = initial_params(config, dataset.vocabulary.rows, len(dataset.classes), np.random.default_rng(0))
    return Classifier((params,), dataset.vocabulary, dataset.classes, dataset.tagged)


def task(*sentences: str, clock=None, dataset: Dataset | None = None) -> Task:
    return Task(Source("key", "", b""), Alone(sentences, ()), classifier(dataset), "a network", clock or Clock())


def over(one: Task) -> Task:
    while one.due_in() == 0.0:
        one.run_slice(1.0)
    return one


def lines(one: Task) -> list[list[str]]:
    return list(csv.reader(one.to_csv().decode("utf-8-sig").splitlines()))


MANY = tuple(f"{'not ' * (i % 5)}bad {'good ' * (i % 3)}" for i in range(3_000))


def test_the_table_has_the_first_sentences_and_the_file_all():
    done = over(task(*MANY))
    assert (done.status, done.done, done.silent) == ("finished", 3_000, 0)
    assert len(done.pieces) > 1  # so that others get their turn between them
    columns = done.table()
    assert list(columns["sentence"]) == list(MANY[:MAX_TABLE_ROWS])
    header, *rows = lines(done)
    assert header == ["sentence", "label", "p(negative)", "p(positive)"]
    assert [row[0] for row in rows] == list(MANY)
    assert list(columns["answer"]) == [row[1] for row in rows[:MAX_TABLE_ROWS]]
    assert columns["probability"][0] == 100 * max(map(float, rows[0][2:]))
    assert done.counts.tolist() == [sum(row[1] == label for row in rows) for label in ("negative", "positive")]


def test_sentences_without_a_known_word_get_no_answer_and_are_counted():
    done = over(task("i am sad", "unheard of", "=very sad"))
    assert (done.silent, done.counts.sum()) == (1, 2)
    assert done.table()["answer"][1] == "–" and done.table()["probability"][1] is None
    assert lines(done)[2] == ["unheard of", "", "", ""]
    assert lines(done)[3][0] == "'=very sad"


def test_sentences_of_unknown_words_alone_are_marked_and_counted_where_these_are_read_as_one():
    dataset = rows("a dog | x", "a cat | y", unknown="vector")
    done = over(task("a new dog", "unheard of", "", "dog", dataset=dataset))
    assert (done.strange, done.silent, done.counts.sum()) == (1, 1, 3)
    assert [others == classifying.STRANGE for others in done.table()["others"]] == [False, True, False, False]
    assert over(task("unheard of", dataset=rows("a dog | x", "a cat | y"))).strange == 0
    tags = tagged("the/DET dog/NOUN", "a/DET cat/NOUN", unknown="vector")
    assert over(task("unheard of", "the new", dataset=tags)).strange == 1


def test_of_a_model_that_tags_the_table_has_the_tags_and_the_least_sure_word():
    dataset = tagged("the/DET dog/NOUN runs/VERB", "a/DET cat/NOUN sleeps/VERB")
    done = over(task("the new cat", "nothing", dataset=dataset))
    (first, second), (least, none) = done.table()["answer"], done.table()["probability"]
    words = [pair.rpartition("/") for pair in first.split()]
    assert [word for word, _, _ in words] == ["the", "new", "cat"] and words[1][2] == "–"
    header, *rows = lines(done)
    assert header[:3] == ["sentence_number", "word", "tag"]
    assert [row[:2] for row in rows] == [["1", "the"], ["1", "new"], ["1", "cat"], ["2", "nothing"]]
    highest = {row[1]: max(map(float, row[3:])) for row in rows if row[3]}
    assert least == 100 * min(highest.values()) and done.table()["others"][0] == min(highest, key=highest.__getitem__)
    assert (second, none, done.silent) == ("nothing/–", None, 1)


@pytest.mark.parametrize(
    ("label", "inside"), [("\u05d8\u05d5\u05d1", "\u05d8\u05d5\u05d1"), ("\u202eabc", "�abc"), ("\u2069\u202ex", "��x")]
)
def test_what_is_read_from_the_right_turns_nothing_that_stands_beside_it(label, inside):
    isolated = f"\u200e\u2068{inside}\\+?\u2069"
    (others,) = over(task("a dog", dataset=rows(f"a dog | {label}", f"a cat | {label}+"))).table()["others"]
    (answer,) = over(task("a dog", dataset=tagged(f"a/{label} dog/{label}+"))).table()["answer"]
    assert re.fullmatch(rf"{isolated} \d+\.\d%", others)
    assert re.fullmatch(f"a/{isolated} dog/{isolated}", answer)


def test_numbers_of_sentences_go_on_from_piece_to_piece():
    dataset = tagged("the/DET dog/NOUN", "a/DET cat/NOUN")
    done = over(task(*(["the dog"] * 4_000), dataset=dataset))
    assert len(done.pieces) > 1
    assert [row[0] for row in lines(done)[1:]] == [str(1 + i // 2) for i in range(8_000)]


def test_it_pauses_when_nobody_looks_and_goes_on_with_the_next_look():
    clock = Clock()
    waits = task(*MANY, clock=clock)
    waits.run_slice(0)
    begun = waits.done
    assert 0 < begun < 3_000
    clock.now += LEASE + 1
    assert waits.due_in() is None and waits.status == "unwatched" and waits.running
    waits.run_slice(1)
    assert waits.done == begun
    waits.look()
    assert over(waits).done == 3_000


def test_what_was_answered_before_it_is_stopped_stays():
    stopped = task(*MANY)
    stopped.run_slice(0)
    stopped.stop()
    done = stopped.done
    stopped.run_slice(1)
    assert (stopped.done, stopped.status, stopped.due_in()) == (done, "stopped", None)
    assert len(lines(stopped)) == 1 + done


def test_too_many_words_with_tags_end_it_with_a_reason(monkeypatch):
    monkeypatch.setattr(classifying, "MOST_PROBABILITIES", 10)
    done = over(task("the dog " * 4, dataset=tagged("the/DET dog/NOUN", "a/DET cat/NOUN")))
    assert done.status == "stopped" and "python -m rnn_core classify" in done.problem


@pytest.mark.parametrize(("error", "said"), [(MemoryError(), "not enough memory"), (KeyError("x"), "which was logged")])
def test_an_error_ends_the_task_and_nothing_else(error, said, monkeypatch, caplog):
    def fails(*_):
        raise error

    broken = task(*MANY)
    broken.run_slice(0)
    monkeypatch.setattr(Classifier, "_answer", fails)
    broken.run_slice(1)
    assert broken.status == "stopped" and said in broken.problem
    assert MANY[0] not in caplog.text


# What begins it.


def start(data: bytes, room: Room | None = None, holder: Classifying | None = None, column=None) -> Classifying:
    holder = holder or Classifying()
    room = room or Room(10**9, lambda: 0)
    holder.start(Source("k", "x", data), column, classifier(), "a network", room, Scheduler())
    return holder


def test_a_few_are_answered_before_the_page_is_drawn():
    asked = start(b"i am sad\ni am not bad\n")
    assert asked.task.status == "finished" and asked.task.done == 2 and not asked.refused


def test_what_cannot_be_read_is_refused_and_the_answers_before_stay():
    asked = start(b"i am sad")
    before = asked.task
    for data, said in (
        (b"\x89PNG\r\n\x1a\n", ""),
        (b"id;text\n1;a;b\n2;c\n3;d\n", "line 2"),
        (b"", "the file is empty, 0 bytes. Needed: a sentence in each line"),
    ):
        asked = start(data, holder=asked)
        assert asked.refused and said in asked.refused and asked.task is before
    assert start(b"i am bad", holder=asked).refused == ""


def test_no_encoding_is_offered_where_none_can_be_chosen():
    binary = start(bytes(range(256)) * 20)
    assert binary.refused.endswith("are control characters. Save it as CSV in UTF-8.")
    western = start("café au lait\n".encode("cp1252"))
    assert western.task.told[0].endswith("If that looks wrong, save it as UTF-8.")


def test_a_column_can_be_said_and_the_terminals_option_is_not_told():
    data = b'[{"a": "i am sad", "b": "x"}, {"a": "i am bad", "b": "y"}]'
    refused = start(data).refused
    assert refused.endswith("Say which one has the sentences, from 1 to 2.")
    assert start(data, column=0).task.table()["sentence"] == ["i am sad", "i am bad"]


def test_more_sentences_than_may_be_are_refused(monkeypatch):
    monkeypatch.setattr(limits, "MAX_SENTENCES", 100)
    assert "101 sentences; at most 100" in start(b"bad\n" * 101).refused


def test_where_memory_is_short_nothing_begins():
    asked = start(b"i am sad", Room(1_000_000, lambda: 2_000_000))
    assert "no room" in asked.refused and asked.task is None


def test_many_sentences_of_many_classes_are_refused_where_their_answers_have_no_room(monkeypatch):
    monkeypatch.setattr("playground.room.LARGE", 0)
    data = json.dumps([{"text": "word"}] * 200).encode()  # one line; the answers take 8 * 200 * 60 bytes
    for budget, refused in ((90_000, True), (100_000, False)):
        asked, room = Classifying(), Room(budget, lambda: 0)
        asked.start(Source("k", "x", data), None, classifier(drawn(120, 60)), "a network", room, Scheduler())
        assert ("no room" in asked.refused, asked.task is None) == (refused, refused)


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("reviews.csv", "answers_reviews.csv"),
        ("", "answers_pasted_lines.csv"),
        ("Märkte 2026.v2.xlsx", "answers_Märkte_2026.v2.csv"),
        ('../a/"b;c\u202e\n.txt', "answers__b_c__.csv"),
        (f"{'x' * 300}.csv", f"answers_{'x' * 60}.csv"),
    ],
)
def test_the_file_of_answers_is_called_like_that_of_the_sentences(name, file):
    done = Task(Source("key", name, b""), Alone(("i am sad",), ()), classifier(), "a network", Clock())
    assert done.file_name == file


# The page.


def keep(**query: str) -> AppTest:
    page = opened(**query)
    page.session_state["app"].clicks.awaited = {"tabs": "Keep", "keep": "Classify"}
    return calm(page.run())


def asked(page: AppTest, text: str) -> AppTest:
    calm(page.text_area(key="classify_pasted").set_value(text).run())
    return calm(button(page, "classify").click().run())


def test_pasted_lines_are_answered_by_the_weights_of_this_epoch():
    page = keep()
    for _ in range(2):
        calm(button(page, "step").click().run())
    asked(page, "i am not bad\nunheard of\n<b>bad</b> sad")
    frame = page.dataframe[0].value
    assert frame["sentence"].tolist() == ["i am not bad", "unheard of", "<b>bad</b> sad"]
    assert frame["answer"][1] == "–" and np.isnan(frame["probability"][1])
    assert (
        "3 sentences. Each line is taken for a sentence. 1 has no word that the network knows, so no answer."
        in shown(page)
    )
    assert "Answered by vanilla, 16 units: its weights of epoch 2." in shown(page)
    app = page.session_state["app"]
    (params,) = app.job.snapshot().answering
    one = Classifier((params,), app.dataset.vocabulary, app.dataset.classes, False)
    expected, _ = one.predict(["i am not bad"])
    assert frame["probability"][0] == pytest.approx(100 * expected.max(), rel=1e-12)


def test_answers_to_unknown_words_alone_are_told_to_say_little():
    page = keep()
    dataset = Dataset(bundled().examples, TextConfig(unknown="vector"))
    page.session_state["app"].use(Sentences(dataset, "mine.csv", own=True), Settings())
    calm(button(page.run(), "reset").click().run())
    asked(page, "i am not bad\nunheard of\nnever seen")
    assert "2 have only words that the network does not know: their answers say little." in shown(page)
    asked(page, "i am not bad\nunheard of")
    assert "1 has only words that the network does not know: its answer says little." in shown(page)
    asked(page, "i am not bad")
    assert "does not know" not in shown(page)


def test_the_answers_stay_those_of_their_epoch_until_they_are_asked_for_anew():
    page = asked(keep(), "i am not bad")
    before = page.dataframe[0].value
    assert "its first weights, which have learned nothing" in shown(page)
    calm(button(page, "step").click().run())
    assert page.dataframe[0].value.equals(before)
    assert "The network has changed since: Classify asks anew." in shown(page)
    calm(button(page, "classify").click().run())
    assert not page.dataframe[0].value.equals(before) and "has changed since" not in shown(page)
    calm(page.text_area(key="classify_pasted").set_value("i am bad").run())
    assert "What stands above has changed since" in shown(page)


def test_a_file_is_answered_and_what_was_assumed_is_told():
    page = keep()
    calm(page.segmented_control(key="classify_from").set_value("file").run())
    calm(
        page.file_uploader(key="classify_file")
        .set_value(("x.csv", b"id,review\n1,i am sad\n2,bad\n", "text/csv"))
        .run()
    )
    calm(button(page, "classify").click().run())
    assert page.dataframe[0].value["sentence"].tolist() == ["i am sad", "bad"]
    assert "The column “review” has the sentences." in shown(page)
    assert page.file_uploader(key="classify_file").proto.max_upload_size_mb * 1_000_000 == limits.MAX_FILE_BYTES


def test_below_a_file_that_is_refused_it_is_told_whose_answers_stand_there():
    page = keep()
    calm(page.segmented_control(key="classify_from").set_value("file").run())
    for name, data in (("<b>good.csv", b"i am sad\nbad\n"), ("bad.csv", b"%PDF-1.4 nothing")):
        assert "Still below" not in shown(page)
        calm(page.file_uploader(key="classify_file").set_value((name, data, "text/csv")).run())
        calm(button(page, "classify").click().run())
        assert "Answers to <bdi>“&lt;b&gt;good.csv”</bdi>: " in shown(page)
    assert "Still below: the answers to <bdi>“&lt;b&gt;good.csv”</bdi>." in shown(page)
    calm(page.segmented_control(key="classify_from").set_value("paste").run())
    asked(page, "i am sad")
    assert "Answers to <bdi>the pasted lines</bdi>: " in shown(page) and "good.csv" not in shown(page)


def test_a_file_and_its_column_stay_while_something_else_is_looked_at_and_go_when_they_are_taken_out():
    page = keep()
    calm(page.segmented_control(key="classify_from").set_value("file").run())
    file = ("<i>x.csv", b"a,b\nbad,i am sad\nsad,not bad\n", "text/csv")
    calm(page.file_uploader(key="classify_file").set_value(file).run())
    calm(page.number_input(key="classify_column").set_value(2).run())
    assert "Still here" not in shown(page)
    for key, elsewhere, back in (("classify_from", "paste", "file"), ("keep", "Model", "Classify")):
        calm(page.segmented_control(key=key).set_value(elsewhere).run())
        calm(page.segmented_control(key=key).set_value(back).run())
        assert "Still here: <bdi>“&lt;i&gt;x.csv”</bdi>." in shown(page)
    calm(button(page, "classify").click().run())
    assert page.dataframe[0].value["sentence"].tolist() == ["i am sad", "not bad"]
    calm(page.file_uploader(key="classify_file").set_value(("y.csv", b"bad\n", "text/csv")).run())
    calm(page.file_uploader(key="classify_file").set_value([]).run())
    assert button(page, "classify").disabled and page.session_state["app"].classifying.file is None


def test_a_file_for_which_there_is_no_memory_is_not_kept():
    one = Classifying()
    one.take(Source("key", "x.csv", b"bad"), Room(1_000_000, lambda: 2_000_000))
    assert one.file is None and "no room" in one.refused


def test_without_sentences_and_for_a_bad_file_the_reason_is_told():
    page = keep()
    calm(button(page, "classify").click().run())
    assert "There are no sentences yet" in shown(page) and not page.dataframe
    calm(page.segmented_control(key="classify_from").set_value("file").run())
    calm(page.file_uploader(key="classify_file").set_value(("<b>.csv", b"%PDF-1.4 nothing", "text/csv")).run())
    calm(button(page, "classify").click().run())
    assert 'class="rnn-refusal"' in shown(page) and not page.dataframe


def test_what_answers_is_told_with_its_epoch():
    def told(**now) -> str:
        plain = {"members": (), "kept_epoch": None, "update": None, "epoch": 7}
        return which_weights(SimpleNamespace(**{**plain, **now}))

    assert told() == "its weights of epoch 7"
    assert told(epoch=0) == "its first weights, which have learned nothing"
    assert told(kept_epoch=5) == "its best weights, those of epoch 5"
    assert told(members=(1, 2, 3)) == "the mean of 3 networks"
    update = SimpleNamespace(number=3, total=58)
    assert told(update=update) == "its weights in epoch 8, after 3 of 58 updates"


def test_pieces_keep_no_weights():
    assert not any("members" in name or "params" in name for name in Answers.__dataclass_fields__)

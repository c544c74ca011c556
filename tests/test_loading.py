"""What is being loaded: edits with undo, and stages that are worked out once and go on after an interruption."""

from threading import Event, Thread, Timer

import pytest

from playground.loading import Edits, Loading, Source, as_table
from rnn_core import Example, ReadOptions, bundled
from rnn_core.errors import InvalidDataset
from rnn_core.reading import drafting, examples, finish
from rnn_core.reading.columns import choose
from rnn_core.reading.draft import OWN_HEADER
from rnn_core.reading.drafting import PROGRESS_EVERY

KEPT = 30  # changes that can be taken back


def table(*sentences):
    """Rows of an edited table."""
    return tuple((sentence, "x", "train") for sentence in sentences)


def begun(*sentences):
    edits = Edits()
    edits.start(tuple(Example(sentence, "x") for sentence in sentences))
    return edits


# The edited table.


def test_without_a_beginning_there_is_nothing_to_edit_or_to_take_back():
    edits = Edits()
    edits.undo()
    assert not edits.begun and not edits.can_undo and edits.rows == () and edits.revision == 0


def test_it_begins_with_the_sentences_their_labels_and_parts():
    edits = Edits()
    edits.start((Example("a", "x"), Example("b", "y", "validation"), Example("c", "z", "test", "9")))
    assert edits.begun and not edits.can_undo
    assert edits.rows == edits.base == (("a", "x", "train"), ("b", "y", "validation"), ("c", "z", "test"))


def test_a_change_is_kept_and_can_be_taken_back():
    edits = begun("a")
    edits.change(table("a", "b"))
    assert edits.rows == table("a", "b") and edits.can_undo
    edits.undo()
    assert edits.rows == table("a") and not edits.can_undo


def test_the_editor_starts_anew_after_an_undo_and_not_after_a_change():
    edits = begun("a")
    first = edits.revision
    edits.change(table("b"))
    edits.change(table("c"))
    assert edits.revision == first and edits.base == table("a")  # it goes on with what it was given
    edits.undo()
    assert edits.revision == first + 1 and edits.base == table("b")
    edits.undo()
    assert edits.revision == first + 2 and edits.base == table("a")
    edits.undo()  # there is nothing more to take back, so nothing to start anew
    assert edits.revision == first + 2 and edits.rows == table("a")


def test_the_same_rows_again_are_no_change():
    edits = begun("a")
    for _ in range(3):
        edits.change(table("b"))
    edits.undo()
    assert edits.rows == table("a")


def test_changes_after_an_undo_go_on_from_there():
    edits = begun("a")
    edits.change(table("b"))
    edits.undo()
    edits.change(table("c"))
    edits.change(table("d"))
    seen = []
    while edits.can_undo:
        edits.undo()
        seen.append(edits.rows)
    assert seen == [table("c"), table("a")]


def test_everything_can_be_deleted_and_be_had_back():
    edits = begun("a", "b")
    edits.change(())
    assert edits.rows == () and edits.begun
    edits.undo()
    assert edits.rows == table("a", "b")


def test_starting_again_forgets_the_changes_and_starts_the_editor_anew():
    edits = begun("a")
    edits.change(table("b"))
    revision = edits.revision
    edits.start((Example("z", "x"),))
    assert edits.rows == edits.base == table("z")
    assert not edits.can_undo and edits.revision == revision + 1


def test_only_so_many_changes_can_be_taken_back():
    edits = begun("a")
    for i in range(100):
        edits.change(table(str(i)))
    back = 0
    while edits.can_undo:
        edits.undo()
        back += 1
    assert back == KEPT and edits.rows == table(str(99 - KEPT))


def test_the_edited_rows_are_read_as_a_file_of_ours_would_be():
    rows = tuple((e.sentence, e.label, e.split) for e in bundled().examples)
    edited = as_table(rows)
    assert edited.names == OWN_HEADER and edited.unit == "row"
    draft = finish(drafting.with_progress(edited, choose(edited)))
    assert draft.examples == bundled().examples and draft.has_split and not draft.problems
    assert [e.at for e in draft.examples[:3]] == ["1", "2", "3"]


def test_a_row_that_cannot_be_used_is_named_by_its_place_in_the_table():
    edited = as_table((("a", "x", "train"), ("b", "", "train"), ("", "", ""), ("c", "y", "never")))
    draft = finish(drafting.with_progress(edited, choose(edited)))
    no_label, no_part = examples.NO_LABEL.format("the label"), examples.NO_PART.format("the split")
    assert draft.problems == (f"row 2: {no_label}", f"row 4: {no_part}")


def test_a_source_is_told_from_another_by_its_key_alone():
    assert Source("1", "a.csv", b"a") == Source("1", "b.csv", b"b")
    assert Source("1", "a.csv", b"a") != Source("2", "a.csv", b"a")
    assert "secret" not in repr(Source("1", "a.csv", b"secret"))


# Stages that are worked out once.


def test_a_stage_is_worked_out_again_only_for_another_input():
    loading, made = Loading(), []

    def once(stage, key):
        return loading.once(stage, key, lambda: made.append((stage, key)) or len(made))

    assert [once("a", 1), once("a", 1), once("b", 1), once("a", 1), once("a", 2), once("a", 2)] == [1, 1, 2, 1, 3, 3]
    assert once("a", 1) == 4  # only the last one is kept
    assert made == [("a", 1), ("b", 1), ("a", 2), ("a", 1)]


def test_nothing_is_a_result_too():
    loading, made = Loading(), []
    for _ in range(3):
        assert loading.once("a", None, lambda: made.append(1)) is None
    assert made == [1]


def test_what_is_refused_is_refused_again_and_leaves_what_was_there():
    loading = Loading()
    loading.once("a", 1, lambda: "good")

    def refuse():
        raise InvalidDataset("no")

    for _ in range(2):
        with pytest.raises(InvalidDataset):
            loading.once("a", 2, refuse)
    assert loading.once("a", 1, lambda: "made again") == "good"


# Reading that goes on.


class Rows:
    """Something to read, row by row, that counts what is read."""

    def __init__(self, rows=5, refused=False):
        self.rows, self.refused, self.read, self.starts = rows, refused, [], 0

    def start(self):
        self.starts += 1
        for row in range(self.rows):
            self.read.append(row)
            yield row / self.rows
        if self.refused:
            raise InvalidDataset("too many")
        return f"{self.rows} rows"


def test_reading_tells_its_progress_and_gives_the_draft():
    loading, rows = Loading(), Rows()
    reading = loading.reading("draft", 1, rows.start)
    assert list(reading) == [0, 0.2, 0.4, 0.6, 0.8]
    assert finish(loading.reading("draft", 1, rows.start)) == "5 rows"
    assert rows.starts == 1


@pytest.mark.parametrize("closed", [True, False], ids=["dropped", "kept"])
def test_reading_goes_on_where_it_was_interrupted_and_reads_no_row_twice(closed):
    loading, rows, kept = Loading(), Rows(), []
    for _ in range(3):
        reading = loading.reading("draft", 1, rows.start)
        next(reading)
        if closed:
            reading.close()  # what happens to it when the rerun that holds it ends
        else:
            kept.append(reading)
    assert rows.read == [0, 1, 2]
    assert finish(loading.reading("draft", 1, rows.start)) == "5 rows"
    assert rows.read == [0, 1, 2, 3, 4] and rows.starts == 1


def test_a_file_that_is_read_in_pieces_gives_the_draft_of_one_that_is_read_at_once():
    rows = tuple((f"sentence {i}", "xy"[i % 2], "train") for i in range(4 * PROGRESS_EVERY))
    edited = as_table(rows)
    columns = choose(edited)
    loading = Loading()
    for _ in range(2):
        reading = loading.reading("draft", 1, lambda: drafting.with_progress(edited, columns))
        next(reading)
        del reading
    draft = finish(loading.reading("draft", 1, lambda: drafting.with_progress(edited, columns)))
    assert draft.examples == finish(drafting.with_progress(edited, columns)).examples
    assert len(draft.examples) == len(rows)


def test_another_input_is_read_from_its_beginning():
    loading, first, second = Loading(), Rows(5), Rows(3)
    next(loading.reading("draft", 1, first.start))
    assert finish(loading.reading("draft", 2, second.start)) == "3 rows"
    assert finish(loading.reading("draft", 1, first.start)) == "5 rows"
    assert (first.starts, second.starts) == (2, 1)  # only one reading is kept


def test_two_stages_keep_their_drafts_beside_each_other():
    loading, draft, mended = Loading(), Rows(5), Rows(3)
    for _ in range(2):
        assert finish(loading.reading("draft", 1, draft.start)) == "5 rows"
        assert finish(loading.reading("mended", 2, mended.start)) == "3 rows"
    assert (draft.starts, mended.starts) == (1, 1)


def test_a_file_that_is_refused_is_refused_again_however_often_it_is_looked_at():
    loading, rows = Loading(), Rows(2, refused=True)
    for _ in range(3):
        with pytest.raises(InvalidDataset):
            finish(loading.reading("draft", 1, rows.start))
    assert finish(loading.reading("draft", 2, Rows(3).start)) == "3 rows"


def test_a_rerun_reads_on_while_the_one_before_it_has_not_noticed_yet():
    """Streamlit begins a rerun in a thread of its own, and the one before it ends only where it draws something."""
    loading, began, may_go_on, shares = Loading(), Event(), Event(), []

    def slow():
        began.set()
        assert may_go_on.wait(60)
        yield 0.5
        return "read"

    def first():
        shares.append(next(loading.reading("draft", 1, slow)))

    before = Thread(target=first)
    before.start()
    assert began.wait(60)
    Timer(0.05, may_go_on.set).start()
    assert finish(loading.reading("draft", 1, slow)) == "read"
    before.join(60)
    assert shares == [0.5]


def test_reading_that_was_stopped_can_go_on():
    loading, rows = Loading(), Rows()
    next(loading.reading("draft", 1, rows.start))
    loading.stop(1)
    assert loading.stopped == 1
    loading.go_on()
    assert loading.stopped is None
    assert finish(loading.reading("draft", 1, rows.start)) == "5 rows"
    assert rows.starts == 1


# What is understood of a source.

ROWS = 4 * PROGRESS_EVERY


def source(key="1", name="a.csv"):
    return Source(key, name, b"sentence,label,mark\n" + b"a b,x,1\nc d,y,2\n" * (ROWS // 2))


def test_a_source_is_looked_at_before_its_rows_are_read_and_read_on_from_there():
    loading = Loading()
    for share in (0, 0.25):
        found = loading.look(source(), ReadOptions())
        assert found.share == share and found.columns and found.draft is None
    read = finish(loading.understanding(source(), ReadOptions()))
    assert read.draft and len(read.draft.examples) == ROWS
    assert loading.look(source(), ReadOptions()) is read  # and is not read again


def test_what_is_said_of_a_source_holds_until_another_is_looked_at():
    loading, said = Loading(), ReadOptions(label=2)
    assert loading.asked(source(), ReadOptions()) == ReadOptions()
    loading.ask(source(), said)
    assert loading.asked(source(), ReadOptions()) == said
    assert loading.asked(source("2"), ReadOptions()) == ReadOptions()
    loading.forget()
    assert loading.asked(source(), ReadOptions()) == ReadOptions()


def test_what_was_found_out_of_a_source_is_not_found_out_again_for_another_question():
    loading = Loading()
    first = loading.look(source(), ReadOptions())
    other = loading.look(source(), ReadOptions(label=2))
    assert other.table is first.table and other.roles["label"] == 2
    assert loading.look(source("2"), ReadOptions(label=2)).table is not first.table


def test_closing_the_panel_forgets_what_was_read_and_keeps_what_was_typed():
    loading, rows = Loading(), Rows()
    loading.show()
    loading.pasted = "good\t1"
    loading.edits.start((Example("a", "x"),))
    loading.edits.change(table("b"))
    finish(loading.reading("draft", 1, rows.start))
    loading.once("sentences", 1, lambda: "kept")
    next(loading.reading("mended", 2, rows.start))
    assert loading.open

    loading.forget()
    assert not loading.open
    assert loading.pasted == "good\t1" and loading.edits.rows == table("b") and loading.edits.can_undo
    assert loading.once("sentences", 1, lambda: "made again") == "made again"
    finish(loading.reading("draft", 1, rows.start))
    finish(loading.reading("mended", 2, rows.start))
    assert rows.starts == 4


def test_two_pages_share_nothing():
    first, second = Loading(), Loading()
    first.edits.start((Example("a", "x"),))
    first.once("a", 1, lambda: "mine")
    assert not second.edits.begun and second.once("a", 1, lambda: "yours") == "yours"

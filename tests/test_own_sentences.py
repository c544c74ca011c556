"""Loading sentences of one's own, through Streamlit's own AppTest; what only a browser can show is in tests/browser."""

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from playground import pretrained, settings
from playground.loading import as_table
from playground.shared import bundled_sentences
from playground.suggestions import suggest
from playground.views import loading, sources
from rnn_core import Example, InvalidDataset, limits, to_csv
from rnn_core.reading import finish
from rnn_core.reading import understood as stages
from rnn_core.reading.columns import choose as choose_columns
from rnn_core.reading.drafting import with_progress
from rnn_core.vectors import Vectors
from tests.test_page import button, calm, opened, shown

GOOD = b"sentence,label\n" + b"".join(
    b"word%d is %s,%s\n" % (i % 5, *(w,) * 2) for i in range(20) for w in (b"x", b"y")
)


def panel() -> AppTest:
    page = opened()
    return calm(button(page, "open_loading").click().run())


def upload(page: AppTest, data: bytes, name: str = "mine.csv") -> AppTest:
    return calm(page.file_uploader(key="upload").set_value((name, data, "text/csv")).run())


def choose(page: AppTest, source: str) -> AppTest:
    return calm(page.segmented_control(key="source").set_value(source).run())


def used(page: AppTest) -> AppTest:
    return calm(button(page, "use").click().run())


def box(page: AppTest, label: str):
    return next(box for box in page.selectbox if box.label == label)


def refusal(page: AppTest) -> str:
    return next((e.proto.body for e in page.get("html") if 'class="rnn-refusal"' in e.proto.body), "")


def captions(page: AppTest) -> str:
    return " ".join(caption.value for caption in page.caption)


def has(page: AppTest, key: str) -> bool:
    return any(b.key == key for b in page.button)


def test_a_file_is_shown_as_it_was_understood_before_anything_is_replaced():
    page = upload(panel(), b"good film\t1\nbad film\t0\nfine film\t1\npoor film\t0\n", "x.txt")
    assert [box(page, label).value for label in ("Encoding", "Each line", "The first row is")] == [
        "utf-8",
        "tab",
        False,
    ]
    assert [box(page, label).value for label in ("Sentence column", "Label column", "Split column")] == [0, 1, -1]
    assert "<td><bdi>good film</bdi></td><td><bdi>1</bdi></td>" in shown(page)
    assert page.selectbox(key="dataset").value == page.query_params["dataset"] == "sentiment"


def test_how_large_a_file_may_be_is_said_once():
    page = upload(panel(), GOOD)
    for uploader in (page.file_uploader(key="upload"), page.file_uploader(key="test_upload")):
        assert uploader.proto.max_upload_size_mb * 1_000_000 == limits.MAX_FILE_BYTES  # Streamlit says it
        assert "MB" not in uploader.label


def test_five_rows_eight_columns_and_a_hundred_characters_of_each_cell_are_shown():
    names = ["text", "mark", *(f"more{i}" for i in range(3, 10))]
    lines = [[f"good film {i}", "xy"[i % 2], "c" * 100, "d" * 101, *"efghi"] for i in range(1, 7)]
    page = upload(panel(), "\n".join(",".join(line) for line in [names, *lines]).encode())
    text = shown(page)
    assert (
        "<bdi>good film 5</bdi>" in text and "<bdi>good film 6</bdi>" not in text and "The first 5 of 6 rows." in text
    )
    assert "<bdi>more8</bdi>" in text and "<bdi>more9</bdi>" not in text
    assert "Only 8 of 9 columns are shown." in text
    assert f"<bdi>{'c' * 100}</bdi>" in text and f"<bdi>{'d' * 100}…</bdi>" in text


def test_using_it_gives_a_run_on_it_with_settings_that_fit():
    page = used(upload(panel(), GOOD))
    data = page.selectbox(key="dataset")
    assert (
        data.value == "own"
        and "mine.csv" in data.options
        and ("28 sentences to learn from, 4 to choose the best weights, 8 to test" in shown(page))
    )
    assert page.query_params["dataset"].startswith("own-") and page.query_params["preset"] == "suggested"
    assert not has(page, "use")
    page = calm(button(page, "step").click().run())
    assert "Epoch 1 of 60" in shown(page)


def test_a_thousand_sentences_are_not_read_one_at_a_time():
    page = used(upload(panel(), GOOD + b"".join(b"other %d,x\n" % i for i in range(2000))))
    assert page.select_slider(key="batch_size").value == 32


def test_a_broken_file_after_a_good_one_names_the_line_and_changes_nothing():
    page = used(upload(panel(), GOOD))
    page = calm(button(page, "step").click().run())
    before = page.query_params["dataset"]
    page = calm(button(page, "open_loading").click().run())
    page = upload(page, b'sentence,label\nfine,x\n"open,y\nlast,x\n', "broken.csv")
    assert "Line 3: a quotation mark is left open" in refusal(page)
    assert page.query_params["dataset"] == before and "Epoch 1 of 60" in shown(page) and not has(page, "use")


def test_rows_that_cannot_be_used_are_named_and_left_out_if_wanted():
    page = upload(panel(), GOOD + b"no label,\n" + b"long " * 500 + b",x\n")
    assert "line 42: the label is empty" in refusal(page) and "line 43: longer than 400 words" in refusal(page)
    assert button(page, "leave").label == "Leave out these 2 rows and use the other 40"
    page = calm(button(page, "leave").click().run())
    assert not refusal(page) and has(page, "use") and "2 rows left out." in captions(page)
    page = calm(button(page, "back").click().run())
    assert "line 42: the label is empty" in refusal(page) and not has(page, "use")
    cut = next(c for c in page.segmented_control if "too long" in c.label)
    page = calm(cut.set_value("first").run())
    assert "line 42" in refusal(page) and "line 43" not in refusal(page)
    page = calm(button(page, "leave").click().run())
    assert "line 43: cut to its first 400 words" in shown(page) and "Left out: line 42" in shown(page)
    assert "29 sentences to learn from, 4 to choose the best weights, 8 to test" in shown(used(page))


def test_rows_of_a_test_file_that_cannot_be_used_are_left_out_too_if_wanted():
    page = upload(panel(), GOOD)
    page = calm(page.file_uploader(key="test_upload").set_value(("t.csv", b"word1 is x,x\nno,\n", "text/csv")).run())
    assert "line 2: the label (column 2) is empty" in refusal(page) and not has(page, "use")
    page = calm(button(page, "leave of the test file").click().run())
    assert not refusal(page) and "36 sentences to learn from, 4 to choose the best weights, 1 to test" in captions(page)


def test_of_more_rows_than_are_possible_some_are_used_if_wanted(monkeypatch):
    monkeypatch.setattr(limits, "MAX_SENTENCES", 30)
    page = upload(panel(), GOOD)
    assert "There are 40 rows; at most 30 are possible." in refusal(page) and not has(page, "use")
    page = calm(button(page, "sample").click().run())
    assert not refusal(page) and "30 of 40 rows are used, chosen at random by class." in shown(page)
    assert "20 sentences to learn from, 4 to choose the best weights, 6 to test" in shown(used(page))


PLAIN = b"sentence,label\n" + b"It was great!,up\nSo good.,up\nIt was bad.,down\nNot good!,down\n" * 5


def how_to_cut(page: AppTest):
    return next(box for box in page.segmented_control if box.label == "Cut sentences")


def test_how_words_are_cut_is_found_out_told_and_can_be_changed():
    page = upload(panel(), PLAIN)
    assert how_to_cut(page).value == "words" and "a mark clings to a word, as in “" in shown(page)
    assert "9 words" in captions(page)
    page = calm(how_to_cut(page).set_value("whitespace").run())
    assert how_to_cut(page).value == "whitespace" and "a mark clings" not in shown(page)
    page = upload(page, PLAIN + "我很开心，好\n".encode())
    assert how_to_cut(page).value == "words"  # what was said of a file is forgotten with it
    page = upload(page, "我很开心,好\n我不开心了,坏\n今天天气很好,好\n今天下大雨了,坏\n".encode())
    assert how_to_cut(page).value == "characters" and "they have hardly any spaces" in shown(page)
    page = upload(page, b"the/DET dog./N runs/V\na/DET cat!/N runs/V\n")
    assert how_to_cut(page).value == "whitespace" and "their words are given" in shown(page)


def test_a_test_file_is_cut_as_the_first_file_is():
    page, tests = upload(panel(), PLAIN), b"so bad,down\n" * 20 + b"so great!,up\n"  # alone it would be cut at spaces
    page = calm(page.file_uploader(key="test_upload").set_value(("t.csv", tests, "text/csv")).run())
    dataset = used(page).session_state["app"].dataset
    assert dataset.text.tokeniser == "words" and len(dataset.indices("test")) == 21
    assert "great!" not in dataset.tokenised.words


def test_with_too_many_different_words_rare_ones_are_not_kept_and_the_page_says_so(monkeypatch):
    monkeypatch.setattr(limits, "MAX_VOCABULARY", 9)
    page = upload(panel(), GOOD + b"".join(b"rare%c rare%c,x\n" % (i, i) for i in b"abcde"))
    assert "Words that occur fewer than 3 times in training are not kept: of 1" in shown(page)
    assert used(page).session_state["app"].dataset.text.min_count == 3


def test_a_table_is_edited_up_to_a_bound_and_the_page_says_why_not(monkeypatch):
    monkeypatch.setattr(sources, "MOST_EDITED", 60)
    page = choose(panel(), "edit")  # the bundled sentences are 78
    assert "there are 78 rows, and at most 60 are possible" in captions(page) and not refusal(page)
    monkeypatch.setattr(sources, "MOST_EDITED", 80)
    page = calm(page.run())
    edits = page.session_state["app"].loading.edits
    edits.change((*edits.rows, *[("more", "positive", "train")] * 3))
    monkeypatch.setattr(sources, "MOST_EDITED", 77)
    page = calm(page.run())
    assert "The table is too large to be edited here: there are 78 rows" in refusal(page)


def test_labels_that_look_alike_are_merged_only_if_wanted():
    page = upload(panel(), b"sentence,label\n" + b"a b,Pos\nc d,pos\ne f,neg\ng h, POS\n" * 4)
    assert "4 classes" in " ".join(c.value for c in page.caption)
    page = calm(next(c for c in page.checkbox if "Merge" in c.label).check().run())
    assert "2 classes" in " ".join(c.value for c in page.caption)


def ticking(page: AppTest, words: str) -> AppTest:
    return calm(next(c for c in page.checkbox if words in c.label).check().run())


def test_of_several_labels_the_first_is_taken_or_all_stay_together_or_the_rows_are_left_out():
    page = upload(panel(), b"sentence,label\n" + b'a b,warm\nc d,"warm, dry"\ne f,dry\ng h,cold\n' * 4)
    assert "several labels in column “label”, as in “warm, dry”" in refusal(page) and not has(page, "use")
    assert button(page, "leave").label == "Leave out these 4 rows and use the other 12"

    def choice():
        return next(c for c in page.segmented_control if c.label == "Rows with several labels")

    page = calm(choice().set_value("first").run())
    assert not refusal(page) and "11 sentences to learn from" in captions(page) and "3 classes" in captions(page)
    page = calm(choice().set_value("together").run())
    assert not refusal(page) and "4 classes" in captions(page)
    page = calm(choice().set_value(None).run())
    page = calm(button(page, "leave").click().run())
    assert not refusal(page) and "3 classes" in captions(page) and "4 rows left out." in captions(page)
    page = upload(page, b"sentence,label\n" + b'a b,"warm, dry"\nc d,"dry, cold"\ne f,"cold, warm"\n')
    assert "several labels" in refusal(page) and "no sentence with a label" not in refusal(page)
    assert not has(page, "leave"), "none would be left"


def test_a_test_part_without_labels_is_left_out_if_wanted_and_a_share_is_kept_for_testing_instead():
    train = b"".join(b"fine %d,up,train\nsad %d,down,train\n" % (i, i) for i in range(10))
    page = upload(panel(), b"sentence,label,split\n" + train + b"who knows,-1,test\n" * 3)
    assert "the test part has no labels: each of its rows has “-1”" in refusal(page) and not has(page, "use")
    page = calm(button(page, "leave").click().run())
    assert not refusal(page) and page.slider(key="test_share").value == 20
    assert "14 sentences to learn from, 2 to choose the best weights, 4 to test" in captions(page)


def test_of_too_many_classes_the_most_frequent_are_used_if_wanted():
    rows = b"".join(b"word%d,c%d\n" % (i, i % 61) for i in range(240))
    page = upload(panel(), b"sentence,label\n" + rows)
    assert "or use the 60 most frequent, with 99% of the rows" in refusal(page) and not has(page, "use")
    page = ticking(page, "Use only the 60 most frequent labels, with 99% of the rows")
    assert not refusal(page) and "60 classes" in captions(page) and "Of 61 labels the 60 most" in shown(page)


def test_html_is_told_and_taken_out_only_if_wanted():
    page = upload(panel(), b"sentence,label\n" + b"a film.<br />it&#39;s good,up\nnot <i>it</i>,down\n" * 6)
    assert "12 sentences contain HTML (as in “&lt;br /&gt;”)." in shown(page) and has(page, "use")
    assert "“<bdi>a film.&lt;br /&gt;it&amp;#39;s good</bdi>” becomes “<bdi>a film. it&#x27;s good</bdi>”" in shown(
        page
    )
    page = ticking(page, "Take HTML out")
    assert "HTML was taken out of 12 sentences" in shown(page) and "becomes" in shown(page)
    assert "br" not in used(page).session_state["app"].dataset.tokenised.words


def test_what_was_understood_can_be_changed():
    page = upload(panel(), b"text,mark,other\n" + b"a b,x,1\nc d,y,2\n" * 5)
    assert box(page, "Label column").value == 1
    page = calm(box(page, "Label column").set_value(2).run())
    assert "<td><bdi>1</bdi></td>" in shown(page)
    page = calm(box(page, "The first row is").set_value(False).run())
    assert "<td>1</td><td><bdi>text</bdi></td>" in shown(page)


def test_a_file_that_cannot_be_cut_still_shows_how_it_was_read_and_lets_it_be_changed():
    page = upload(panel(), b'text,label\nfine\tx\n"poor\ty\nwell\tx\n')
    assert "a quotation mark is left open" in refusal(page) and not has(page, "use")
    assert (box(page, "Encoding").value, box(page, "Each line").value) == ("utf-8", "comma")
    page = calm(box(page, "Each line").set_value("tab").run())
    assert "line 1: fewer than 2 cells" in refusal(page) and "<bdi>&quot;poor</bdi>" in shown(page)


def test_columns_that_cannot_be_told_are_asked_for():
    page = upload(panel(), b"one,two,three\n" + b"".join(b"a%d b,c%d,d%d\n" % (i, i, i) for i in range(4)))
    assert [box(page, name).value for name in ("Sentence column", "Label column", "Split column")] == [None, None, -1]
    page = calm(box(page, "Sentence column").set_value(2).run())
    assert box(page, "Label column").value is None and "Choose the two columns" in refusal(page)
    page = calm(box(page, "Label column").set_value(2).run())
    assert "are the same column" in refusal(page)
    assert [box(page, name).value for name in ("Sentence column", "Label column", "Split column")] == [2, 2, -1]
    page = calm(box(page, "Sentence column").set_value(0).run())
    assert not refusal(page) and has(page, "use")


def test_what_can_be_told_once_one_column_is_named_is_shown_in_its_box():
    page = upload(panel(), b"text,text,label\n" + b"a b,c d,x\ne f,g h,y\n" * 3)
    assert "2 columns are called" in refusal(page) and box(page, "Label column").value is None
    page = calm(box(page, "Sentence column").set_value(1).run())
    assert [box(page, name).value for name in ("Sentence column", "Label column")] == [1, 2] and has(page, "use")


def test_what_was_said_of_a_file_is_forgotten_with_it():
    page = upload(panel(), b"text,mark,other\n" + b"a b,x,1\nc d,y,2\n" * 5)
    page = calm(box(page, "Label column").set_value(2).run())
    page = upload(page, b"text,mark,other\n" + b"e f,x,1\ng h,y,2\n" * 5)
    assert box(page, "Label column").value == 1


def test_a_file_is_read_once_whatever_is_clicked_elsewhere(monkeypatch):
    page = panel()
    parsed, chosen = [], []
    real_parse, real_choose = stages.parse, stages.choose
    monkeypatch.setattr(stages, "parse", lambda *args: parsed.append(args) or real_parse(*args))
    monkeypatch.setattr(stages, "choose", lambda *args: chosen.append(args) or real_choose(*args))
    page = upload(page, b"text,mark,other\n" + b"a b,x,1\nc d,y,2\n" * 5)
    page = calm(box(page, "Label column").set_value(2).run())
    page = calm(button(page, "step").click().run())
    page = calm(page.slider(key="hidden_size").set_value(7).run())
    page = calm(next(t for t in page.toggle if "one word" in t.label).set_value(False).run())
    assert has(page, "use") and (len(parsed), len(chosen)) == (1, 2)


def ticked(page: AppTest):
    return next(c for c in page.checkbox if c.label == "Every word has a label")


def test_whether_every_word_has_a_label_is_found_out_where_it_is_clear_and_can_be_said():
    page = upload(panel(), b"the/DET dog/N runs/V\na/DET cat/N runs/V\n")
    assert ticked(page).value and box(page, "Each line").value == "tagged"
    assert "<bdi>the dog runs</bdi></td><td><bdi>DET N V</bdi>" in shown(page)
    page = calm(ticked(page).uncheck().run())
    assert not ticked(page).value and "No labels were found" in refusal(page)
    page = calm(ticked(page).check().run())
    assert ticked(page).value and box(page, "Each line").value == "tagged"

    page = upload(page, b"sentence,label,tags\nthe dog,x,DET N\nit runs,y,PRON V\n")
    assert not ticked(page).value and box(page, "Label column").value == 1
    page = calm(ticked(page).check().run())
    assert ticked(page).value and box(page, "Label column").value == 2
    assert "<th>tag</th>" in shown(page) and "<td><bdi>PRON</bdi></td>" in shown(page)
    page = calm(box(page, "Label column").set_value(1).run())
    assert ticked(page).value and "every sentence has one label" in refusal(page).casefold()
    page = calm(ticked(page).uncheck().run())
    assert box(page, "Label column").value == 1 and not refusal(page)


def test_tagged_sentences_get_a_readout_at_every_word_and_are_learned():
    lines = (f"the/DET {noun}/N {verb}/V\n" for noun in ("dog", "cat", "sun") for verb in ("runs", "sleeps", "shines"))
    page = used(upload(panel(), "".join(lines).encode(), "tagged.txt"))
    assert page.query_params["readout"] == "words"
    page = calm(button(page, "step").click().run())
    assert "Epoch 1 of" in shown(page) and "3 tags" in shown(page)
    page = choose(calm(button(page, "open_loading").click().run()), "edit")
    assert "These are the sentences in use already." in [c.value for c in page.caption]


def test_a_wrong_encoding_can_be_chosen_anew():
    page = upload(panel(), "我很好,好\n我不好,坏\n".encode("gb18030"))
    assert box(page, "Encoding").value == "cp1252" and "not UTF-8" in shown(page) + refusal(page)
    page = calm(box(page, "Encoding").set_value("gb18030").run())
    assert "我很好" in shown(page) and box(page, "Sentence column").value == 0
    assert used(page).text_input(key="sentence").value in ("我很好", "我不好")


def test_pasted_lines_are_read_and_kept_while_the_panel_is_closed():
    page = choose(panel(), "paste")
    page = calm(page.text_area(key="pasted").set_value("i liked it,x\nnot at all,y\nso so,x\nno,y").run())
    assert "4 rows." in shown(page)
    page = calm(button(page, "close_loading").click().run())
    page = choose(calm(button(page, "open_loading").click().run()), "paste")
    assert page.text_area(key="pasted").value.startswith("i liked it")


def drafted(*rows: tuple[str, str, str]):
    table = as_table(rows)
    return finish(with_progress(table, choose_columns(table)))


def test_d45_an_edited_table_is_held_to_the_same_rules_as_a_file():
    too_many = drafted(*[("pasted", "x", "train")] * 100_000)
    assert (
        too_many.too_many == 100_000 and "There are 100,000 rows; at most 50,000 are possible" in too_many.problems[0]
    )
    with pytest.raises(InvalidDataset, match="there are no rows"):
        drafted()
    draft = drafted(("good", "x", "train"), ("", "", "train"), ("bad", "", "train"), ("", "y", "test"), ("no", "y", ""))
    assert draft.problems == (
        "row 3: the label is empty. Fill it in, or leave the row out.",
        "row 5: the split is none of train, validation and test. Correct it, or choose no split column.",
    )
    assert draft.notices == ("row 4: no sentence, so the row is dropped.",)
    assert [(e.sentence, e.label, e.at) for e in draft.examples] == [("good", "x", "1")]


def test_the_table_starts_with_the_sentences_in_use_which_are_nothing_new():
    page = choose(panel(), "edit")
    assert "These are the sentences in use already." in [c.value for c in page.caption]
    assert not has(page, "use")


def test_d47_the_same_file_again_changes_nothing_and_a_removed_one_neither():
    page = used(upload(panel(), GOOD))
    page = calm(button(page, "step").click().run())
    page = upload(calm(button(page, "open_loading").click().run()), GOOD)
    assert "These are the sentences in use already." in [c.value for c in page.caption]
    page = calm(page.file_uploader(key="upload").set_value(None).run())
    assert "Epoch 1 of 60" in shown(page) and page.query_params["dataset"].startswith("own-")


def test_d46_sentences_used_while_a_run_is_under_way_wait_for_reset_and_the_page_says_so():
    page = panel()
    page = calm(button(page, "step").click().run())
    page = used(upload(page, GOOD, "new.csv"))
    assert "Changed, for the next Reset:" in shown(page) and "Sentences (new.csv). A reload loses this run." in shown(
        page
    )
    assert "Epoch 1 of 100" in shown(page)
    page = calm(button(page, "reset").click().run())
    assert "Epoch 0 of 60" in shown(page) and "Changed" not in shown(page)
    assert page.text_input(key="sentence").value.startswith("word")


def test_a_link_to_other_sentences_says_so_and_their_file_brings_its_run_back():
    page = used(upload(panel(), GOOD))
    page = calm(page.slider(key="hidden_size").set_value(7).run())
    for _ in range(2):
        page = calm(button(page, "step").click().run())
    link = dict(page.query_params)
    there = opened(**link)
    assert f"This link was made with other sentences ({link['dataset']})" in shown(there)
    assert there.query_params == link | {"preset": "alive"}
    there = used(upload(calm(button(there, "open_loading").click().run()), GOOD))
    assert "This link was made" not in shown(there) and there.query_params["hidden_size"] == "7"
    assert there.query_params["dataset"] == link["dataset"]


def test_a_test_file_is_all_that_is_tested_on():
    page = upload(panel(), GOOD)
    page = calm(page.file_uploader(key="test_upload").set_value(("t.csv", b"word1 is x,x\nnew,y\n", "text/csv")).run())
    assert "36 sentences to learn from, 4 to choose the best weights, 2 to test" in " ".join(
        c.value for c in page.caption
    )


def beside(page: AppTest, data: bytes, name: str = "t.csv") -> AppTest:
    return calm(page.file_uploader(key="test_upload").set_value((name, data, "text/csv")).run())


def test_a_test_file_is_read_as_the_first_is_and_the_page_says_how():
    page = upload(
        panel(), b"nr,remark,mark\n" + b"".join(b"%d,it is %d,%s\n" % (i, i % 5, b"xy"[i % 2 :][:1]) for i in range(30))
    )
    page = calm(box(page, "Label column").set_value(2).run())
    page = beside(page, b"mark,label,remark\nx,1,so be it\ny,2,let it be\n")
    assert (
        "In the test file t.csv: read as columns, comma between; the first row names the columns; sentence column "
        in shown(page)
    )
    assert "2 to test" in captions(page) and not refusal(page)
    texts = [e.sentence for e in used(page).session_state["app"].dataset.examples_of("test")]
    assert texts == ["so be it", "let it be"]


@pytest.mark.parametrize(
    "data", [b"label,sentence\nx,\ny,\n", b"id,sentence\n0,so it is\n1,let it be\n", b"", b"%PDF-1.7 \x00"]
)
def test_a_refusal_of_the_test_file_is_shown_as_its_own_and_the_way_on_is_without_it(data):
    page = beside(upload(panel(), GOOD), data)
    assert refusal(page).startswith('<div class="rnn-refusal">In the test file t.csv: ') and not has(page, "use")
    page = calm(page.file_uploader(key="test_upload").set_value([]).run())
    assert not refusal(page) and has(page, "use")


def test_a_test_file_that_is_refused_can_be_left_behind_with_one_click():
    page = beside(upload(panel(), GOOD), b"id,sentence\n0,so it is\n1,let it be\n")
    page = calm(button(page, "without_tests").click().run())
    assert not refusal(page) and "This test file is not used." in captions(page) and "8 to test" in captions(page)
    page = beside(page, b"sentence,label\nword1 is x,x\n")
    assert "is not used" not in captions(page) and "1 to test" in captions(page)


def test_rows_of_the_test_file_with_an_unknown_label_are_told_as_its_own():
    page = beside(upload(panel(), GOOD), b"sentence,label\nword1 is x,x\nodd,z\n")
    assert "In the test file t.csv: line 3: the label “z” occurs only outside the training sentences" in refusal(page)
    page = calm(button(page, "leave of the test file").click().run())
    assert "1 to test" in captions(page)
    assert "In the test file t.csv: Left out: line 3" in shown(page)


def test_a_change_of_the_first_file_reaches_the_test_file():
    page = upload(
        panel(),
        b"text,other,mark\n"
        + b"".join(b"it is %d,and %d,%s\n" % (i % 5, i % 7, b"xy"[i % 2 :][:1]) for i in range(30)),
    )
    page = beside(calm(box(page, "Label column").set_value(2).run()), b"other,mark,text\nbeside,x,mine\n")
    page = calm(box(page, "Sentence column").set_value(1).run())
    assert [e.sentence for e in used(page).session_state["app"].dataset.examples_of("test")] == ["beside"]


# What was understood, and why.


def test_the_page_says_why_it_took_a_file_for_what_it_did():
    page = upload(panel(), GOOD)
    assert "How the file was read" in [e.label for e in page.expander]
    text = shown(page)
    assert "<li><bdi>columns, comma between: " in text and "<li><bdi>the first row names the columns: " in text
    page = calm(box(page, "The first row is").set_value(False).run())
    assert "<li><bdi>the first row names" not in shown(page) and "<li><bdi>columns, comma between: " in shown(page)


def folded(page: AppTest, label: str):
    return next(expander for expander in page.expander if expander.label == label)


def test_how_a_file_was_read_is_folded_away_unless_that_is_what_is_wrong():
    assert not folded(upload(panel(), GOOD), "How the file was read").proto.expanded
    page = upload(panel(), b"id,review\n" + b"".join(b"%d,it was fine on day %d\n" % (i, i) for i in range(20)))
    assert refusal(page) and folded(page, "How the file was read").proto.expanded
    page = calm(box(page, "The first row is").set_value(False).run())
    assert folded(page, "How the file was read").proto.expanded  # it does not shut while somebody is at it


def test_what_is_wrong_and_every_way_out_stand_together_before_the_rows():
    rows = [b"oh %d,x,y\n" % i for i in range(4)] + [b"one %d,x\ntwo %d,Y\n" % (i, i) for i in range(20)]
    page = upload(panel(), b"sentence,label\n" + b"".join(rows) + b"long " * 500 + b",x\nno label,\noh, well, no\n")
    titles = [str(getattr(e, "label", "") or getattr(e, "value", "")) for e in page.main]
    order = (
        "Cut sentences that",
        "Leave out these",
        "Join the cells",
        "Merge labels",
        "**What was",
        "They cannot be used",
    )
    said = [next(i for i, title in enumerate(titles) if title.startswith(start)) for start in order]
    assert said == sorted(said) and refusal(page)


def test_of_many_notes_the_first_of_each_kind_are_shown_and_the_rest_folded():
    twice = b"line of text %d,x\n" * 2 % (1, 1) + b"other %d,x\nother %d,y\n" % (1, 1) + b"nan,x\n\x07bell,y\n,x\n"
    page = upload(panel(), b"a title\n" + GOOD + twice)
    more = next(expander for expander in page.expander if "more note" in expander.label)
    assert "Longest: " in more.get("html")[0].proto.body and "sentences are cut" in shown(page).casefold()
    notes = next(e.proto.body for e in page.get("html") if "contradictory labels" in e.proto.body)
    assert notes.count("<li>") == 4 and "a title" in notes


def test_the_preview_begins_with_the_sentence_and_its_label():
    page = upload(
        panel(), b"mark,other,text\n" + b"".join(b"%c,%d,a %d\n" % (b"xy"[i % 2], i, i % 5) for i in range(20))
    )
    page = calm(box(page, "Label column").set_value(0).run())
    assert "<th><bdi>sentence: text</bdi></th><th><bdi>label: mark</bdi></th>" in shown(page)


def test_columns_that_are_used_are_in_the_preview_wherever_they_are():
    names = [f"c{i}" for i in range(1, 11)] + ["text", "label"]
    rows = [[*(f"v{i}-{n}" for i in range(1, 11)), f"good film {n}", "xy"[n % 2]] for n in range(9)]
    page = upload(panel(), "\n".join(map(",".join, [names, *rows])).encode())
    text = shown(page)
    assert "<th><bdi>sentence: text</bdi></th><th><bdi>label</bdi></th>" in text
    assert "<bdi>c6</bdi>" in text and "<bdi>c7</bdi>" not in text and "Only 8 of 12 columns are shown." in text


@pytest.mark.parametrize(
    "data",
    [
        b"text,text,label\n" + b"".join(b"a %d,b %d,%c\n" % (i % 5, i, b"xy"[i % 2]) for i in range(20)),
        b"nr,text,thing\n" + b"".join(b"%d,a %d,%c%d\n" % (i, i % 5, b"xy"[i % 2], i // 2) for i in range(40)),
    ],
    ids=["two columns of a name", "labels that do not recur"],
)
def test_a_refusal_before_the_rows_stands_above_the_boxes_that_mend_it(data):
    page = upload(panel(), data)
    assert refusal(page)
    bodies = [e.proto.body if e.type == "html" else e.value for e in page.main if e.type in ("html", "markdown")]
    first = next(i for i, body in enumerate(bodies) if "rnn-refusal" in body)
    assert first < next(i for i, body in enumerate(bodies) if "What was understood" in body)
    assert [box(page, f"{role} column") for role in ("Sentence", "Label", "Split")]


def test_columns_can_be_chosen_where_none_was_found():
    page = upload(
        panel(), b"text,text,label\n" + b"".join(b"a %d,b %d,%c\n" % (i % 5, i, b"xy"[i % 2]) for i in range(20))
    )
    assert "2 columns are called “text”" in refusal(page) and box(page, "Sentence column").value is None
    page = calm(box(page, "Sentence column").set_value(1).run())
    assert not refusal(page) and box(page, "Label column").value == 2 and has(page, "use")


def test_no_other_file_is_taken_for_a_bundled_set():
    for name in ("mine.csv", "../README", "/etc/hosts", ""):
        with pytest.raises(ValueError):
            bundled_sentences(name)


def test_the_bundled_sentences_are_one_click_away():
    page = calm(used(upload(panel(), GOOD)).run())
    page = calm(page.selectbox(key="dataset").set_value("sentiment").run())
    assert page.selectbox(key="dataset").options[0] == "Sentiment"
    assert page.query_params["dataset"] == "sentiment"
    assert page.selectbox(key="preset").value == "alive" and page.select_slider(key="batch_size").value == 1


@pytest.mark.parametrize("label", ["<script>alert(1)</script>", "**b** $x$ :red[a]", "__proto__", "=cmd|' /C calc'!A0"])
def test_labels_and_words_of_any_kind_are_only_text(label):
    rows = [Example(f"{label} {i}", label if i % 2 else "other") for i in range(12)]
    page = used(upload(panel(), to_csv(rows), f"{label}.csv"))
    page = calm(button(page, "step").click().run())
    assert "<script" not in shown(page)
    assert label.split()[0].casefold() in page.text_input(key="sentence").value.casefold()


def test_a_network_too_large_is_refused_and_the_present_one_stays():
    words = b"".join(b"w%d w%d,%s\n" % (2 * i, 2 * i + 1, b"xy"[i % 2 : i % 2 + 1]) for i in range(6000))
    page = used(upload(panel(), b"sentence,label\n" + words))
    assert "Epoch 0" in shown(page)
    page = calm(page.select_slider(key="embedding_size").set_value(256).run())
    assert "at most 1,500,000 are possible" in shown(page) and "Epoch 0" in shown(page)
    page = calm(page.select_slider(key="embedding_size").set_value(16).run())
    assert "at most 1,500,000" not in shown(page)


def test_an_eighth_of_what_is_left_to_learn_from_chooses_the_best_weights_if_nobody_says_otherwise():
    page = upload(panel(), GOOD)
    assert "28 sentences to learn from, 4 to choose the best weights, 8 to test" in captions(page)
    page = calm(page.slider(key="validation_share-False").set_value(25.0).run())
    assert "24 sentences to learn from, 8 to choose the best weights, 8 to test" in captions(page)
    page = used(page)
    assert len(page.session_state["app"].dataset.indices("validation")) == 8
    assert page.select_slider(key="early_stopping").value > 0
    assert not any(slider.key == "early_stopping" for slider in opened().select_slider)


def test_without_a_validation_part_nothing_stops_early():
    page = upload(panel(), GOOD)
    page = used(calm(page.slider(key="validation_share-False").set_value(0.0).run()))
    assert not any(slider.key == "early_stopping" for slider in page.select_slider)
    assert page.session_state["app"].settings.early_stopping == 0


def test_with_glove_installed_a_run_may_begin_with_its_vectors_and_other_settings(monkeypatch):
    page = upload(panel(), GOOD)
    assert not any(toggle.key == "begin_with_glove" for toggle in page.toggle)
    for module in (settings, loading):
        monkeypatch.setattr(module, "installed", lambda: True)
    vectors = Vectors(("word1",), np.ones((1, 3), dtype=np.float32))
    monkeypatch.setattr(pretrained, "glove", lambda wanted: vectors)
    page = calm(page.run())
    page = used(calm(page.toggle(key="begin_with_glove").set_value(True).run()))
    app = page.session_state["app"]
    assert app.settings.vectors == "glove" and app.settings.hidden_size == suggest(app.dataset, "glove").hidden_size
    assert app.job.snapshot().params.layout.config.embedding_size == 3

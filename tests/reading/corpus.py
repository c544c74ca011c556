"""Small files of labelled sentences, good and bad, each with a name: what a fuzzer starts from."""

import codecs
import json
import re

ROWS = [
    ("the soup was warm and the bread was fresh", "good"),
    ("nobody answered the door", "bad"),
    ("we laughed all the way home", "good"),
    ("the roof leaks again", "bad"),
    ("what a kind old dog", "good"),
    ("my shoes fell apart", "bad"),
]
ODD_ROWS = [
    ('she said "never", and left', "=bad"),
    ("first line\nsecond line", "good "),
    ("=1+1 is a formula", "'+good"),
    ("next\x85line and line\u2028separator", "Good"),
    ("  a \u200b b \xa0 c \u3000 d", "bad"),
    ("'=quoted formula", "NaN"),
    ("@mention and -minus", "null"),
    ("ｆｕｌｌ width, Straße, İstanbul, e\u0301", "good"),
    ("👩‍👩‍👧 🏳️‍🌈 👍🏽 🇨🇭", "=bad"),
    ("שלום עולם \u202e dlrow", "NaN"),
    ("مرحبا بالعالم", "null"),
    ("<script>alert(1)</script> &amp; &#0; &#xD800; __proto__", "good "),
]
CHINESE = [("今天的汤很好喝", "好"), ("没有人来开门", "坏"), ("我们一路笑回家", "好"), ("屋顶又漏水了", "坏")]
WESTERN = [("un café très chaud", "bien"), ("personne n’a répondu", "mal"), ("à bientôt, chère amie", "bien")]
CYRILLIC = [("суп был тёплый", "да"), ("никто не открыл", "нет"), ("мы смеялись", "да")]
JAPANESE = [("スープは温かい", "良い"), ("誰も来ない", "悪い"), ("家まで笑った", "良い")]
PARTS = ["train", "train", "dev", "test", "Training", "valid"]


def corpus() -> dict[str, bytes]:
    """The files by name; the order is part of what makes a fuzzed file come out the same again."""
    texts = {name: text.encode() for name, text in (_tables() | _texts() | _json()).items()}
    return texts | _encodings() | _no_text()


def _table(rows: list[tuple[str, str]], delimiter: str = ",", header: str = "sentence,label", end: str = "\n") -> str:
    """Rows with a delimiter, quoted where they must be."""
    lines = [header.replace(",", delimiter)] if header else []
    lines += [delimiter.join(_quoted(cell, delimiter) for cell in row) for row in rows]
    return end.join(lines) + end


def _labelled(*labels: str) -> list[tuple[str, str]]:
    return [(sentence, label) for (sentence, _), label in zip(ROWS, labels, strict=True)]


def _quoted(cell: str, delimiter: str) -> str:
    doubled = cell.replace('"', '""')
    return f'"{doubled}"' if re.search(f'["\r\n{re.escape(delimiter)}]', cell) and delimiter != "\t" else cell


def _tables() -> dict[str, str]:
    split = "".join(f"{sentence},{label},{part}\n" for (sentence, label), part in zip(ROWS, PARTS, strict=True))
    return {
        "comma": _table(ROWS),
        "comma, no header, labels first": _table([(label, sentence) for sentence, label in ROWS], header=""),
        "comma, odd rows": _table(ODD_ROWS),
        "comma, odd rows, our own header": "sentence,label,split\n"
        + _table([(*row, "train") for row in ODD_ROWS], header=""),
        "comma, split": f"Text,Sentiment,split\n{split}",
        "comma, apostrophes": "sentence,label,split\n'=a b,x,train\n'-c,y,train\n''+d,'@x,train\ne,'@x,test\n",
        "comma, CR": _table(ROWS, end="\r"),
        "comma, CRLF and blank lines": _table(ROWS, end="\r\n\r\n"),
        "comma, other columns": "id,review,stars,city\n1,well done,5,Rome\n2,oh no,1,Bern\n3,it is fine,5,Oslo\n",
        "comma, ragged": _table(ROWS) + "one, two, three, four\nalone\n",
        "comma, open quote": _table(ROWS) + '"this never ends,good\nand on,bad\n',
        "comma, controls": _table(
            [("be\x07ll and \x1bescape \x00 nul", "g\x01ood"), ("c1 \x9b here", "b\x7fad"), *ROWS]
        ),
        "comma, no label": _table(ROWS) + "what is it,\n,good\n , \n",
        "comma, only delimiters": ",,,\n,,,\n",
        "comma, only quotes": '""\n""\n',
        "comma, long sentence": _table([("word " * 300, "good"), ("x" * 2_500, "bad"), *ROWS]),
        "comma, long line": _table([("far too long " * 11_000, "good"), *ROWS]),
        "comma, numbers as labels": _table([(f"sentence {i}", f"0.{i}7") for i in range(12)]),
        "comma, labels 1 and 1.0": _table([("a", "1"), ("b", "1.0"), ("c", "01"), ("d", "9" * 400), ("e", "1,0")]),
        "comma, spaces around labels": _table(
            [("a", " x"), ("b", "  x"), ("c", "X "), ("d", "y"), ("e", "yes"), ("f", "Y")]
        ),
        "comma, labels with several spaces each": "sentence,label\na, x\nb,  x\nc,X\nd, y\ne,  y\n",
        "comma, fastText inside": _table([("__label__a " * i, "xy"[i % 2]) for i in range(1, 7)]),
        "comma, long label": _table([("a", "x" * 131_000), *ROWS]),
        "comma, many columns": ",".join(f"c{i}" for i in range(301)) + "\n" + ",".join(["a"] * 301) + "\n",
        "semicolon": _table(ROWS, ";", "text,y"),
        "tab": _table(ROWS, "\t"),
        "tab, odd rows": "".join(f"{label}\t{' '.join(sentence.split())}\n" for sentence, label in ODD_ROWS),
        "pipe": _table(ROWS, "|"),
        "tab, tags": "sentence\ttags\tsplit\nthe dog runs\tD N V\ttrain\na cat\tD N\ttest\nit runs\tP V\ttrain\n",
        "one sentence": "sentence,label\nhello there,good\n",
        "header only": "sentence,label\n",
        "comma, HTML": _table(
            [(f"<p>{a}.<br />It&#39;s <a href='x'>so</a> &amp;quot; <3 a < b > c &lt;i&gt;", b) for a, b in ROWS]
        ),
        "comma, lists of labels": _table(_labelled("['x']", "['x', 'y']", "['y']", "[\"it's\", 'x']", "['y']", "[]")),
        "tab, several labels": _table(_labelled("3", "0", "3,0", "0", "1", "1,3"), "\t", ""),
        "pipe, several labels": _table(_labelled("a;b", "a", "b", "[a, b]", "b;a", "[]"), "|"),
        "comma, test part without labels": "sentence,label,part\n"
        + "".join(
            f"{a},{b},{'test' if i > 3 else 'train'}\n"
            for i, (a, b) in enumerate([*ROWS[:4], ("is it", "-1"), ("so", "")])
        ),
        "comma, many classes": _table([(f"sentence {i}", f"l{i % 70}") for i in range(200)]),
        "semicolon, named in a first line": "sep=;\n" + _table(ROWS, ";"),
        "tab, quoted cells": "text\tlabel\n" + "".join(f'"{a} ""so""\nit is"\t{b}\n' for a, b in ROWS),
        "comma, backslash before a quotation mark": "".join(f'{b},"{a}, \\"so\\" it is"\n' for a, b in ROWS),
        "comma, a blank behind it": "".join(f'"{a}, yes", "{b}"\n' for a, b in ROWS),
        "comma, sentences in pieces": "".join(f"{b},{a}{', yes' * (i % 3)}\n" for i, (a, b) in enumerate(ROWS)),
        "comma, at the end too": "id,text,label\n" + "".join(f"{i},{a},{b},\n" for i, (a, b) in enumerate(ROWS)),
        "comma, titles": "Our guests\n2031-02-03,,\n\n" + _table([("1", *row) for row in ROWS], header="id,text,label"),
        "caret": _table(ROWS, "^", ""),
        "pipe, drawn": "| text | label |\n|:-----|-------|\n" + "".join(f"| {a} | {b} |\n" for a, b in ROWS),
        "pipe, drawn otherwise": "+--+--+\n|text|label|\n+==+==+\n"
        + "".join(f"|{a}|{b}|\n" for a, b in ROWS)
        + "+--+--+\n(6 rows)\n",
        "comma, columns without a name": "c1,c2,,,\n"
        + "".join(f"{label},{sentence},{'more' if i == 2 else ''},,\n" for i, (sentence, label) in enumerate(ROWS)),
        "comma, an almost empty column": "Topic_id,tweet_mood,mood_reason,TheTweet\n"
        + "".join(f"8{i},{label},{'rain' if i == 3 else ''},{sentence}\n" for i, (sentence, label) in enumerate(ROWS)),
        "tab, things and judgements": "".join(
            f"90{i // 3}\t{'oak elm'.split()[i // 3]}\t{'Positive Negative'.split()[i % 2]}\t{sentence}\n"
            for i, (sentence, _) in enumerate(ROWS)
        ),
        "semicolon, questions": "When?;What would you tell the people who run this place?;And was it good, or bad?\n"
        + "".join(f"2021-03-0{i} 9:0{i};{sentence};{label}\n" for i, (sentence, label) in enumerate(ROWS, 1)),
        "comma, short names over four rows": _table(ROWS[:4], header="p,q"),
    }


def _texts() -> dict[str, str]:
    return {
        "label_first": "".join(f"{label.upper()} {sentence}\n" for sentence, label in ROWS),
        "label_first, coarse:fine": "".join(f"{label.upper()}:x{i % 3} {s}\n" for i, (s, label) in enumerate(ROWS * 2)),
        "fasttext": "".join(f"__label__{label} {sentence}\n" for sentence, label in ROWS),
        "fasttext, two labels": "__label__a __label__b one\n__label__a two\n__label__b\n__label__ three\n",
        "tagged": "the/DET dog/N runs/V\n\na/DET cat/N or/C two/DET\n it/PRON  runs/V and/C runs/V\n",
        "tagged, odd words": "and/or/C the/DET\n=1/N it\x07/N\n</b>/X &#0;/X a/DET\n🏳️‍🌈/N שלום/X \u202e/DET\n/ a\n",
        "no labels": "the first\nthe second\nthe third\n",
        "blank": " \n\t\r\n \u3000\n",
        "marks only": "\ufeff\ufeff",
        "empty": "",
        "fasttext, tabs, commas and ends": "__label__a\tone,\n__label__b, __label__a\ttwo\nthree __label__b\n",
        "fasttext, glued": "__label__a__label__b one\n__label__a two\n__label__b three\n",
        "conll": "-DOCSTART- -X- O\n\nthe D O\ndog N B-X\n\n# c = 1\nit P O\nruns V O\n. . O\n\na D O\ncat N B-X\n",
        "conll, universal": "# text = it runs\n1\tit\t_\tP\t_\t_\t2\t_\t_\t_\n2-3\truns\t_\t_\t_\t_\t_\t_\t_\t_\n"
        "2\trun\t_\tV\t_\t_\t0\t_\t_\t_\n3\ts\t_\tV\t_\t_\t2\t_\t_\t_\n\n1\tdogs\t_\tP\t_\t_\t0\t_\t_\t_\n",
        "trees": "(3 (2 the) (3 (2 soup) (4 warm)))\n(1 (2 -LRB-) (1 cold))\n(3 fine)\n",
        "trees, one of them open": "(3 (2 the) (3 soup))\n(1 cold)\n(1 (2 open)\n",
        "rasa, markdown": "## intent:greet\n- good [day](time)\n- hi\n\n## synonym:x\n- y\n\n## intent:bye\n- bye\n",
        "rasa, yaml": 'nlu:\n- intent: greet\n  examples: |\n    - good [day]{"entity": "time"}\n    stray\n'
        "- intent: bye\n  examples:\n  - text: |\n      so long\n  - text: 'bye'\n",
    }


def _json() -> dict[str, str]:
    records = [{"sentence": sentence, "label": label} for sentence, label in ROWS]
    odd = [{"text": sentence, "y": label, "id": i} for i, (sentence, label) in enumerate(ODD_ROWS)]
    return {
        "json": json.dumps(records),
        "json, odd rows": json.dumps(odd, ensure_ascii=False, indent=1),
        "json, sentences with labels": json.dumps(dict(ROWS)),
        "json, other values": '[{"text": "a", "label": true}, {"text": null, "label": 1e99}, {"text": 3, "label": -0}]',
        "json, surrogates": r'[{"text": "a \ud800", "label": "x"}, {"text": "b \ud83d\ude00", "label": "\udfff"}]',
        "json, nested": '[{"text": {"a": [1]}, "label": "x"}]',
        "json, nested deeply": "[" * 5_000 + "]" * 5_000,
        "json, broken": json.dumps(records, indent=1)[:-20],
        "json, scalars": '[1, 2.5, NaN, -Infinity, "x"]',
        "json, twice the same key": '{"a": "x", "a": "y"}',
        "json, long number": f'[{{"text": "a", "label": {"7" * 5_000}}}]',
        "json, empty": "[{}, {}]",
        "jsonl": "\n".join(map(json.dumps, records)),
        "jsonl, blank lines and a comma": "\n\n".join(map(json.dumps, records)) + ",\n",
        "json, columns": json.dumps({name: [record[name] for record in records] for name in records[0]}),
        "json, columns of objects": json.dumps(
            {name: {str(i): record[name] for i, record in enumerate(records)} for name in records[0]}
        ),
        "json, columns, index, data": json.dumps({"columns": ["text", "y"], "index": [0, 1, 2, 3], "data": ROWS[:4]}),
        "json, pairs": json.dumps([("text", "y"), *ROWS, ("alone",)]),
        "json, parts": json.dumps({"version": "1", "train": records[:4], "test": records[4:]}),
        "json, rows of a viewer": json.dumps({"features": [{"name": "a"}], "rows": [{"row": r} for r in records]}),
        "json, in two objects": json.dumps({"all": {"examples": records, "others": []}}),
        "json, tokens": json.dumps([{"tokens": s.split(), "tags": list("DNV" * 3)[: len(s.split())]} for s, _ in ROWS]),
        "jsonl, unused odd values": '{"text": "a", "label": "x", "m": {"b": [1]}, "score": NaN, "e": [], "e": [[1]]}\n'
        * 2
        + '{"text": "c", "label": ["y"], "m": null}\n{"text": "d", "label": ["x", "y"]}\n',
        "jsonl, scores": '{"text": "a", "cats": {"X": 1.0, "Y": 0}}\n{"text": "b", "cats": {"X": 0.2, "Y": 0.3}}\n',
        "jsonl, pairs": '["a b", "x"]\n["c d", "y"]\n["e f", "x"]\n',
        "jsonl, parts of names": "\n".join(
            json.dumps({"is_kind": label == "good", "post_title": f"no {i}", "postText": sentence})
            for i, (sentence, label) in enumerate(ROWS)
        ),
    }


def _encodings() -> dict[str, bytes]:
    odd = _table(ODD_ROWS)
    return {
        "utf-8 with its mark": codecs.BOM_UTF8 + odd.encode(),
        "utf-16-le with its mark": codecs.BOM_UTF16_LE + odd.encode("utf-16-le"),
        "utf-16-be with its mark": codecs.BOM_UTF16_BE + odd.encode("utf-16-be"),
        "utf-32-le with its mark": codecs.BOM_UTF32_LE + odd.encode("utf-32-le"),
        "utf-16-le": _table(ROWS).encode("utf-16-le"),
        "utf-32-be": _table(ROWS).encode("utf-32-be"),
        "cp1252": _table(WESTERN).encode("cp1252"),
        "cp1251": _table(CYRILLIC).encode("cp1251"),
        "gb18030": _table(CHINESE).encode("gb18030"),
        "shift_jis": _table(JAPANESE).encode("shift_jis"),
        "utf-8, Chinese": _table(CHINESE, header="文本,标签").encode(),
        "utf-8 with a stray byte": _table(WESTERN + CYRILLIC).encode() + b"caf\xe9,bien\n",
        "utf-8, cut": _table(CHINESE).encode()[:-3],
    }


def _no_text() -> dict[str, bytes]:
    return {
        "zip": b"PK\x03\x04\x14\x00\x06\x00\x08\x00" + bytes(range(40)),
        "pdf": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n",
        "png": b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR",
        "gzip": b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03",
        "pickle": b"\x80\x04\x95\x0c\x00\x00\x00\x00\x00\x00\x00\x8c\x04",
        "program": b"MZ\x90\x00\x03\x00\x00\x00\x04\x00",
        "a sentence like a program": b"sentence,label\nMZ is a place,good\nGIF89a is a name,bad\n",
        "every byte": bytes(range(256)),
    }

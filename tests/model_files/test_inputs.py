"""Whatever somebody may take for a model file: one clear line names the field, and no claim is believed."""

import io
import json
import pickle
import tracemalloc
import zipfile
from contextlib import suppress
from dataclasses import replace

import numpy as np
import pytest
from safetensors.numpy import save as library_save

from rnn_core import InvalidModel, ModelConfig, TrainConfig, limits
from rnn_core.model_files import load, memory_to_load
from rnn_core.model_files.size import PARTS as MANY
from tests.datasets import drawn
from tests.model_files.making import apart, changed, framed, model_file, most_memory, together
from tests.test_resume import DATASETS

FILE = model_file()
TANH = model_file(model=ModelConfig(3), with_sentences=True)  # one layer, one direction: Wxh is (10, 3)


def refusal(data: bytes, beside: int = 0) -> str:
    """Why a file is refused, in a line; for less memory than is allowed, and so much beside it."""
    tracemalloc.start()
    try:
        with pytest.raises(InvalidModel) as refused:
            load(data)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    message = str(refused.value)
    assert message.isprintable() and len(message) < 400
    assert peak < most_memory(data) + beside
    return message


def taken(data: bytes, beside: int) -> None:
    """Whether it is refused or not, it takes no more memory than it may."""
    tracemalloc.start()
    with suppress(InvalidModel):
        load(data)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < most_memory(data) + beside


def refused(data: bytes, beginning: str | tuple[str, ...], beside: int = 0) -> None:
    message = refusal(data, beside)
    assert message.startswith(beginning), message


def written(data: bytes, name: str) -> np.ndarray:
    """A tensor of a file, as one may change it."""
    _, tensors = apart(data)
    dtype, shape, raw = tensors[name]
    return np.frombuffer(raw, {"F64": "<f8", "I64": "<i8"}[dtype]).reshape(shape).copy()


def with_tensor(data: bytes, name: str, array: np.ndarray, dtype: str = "F64", sealed: bool = True) -> bytes:
    entry = (dtype, list(array.shape), array.tobytes())
    return changed(data, lambda described, tensors: tensors.update({name: entry}), sealed)


def saying(data: bytes, *path_and_value) -> bytes:
    """A file that says something else of itself: names that lead there, and the new value."""
    *path, last, value = path_and_value

    def change(described, tensors):
        for step in path:
            described = described[step]
        described[last] = value

    return changed(data, change)


def without(data: bytes, *path) -> bytes:
    def change(described, tensors):
        for step in path[:-1]:
            described = described[step]
        del described[path[-1]]

    return changed(data, change)


def test_what_is_taken_apart_and_put_together_is_the_same_model():
    for file in (FILE, TANH):
        assert [p.fingerprint() for p in load(together(*apart(file))).kept] == [
            p.fingerprint() for p in load(file).kept
        ]


# Files of another kind.


def test_an_empty_file():
    assert refusal(b"") == "The file is empty."


@pytest.mark.parametrize("size", [1, 7, 8, 9, 100, 5_000, len(FILE) - 1])
def test_a_truncated_file(size):
    refused(FILE[:size], ("header: this is not a model file, or it was cut off", "sha256: ", "1/", "__"))


def test_a_file_with_something_behind_it():
    assert "data_offsets end at" in refusal(FILE + b"\0")


class Opens:
    """A pickle that would run something."""

    def __reduce__(self):
        return exec, ("raise RuntimeError('it was run')",)


def test_a_pickle_renamed():
    refused(pickle.dumps(Opens()), "This is a pickle")


def test_an_object_array():
    file = io.BytesIO()
    np.save(file, np.array([Opens()], dtype=object), allow_pickle=True)
    refused(file.getvalue(), "This is a numpy array")


def test_a_zip_that_inflates_to_a_thousand_times_its_size():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("weights.npy", "w") as member:
        for _ in range(400):
            member.write(bytes(1_000_000))
    assert 300_000 < len(file.getvalue()) < 500_000
    refused(file.getvalue(), "This is a zip archive")


def test_a_gzip_or_hdf5_file():
    refused(b"\x1f\x8b\x08" + bytes(50), "This is a gzip")
    refused(b"\x89HDF\r\n\x1a\n" + bytes(50), "This is an HDF5")


def test_128_bytes_that_claim_32_gigabytes():
    claim = {"dtype": "F64", "shape": [1 << 16, 1 << 16], "data_offsets": [0, 1 << 35]}
    small = framed({"__metadata__": {"rnn_playground": "{}"}, "W": claim})
    assert len(small) < 160
    assert refusal(small) == ("W: the file ends 34,359,738,368 bytes before its data do. Download or copy it again.")
    said = refusal((1 << 35).to_bytes(8, "little") + b"{" + bytes(119))
    assert said == "header: this is not a model file, or it was cut off after 128 bytes."


def test_a_file_that_is_larger_than_any_model(monkeypatch):
    monkeypatch.setattr("rnn_core.model_files.size.MOST_BYTES", len(FILE))
    load(FILE)
    refused(FILE + b"x", f"The file has {len(FILE) + 1:,} bytes; no model has more than {len(FILE):,}.")


def test_a_file_of_somebody_else():
    other = library_save({"embedding.weight": np.zeros((3, 2))}, {"format": "pt"})
    refused(other, "__metadata__: it must hold “rnn_playground” and nothing else")
    refused(library_save({"w": np.zeros(3)}), "__metadata__")


# The header.


def entry(begin: int, end: int, dtype: object = "U8", shape: object = None) -> dict:
    return {"dtype": dtype, "shape": [end - begin] if shape is None else shape, "data_offsets": [begin, end]}


META = {"__metadata__": {"rnn_playground": "{}"}}


@pytest.mark.parametrize(
    ("header", "data", "message"),
    [
        ('{"a": 1', b"", "header: this is not JSON"),
        ('{"a": ' + "[" * 90_000, b"", "header: this is not JSON"),
        ('{"a": 1, "a": 2}', b"", "header: “a” stands there twice."),
        ('{"a": NaN}', b"", "header: NaN is no finite number."),
        ('{"a": ' + "9" * 5_000 + "}", b"", "header: a number has 5,000 digits."),
        ('{"\\', b"", "header: this is not JSON"),
        ({**META, "a": 3}, b"", "a: its entry must be dtype, shape and data_offsets."),
        ({**META, "a": entry(0, 2) | {"more": 1}}, b"ab", "a: its entry must be"),
        ({**META, "a": entry(0, 2, shape=[-1, -2])}, b"ab", "a: its shape is [-1, -2]"),
        ({**META, "a": entry(0, 2, shape=[True, 2])}, b"ab", "a: its shape is [True, 2]"),
        ({**META, "a": entry(0, 2, shape=[1, 1, 2])}, b"ab", "a: its shape is [1, 1, 2]"),
        ({**META, "a": entry(0, 2, shape=[2.0])}, b"ab", "a: its shape is [2.0]"),
        ({**META, "a": entry(0, 2, shape="2")}, b"ab", "a: its shape is 2"),
        ({**META, "a": entry(0, 2, shape=[3])}, b"ab", "a: its shape needs 3 bytes, and its data_offsets are [0, 2]."),
        ({**META, "a": entry(0, 2) | {"data_offsets": [2, 0]}}, b"ab", "a: its shape needs 2 bytes"),
        ({**META, "a": entry(0, 2) | {"data_offsets": [0]}}, b"ab", "a: data_offsets are [0]"),
        ({**META, "a": entry(0, 2), "b": entry(1, 3)}, b"abc", "b: data_offsets begin at 1; the tensor before"),
        ({**META, "a": entry(0, 2), "b": entry(3, 4)}, b"abcd", "b: data_offsets begin at 3; the tensor before"),
        ({**META, "a": entry(0, 2)}, b"abc", "a: data_offsets end at 2, and the file has 3 bytes of data."),
        ({**META, "a": entry(0, 2)}, b"a", "a: the file ends 1 byte before its data do. Download or copy it again."),
        ({"a": entry(0, 2)}, b"ab", "__metadata__: it must hold"),
        ({"__metadata__": {"rnn_playground": 1}}, b"", "__metadata__: it must hold"),
        ({"__metadata__": {"rnn_playground": "{}", "x": ""}}, b"", "__metadata__: it must hold"),
        ({"__metadata__": []}, b"", "__metadata__: it must hold"),
    ],
)  # fmt: skip
def test_a_header_that_is_not_true(header, data, message):
    refused(framed(header, data), message)


def test_a_header_that_is_not_ascii():
    assert refusal((4).to_bytes(8, "little") + b'{"\xff}') == "header: it is not ASCII."
    refused(framed('{"a\\u0151": 1}'), "header: it has an escape other than")
    assert load(FILE) and b'\\"' in FILE


@pytest.mark.parametrize("shape", [[0, 2**62], [0, 2**70], [2**70, 0]])
@pytest.mark.parametrize("dtype", ["F64", "U8"])
def test_nothing_in_a_shape_that_is_beyond_numpy(shape, dtype):
    refused(framed({**META, "a": entry(0, 0, dtype, shape)}), "a: its shape is ")


LONG = 4_000_000  # characters


@pytest.mark.parametrize("sign", ["", "é", "ő", "😀"])  # which make it one, one, two and four bytes a character
@pytest.mark.parametrize("ascii_", [True, False])
def test_a_long_string_takes_no_more_memory_because_of_one_character_in_it(sign, ascii_):
    text = sign + "x" * LONG
    inside = json.dumps({"format": 2, text: 1}, ensure_ascii=ascii_)
    for header in ({"__metadata__": {"rnn_playground": inside}}, {text: 1, **META}):
        refused(framed(json.dumps(header, ensure_ascii=ascii_)), ("header: it ", "metadata: ", "model: ", "xxx"), MANY)


STRINGS = (
    ["format"], ["fingerprint"], ["vocabulary"], ["classes"], ["model", "cell"], ["model", "hidden_size"],
    ["training", "optimiser"], ["text", "tokeniser"], ["networks"], ["networks", 0, "columns"],
    ["networks", 0, "state", "best"], ["networks", 0, "state", "random", "WEIGHTS"],
)  # fmt: skip


@pytest.mark.parametrize("path", STRINGS, ids=map(str, STRINGS))
def test_a_long_string_is_not_repeated_wherever_it_stands(path):
    for value in ("é" + "x" * LONG, [["é" + "x" * LONG]]):
        taken(saying(FILE, *path, value), MANY)


def test_ordinary_words_of_any_script_are_not_too_wide():
    words = sorted(
        f"{word}{i}" for i in range(2_000) for word in ("erdőben", "größenwahn", "слово", "好的", "well😀", "x" * 60)
    )
    refused(saying(FILE, "vocabulary", words), "1/now/Wxh: its shape is", MANY)


@pytest.mark.parametrize("half", ["\ud800", "a\udfffb"])
def test_half_a_character_in_a_word_or_a_label(half):
    for field in ("vocabulary", "classes"):
        texts = apart(FILE)[0][field]
        refused(saying(FILE, field, [*texts[:-1], half]), f"{field}: number {len(texts)} holds half a character, '\\ud")


@pytest.mark.parametrize("value", ["no", [], {}, 0, 1, None])
def test_whether_case_is_folded_is_true_or_false(value):
    refused(saying(TANH, "text", "fold_case", value), "text: ")


def test_many_updates_of_an_epoch():
    many = 2_000_000
    norms = with_tensor(FILE, "1/gradient_norms", np.zeros(many))
    refused(saying(norms, "networks", 0, "state", "position", many), "networks/1/state/position: it is 2000000")


def test_10_000_members():
    many = {f"member {i}": entry(i, i + 1) for i in range(10_000)}
    refused(framed({**META, **many}, bytes(10_000)), "header: it has more parts than a model can have")


@pytest.mark.parametrize("piece", ["[],", "{},", '"",', '"a":1,', '[["', "\\\\", '\\"', '"'])
def test_nothing_but_signs_cost_little(piece):
    for size in (50_000, 6_000_000):
        inside = piece * (size // len(piece))
        refused(framed('{"a": [' + inside), "header: ", MANY)
        refused(together('{"format": [' + inside, {}), "metadata: ", MANY)


@pytest.mark.parametrize("dtype", ["F16", "BF16", "I32", "I8", "BOOL", "C64", "F8_E4M3", "f8", "object", 7, ["F64"]])
def test_float16_whole_numbers_complex_and_others(dtype):
    header = {**META, "1/now/Wxh": entry(0, 8, dtype, [1])}
    refused(framed(header, bytes(8)), "1/now/Wxh: its type is ")


def test_weights_of_another_type_than_the_settings_say():
    single = written(FILE, "1/now/Whh").astype("<f4")
    message = refusal(with_tensor(FILE, "1/now/Whh", single, "F32"))
    assert message == "1/now/Whh: its type is float32; with these settings it is F64."
    whole = written(FILE, "1/now/Whh").astype("<i8")
    refused(with_tensor(FILE, "1/now/Whh", whole, "I64"), "1/now/Whh: its type is int64")
    refused(saying(FILE, "model", "dtype", "float32"), "1/now/")


def test_big_endian_numbers():
    swapped = written(FILE, "1/now/Whh").astype(">f8")
    refused(with_tensor(FILE, "1/now/Whh", swapped, sealed=False), "sha256: ")


# Members.


def test_a_missing_an_extra_and_a_renamed_member():
    assert refusal(changed(FILE, lambda d, tensors: tensors.pop("1/best/by"))) == "1/best/by: it is missing."
    assert refusal(changed(FILE, lambda d, tensors: tensors.pop("1/slot2/Why"))) == "1/slot2/Why: it is missing."
    assert refusal(changed(FILE, lambda d, tensors: tensors.pop("1/order"))) == "1/order: it is missing."
    more = with_tensor(FILE, "2/now/by", np.zeros(2))
    assert refusal(more) == "2/now/by: there is no such tensor in a model with these settings."
    described, tensors = apart(FILE)
    del tensors["sha256"]
    assert refusal(together(described, tensors, sealed=False)) == "sha256: it is missing."


def test_a_member_that_stands_there_twice():
    size = int.from_bytes(FILE[:8], "little")
    header = FILE[8 : 8 + size].decode().rstrip()
    twice = header[:-1] + ',"1/now/by":{"dtype":"F64","shape":[0],"data_offsets":[0,0]}}'
    assert refusal(framed(twice, FILE[8 + size :])) == "header: “1/now/by” stands there twice."


def test_transposed_and_inconsistent_shapes():
    turned = np.ascontiguousarray(written(TANH, "1/now/Wxh").T)
    message = refusal(with_tensor(TANH, "1/now/Wxh", turned))
    assert message.startswith("1/now/Wxh: its shape is 3 x ") and message.endswith("it must be 10 x 3.")
    refused(with_tensor(TANH, "1/slot1/Whh", np.zeros((3, 4))), "1/slot1/Whh: its shape is 3 x 4; ")
    refused(with_tensor(TANH, "1/best/by", np.zeros((1, 2))), "1/best/by: its shape is 1 x 2; ")
    refused(saying(TANH, "model", "hidden_size", 4), "1/now/Wxh: its shape is 10 x 3; ")


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
@pytest.mark.parametrize("name", ["1/now/Why", "1/best/bh_back", "1/best/Wxh", "1/slot2/Whh"])
def test_weights_that_are_not_finite(bad, name):
    array = written(FILE, name)
    array[(0,) * array.ndim] = bad
    assert refusal(with_tensor(FILE, name, array)) == f"{name}: it holds a number that is not finite (NaN or infinite)."


def test_a_flipped_bit_is_noticed_wherever_it_matters():
    random = np.random.default_rng(0)
    before = load(FILE)
    for at in [*random.integers(len(FILE), size=150).tolist(), len(FILE) - 1]:
        flipped = bytearray(FILE)
        flipped[at] ^= 1 << int(random.integers(8))
        try:
            after = load(bytes(flipped))
        except InvalidModel as error:
            assert str(error).isprintable()
        else:  # white space of the header, say: then nothing else is another
            assert (after.model, after.vocabulary, after.kept[0].fingerprint()) == (
                before.model, before.vocabulary, before.kept[0].fingerprint()
            )  # fmt: skip
    size = int.from_bytes(FILE[:8], "little")
    for at in (8 + size, 8 + size + 1_000, len(FILE) - 1):
        flipped = bytearray(FILE)
        flipped[at] ^= 1
        refused(bytes(flipped), "sha256: ")


def test_a_digest_is_one_of_all_that_is_said_and_of_every_tensor():
    for change in (
        lambda described, tensors: described["training"].update(seed=1),
        lambda described, tensors: tensors.update({"1/now/by": tensors["1/best/by"]}),
        lambda described, tensors: tensors.update({"1/curves": ("F64", *tensors["1/curves"][1:2], bytes(8 * 21))}),
    ):
        described, tensors = apart(FILE)
        change(described, tensors)
        if len(tensors["1/curves"][2]) == np.prod(tensors["1/curves"][1]) * 8:
            refused(together(described, tensors, sealed=False), "sha256: ")


# What it says of itself.


def test_a_newer_and_a_missing_version():
    assert refusal(saying(FILE, "format", 3)) == (
        "format: the file is of version 3; this is a program for version 2. Update it."
    )
    assert refusal(saying(FILE, "format", 0)).endswith("Save the model anew.")
    assert refusal(without(FILE, "format")) == "format: it is missing."
    refused(saying(FILE, "format", "1"), "format: it is '1'; it must be a int")
    # A newer file may have anything: its version is told all the same.
    refused(changed(FILE, lambda d, t: d.update(format=3, networks=None)), "format: ")


def test_a_hidden_size_of_a_million():
    refused(saying(FILE, "model", "hidden_size", 10**6), "model: The hidden size is 1000000; it must be")
    claims = saying(saying(FILE, "model", "hidden_size", 240), "model", "layers", 2)  # 11 MB, of which nothing is there
    refused(claims, "1/now/Wxh: its shape is ")
    embedding = saying(saying(FILE, "model", "input", "embedding"), "model", "embedding_size", 10**6)
    refused(embedding, "model: The embedding size is 1000000")


def test_more_weights_than_a_network_may_have(monkeypatch):
    monkeypatch.setattr(limits, "MAX_WEIGHTS", 20)
    refused(FILE, "model: 10 words and a hidden size of 3 make")


def test_a_vocabulary_that_is_not_as_long_as_the_table():
    words = apart(TANH)[0]["vocabulary"]
    message = refusal(saying(TANH, "vocabulary", words[:-1]))
    assert message.startswith("1/now/Wxh: its shape is 10 x 3; with 9 rows of the vocabulary")
    refused(saying(TANH, "vocabulary", [*words, "zz"]), "1/now/Wxh: its shape is 10 x 3; with 11 rows")
    refused(saying(TANH, "text", "unknown", "skip"), "1/now/Wxh: its shape is 10 x 3; with 9 rows")
    refused(saying(TANH, "vocabulary", [f"{i:06}" for i in range(30_001)]), "vocabulary: it has 30,001", MANY)


@pytest.mark.parametrize("field", ["vocabulary", "classes"])
def test_words_and_labels_that_cannot_be(field):
    """There are no reserved words: the unknown word is a row without a name."""
    first, *others = apart(FILE)[0][field]
    assert refusal(saying(FILE, field, [first, first, *others[1:]])) == f"{field}: “{first}” stands there twice."
    assert refusal(saying(FILE, field, ["", *others])) == f"{field}: number 1 is '', which is no word or label."
    refused(saying(FILE, field, [first, "  ", *others[1:]]), f"{field}: number 2 is '  '")
    refused(saying(FILE, field, [7, *others]), f"{field}: number 1 is 7")
    refused(saying(FILE, field, [*others, first]), f"{field}: it is not sorted")
    refused(saying(FILE, field, "words"), f"{field}: it is 'words'; it must be a list")


def test_labels_that_are_not_as_many_as_the_columns_of_the_head():
    message = refusal(saying(TANH, "classes", ["x", "y", "z"]))
    assert message == (
        "1/now/Why: its shape is 3 x 2; with 10 rows of the vocabulary, 3 labels and these settings it must be 3 x 3."
    )
    refused(saying(TANH, "classes", ["x"]), "classes: there are 1; 2 to")
    refused(saying(TANH, "classes", [f"{i:03}" for i in range(61)]), "classes: there are 61; 2 to 60")


RANDOM = ["networks", 0, "state", "random"]


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        (["model", "cell"], "transformer", "model: The cell is 'transformer'; it must be one of"),
        (["model", "cell"], ["tanh"], "model: cell is ['tanh'], which is no setting."),
        (["model", "hidden_size"], True, "model: The hidden size is True"),
        (["model", "layers"], 99, "model: The number of layers is 99"),
        (["model", "no_such"], 1, "model/no_such: there is no such field."),
        (["model"], [], "model: it is []; it must be a dict"),
        (["training", "optimiser"], "lion", "training: The optimiser is 'lion'"),
        (["training", "optimiser"], "sgd", "1/slot1/"),
        (["training", "dropout"], 1.0, "training: The dropout is 1.0"),
        (["text", "tokeniser"], "os.system", "text: The way to cut words is 'os.system'"),
        (["tagged"], 1, "tagged: it is 1; it must be a bool"),
        (["tagged"], True, "tagged: every word has a label, and the readout is another"),
        (["fingerprint"], None, "fingerprint: it is None"),
        (["networks"], [], "networks: there are 0; 1 to 8 are possible."),
        (["networks"], {}, "networks: it is {}"),
        (["of_networks"], 0, "of_networks: it is 0, and there are 1 networks."),
        (["of_networks"], 9, "of_networks: it is 9"),
        (["networks", 0, "has_first"], True, "1/first/Wxh: it is missing."),
        (["networks", 0, "state"], None, "1/kept/"),
        (["networks", 0, "state"], [], "networks/1/state: it is []; it must be a dict"),
        (["networks", 0, "kept_epoch"], 9, "networks/1/kept_epoch: it is 9; it must be a whole number from 0 to 1."),
        (["networks", 0], 3, "networks/1: it must be an object."),
        (["networks", 0, "epoch"], -1, "networks/1/epoch: it is -1"),
        (["networks", 0, "epoch"], 1.0, "networks/1/epoch: it is 1.0"),
        (["networks", 0, "state", "position"], 99, "1/gradient_norms: its shape is"),
        (["networks", 0, "state", "position"], 2**60, "networks/1/state/position: it is 1152921504606846976"),
        (["networks", 0, "state", "best_epoch"], 9, "networks/1/state/best_epoch: it is 9; it must be a whole number"),
        (["networks", 0, "state", "best"], "last_good", "networks/1/state/best: it is “last_good”; it must be"),
        (["networks", 0, "state", "last_good"], "last_good", "1/last_good/"),
        (["networks", 0, "state", "best_loss"], None, "networks/1/state/best_loss: it is None; it must be a float"),
        (["networks", 0, "seed"], -1, "networks/1/seed: it is -1"),
        (["networks", 0, "columns"], ["epoch"], "1/curves: its shape is"),
        (RANDOM, {}, "networks/1/state/random/WEIGHTS: it is missing."),
        ([*RANDOM, "MORE"], {}, "networks/1/state/random/MORE: there is no such field."),
        ([*RANDOM, "ORDER", "state"], str(2**128), "networks/1/state/random/ORDER/state: 34028"),
        ([*RANDOM, "ORDER", "state"], "-1", "networks/1/state/random/ORDER/state: -1 is none"),
        ([*RANDOM, "ORDER", "state"], "٣", "networks/1/state/random/ORDER/state"),
        ([*RANDOM, "ORDER", "inc"], "4", "networks/1/state/random/ORDER/inc: 4 is none"),
        ([*RANDOM, "ORDER", "inc"], 5, "networks/1/state/random/ORDER/inc: it is 5; it must be a str"),
        ([*RANDOM, "ORDER", "has_uint32"], 2, "networks/1/state/random/ORDER/has_uint32: it is 2"),
        ([*RANDOM, "ORDER", "uinteger"], 2**32, "networks/1/state/random/ORDER/uinteger: it is 4294967296"),
    ],
)  # fmt: skip
def test_what_it_says_of_itself(path, value, message):
    refused(saying(FILE, *path, value), message)


def every_field(value, path=()):
    """The way to each field of an object, in lists only to the first."""
    items = value.items() if isinstance(value, dict) else enumerate(value[:1])
    for name, inner in items:
        if isinstance(value, dict):
            yield (*path, name)
        if isinstance(inner, dict | list) and name not in ("vocabulary", "classes", "columns"):
            yield from every_field(inner, (*path, name))


@pytest.mark.parametrize("path", list(every_field(apart(FILE)[0])), ids=lambda path: "/".join(map(str, path)))
def test_no_field_may_be_missing(path):
    named = "/".join(str(step + 1) if isinstance(step, int) else step for step in path)
    assert refusal(without(FILE, *path)) == f"{named}: it is missing."


def test_curves_that_are_none():
    figures = written(FILE, "1/curves")
    assert figures.shape == (1, len(apart(FILE)[0]["networks"][0]["columns"]))
    for epochs in ([0.0], [2.0], [1.5], [np.nan], [np.inf], [1.0, 1.0], [1.0, 2.0]):
        rows = np.repeat(figures, len(epochs), axis=0)
        rows[:, 0] = epochs
        refused(with_tensor(FILE, "1/curves", rows), "1/curves: its epochs are not whole numbers")
    columns = apart(FILE)[0]["networks"][0]["columns"]
    for other in ([*columns[:-1], "norm of W"], [*columns[1:], columns[0]], ["loss", *columns[1:]]):
        refused(saying(FILE, "networks", 0, "columns", other), "1/curves: its columns are not")


def test_sentences_that_are_not_those_of_the_run():
    assert load(TANH).dataset
    for text, message in (
        ("[]", "sentences: There are no training sentences."),
        ("{}", "sentences: each must be"),
        ("[[]]", "sentences: each must be"),
        ('[["a", "x", "train", 1]]', "sentences: each must be"),
        ('[["a", "x", "nowhere", "1"]]', "sentences: each must be"),
        (json.dumps([["a" * 5_000, "x", "train", "1"]]), "sentences: each must be"),
        ("[", "sentences: this is not JSON"),
        ("[" * 600_000, "sentences: it has more parts"),
        (
            '[["a", "x", "train", "1"], ["b", "y", "train", "2"]]',
            f"fingerprint: it is {apart(TANH)[0]['fingerprint']}, and the sentences, cut as “text” says, have ",
        ),
    ):
        array = np.frombuffer(text.encode(), np.uint8)
        refused(with_tensor(TANH, "sentences", array, "U8"), message)
    assert refusal(with_tensor(TANH, "sentences", np.array([255], np.uint8), "U8")) == "sentences: they are not ASCII."
    for field, value in (("fold_case", False), ("min_count", 2)):
        refused(saying(TANH, "text", field, value), "fingerprint: it is ")


def test_an_order_in_which_the_sentences_cannot_be_read():
    order = written(FILE, "1/order")
    for wrong in (order[:-1], np.append(order, 99), np.append(order[:-1], -1), np.append(order[:-1], order[0])):
        model = load(with_tensor(FILE, "1/order", wrong, "I64"))
        with pytest.raises(InvalidModel, match=r"^order: it is none in which these sentences can be read"):
            model.go_on(DATASETS["vector"])


@pytest.mark.parametrize("sentence", ["a", "word " * 190, "😀" + "word " * 190, "ő" + "w" * 900])
def test_what_sentences_take_is_known_before(sentence):
    many = [(f"{sentence}{i}", "xy"[i % 2], "train", str(i)) for i in range(2_000)]
    array = np.frombuffer(json.dumps(many, separators=(",", ":")).encode(), np.uint8)
    data = with_tensor(TANH, "sentences", array, "U8")
    needed = memory_to_load(data)
    tracemalloc.start()
    with pytest.raises(InvalidModel, match=r"^fingerprint"):
        load(data)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < needed < 4 * peak


@pytest.mark.parametrize("size", [1_000, 100_000])
@pytest.mark.parametrize("piece", ["[],", '"",', '"%x":1,', '"%x",'])
def test_what_names_and_settings_take_is_known_before(size, piece):
    inside = "".join(piece.replace("%x", f"{i:x}") for i in range(size // len(piece)))
    opening, closing = ('"a":{', '"":1}') if ":" in piece else ('"a":[', '""]')
    data = together(f'{{"format":2,{opening}{inside}{closing}}}', {})
    taken(data, memory_to_load(data) - most_memory(data))


def test_memory_of_a_large_model_is_below_twice_its_file():
    dataset = drawn(400, 4, words=3_000)
    file = model_file(dataset, ModelConfig(64, cell="lstm"), replace(TrainConfig(), optimiser="adam", epochs=1), 1)
    assert len(file) > 10_000_000
    tracemalloc.start()
    load(file)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 1.2 * len(file)  # beyond the file itself
    assert refusal((len(file) - 8).to_bytes(8, "little") + file[8:]) == "header: it is not ASCII."
    late = with_tensor(file, "1/slot2/by", np.full(4, np.nan))
    refused(late, "1/slot2/by: it holds a number")


def test_memory_of_a_model_of_many_words_is_that_of_its_words():
    dataset = drawn(7_500, 4, words=30_000)
    file = model_file(dataset, ModelConfig(1), replace(TrainConfig(), epochs=1), 1)
    words = len(dataset.vocabulary)
    assert words > 15_000 and len(file) < 40 * words
    tracemalloc.start()
    load(file)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 2 * len(file) + 120 * words

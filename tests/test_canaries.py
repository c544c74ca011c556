"""Twenty people at once, each with a word that nobody else has: it reaches no other page, download or log.

Every byte that the server sends to each of them is searched. That the search would find the word is shown by finding
it in what its owner is sent.
"""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from rnn_core.exporters import EXPORTS
from tests.carrier import Carrier
from tests.running import Server, start_server
from tests.test_load import told

PEOPLE = 20
FILES = {  # that hold sentences, by what the menu calls them
    "Answers to every sentence (CSV)": "predictions.csv",
    EXPORTS["numpy"].title: EXPORTS["numpy"].file_name,
    EXPORTS["notebook"].title: EXPORTS["notebook"].file_name,
}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    running = start_server(tmp_path_factory.mktemp("server") / "log.txt")
    yield running
    running.stop()


def canaries(number: int) -> dict[str, str]:
    """A person's words, by where each is used."""
    letters = "".join(chr(ord("a") + int(digit)) for digit in f"{number:02}")
    places = ("file", "sentence", "label", "box", "pasted", "unlabelled")
    return {place: f"canary{place}{letters}" for place in places}


def own_sentences(words: dict[str, str]) -> bytes:
    lines = [f"{words['sentence']} is fine {i},{words['label']}\nthat was bad {i},other" for i in range(12)]
    return ("sentence,label\n" + "\n".join(lines) + "\n").encode()


async def stay(one: Carrier, words: dict[str, str]) -> None:
    """Do all that can be done with one's own text."""
    await one.set("sentence", f"i am {words['box']}")
    await one.click("open_loading")
    await one.upload("upload", f"{words['file']}.csv", own_sentences(words))
    await one.click("use")
    await one.set("pace", "Full speed")
    await one.click("play")
    for name in ("Sentences", "Scores", "Inside", "Data"):
        await one.tab(name)
    await one.click("reset")  # no page ticks from here on: what is clicked is answered in order
    await one.tab("Keep")
    await one.set("keep", "Classify")
    await one.set("classify_pasted", f"{words['sentence']} {words['pasted']}\nfine")
    await one.click("classify")
    await one.set("classify_from", "A file")
    await one.upload("classify_file", f"{words['file']}.txt", f"{words['unlabelled']} is fine\nthat was bad\n".encode())
    await one.click("classify")


async def take_away(one: Carrier) -> None:
    """Download what there is."""
    await one.download("download_answers")
    await one.set("keep", "Take away")
    for title, file_name in FILES.items():
        await one.set("taken", title)
        await one.download(f"take-{file_name}")
    await one.tab("Data")
    await one.download("download")


def test_nobody_is_sent_a_word_of_somebody_else(server):
    people = [Carrier(server.url, "epochs=200&hidden_size=4", patience=120) for _ in range(PEOPLE)]
    words = [canaries(number) for number in range(PEOPLE)]

    async def story() -> None:
        await asyncio.gather(*(one.open() for one in people))
        await asyncio.gather(*(stay(one, own) for one, own in zip(people, words, strict=True)))
        for one in people:
            await take_away(one)
        late = await Carrier(server.url, patience=120).open()  # after all of them
        people.append(late)
        await late.tab("Keep")
        await late.set("keep", "Take away")
        await asyncio.gather(*(one.leave() for one in people))

    told(story())
    log = Path(server.log_file).read_text(encoding="utf-8")
    assert [one.errors for one in people] == [[]] * (PEOPLE + 1)
    seen = [one.seen for one in people]
    assert [
        f"person {i} is sent the {place} of person {number}"
        for number, own in enumerate(words)
        for place, word in own.items()
        for i, sent in enumerate(seen)
        if i != number and word.encode() in sent
    ] == []
    for number, own in enumerate(words):
        for place, word in own.items():
            assert word not in log
            assert word.encode() in seen[number], f"{place}: the search does not find it where it is"
        unlabelled, *taken = people[number].downloads
        assert own["unlabelled"].encode() in unlabelled and own["label"].encode() in unlabelled
        assert len(taken) == len(FILES) + 1
        assert all(own[place].encode() in file for file in taken for place in ("sentence", "label"))
    assert server.log() == ""

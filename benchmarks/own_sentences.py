"""Sentences of one's own: how soon training begins, how long an epoch takes, what a session holds in memory (Linux).

python -m benchmarks.own_sentences
"""

import os

os.environ["OPENBLAS_NUM_THREADS"] = "1"

import gc
import tempfile
import time
import tracemalloc
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from itertools import pairwise
from pathlib import Path
from statistics import median
from threading import Thread
from urllib.parse import urlencode

import numpy as np
import psutil
from playwright.sync_api import Browser, sync_playwright

from benchmarks.page import pause_latencies_of
from benchmarks.question_file import lines
from playground.jobs import Job
from playground.links import Link, to_query
from playground.predictions import Predictions
from playground.presets import PRESETS, SUGGESTED
from playground.room import give_back
from playground.sentences import Sentences
from playground.settings import Settings
from playground.shared import bundled_sentences
from playground.suggestions import suggest
from rnn_core import Dataset, EpochRecord, ReadOptions, evaluate, limits, read_draft, train
from rnn_core.dataset import VALIDATION_SHARE
from tests.browser.driving import Visitor, find_chromium, launch
from tests.running import Server, start_server

QUESTIONS = "\n".join(lines()).encode()


def prepared(content: bytes) -> Dataset:
    """The sentences of a file as the page has them if nothing is changed."""
    asked = ReadOptions(tags=None, text=None)
    return read_draft(content, "file.tsv", asked).dataset(validation_share=VALIDATION_SHARE)


def seconds_to_first_update() -> tuple[float, float, float]:
    """Reading, the report, and the way to the first update, without a page."""
    started = time.perf_counter()
    dataset = prepared(QUESTIONS)
    was_read = time.perf_counter()
    Sentences(dataset, "questions.tsv", own=True).report  # noqa: B018  # worked out when it is asked for
    reported = time.perf_counter()
    settings = suggest(dataset)
    next(train(dataset, settings.model, settings.training))
    return was_read - started, reported - was_read, time.perf_counter() - reported


def seconds_an_epoch(dataset: Dataset, settings: Settings, epochs: int = 5) -> float:
    """Median time of an epoch, evaluation included."""
    times, started = [], time.perf_counter()
    for event in train(dataset, settings.model, replace(settings.training, epochs=epochs)):
        if isinstance(event, EpochRecord):
            times.append(time.perf_counter() - started)
            started = time.perf_counter()
    return median(times)


def in_the_page(browser: Browser, server: Server) -> list[float]:
    """Seconds from the upload until it can be used, from that click until Play is back, from Play to epoch 1."""
    one = Visitor(browser, server, "?pace=full")
    one.open_panel()
    one.settle()
    clock = [time.perf_counter()]
    one.upload("questions.tsv", QUESTIONS)
    button = one.page.get_by_role("button", name="Use this dataset")
    button.wait_for()
    clock.append(time.perf_counter())
    button.click()
    one.page.locator(".st-key-upload").wait_for(state="detached")
    one.settle()
    clock.append(time.perf_counter())
    one.press("Play")
    one.wait_for_epoch(1)
    clock.append(time.perf_counter())
    one.leave()
    return [after - before for before, after in pairwise(clock)]


def with_suggested_settings(sentences: int) -> str:
    """What the suggested settings come to on that many questions."""
    dataset = prepared("\n".join(lines(sentences)).encode())
    settings = suggest(dataset)
    run = train(dataset, settings.model, settings.training)
    taken = sum(event.seconds for event in run if isinstance(event, EpochRecord))
    epoch, params = run.kept
    shares = {split: evaluate(dataset, split, params)[1] for split in ("train", "test")}
    return (
        f"{sentences:,} questions, {settings.cell}, {settings.hidden_size} units, batch {settings.batch_size}, epoch "
        f"{epoch} of {run.epoch} kept: train {shares['train']:.1%}, test {shares['test']:.1%}, {taken:.1f} s"
    )


def most_words() -> bytes:
    """A file of nearly the largest size with as many words as fit: short ones."""
    random = np.random.default_rng(0)
    words = np.array([a + b for a in "abcdefghijklmnopqrstuvwxyz" for b in ("", "a", "e", "i", "o")])
    rows = [f"{' '.join(random.choice(words, 136))}\tc{i % limits.MAX_CLASSES}" for i in range(limits.MAX_SENTENCES)]
    return "\n".join(rows).encode()[: limits.MAX_FILE_BYTES]


def largest_vocabulary() -> bytes:
    """A file of nearly the largest size with the largest vocabulary."""
    random = np.random.default_rng(0)
    words = np.array([f"{i:04x}" for i in range(limits.MAX_VOCABULARY)])
    rows = [f"{' '.join(random.choice(words, 79))}\tc{i % limits.MAX_CLASSES}" for i in range(limits.MAX_SENTENCES)]
    return "\n".join(rows).encode()[: limits.MAX_FILE_BYTES]


def in_reserve(visitors: int = 5) -> tuple[float, float, float]:
    """MB that are given back after so many at once, with nearly the largest files, have gone; MB before; seconds."""
    files = (most_words(), largest_vocabulary())
    held: list[tuple[Sentences, Job]] = []

    def visit(number: int) -> None:
        sentences = Sentences(prepared(files[number % 2]), "largest", own=True)
        settings = suggest(sentences.dataset)
        job = Job(train(sentences.dataset, settings.model, settings.training), settings.epochs)
        job.step()
        for _ in range(10):
            job.run_slice(0.2)
        held.append((sentences, job))

    threads = [Thread(target=visit, args=(number,)) for number in range(visitors)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    held.clear()
    gc.collect()
    before, began = psutil.Process().memory_info().rss, time.perf_counter()
    give_back()
    took, after = time.perf_counter() - began, psutil.Process().memory_info().rss
    return (before - after) / 1e6, before / 1e6, took


def session_megabytes(make: Callable[[], Dataset], preset: Settings | None = None) -> tuple[float, str]:
    """What one visitor's sentences and run hold, in MB, and how large they are.

    With a preset after its last epoch, weights of earlier epochs included; else after the first with the suggested
    settings, when it holds as many of them as it will.
    """
    gc.collect()
    tracemalloc.start()
    sentences = Sentences(make(), "largest", own=True)
    settings = preset or suggest(sentences.dataset)
    job = Job(train(sentences.dataset, settings.model, settings.training), settings.epochs)
    if preset:
        job.play()
    else:
        job.step()
    while job.status == "playing":
        job.run_slice(0.2)
        job.snapshot()
    kept = (sentences.report, Predictions.of(sentences.dataset, job.snapshot().params))
    gc.collect()
    held = tracemalloc.get_traced_memory()[0] / 1e6
    tracemalloc.stop()
    dataset = sentences.dataset
    size = (
        f"{len(dataset.examples):,} sentences, {len(dataset.corpus.words):,} words of {len(dataset.vocabulary):,} "
        f"kinds, {len(dataset.classes)} classes, hidden size {settings.hidden_size}, {settings.dtype}"
    )
    assert kept
    return held, size


def of_bundled(name: str) -> Dataset:
    """The sentences of a bundled set."""
    return bundled_sentences(name).dataset


def main() -> None:
    """Print the figures."""
    runs = [seconds_to_first_update() for _ in range(5)]
    reading, reporting, starting = (median(times) for times in zip(*runs, strict=True))
    print(f"{len(QUESTIONS):,} bytes, 5,500 questions, six classes, without a page, median of 5:")
    print(f"  read {reading:.2f} s, report {reporting:.2f} s, first update {starting:.2f} s after that")
    dataset = prepared(QUESTIONS)
    for dtype in ("float32", "float64"):
        settings = Settings(hidden_size=64, batch_size=32, learning_rate=0.2, clip_by="norm", dtype=dtype)
        print(f"  an epoch at H = 64, batch 32, {dtype}: {seconds_an_epoch(dataset, settings):.2f} s")
    for sentences in (200, 1000, 3000, 5500):
        print(f"  suggested settings, {with_suggested_settings(sentences)}")
    for name, make, preset in (
        *(
            (f"{preset.sentences}, {preset.title}", partial(of_bundled, preset.sentences), preset.settings)
            for preset in PRESETS.values()
        ),
        ("most words", lambda: prepared(most_words()), None),
        ("most kinds of words", lambda: prepared(largest_vocabulary()), None),
    ):
        held, size = session_megabytes(make, preset)
        print(f"  session memory, {name}: {held:.1f} MB ({size})")
    given, before, took = in_reserve()
    print(
        f"  after five at once with the two largest have gone the process holds {before:.0f} MB; {given:.0f} of them "
        f"are given back, in {1000 * took:.1f} ms"
    )
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = launch(playwright, find_chromium())
        server = start_server(Path(folder) / "log.txt")
        rounds = [in_the_page(browser, server) for _ in range(3)]
        upload, use, play = (median(times) for times in zip(*rounds, strict=True))
        print(
            f"In the page, median of 3: upload to what was understood and reported {upload:.2f} s, Use this dataset "
            f"{use:.2f} s, Play to the end of epoch 1 {play:.2f} s; together {upload + use + play:.2f} s (aim: below 3)"
        )
        unending = replace(suggest(dataset), epochs=5000, early_stopping=0)
        link = Link(Sentences(dataset, "", own=True).link_name, SUGGESTED, unending.values, "full")
        one = Visitor(browser, server, f"?{urlencode(to_query(link))}")
        one.use("questions.tsv", QUESTIONS)  # the link was made for them, so its settings stay
        latencies = pause_latencies_of(one)
        print(f"Click on Pause to its label, at full speed on them: median {median(latencies):.0f} ms (aim: below 150)")
        one.leave()
        browser.close()
        server.stop()


if __name__ == "__main__":
    main()

"""Twenty plain sentences, of our own, put to networks that were trained on a file of opinions.

python -m benchmarks.plain_sentences FILE [--positive 1] [--networks 4] [--seeds 5]

FILE has two labels, of which one means that somebody likes something (of "1" and "0" it is "1").
"""

import os

os.environ["OPENBLAS_NUM_THREADS"] = "1"

import argparse
from dataclasses import replace
from pathlib import Path
from statistics import median

import numpy as np

from benchmarks.interleaved import machine
from benchmarks.real_sentences import READ
from rnn_core import pack_unlabelled, predict, read_draft, tokenise, train
from rnn_core.dataset import VALIDATION_SHARE
from rnn_core.recipes import suggest

LIKED = {
    "The mic is great.": True,
    "The mic is awful.": False,
    "I love this phone!": True,
    "I would not buy it again.": False,
    "The screen is bright and sharp.": True,
    "The battery dies after an hour.": False,
    "It works perfectly.": True,
    "It stopped working after a week.": False,
    "Setting it up was easy.": True,
    "The software is a mess.": False,
    "Best camera I have ever owned.": True,
    "Worst customer service ever.": False,
    "The sound is clear and loud.": True,
    "The buttons feel cheap.": False,
    "My daughter is very happy with it.": True,
    "It is too heavy and too slow.": False,
    "Good value for the money.": True,
    "A waste of money.": False,
    "I have no complaints.": True,
    "The pictures are not sharp.": False,
}


def main() -> None:
    """Print how many are right, and which never are."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("file", type=Path, metavar="FILE")
    asked.add_argument("--positive", default="1", help="the label of who likes something")
    asked.add_argument("--networks", type=int, default=4)
    asked.add_argument("--seeds", type=int, default=5)
    chosen = asked.parse_args()
    draft = read_draft(chosen.file.read_bytes(), chosen.file.name, READ)
    liked = np.array(list(LIKED.values()))
    alone, together, surest = [], [], []
    for seed in range(chosen.seeds):
        dataset = draft.dataset(split_seed=seed, validation_share=VALIDATION_SHARE)
        batch = pack_unlabelled([dataset.vocabulary.encode(tokenise(text, draft.text)) for text in LIKED])
        recipe, answers = suggest(dataset), np.zeros((chosen.networks, len(LIKED)))
        for network in range(chosen.networks):
            run = train(dataset, recipe.model, replace(recipe.training, seed=chosen.networks * seed + network))
            for _ in run:
                pass
            p = predict(run.kept[1], batch)[:, dataset.classes.index(chosen.positive)]
            answers[network, batch.order] = p
        right = (answers > 0.5) == liked
        alone += right.sum(axis=1).tolist()
        together.append(int(((answers.mean(axis=0) > 0.5) == liked).sum()))
        surest.append(answers.mean(axis=0))
    print(machine())
    print(f"of {len(LIKED)}, one network: median {median(alone):g} right ({min(alone)} to {max(alone)})")
    print(f"mean of {chosen.networks}: median {median(together):g} right ({min(together)} to {max(together)})")
    for text, p, positive in zip(LIKED, np.mean(surest, axis=0), liked, strict=True):
        print(f"{'right' if (p > 0.5) == positive else 'WRONG'}  {p:.2f}  {text}")


if __name__ == "__main__":
    main()

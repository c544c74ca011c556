"""One word's step, term by term: z_t = Wxh x_t + Whh h_{t-1} + bh, h_t = tanh(z_t).

Here the code's rows become the equations' columns: a matrix of terms has a row for each unit of the new state.
"""

from dataclasses import dataclass

from rnn_core.params import Array, Params
from rnn_core.trace import Trace


@dataclass(frozen=True)
class Step:
    """How one word turned one state into the next.

    Attributes:
        word: what was read.
        previous: (H,) h_{t-1}.
        from_word: (H,) Wxh x_t: the column of Wxh that the word picks.
        from_state: (H, H) the terms of Whh h_{t-1}: row i holds Whh_ij h_{t-1,j}.
        bias: (H,) bh.
        state: (H,) h_t, as the trace stores it. With float32 weights the terms add up to it within float32.
    """

    word: str
    previous: Array
    from_word: Array
    from_state: Array
    bias: Array
    state: Array

    @property
    def before(self) -> Array:
        """(H,) Whh h_{t-1}: what the state before the word adds."""
        before: Array = self.from_state.sum(axis=1)
        return before

    @property
    def z(self) -> Array:
        """(H,) the sums before tanh."""
        z: Array = self.from_word + self.before + self.bias
        return z


def step(params: Params, read: Trace, t: int) -> Step:
    """The step of word t of a sentence.

    Args:
        t: 1 to T.

    Raises:
        ValueError: the sentence has no such word.
    """
    if not 1 <= t <= len(read.words):
        raise ValueError(f"word {t} of {len(read.words)}")
    previous = read.states[t - 1]
    return Step(
        word=read.words[t - 1],
        previous=previous,
        from_word=params.Wxh[read.ids[t - 1]],
        from_state=params.Whh.T * previous,
        bias=params.bh,
        state=read.states[t],
    )


def score_terms(params: Params, state: Array) -> Array:
    """(C, H) the terms of Why h: row c holds Why_ci h_i; with by_c they add up to the score of class c.

    Args:
        state: (H,) h.
    """
    terms: Array = params.Why.T * state
    return terms

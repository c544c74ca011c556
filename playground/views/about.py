"""What am I looking at? In our own words, with the equations."""

import streamlit as st

from playground.address import SOONEST
from playground.lease import LEASE
from playground.settings import chosen
from playground.state import AppState
from rnn_core import ModelConfig

_WHAT = """
**A network that reads.** It takes a sentence one word at a time. All it remembers is a short list of numbers, its
*hidden state*; each word changes them, and the same weights are used for every word: that is what *recurrent* means.
What it holds is turned into a probability for each class.

**How it learns.** At first its weights are random and it guesses. It reads a training sentence, compares its answer
with the label, and works out backwards, word by word, how each weight should change to make the right answer a little
more likely (*backpropagation through time*). One pass over all training sentences is an *epoch*. The test sentences
are never learned from: they show whether it has understood or only memorised.

**Why order matters.** “not” turns everything after it around, so the same words in another order can mean the
opposite. A method that only counts words is hardly better than a coin here.

**Five things to try first**

1. Press **Reset**, choose **Slow** and press **Play**: every update shows which sentence was read and how the answer to
   it changed.
2. Type *i am very sad*, then put *not* before *very*. Follow the bars: where does it change its mind?
3. Start from **Two units**, or from **Too fast to learn**, and compare the curves.
4. Choose **Marked recall** under **Data**: what a plain network cannot learn, and a gated one can.
5. Open **Inside**: every number behind the answer, forwards and backwards, at any epoch. **Lessons** is a tour of it.
   **Use your own sentences** takes a file, pasted lines, or a table to edit.
"""

_SOURCE = r"""
$x_t$ is the word at step $t$, $h_t$ the hidden state after it, $n$ the number of words, $y$ one score per class, $p$
the probabilities, $c$ the right class, $L$ the *loss*: how surprised the network is by the right answer, $w$ any
weight, $g$ its gradient and $\eta$ the learning rate. The gradient is worked out by the chain rule, from the answer
back to the first word; **Inside**, *Gradient check* proves it for the network as it stands.

The plain network, its data set of 18 words and the notation follow Victor Zhou's tutorial *An Introduction to Recurrent
Neural Networks for Beginners* (2019). Its published code leaves out a transpose on the way back; the setting *Gradient
rule* shows what that costs. Curves here are of the weights at the end of each epoch; the tutorial's log shows a running
value instead.
"""


def draw(app: AppState) -> None:
    """Draw the explanation, with the equations of the network that is trained."""
    st.markdown(_WHAT)
    settings = app.settings
    st.markdown(f"**The network that is trained here** ({app.run.name}):")
    st.latex(chosen("cell", settings.cell).equations)
    st.latex(chosen("readout", settings.readout).equations)
    st.latex(r"\begin{gathered} y = W_{hy}\, r + b_y \\ p = \mathrm{softmax}(y), \qquad L = -\ln p_c \end{gathered}")
    words = _words(app.job.snapshot().params.layout.config)
    st.markdown(f"{words} Each step of **{chosen('optimiser', settings.optimiser).title}**:")
    st.latex(chosen("optimiser", settings.optimiser).equations)
    st.markdown(_SOURCE)
    _if_something_goes_wrong()


def _words(model: ModelConfig) -> str:
    """What the equations leave out about this network."""
    parts = ["It begins with $h_0 = 0$."]
    if model.input == "one-hot":
        parts.append("$x_t$ is a list of zeros with a single one, at the word's place.")
    else:
        parts.append(f"$x_t$ is the word's {model.embedding_size} numbers in the embedding.")
    if model.layers > 1:
        parts.append(f"There are {model.layers} layers: each reads the states of the one below in place of words.")
    if model.directions > 1:
        parts.append("A second network reads from the last word to the first; $r$ is made from both, side by side.")
    return " ".join(parts)


def _if_something_goes_wrong() -> None:
    with st.expander("If something goes wrong"):
        st.markdown(
            f"""
- **The connection is cut.** The page connects again by itself. After a few seconds the run has simply gone on; after
  {LEASE:.0f} seconds it has paused itself and says so, and Play goes on. After
  {st.get_option("server.disconnectedSessionTTL") / 60:g} minutes it is gone, as after a restart of the server. The
  address bar still holds every setting, the seed, the sentence and how far the run was, and the page offers to go back
  there: it trains the same run again at full speed. Sentences of your own have to be loaded first; of a run that began
  with vectors of a file, or goes on from a model, the address does not tell how far it was, nor of one beside which
  other settings wait for Reset: the page says so. While nobody clicks the address is told of the epoch after
  {SOONEST:.0f} seconds and then the more seldom the longer it goes, so a little may be missing.
- **A page is loaded anew.** Likewise: the page offers to go back to where the run was. Kept runs, and what Luck or
  skill found, are cleared.
- **Many people train.** Everybody gets slices of the same processor, and news a little less often. When too many play,
  runs take turns, and each is told its place in the queue.
- **Memory runs short.** New runs and large files are refused, with the reason. Runs that have begun go on, and the page
  keeps working.
- **A run blows up or meets an error.** Only that run ends. Its status says why, and the last good weights are kept.
"""
        )

"""What am I looking at? In our own words, with the equations."""

import streamlit as st

from playground.jobs import LEASE


def draw() -> None:
    """Draw the explanation."""
    words, equations = st.columns(2, gap="large")
    words.markdown(
        """
**A network that reads.** It takes a sentence one word at a time. All it remembers is a short list of numbers,
its *hidden state*; each word changes them, and the same weights are used for every word: that is what
*recurrent* means. After the last word it turns the state into a probability for each class.

**How it learns.** At first its weights are random and it guesses. It reads a training sentence, compares its
answer with the label, and works out backwards, word by word, how each weight should change to make the right
answer a little more likely (*backpropagation through time*). One pass over all training sentences is an
*epoch*. The test sentences are never learned from: they show whether it has understood or only memorised.

**Why order matters.** “not” turns everything after it around, so the same words in another order can mean the
opposite. A method that only counts words is hardly better than a coin here.

**Five things to try first**

1. Press **Reset**, choose **Slow** and press **Play**: every update shows which sentence was read and how the
   answer for yours moves.
2. Type *i am very sad*, then put *not* before *very*. Follow the bars: where does it change its mind?
3. Start from **Two units**, or from **Too fast to learn**, and compare the curves.
4. Open **Inside**: every number behind the answer, forwards and backwards, at any epoch. **Lessons** is a tour of
   eight short steps through it.
5. Press **Use your own sentences**: a file, pasted lines, or the bundled sentences in a table to edit. Under
   **Scores** you see what simple methods reach on the same sentences.
"""
    )
    with equations:
        st.markdown("**The whole network**, three weight matrices and two biases:")
        st.latex(r"h_t = \tanh(W_{xh}\,x_t + W_{hh}\,h_{t-1} + b_h), \qquad h_0 = 0")
        st.latex(r"y = W_{hy}\,h_n + b_y, \qquad p = \mathrm{softmax}(y)")
        st.latex(r"L = -\ln p_c")
        st.markdown(
            r"""
$x_t$ is the word at step $t$ (a list of zeros with a single one), $h_t$ the hidden state after it, $n$ the
number of words, $y$ one score per class, $p$ the probabilities, $c$ the right class and $L$ the *loss*: how
surprised the network is by the right answer. Going back through the words:
"""
        )
        st.latex(
            r"\begin{aligned} dz_t &= (1 - h_t^2) \odot dh_t \\ dh_{t-1} &= W_{hh}^{\top}\,dz_t \\ "
            r"dW_{xh} &= \textstyle\sum_t dz_t\,x_t^{\top} \\ dW_{hh} &= \textstyle\sum_t dz_t\,h_{t-1}^{\top} \\ "
            r"db_h &= \textstyle\sum_t dz_t \end{aligned}"
        )
        st.markdown(
            r"""
Then each weight takes a small step against its gradient. The network, its data set of 18 words and the notation
follow Victor Zhou's tutorial *An Introduction to Recurrent Neural Networks for Beginners* (2019). Its published
code leaves out the transpose in $W_{hh}^{\top}$; the setting *Gradient rule* shows what that costs. Curves here
are evaluated with the weights at the end of each epoch; the tutorial's log shows a running value instead.
"""
        )
    with st.expander("If something goes wrong"):
        st.markdown(
            f"""
- **The connection is cut.** The page connects again by itself. After a few seconds the run has simply gone on; after
  {LEASE:.0f} seconds it has paused itself and says so, and Play goes on. After
  {st.get_option("server.disconnectedSessionTTL") / 60:g} minutes it is gone, as after a restart of the server. The
  address bar still holds every setting, the seed and the sentence, so Play gives the same run again; sentences of your
  own have to be loaded again.
- **Many people train.** Everybody gets slices of the same processor, and news a little less often. When too many play,
  runs take turns, and each is told its place in the queue.
- **Memory runs short.** New runs and large files are refused, with the reason. Runs that have begun go on, and the page
  keeps working.
- **A run blows up or meets an error.** Only that run ends. Its status says why, and the last good weights are kept.
"""
        )

"""The page's few style rules. They name internals of Streamlit, so they stand in this one place."""

import streamlit as st

_RULES = """
<style>
.stMainBlockContainer { padding: 0.4rem 1.75rem 3rem; max-width: 1500px; position: relative; }
[data-testid="stHeader"] { height: 2.4rem; background: transparent; }
[data-testid="stHeader"], [data-testid="stHeader"] div { pointer-events: none; }
[data-testid="stHeader"] button, [data-testid="stHeader"] [role="button"] { pointer-events: auto; }
[data-testid="stSidebarHeader"] { height: 2rem; margin-bottom: 0; padding-bottom: 0; }
[data-testid="stSidebarUserContent"] { padding-top: 0.25rem; padding-bottom: 2rem; }
:is([data-testid^="stBaseButton-primary"], [data-testid="stMultiSelect"] [data-tag]) {
  color: light-dark(#FFFFFF, #12161C); }
[data-testid^="stBaseButton"] kbd { opacity: 1; }
[data-testid="stVegaLiteChart"] :is(.role-axis-label, .role-axis-title, .role-legend-label, .role-legend-title) text {
  fill: light-dark(#5C636D, #D5DAE1); }
/* A button that another one replaces stays beside it until all is drawn, and would push what is below down and up. */
:is(.st-key-play ~ .st-key-pause, .st-key-pause ~ .st-key-play, .st-key-lesson_play ~ .st-key-lesson_pause,
  .st-key-lesson_pause ~ .st-key-lesson_play, .st-key-start_luck ~ .st-key-pause_luck,
  .st-key-pause_luck ~ .st-key-start_luck, .st-key-read_out ~ .st-key-stop_reading,
  .st-key-stop_reading ~ .st-key-read_out) { display: none; }
.st-key-sentence input { font-size: 1.25rem; font-weight: 600; }
[data-testid="stElementToolbarButton"]:has([aria-label="Download as CSV"]) { display: none; }
[data-testid="stSidebar"] [data-testid="stButtonGroup"] button { padding-left: 0.55rem; padding-right: 0.55rem; }
[data-testid="stTabs"] [role="tablist"] { gap: 0.7rem; flex-wrap: wrap; }
/* The two columns of the page stand one below the other where each would get less than this: so many pixels are left
   beside the sidebar, in a window or in another page's frame. Then the top leads to what is open below. */
[data-testid="stHorizontalBlock"]:has(> [data-testid="stColumn"] .st-key-stage) > [data-testid="stColumn"] {
  min-width: min(100%, 24rem); }
:is([data-testid="stHorizontalBlock"]:has(> [data-testid="stColumn"] .st-key-stage),
  [data-testid="stElementContainer"]:has(.rnn-title)) { container-type: inline-size; }
/* Side by side, what is looked at scrolls past the run, in a window that is high enough for all of that. */
@media (min-height: 50rem) {
  @container (width >= 50rem) {
    [data-testid="stColumn"]:has(.st-key-stage) { position: sticky; top: 0.5rem; align-self: flex-start; }
  }
}
@container (width < 50rem) {
  .rnn-title .rnn-way-down { display: block; width: fit-content; font-size: 0.875rem; color: inherit; }
}
.rnn-title { font-size: 1.05rem; line-height: 2rem; }
.rnn-title b { font-size: 1.25rem; margin-right: 0.5rem; }
.rnn-status { min-height: 6rem; line-height: 1.6rem; font-variant-numeric: tabular-nums; }
.rnn-way-down { display: none; }
.rnn-tabs { scroll-margin-top: 2.6rem; }
[data-testid="stElementContainer"]:has(.rnn-tabs) { position: absolute; }
.rnn-status.rnn-own { min-height: 11.4rem; line-height: 1.5rem; }
.rnn-found { min-height: 10.6rem; line-height: 1.5rem; font-variant-numeric: tabular-nums; }
.rnn-found.rnn-brief { min-height: 6.4rem; }
.rnn-found .rnn-small { line-height: 1.4rem; }
.rnn-status b { margin-right: 0.6rem; }
.rnn-status .rnn-small { line-height: 1.4rem; }
.rnn-verdict { font-size: 1.5rem; font-weight: 700; font-variant-numeric: tabular-nums; margin-right: 0.5rem;
  overflow-wrap: anywhere; }
.rnn-dot { display: inline-block; width: 0.8em; height: 0.8em; border-radius: 50%; }
.rnn-answer { min-height: 3.5rem; line-height: 2rem; overflow-wrap: anywhere; }
.rnn-answer .rnn-small { line-height: 1.4rem; }
.rnn-key { display: flex; flex-wrap: wrap; gap: 0 0.9rem; font-size: 0.875rem; }
.rnn-key span { max-width: 12rem; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.rnn-key i { display: inline-block; width: 0.8em; height: 0.8em; margin-right: 0.35em; border-radius: 2px; }
.rnn-key i.rnn-scale { width: 4em; margin: 0 0.2em; outline: 1px solid rgba(128, 128, 128, 0.4); }
.rnn-small { font-size: 0.875rem; opacity: 0.85; overflow-wrap: anywhere; }
.rnn-small p { margin: 0 0 0.3rem; }
.rnn-small :is(p, ul, li) { font-size: inherit; }
.rnn-notice { border-left: 3px solid #E69F00; padding: 0.2rem 0.8rem; overflow-wrap: anywhere; }
.st-key-share [data-testid="stCode"] > div { visibility: visible; opacity: 1; }
:is(.st-key-earlier, .st-key-brought) { border-left: 3px solid #E69F00; padding-left: 0.8rem; min-height: 2.5rem; }
.rnn-refusal { border-left: 3px solid #D55E00; padding: 0.2rem 0.8rem; overflow-wrap: anywhere; }
.rnn-refusal ul, .rnn-small ul { margin: 0 0 0.3rem; padding-left: 1.1rem; }
.rnn-refusal::first-letter, :is(.rnn-refusal, .rnn-small) li::first-letter { text-transform: uppercase; }
.st-key-loading [data-testid="stLayoutWrapper"]:not(:has([data-testid="stElementContainer"])) { display: none; }
.rnn-preview { overflow-x: auto; }
.rnn-preview table { border-collapse: collapse; font-size: 0.875rem; }
.rnn-preview th, .rnn-preview td { text-align: left; padding: 0.15rem 0.9rem 0.15rem 0; max-width: min(28rem, 50vw);
  overflow: hidden; text-overflow: ellipsis; white-space: nowrap; font-variant-numeric: tabular-nums; }
.rnn-preview th { font-weight: 600; border-bottom: 1px solid rgba(128, 128, 128, 0.4); }
.rnn-unused { opacity: 0.55; }
.rnn-runs { overflow-x: auto; }
.rnn-runs table { border-collapse: collapse; font-size: 0.875rem; width: 100%; font-variant-numeric: tabular-nums; }
.rnn-runs th { text-align: left; font-weight: 600; border-bottom: 1px solid rgba(128, 128, 128, 0.4); }
.rnn-runs :is(th, td) { vertical-align: top; padding: 0.2rem 0.5rem 0.2rem 0; white-space: nowrap; }
.rnn-runs :is(th, td):nth-child(2) { white-space: normal; overflow-wrap: anywhere; width: 100%; }
.rnn-runs :is(th, td):nth-child(n + 3) { text-align: right; }
.rnn-runs i { display: inline-block; width: 0.8em; height: 0.8em; margin-right: 0.35em; border-radius: 2px;
  box-shadow: inset 0 0 0 1px rgba(128, 128, 128, 0.6); }
.rnn-note { min-height: 2.8rem; }
.rnn-runs .rnn-new { background: light-dark(#FFF1C7, #4A3B00); border-radius: 2px; padding: 0 0.2em; }
@media (min-width: 641px) { /* beside the buttons of the header */
  .rnn-title { padding-right: 1.5rem; }
  .stApp:has([data-testid="stExpandSidebarButton"]) .rnn-title { padding-left: 1.5rem; }
}
@media (max-width: 640px) {
  .stMainBlockContainer { padding: 2.6rem 1rem 3rem; }
  [data-testid="stMarkdownContainer"] .katex-display > .katex { font-size: 0.95em; }
  [role="tabpanel"] [data-testid="stButtonGroup"] button { padding-left: 0.55rem; padding-right: 0.55rem; }
  .st-key-loading [data-testid="stColumn"]:not(:has([data-testid="stElementContainer"])) { display: none; }
  .rnn-preview :is(th, td) { max-width: 44vw; }
  .rnn-status { min-height: 6.4rem; }
  .rnn-status.rnn-own { min-height: 13.2rem; }
  .rnn-found { min-height: 14.5rem; }
  .rnn-found.rnn-brief { min-height: 9.2rem; }
}
</style>
"""


def apply() -> None:
    """Put the rules on the page."""
    st.html(_RULES)

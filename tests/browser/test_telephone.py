"""What a link opens can be found and seen whole on a telephone, in a narrow window and in another page's frame."""

import pytest

pytestmark = pytest.mark.browser

# Right edges of tabs beyond the strip's own, and how many rows the parts of a tab take.
CUT_OFF = """() => { const strip = document.querySelector('[role=tablist]');
  const edge = strip.getBoundingClientRect().right + 1;
  return [...strip.querySelectorAll('[role=tab]')].filter(tab => tab.getBoundingClientRect().right > edge).length }"""
ROWS = """() => new Set([...document.querySelectorAll('[role=tabpanel] [data-testid=stButtonGroup] button')]
  .map(button => button.getBoundingClientRect().top)).size"""
CUT_FORMULAS = """() => [...document.querySelectorAll('.katex-display .katex-html > *')].filter(part =>
  part.getBoundingClientRect().right > part.closest('.katex-display').getBoundingClientRect().right + 1)
  .map(part => part.textContent)"""
# What of the title, the paces and the sentence is under a button of the header or does not fit into its place.
CUT_AT_TOP = """() => {
  const texts = document.createRange(), cut = [];
  texts.selectNodeContents(document.querySelector('.rnn-title'));
  for (const button of document.querySelectorAll('[data-testid=stHeader] button')) {
    const over = button.getBoundingClientRect();
    for (const line of texts.getClientRects())
      if (line.left < over.right && line.right > over.left && line.top < over.bottom && line.bottom > over.top)
        cut.push('title');
  }
  for (const part of document.querySelectorAll('.st-key-transport [role=radiogroup], .st-key-sentence input'))
    if (part.scrollWidth > part.clientWidth + 1) cut.push(part.className);
  return cut }"""


def telephone(visit, query, width=390, scheme="light"):
    return visit(query, viewport={"width": width, "height": 844}, color_scheme=scheme)


@pytest.mark.parametrize(
    ("query", "tab", "said"), [("?tab=about", "About", "About"), ("?tab=keep&part=share", "Keep", "Keep: Share")]
)
@pytest.mark.parametrize("width", [390, 360])
def test_the_top_names_what_the_link_opens_and_leads_there(visit, query, tab, said, width):
    one = telephone(visit, query, width)
    way = one.page.get_by_role("link", name=f"Open below: {said}", exact=False)
    assert 0 < way.bounding_box()["y"] < 200
    way.click()
    opened = one.page.get_by_role("tab", name=tab)
    one.page.wait_for_function("tab => tab.getBoundingClientRect().top < 150", arg=opened.element_handle())
    box = opened.bounding_box()
    assert opened.get_attribute("aria-selected") == "true"
    assert box["y"] > 30 and 0 <= box["x"] and box["x"] + box["width"] <= width
    assert not one.page.evaluate(CUT_OFF)
    one.press("Step")
    one.page.wait_for_function("document.querySelector('.rnn-status').innerText.startsWith('Epoch 1 ')")


@pytest.mark.parametrize(("width", "query"), [(700, ""), (700, "embed=true&"), (800, ""), (1000, "")])
def test_in_a_narrow_window_or_frame_what_stands_side_by_side_stands_one_below_the_other(visit, width, query):
    one = visit(f"?{query}tab=about", viewport={"width": width, "height": 800})
    way = one.page.get_by_role("link", name="Open below: About", exact=False)
    assert one.page.evaluate(CUT_AT_TOP) == []
    way.click()
    about = one.page.get_by_role("tab", name="About")
    one.page.wait_for_function("tab => tab.getBoundingClientRect().top < 150", arg=about.element_handle())
    assert not one.page.evaluate(CUT_OFF)


@pytest.mark.parametrize(("width", "query"), [(1280, ""), (900, "?embed=true&hide=controls")])
def test_columns_that_have_room_enough_stand_side_by_side(visit, width, query):
    one = visit(query, viewport={"width": width, "height": 800})
    assert not one.page.get_by_role("link", name="Open below").count()
    stage, tabs = one.page.locator(".st-key-stage").bounding_box(), one.page.get_by_role("tablist").bounding_box()
    assert tabs["y"] < 100 and tabs["x"] > stage["x"] + stage["width"]
    assert one.page.evaluate(CUT_AT_TOP) == [] and not one.page.evaluate(CUT_OFF)


@pytest.mark.parametrize("width", [390, 360])
def test_the_parts_of_keep_stand_in_one_row(visit, width):
    one = telephone(visit, "?tab=keep&part=hand_in", width)
    assert one.page.evaluate(ROWS) == 1


@pytest.mark.parametrize(
    "network", ["", "cell=relu&readout=max", "cell=gru&optimiser=momentum", "cell=lstm&optimiser=adam&readout=mean"]
)
def test_no_formula_is_cut_off(visit, network):
    one = telephone(visit, f"?tab=about&{network}", 360)
    one.page.locator(".katex-display").nth(3).wait_for()
    assert one.page.evaluate(CUT_FORMULAS) == []


@pytest.mark.parametrize(
    ("width", "height", "stays"), [(1280, 800, True), (1280, 700, False), (800, 1000, False), (390, 844, False)]
)
def test_the_run_stays_in_sight_beside_what_is_scrolled_where_there_is_room(visit, width, height, stays):
    one = visit("?tab=inside&view=steps", viewport={"width": width, "height": height})
    one.page.wait_for_function(
        "() => { const page = document.querySelector('[data-testid=stMain]');"
        " page.scrollTo(0, 600); return page.scrollTop > 500 }"
    )
    top = one.page.locator(".st-key-stage").bounding_box()["y"]
    assert (top >= 0) == stays, top

"""What a link opens can be found and seen whole on a telephone."""

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


def test_beside_the_tabs_there_is_no_way_down(visit):
    one = visit("?tab=about")
    assert not one.page.get_by_role("link", name="Open below").count()


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

"""A list of the charts that are on the page, each to be saved as SVG or PNG: by the browser, at no cost to the server.

Streamlit's own menu at a chart has PNG only, and shows itself only where a mouse points. What a chart looks like is
known to the browser alone: its size, the theme, the fonts. So the list is made there, of whatever is shown.
"""

import streamlit as st

_HTML = """
<details>
  <summary>Save charts as SVG or PNG</summary>
  <ul></ul>
  <p>Every chart that is on the page now is listed; charts of other tabs when these are open. What the colours of the
  network mean is in its SVG only.</p>
</details>
"""

_CSS = """
details { font: 0.875rem/1.5 var(--st-font, sans-serif); color: var(--st-text-color); }
summary { cursor: pointer; width: fit-content; padding: 0.25rem 0.25rem 0.25rem 0; }
ul { list-style: none; margin: 0.25rem 0; padding: 0; }
li { display: flex; align-items: center; gap: 0.5rem; padding: 0.15rem 0; }
li span { flex: 1; min-width: 0; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
button { font: inherit; color: inherit; background: transparent; border: 1px solid rgba(128, 128, 128, 0.6);
  border-radius: 0.4rem; padding: 0.15rem 0.6rem; cursor: pointer; }
button:hover { border-color: var(--st-primary-color); color: var(--st-primary-color); }
:is(button, summary):focus-visible { outline: 2px solid var(--st-primary-color); outline-offset: 2px; }
p { margin: 0.25rem 0; opacity: 0.85; }
"""

# A chart of very many marks is drawn on a canvas (many_marks in charts/spec.py): of that there is no SVG. Labels of
# axes get their colour from the page's style (style.py), which a file does not have: they take it with them. What the
# colours of the network's picture mean is HTML below it (views/sentence.py): it is drawn anew where it stands there.
_JS = """
const CHART = '[data-testid="stVegaLiteChart"]';
const shown = () => [...document.querySelectorAll(CHART)].filter((chart) => chart.getClientRects().length);
const title = (chart) => (chart.getAttribute("aria-label") || "Chart").split(/[:.]/)[0];
const fileName = (what) => what.toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "").slice(0, 50);
const drawing = (chart) => chart.querySelector("svg.marks");
const pngButton = (chart) =>
  chart.closest('[data-testid="stFullScreenFrame"]')?.querySelector('button[aria-label^="Download as PNG"]');

const element = (name, attributes) => {
  const made = document.createElementNS("http://www.w3.org/2000/svg", name);
  Object.entries(attributes).forEach(([key, value]) => made.setAttribute(key, value));
  return made;
};

function standalone(chart) {
  const svg = drawing(chart), copy = svg.cloneNode(true), texts = copy.querySelectorAll("text");
  svg.querySelectorAll("text").forEach((text, i) => texts[i].setAttribute("fill", getComputedStyle(text).fill));
  const behind = element("rect", {width: "100%", height: "100%", fill: getComputedStyle(svg).backgroundColor});
  const told = element("title", {});
  told.textContent = chart.getAttribute("aria-label") || "";
  copy.prepend(told, behind);
  const key = chart.closest('[data-testid="stVerticalBlock"]')?.querySelector(".rnn-key");
  if (key) addKey(copy, key);
  return copy;
}

function addKey(svg, key) {
  const box = key.getBoundingClientRect(), above = +svg.getAttribute("height") + 8;
  const size = {width: svg.getAttribute("width"), height: above + box.height + 4};
  const within = (at, around) => ({x: at.left - around.left, y: at.top - around.top});
  for (const entry of key.children) {
    const around = entry.getBoundingClientRect(), {x, y} = within(around, box);
    const drawn = element("svg", {x, y: y + above, width: around.width, height: around.height});  // cuts long names off
    const nodes = document.createTreeWalker(entry, NodeFilter.SHOW_ALL);
    while (nodes.nextNode()) drawn.append(...keyPart(nodes.currentNode, (at) => within(at, around)));
    svg.append(drawn);
  }
  Object.entries({...size, viewBox: `0 0 ${size.width} ${size.height}`}).forEach((one) => svg.setAttribute(...one));
}

function keyPart(node, place) {
  if (node.nodeName === "I") {
    const at = node.getBoundingClientRect(), looks = getComputedStyle(node);
    const colours = looks.backgroundImage.match(/rgba?[(][^)]*[)]/g), {width, height} = at;
    const patch = element("rect", {...place(at), width, height, fill: colours ? "url(#scale)" : looks.backgroundColor});
    if (!colours) return [patch];
    const scale = element("linearGradient", {id: "scale"}), last = colours.length - 1;
    scale.append(...colours.map((colour, i) => element("stop", {offset: i / last, "stop-color": colour})));
    return [scale, patch];
  }
  if (node.nodeType !== Node.TEXT_NODE || !node.data.trim()) return [];
  const range = document.createRange(), looks = getComputedStyle(node.parentElement);
  range.selectNodeContents(node);
  const at = range.getBoundingClientRect(), {x, y} = place(at), {fontFamily, fontSize, color} = looks;
  const font = {"font-family": fontFamily, "font-size": fontSize, fill: color};
  const fits = {textLength: at.width, lengthAdjust: "spacingAndGlyphs"};  // as wide as here, also in another font
  const made = element("text", {x, y: y + 0.78 * at.height, ...font, ...fits});
  made.textContent = node.data;
  return [made];
}

function below(charts) {
  const whole = element("svg", {});
  let width = 0, height = 0;
  for (const copy of charts.map(standalone)) {
    copy.setAttribute("y", height);
    width = Math.max(width, copy.getAttribute("width"));
    height += +copy.getAttribute("height");
    whole.append(copy);
  }
  Object.entries({width, height}).forEach(([key, value]) => whole.setAttribute(key, value));
  return whole;
}

function save(svg, name) {
  const url = URL.createObjectURL(new Blob([new XMLSerializer().serializeToString(svg)], {type: "image/svg+xml"}));
  const link = document.createElement("a");
  link.href = url;
  link.download = `${name}.svg`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10000);
}

function button(text, what, press) {
  const made = document.createElement("button");
  made.textContent = text;
  made.setAttribute("aria-label", `${what}: save as ${text}`);
  made.onclick = press;
  return made;
}

function row(what, ...buttons) {
  const item = document.createElement("li"), name = document.createElement("span");
  name.textContent = name.title = what;
  item.append(name, ...buttons.filter(Boolean));
  return item;
}

function rows(charts) {
  const drawn = charts.filter(drawing), all = "All of these, one below the other";
  const made = charts.map((chart) => row(
    title(chart),
    drawing(chart) && button("SVG", title(chart), () => save(standalone(chart), fileName(title(chart)))),
    pngButton(chart) && button("PNG", title(chart), () => pngButton(chart).click()),
  ));
  if (drawn.length > 1) made.push(row(all, button("SVG", all, () => save(below(drawn), "charts"))));
  return made;
}

export default function ({parentElement}) {
  const box = parentElement.querySelector("details"), list = box.querySelector("ul");
  let listed = [], looked = "";
  const fill = () => {
    const now = box.open ? shown() : [];
    const looks = now.map((chart) => [title(chart), !!drawing(chart), !!pngButton(chart)]).join();
    if (looks === looked && now.length === listed.length && now.every((chart, i) => chart === listed[i])) return;
    [listed, looked] = [now, looks];
    list.replaceChildren(...rows(now));
  };
  box.addEventListener("toggle", fill);
  const timer = setInterval(fill, 500);
  return () => clearInterval(timer);
}
"""

_LIST = st.components.v2.component("save_charts", html=_HTML, css=_CSS, js=_JS)


def draw() -> None:
    """Draw the list, closed at first."""
    _LIST(key="save_charts")

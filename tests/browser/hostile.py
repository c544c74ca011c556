"""Text that is meant to be more than text, and a look at a page that it may have become more.

Each piece holds a mark of its own, zq01 and so on. Wherever a page shows a mark, the whole piece has to stand around
it, letter for letter: a mark without its asterisks has been taken for Markdown, a piece that is not there for markup.
"""

import re

from rnn_core import tokenise
from rnn_core.wording import shown
from tests.browser.driving import Visitor

ELSEWHERE = "x.example"  # a host that nobody may ask for anything

# No piece has a capital, and few have a space, so that most are a word of a sentence as they are.
MARKUP = (
    "<script>pwned='zq01'</script>",
    f"<img/src=//{ELSEWHERE}/zq02/onerror=pwned=1>",
    "<svg/onload=pwned='zq03'>",
    "</style><style>*{--a:zq04;display:none}",
    "<iframe/src=javascript:pwned='zq05'>",
    "<a/href=javascript:pwned='zq06'>a</a>",
    f"<base/href=//{ELSEWHERE}/zq07/>",
    "<meta/http-equiv=refresh/content=0;zq08>",
    f"<link/rel=stylesheet/href=//{ELSEWHERE}/zq09>",
    f"<form/action=//{ELSEWHERE}/zq10><button>",
    f"<object/data=//{ELSEWHERE}/zq11>",
    f"<video/src=//{ELSEWHERE}/zq12>",
    "\"onfocus=pwned='zq13'/autofocus=\"",
    "'><b>zq14</b>",
    "--><u>zq15</u><!--",
    "<!--zq16-->",
    "&lt;zq17&gt;",
    "&#60;u&#62;zq18",
    "{{zq19}}",
    "${zq20}",
    "<%zq21%>",
)
MARKDOWN = (
    "**zq22**",
    "_zq23_",
    "`zq24`",
    "~~zq25~~",
    "$zq26$",
    "$$zq27$$",
    ":red[zq28]",
    ":rainbow[zq29]",
    ":blue-badge[zq30]",
    ":material/home:zq31",
    "zq32:tada:",
    f"![zq33](http://{ELSEWHERE}/p.png)",
    "[zq34](javascript:pwned=1)",
    f"<http://{ELSEWHERE}/zq35>",
    f"http://{ELSEWHERE}/zq36",
    "[^zq37]",
    "|zq38|-|",
    "\\*zq39\\*",
    "# **zq40**",
    "<br>zq41",
)
FORMULAS = ("=zq42()", "+zq43", "-zq44", "@zq45", "'=zq46", "''zq47")
EXPRESSIONS = ("datum.zq48", "zq49.b", "zq50[0]", "zq51:q", "count(zq52)", "zq53\\n", "'zq54'", "\u202ezq55\u202c")
CORPUS = (*MARKUP, *MARKDOWN, *FORMULAS, *EXPRESSIONS)

_MARK = re.compile(r"zq\d\d")


def mark_of(piece: str) -> str:
    """What tells a piece from the others."""
    return _MARK.findall(piece)[0]


# A piece as it is, without what is not printable, and as a word.
_FORMS = {
    mark_of(piece): {piece, shown(piece, 200), *(word for word in tokenise(piece) if _MARK.search(word))}
    for piece in CORPUS
}

_LOOK = """([elsewhere, part]) => {
  const texts = [], intruders = [];
  for (const root of document.querySelectorAll(part)) {
    const nodes = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    while (nodes.nextNode())
      if (!nodes.currentNode.parentElement.matches('script, style, noscript')) texts.push(nodes.currentNode.nodeValue);
    for (const { localName, value, placeholder, title, ariaLabel } of [root, ...root.querySelectorAll('*')])
      texts.push(...[localName === 'li' ? '' : value, placeholder, title, ariaLabel].filter(t => t?.match));
  }
  const turned = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT, ({ nodeValue, parentElement }) =>
    nodeValue.includes('\\u202e') && !parentElement.closest('bdi, td, text, [role=option], textarea') ? 1 : 3);
  while (turned.nextNode()) intruders.push('turns what follows: ' + turned.currentNode.parentElement.outerHTML);
  const made = 'iframe, object, embed, base, img, video, audio, image, foreignObject, meta[http-equiv]';
  intruders.push(...[...document.querySelectorAll(made)].map(e => e.outerHTML));
  for (const e of document.querySelectorAll('script, style'))
    if (/zq\\d\\d/.test(e.textContent)) intruders.push(e.outerHTML);
  const hostile = url => /zq\\d\\d|javascript:/.test(url) || url.includes(elsewhere);
  const leads = /^(src|srcset|href|xlink:href|action|formaction|data|poster|background|style)$/;
  for (const e of document.querySelectorAll('*'))
    for (const { name, value } of e.attributes)
      if (name.startsWith('on') || leads.test(name) && hostile(value)) intruders.push(e.outerHTML);
  if ('pwned' in window) intruders.push('a script has run: ' + window.pwned);
  return [texts, intruders.map(html => html.slice(0, 200))];
}"""


def read(visitor: Visitor, part: str = "body") -> set[str]:
    """The pieces that a part of the page shows in full.

    Raises:
        AssertionError: some piece has become more than text, or is not shown letter for letter. One that is cut short
            has to end in an ellipsis.
    """
    texts, intruders = visitor.page.evaluate(_LOOK, [ELSEWHERE, part])
    assert not intruders, intruders
    whole = set()
    for text in texts:
        for mark in _MARK.finditer(text):
            found = {_as_found(text, mark.start(), mark.group(), form) for form in _FORMS[mark.group()]}
            assert found != {"otherwise"}, f"not letter for letter: {text}"
            if "whole" in found:
                whole.add(next(piece for piece in CORPUS if mark.group() in piece))
    return whole


def _as_found(text: str, at: int, mark: str, form: str) -> str:
    """How a form of a piece stands in a text, around its mark: whole, cut or otherwise."""
    start = at - form.index(mark)
    if start < 0:
        return "otherwise"
    if text.startswith(form, start):
        return "whole"
    cut = next((n for n in range(len(form), 0, -1) if text.startswith(f"{form[:n]}…", start)), 0)
    return "cut" if form.index(mark) + len(mark) <= cut else "otherwise"

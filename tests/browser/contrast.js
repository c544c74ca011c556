// Every visible text and icon of the page whose contrast is too low, by WCAG 2.2 (1.4.3 and 1.4.11).
// What a canvas draws (the cells of tables) is not seen. Colours are [r, g, b, a], 0 to 1.
() => {
  const pen = Object.assign(document.createElement("canvas"), {width: 1, height: 1})
    .getContext("2d", {willReadFrequently: true})
  const known = new Map()
  const parsed = (text) => {  // the browser knows every way to write a colour
    if (!known.has(text)) {
      pen.clearRect(0, 0, 1, 1)
      pen.fillStyle = text
      pen.fillRect(0, 0, 1, 1)
      known.set(text, [...pen.getImageData(0, 0, 1, 1).data].map((v) => v / 255))
    }
    return known.get(text)
  }
  const over = (below, above, opacity = 1) => {
    const a = above[3] * opacity
    return [0, 1, 2].map((i) => below[i] * (1 - a) + above[i] * a).concat(1)
  }
  const luminance = ([r, g, b]) => {
    const linear = [r, g, b].map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4))
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
  }
  const ratio = (one, two) => {
    const [low, high] = [luminance(one), luminance(two)].sort((a, b) => a - b)
    return (high + 0.05) / (low + 0.05)
  }

  const area = (element) => {
    const box = element.getBoundingClientRect()
    return box.width * box.height
  }

  // The shapes of a drawing that are painted below a point of one of its texts, lowest first. A text beside a dot may
  // touch it; it does not stand on it.
  const shapesBelow = (element, [x, y]) => {
    if (!(element instanceof SVGTextContentElement)) return []
    return [...element.ownerSVGElement.querySelectorAll("path, rect, circle, ellipse, polygon")].filter((shape) => {
      if (!(shape.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING)) return false
      if (area(shape) < area(element)) return false
      const matrix = shape.getScreenCTM()
      return matrix && shape.isPointInFill(new DOMPoint(x, y).matrixTransform(matrix.inverse()))
    })
  }

  // Whether an ancestor lies below a point. What stands beside it is not on it, unless it cuts off what does not.
  const isBelow = (ancestor, style, [x, y]) => {
    if (style.overflow !== "visible" || ancestor === document.body || ancestor === document.documentElement) return true
    const box = ancestor.getBoundingClientRect()
    return x >= box.left && x <= box.right && y >= box.top && y <= box.bottom
  }

  // The colour of an ink and of what is below it, through the backgrounds and opacities of all ancestors.
  const painted = (element, ink, point) => {
    const chain = []
    for (let e = element; e; e = e.parentElement) chain.unshift(e)
    const paint = (i, below) => {
      const style = getComputedStyle(chain[i])
      const solid = !(chain[i] instanceof SVGElement) && isBelow(chain[i], style, point)
      let ground = solid ? over(below, parsed(style.backgroundColor)) : below
      let found
      if (i + 1 < chain.length) {
        found = paint(i + 1, ground)
      } else {
        for (const shape of shapesBelow(element, point)) {
          const drawn = getComputedStyle(shape)
          if (drawn.fill === "none" || drawn.visibility === "hidden") continue
          ground = over(ground, parsed(drawn.fill), drawn.opacity * drawn.fillOpacity)
        }
        found = [over(ground, ink), ground]
      }
      return found.map((colour) => over(below, colour, +style.opacity))
    }
    return paint(0, [1, 1, 1, 1])
  }

  const shown = (element, box) => {
    if (!element.checkVisibility({opacityProperty: true, visibilityProperty: true})) return false
    for (let e = element; e; e = e.parentElement) if (+getComputedStyle(e).opacity === 0) return false
    if (box.width < 2 || box.height < 2 || box.right <= 0 || box.left >= innerWidth) return false
    const inactive = "[disabled], [aria-disabled=true], [data-disabled], :disabled"
    return !element.closest(inactive) && !element.closest("label")?.querySelector(inactive)
  }

  const middle = (box) => [[box.left + box.width / 2, box.top + box.height / 2]]
  const failed = []
  let looked = 0
  const look = (element, ink, least, box, points, what) => {
    if (!shown(element, box) || ink[3] === 0) return
    looked += 1
    const worst = points
      .map((point) => painted(element, ink, point))
      .map((colours) => ({colours, ratio: ratio(...colours)}))
      .sort((a, b) => a.ratio - b.ratio)[0]
    if (worst.ratio >= least - 0.005) return
    const written = worst.colours.map((c) => "#" + c.slice(0, 3).map((v) => Math.round(v * 255).toString(16).padStart(2, "0")).join(""))
    const places = []
    for (let e = element; e && places.length < 3; e = e.parentElement) {
      const name = e.dataset?.testid || (e.getAttribute("class") || "").split(" ").find((c) => /^(rnn|role|mark|st-key)/.test(c))
      if (name) places.push(name)
    }
    failed.push(`${written[0]} on ${written[1]}: ${worst.ratio.toFixed(2)} of ${least}, ${what} (${places.join(" < ")})`)
  }

  const least = (style) => {
    const size = parseFloat(style.fontSize)
    return size >= 24 || (size >= 18.66 && +style.fontWeight >= 700) ? 3 : 4.5
  }
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  while (texts.nextNode()) {
    const text = texts.currentNode
    const element = text.parentElement
    if (!text.data.trim() || element.closest("script, style, noscript, template, canvas, title, desc")) continue
    const style = getComputedStyle(element)
    const range = document.createRange()
    range.selectNodeContents(text)
    const box = range.getBoundingClientRect()
    let ink = parsed(style.color)
    let points = middle(box)
    if (element instanceof SVGTextContentElement) {
      ink = parsed(style.fill)
      ink = [...ink.slice(0, 3), ink[3] * style.fillOpacity]
      const own = element.getBBox()
      points = [0.1, 0.5, 0.9].map((share) => {
        const at = new DOMPoint(own.x + share * own.width, own.y + own.height / 2)
        const there = at.matrixTransform(element.getScreenCTM())
        return [there.x, there.y]
      })
    }
    const icon = element.closest('[data-testid="stIconMaterial"]')
    look(element, ink, icon ? 3 : least(style), box, points, icon ? `icon ${text.data}` : `“${text.data.trim().slice(0, 40)}”`)
  }
  for (const box of document.querySelectorAll("input:not([type=range]):not([type=file]):not([type=checkbox]):not([type=radio]), textarea")) {
    const empty = box.value === ""
    const style = getComputedStyle(box, empty ? "::placeholder" : null)
    const text = empty ? box.placeholder : box.value
    const ink = parsed(style.color)
    if (text) look(box, [...ink.slice(0, 3), ink[3] * (empty ? style.opacity : 1)], least(style), box.getBoundingClientRect(), middle(box.getBoundingClientRect()), `“${text.slice(0, 40)}”`)
  }
  for (const icon of document.querySelectorAll("svg")) {
    if (icon.querySelector("text")) continue  // a drawing
    for (const part of icon.querySelectorAll("path, circle, rect, line, polyline")) {
      const style = getComputedStyle(part)
      const drawn = style.fill !== "none" && parsed(style.fill)[3] ? style.fill : style.stroke
      if (drawn !== "none") look(part, parsed(drawn), 3, part.getBoundingClientRect(), middle(part.getBoundingClientRect()), "icon")
    }
  }
  return {looked, failed: [...new Set(failed)]}
}

// marks.js - running text with marked names. Marks are drawn by the CSS Custom Highlight API, or on a layer above the text
// where a browser has none: the text stays one node a line, so no element enters a word and Arabic letters stay joined.
//
// Offsets are UTF-16 units of the text as the service got it, which is how JavaScript counts; they are never counted on
// the page. A line is a paragraph with a direction of its own.

const TYPES = ["person", "place", "organization"];
const HIGHLIGHTS = [...TYPES, "current"];

export class MarkedText {
  // `fields` are the texts by name: { title, text }.
  constructor(fields) {
    this.fields = {};
    this.mentions = [];
    this.current = -1;
    for (const [name, text] of Object.entries(fields)) this.fields[name] = this.layOut(name, text);
  }

  layOut(name, text) {
    const element = document.createElement(name === "title" ? "h2" : "div");
    const lines = [];
    let start = 0;
    for (const line of text.split("\n")) {
      const paragraph = name === "title" ? element : document.createElement("p");
      const node = document.createTextNode(line);
      paragraph.dir = "auto";
      paragraph.append(node);
      if (paragraph !== element) element.append(paragraph);
      lines.push({ node, start });
      start += line.length + 1;
      if (name === "title") break;
    }
    element.className = name === "title" ? "title" : "text";
    return { element, lines };
  }

  place(field, offset) {
    const { lines } = this.fields[field];
    let low = 0, high = lines.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (lines[middle].start <= offset) low = middle;
      else high = middle - 1;
    }
    const { node, start } = lines[low];
    return [node, Math.min(offset - start, node.length)];
  }

  range(field, start, end) {
    const range = document.createRange();
    range.setStart(...this.place(field, start));
    range.setEnd(...this.place(field, end));
    return range;
  }

  // The offset of a place on the page: { field, offset }, or null where it is not in the text.
  offset(node, inside) {
    for (const [field, { element, lines }] of Object.entries(this.fields)) {
      if (!element.contains(node)) continue;
      if (node.nodeType === Node.TEXT_NODE) {
        const line = lines.find((one) => one.node === node);
        return line && { field, offset: line.start + inside };
      }
      const next = node === element ? lines[Math.min(inside, lines.length - 1)] : lines.find((one) => one.node.parentNode === node);
      const past = node === element ? inside >= lines.length : inside > 0;
      return next && { field, offset: next.start + (past ? next.node.length : 0) };
    }
    return null;
  }

  // What is selected: { field, start, end, text }, or null.
  selected() {
    const selection = getSelection();
    if (!selection.rangeCount || selection.isCollapsed) return null;
    const range = selection.getRangeAt(0);
    const start = this.offset(range.startContainer, range.startOffset), end = this.offset(range.endContainer, range.endOffset);
    if (!start || !end || start.field !== end.field || end.offset <= start.offset) return null;
    return { field: start.field, start: start.offset, end: end.offset, text: this.slice(start.field, start.offset, end.offset) };
  }

  slice(field, start, end) {
    return this.fields[field].lines.map((line) => line.node.data).join("\n").slice(start, end);
  }

  // The first place where these words stand: { field, start, end, text }, or null.
  find(words) {
    for (const [field, { lines }] of Object.entries(this.fields)) {
      const start = words ? lines.map((line) => line.node.data).join("\n").indexOf(words) : -1;
      if (start >= 0) return { field, start, end: start + words.length, text: words };
    }
    return null;
  }

  // Marks the mentions of these entities, whose offsets are UTF-16 units; `types` are those that are shown.
  mark(entities, types = TYPES) {
    this.mentions = entities.filter((entity) => types.includes(entity.type))
      .flatMap((entity) => entity.mentions.filter((mention) => mention.field in this.fields).map((mention) => ({ entity, mention })))
      .map((one) => ({ ...one, range: this.range(one.mention.field, one.mention.start, one.mention.end) }))
      .sort((a, b) => a.range.compareBoundaryPoints(Range.START_TO_START, b.range));
    this.current = -1;
    this.draw();
  }

  draw() {
    const groups = Object.fromEntries(HIGHLIGHTS.map((name) => [name, []]));
    this.mentions.forEach(({ entity, range }, index) => {
      groups[entity.type].push(range);
      if (index === this.current) groups.current.push(range);
    });
    if (globalThis.Highlight && CSS.highlights)
      HIGHLIGHTS.forEach((name, index) => {
        const highlight = new Highlight(...groups[name]);
        highlight.priority = index;
        CSS.highlights.set(name, highlight);
      });
    else this.overlay(groups);
  }

  overlay(groups) {
    const { element } = this.fields.text;
    this.layer?.remove();
    this.layer = document.createElement("div");
    this.layer.className = "overlay";
    this.layer.setAttribute("aria-hidden", "true");
    element.before(this.layer);
    const origin = this.layer.getBoundingClientRect();
    for (const [name, ranges] of Object.entries(groups))
      for (const range of ranges)
        for (const box of range.getClientRects()) {
          const mark = document.createElement("i");
          mark.className = name;
          Object.assign(mark.style, { left: `${box.left - origin.left}px`, top: `${box.top - origin.top}px`, width: `${box.width}px`, height: `${box.height}px` });
          this.layer.append(mark);
        }
  }

  // The index of the mention at a point of the window, or -1.
  at(x, y) {
    return this.mentions.findIndex(({ range }) =>
      [...range.getClientRects()].some((box) => x >= box.left && x <= box.right && y >= box.top && y <= box.bottom));
  }

  select(index, scroll = true) {
    this.current = index;
    this.draw();
    const box = this.mentions[index]?.range.getBoundingClientRect();
    if (scroll && box && (box.top < 70 || box.bottom > innerHeight - 40)) scrollBy({ top: box.top - innerHeight / 3, behavior: "auto" });
  }

  // Takes the marks away; the highlights of a page are one set for all of it.
  clear() {
    if (globalThis.CSS?.highlights) HIGHLIGHTS.forEach((name) => CSS.highlights.delete(name));
    this.layer?.remove();
  }
}

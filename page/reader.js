// reader.js - an annotated text with its names marked, the list of them beside it, and the card of the chosen one.

import { button, h, isolated, replace } from "./dom.js";
import { card } from "./card.js";
import { copyMenu } from "./copy.js";
import { MarkedText } from "./marks.js";
import { nameOf, number, t } from "./language.js";
import { sign, TYPES } from "./items.js";
import { say } from "./states.js";

const FORWARD = ["n", "ArrowRight"], BACKWARD = ["p", "ArrowLeft"];

// `annotation` has offsets in UTF-16 units. `parameters` of the address say which types are shown and which name is
// chosen; `changed(parameters)` is called when that changes. `more(entity, mention)` adds to the card, `extra(marked)`
// to the list; `onselect(selected)` is told what is selected.
export function reader({ title, text, annotation, parameters, changed, signal, more, extra, onselect }) {
  const fields = title ? { title, text } : { text };
  const marked = new MarkedText(fields);
  const shown = new Set((parameters.get("types") || TYPES.join(" ")).split(" ").filter((type) => TYPES.includes(type)));
  const panel = h("aside", { class: "panel" });
  const body = h("div", { class: "paper", tabindex: "0", role: "group", "aria-label": t("read.region"), onkeydown: keys, onclick: click, onpointermove: hover },
    Object.values(marked.fields).map(({ element }) => element));

  function note() {
    parameters.set("types", shown.size === TYPES.length ? "" : [...shown].join(" ") || "none");
    parameters.set("name", marked.current < 0 ? "" : String(marked.current + 1));
    changed(parameters);
  }

  function choose(index, scroll) {
    const last = marked.current;
    marked.select(index, scroll);
    note();
    drawPanel();
    if (index < 0) {
      if (last >= 0) body.focus({ preventScroll: true });
      return;
    }
    const { entity } = marked.mentions[index];
    say(`${nameOf(entity)}, ${t(entity.type)}, ${t("card.of", index + 1, marked.mentions.length)}`);
  }

  function step(by) {
    if (marked.mentions.length) choose((marked.current + by + marked.mentions.length) % marked.mentions.length, true);
  }

  function keys(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target !== body) return;
    const rtl = getComputedStyle(body).direction === "rtl";
    const name = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    const forward = FORWARD.includes(name), arrow = name.startsWith("Arrow");
    if (forward || BACKWARD.includes(name)) step((forward ? 1 : -1) * (arrow && rtl ? -1 : 1));
    else if (name === "Enter" && marked.current >= 0) panel.querySelector(".card button, .card a")?.focus();
    else if (name === "Escape") choose(-1);
    else return;
    event.preventDefault();
  }

  function click(event) {
    if (!getSelection().isCollapsed) return onselect?.(marked.selected());
    const index = marked.at(event.clientX, event.clientY);
    if (index >= 0 || marked.current >= 0) choose(index, false);
  }

  let waiting = false;
  function hover({ clientX, clientY }) {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => {
      waiting = false;
      body.style.cursor = marked.at(clientX, clientY) >= 0 ? "pointer" : "";
    });
  }

  function toggle(type) {
    if (!shown.delete(type)) shown.add(type);
    marked.mark(annotation.entities, [...shown]);
    note();
    drawPanel();
  }

  function legend() {
    return h("fieldset", { class: "legend" }, h("legend", { class: "hidden" }, t("read.show")),
      TYPES.map((type) => h("label", {}, h("input", { type: "checkbox", checked: shown.has(type), onchange: () => toggle(type) }), sign(type), " ", t(`${type}s`))));
  }

  function group(type) {
    const entities = annotation.entities.filter((entity) => entity.type === type);
    if (!entities.length || !shown.has(type)) return null;
    return [h("h3", {}, t(`${type}s`)), h("ul", { class: "names" }, entities.map((entity) => {
      const first = marked.mentions.findIndex((one) => one.entity === entity);
      const chosen = marked.current >= 0 && marked.mentions[marked.current].entity === entity;
      return h("li", {}, h("button", { type: "button", class: `name ${type}`, "aria-pressed": String(chosen), onclick: () => choose(first, true) },
        isolated(nameOf(entity)), h("span", { class: "count" }, number(entity.mentions.length))));
    }))];
  }

  function drawPanel() {
    const chosen = marked.mentions[marked.current];
    replace(panel, chosen && card(marked, marked.current, { choose: (index) => choose(index, true), close: () => choose(-1), more }),
      h("section", { class: "found", "aria-label": t("read.found") },
        h("h2", {}, t("count.names", annotation.entities.length)), legend(), TYPES.map(group), extra?.(marked),
        copyMenu({ title, text, annotation })));
  }

  panel.addEventListener("keydown", (event) => {
    if (event.key === "Escape") choose(-1);
  });
  addEventListener("resize", () => !CSS.highlights && marked.draw(), { signal });
  signal.addEventListener("abort", () => marked.clear());
  marked.mark(annotation.entities, [...shown]);
  const index = Number(parameters.get("name")) - 1;
  if (marked.mentions[index]) marked.select(index, false);
  drawPanel();
  const hint = annotation.entities.length ? h("p", { class: "hint" }, t("read.keys")) : h("p", { class: "empty" }, t("read.none"));
  return { marked, element: h("div", { class: "reader" }, h("div", { class: "column" }, hint, body), panel) };
}


// dom.js - elements made of plain data. Text always becomes a text node, so nothing that comes from outside is ever markup.
//
//     h("p", { class: "note", dir: "auto" }, "Cairo", h("b", {}, "2"))

const SVG = "http://www.w3.org/2000/svg";

function fill(element, properties, children) {
  for (const [name, value] of Object.entries(properties ?? {})) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "value" || name === "checked" || name === "selected") element[name] = value;
    else element.setAttribute(name, value === true ? "" : value);
  }
  append(element, children);
  return element;
}

// Adds nodes and strings; lists are taken apart, and null, undefined and false are left out.
export function append(element, children) {
  for (const child of [children].flat(Infinity))
    if (child !== null && child !== undefined && child !== false) element.append(child);
  return element;
}

export const h = (name, properties, ...children) => fill(document.createElement(name), properties, children);
export const svg = (name, properties, ...children) => fill(document.createElementNS(SVG, name), properties, children);

export function replace(element, ...children) {
  element.replaceChildren();
  return append(element, children);
}

// Words that somebody wrote: their direction is their own, wherever they stand.
export const isolated = (text, properties) => h("bdi", properties, text);

// A button. The key that does the same, if any, is shown on it.
export function button(label, onclick, { key, ...properties } = {}) {
  return h("button", { type: "button", "aria-keyshortcuts": key, onclick, ...properties }, label, key && h("kbd", { "aria-hidden": "true" }, key));
}

let lastId = 0;

// A labelled field: a label above its control.
export function field(label, control, hint) {
  control.id ||= `f${++lastId}`;
  const note = hint && h("small", { id: `${control.id}-hint` }, hint);
  if (note) control.setAttribute("aria-describedby", note.id);
  return h("div", { class: "field" }, h("label", { for: control.id }, label), control, note);
}

// A list to choose one of: [[value, label], …].
export function choice(options, value, properties) {
  return h("select", properties, options.map(([name, label]) => h("option", { value: name, selected: name === (value ?? "") }, label)));
}

export function download(name, type, text) {
  const url = URL.createObjectURL(new Blob([text], { type }));
  h("a", { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 1000);
}

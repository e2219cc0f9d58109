// picker.js - a field that completes names of entities: in either script, with spelling errors, by keyboard or pointer.

import { h, isolated, replace } from "./dom.js";
import { get } from "./api.js";
import { nameOf, t } from "./language.js";
import { say } from "./states.js";
import { sign } from "./items.js";

const PAUSE = 180, SHOWN = 8; // milliseconds without a key; rows
let count = 0;

// `chosen` is the entity that is set at first, if any; `onpick(entity)` is told which one is chosen, null for none.
export function picker({ chosen, signal, onpick, properties }) {
  const id = `picker${++count}`;
  const list = h("ul", { class: "options", role: "listbox", id, hidden: true, "aria-label": t("view.entities") });
  const input = h("input", {
    type: "text", dir: "auto", autocomplete: "off", role: "combobox", "aria-expanded": "false", "aria-controls": id, "aria-autocomplete": "list",
    value: chosen ? nameOf(chosen) : "", oninput: later, onkeydown: keys, onblur: () => setTimeout(close, 150), ...properties,
  });
  let rows = [], at = -1, timer, asked;

  function close() {
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }

  function pick(entity) {
    input.value = nameOf(entity);
    close();
    onpick(entity);
  }

  function draw() {
    replace(list, rows.map((entity, index) => h("li", {
      role: "option", id: `${id}-${index}`, "aria-selected": String(index === at), onpointerdown: (event) => (event.preventDefault(), pick(entity)),
    }, sign(entity.type, true), isolated(nameOf(entity)), " ", h("small", {}, t("count.articles", entity.articles)))));
    list.hidden = rows.length === 0;
    input.setAttribute("aria-expanded", String(rows.length > 0));
    if (at >= 0) input.setAttribute("aria-activedescendant", `${id}-${at}`);
  }

  async function look() {
    asked?.abort();
    asked = new AbortController();
    const q = input.value.trim();
    if (!q) return close();
    try {
      rows = (await get("/v1/entities", { q, limit: SHOWN }, AbortSignal.any([signal, asked.signal]))).data;
      at = -1;
      draw();
      say(t("count.entities", rows.length));
    } catch (error) {
      if (error.name !== "AbortError") close();
    }
  }

  function later() {
    onpick(null);
    clearTimeout(timer);
    timer = setTimeout(look, PAUSE);
  }

  function keys(event) {
    if (event.key === "Escape") return close();
    if (list.hidden || !rows.length) return;
    if (event.key === "Enter" && at >= 0) pick(rows[at]);
    else if (event.key === "ArrowDown") at = (at + 1) % rows.length;
    else if (event.key === "ArrowUp") at = (at - 1 + rows.length) % rows.length;
    else return;
    event.preventDefault();
    if (event.key !== "Enter") draw();
  }

  // Puts the list under the field, once that stands where it belongs.
  const place = () => {
    const element = h("div", { class: "picker" });
    input.replaceWith(element);
    element.append(input, list);
  };
  return { input, place };
}

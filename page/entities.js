// entities.js - who and what the archive names, found as one types.

import { field, h, replace } from "./dom.js";
import { get } from "./api.js";
import { ago, t } from "./language.js";
import { go, link } from "./route.js";
import { load, nothing, pager, say } from "./states.js";
import { entityItem } from "./items.js";
import { typeChoice } from "./archive.js";

const PAUSE = 200; // milliseconds without a key

export const facts = (entity) => [
  t("count.articles", entity.articles), t("count.mentions", entity.mentions), entity.last_seen && t("entities.last", ago(entity.last_seen)),
];

export async function show(root, parameters, signal) {
  const q = h("input", { type: "search", dir: "auto", autocomplete: "off", value: parameters.get("q") ?? "", oninput: later });
  const type = typeChoice(parameters.get("type"));
  const list = h("div", { class: "results" });
  let timer, asked = new AbortController();

  function look(cursor) {
    asked.abort();
    asked = new AbortController();
    const query = { q: q.value.trim(), type: type.value };
    return load(list, AbortSignal.any([signal, asked.signal]), (either) => get("/v1/entities", { ...query, cursor }, either), (page) => {
      say(t("count.entities", page.data.length));
      return [
        page.data.length ? h("ul", { class: "list" }, page.data.map((entity) => entityItem(entity, facts(entity))))
          : nothing(t(query.q || query.type ? "entities.none" : "entities.empty")),
        pager(page.next_cursor && link("entities", { ...query, cursor: page.next_cursor }), cursor && link("entities", query)),
      ];
    });
  }

  function changed() {
    go("entities", { q: q.value.trim(), type: type.value }, true);
    look();
  }

  function later() {
    clearTimeout(timer);
    timer = setTimeout(changed, PAUSE);
  }

  type.addEventListener("change", changed);
  const form = h("form", { class: "filters", role: "search", "aria-label": t("entities.title"), onsubmit: (event) => (event.preventDefault(), changed()) },
    h("div", { class: "wide" }, field(t("entities.q"), q, t("entities.q.hint"))), field(t("entities.type"), type));
  replace(root, h("h1", {}, t("entities.title")), form, list);
  return look(parameters.get("cursor"));
}

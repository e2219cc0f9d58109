// merge.js - two entities become one: both sides as they are known, and which one stays, before anything is done.

import { button, field, h, isolated, replace } from "./dom.js";
import { call, get, segment } from "./api.js";
import { day, nameOf, t } from "./language.js";
import { go } from "./route.js";
import { failure, load } from "./states.js";
import { articleItem, sign } from "./items.js";
import { picker } from "./picker.js";

const CONTEXTS = 3;

async function side(id, signal) {
  const path = `/v1/entities/${segment(id)}`;
  const [entity, articles] = await Promise.all([get(path, {}, signal), get(`${path}/articles`, { limit: CONTEXTS }, signal)]);
  return { entity, articles: articles.data };
}

function column({ entity, articles }, stays) {
  const names = [...new Set([...Object.values(entity.names ?? {}), ...(entity.spellings ?? [])])].filter(Boolean);
  return h("section", { class: `side ${stays ? "stays" : "goes"}` },
    h("p", { class: "facts" }, t(stays ? "merge.stays" : "merge.goes")),
    h("h2", {}, sign(entity.type, true), isolated(nameOf(entity))),
    h("p", {}, names.map((name, index) => [index ? " · " : "", isolated(name)])),
    h("p", { class: "facts" }, h("span", {}, t("count.articles", entity.articles)), entity.first_seen && h("span", {}, day(entity.first_seen), " – ", day(entity.last_seen)), isolated(entity.id, { class: "id" })),
    h("ul", { class: "list" }, articles.map((article) => articleItem({ ...article, entities: [] }))));
}

// What stands in an entity's card: choosing the other one, then the comparison, then the merge.
export function merger(entity, signal) {
  const stage = h("div", {});
  const names = picker({ signal, onpick: (one) => one && one.id !== entity.id && compare(entity.id, one.id) });
  const other = field(t("merge.other"), names.input, t("archive.entity.hint"));
  names.place();

  function compare(from, into) {
    return load(stage, signal, () => Promise.all([side(from, signal), side(into, signal)]), ([one, two]) => {
      const reason = h("input", { type: "text", dir: "auto", autocomplete: "off" }), told = h("div", {});
      async function merge(event) {
        event.preventDefault();
        try {
          await call("POST", "/v1/gazetteer/merge", { body: { from, into, ...(reason.value.trim() ? { reason: reason.value.trim() } : {}) }, signal });
          go("entity", { id: into });
        } catch (error) {
          if (error.name !== "AbortError") replace(told, failure(error));
        }
      }
      return h("form", { onsubmit: merge },
        h("div", { class: "sides" }, column(one, false), h("p", { class: "into", "aria-hidden": "true" }, h("span", { class: "arrow" }, "➜")), column(two, true)),
        h("p", {}, t("merge.words", nameOf(one.entity), nameOf(two.entity))),
        field(t("entry.reason"), reason, t("entry.reason.hint")),
        h("p", { class: "row wrap" }, h("button", { type: "submit", class: "primary" }, t("merge.do")), button(t("merge.swap"), () => compare(into, from)), button(t("cancel"), () => replace(stage))), told);
    });
  }

  return h("details", { class: "merge" }, h("summary", {}, t("merge.title")), other, stage);
}

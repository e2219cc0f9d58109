// archive.js - the articles that are stored, with every filter of GET /v1/articles.

import { choice, field, h, replace } from "./dom.js";
import { get, segment } from "./api.js";
import { t } from "./language.js";
import { go, link } from "./route.js";
import { load, nothing, pager } from "./states.js";
import { articleItem, TYPES } from "./items.js";
import { picker } from "./picker.js";

const FILTERS = ["q", "entity", "type", "known", "source", "external_id", "url", "author", "language", "from", "to", "sort"];
const FURTHER = ["known", "external_id", "url", "author"];

export const typeChoice = (value) => choice([["", t("any")], ...TYPES.map((type) => [type, t(type)])], value, { name: "type" });

function controls(value) {
  const text = (name, more) => h("input", { type: "text", name, dir: "auto", value: value[name] ?? "", autocomplete: "off", ...more });
  return {
    source: text("source"), author: text("author"), external_id: text("external_id", { dir: "ltr" }), url: text("url", { dir: "ltr" }),
    type: typeChoice(value.type),
    known: choice([["", t("any")], ["true", t("yes.known")], ["false", t("not.known")]], value.known, { name: "known" }),
    language: choice([["", t("any")], ["ar", t("lang_ar")], ["en", t("lang_en")]], value.language, { name: "language" }),
    from: text("from", { type: "date" }), to: text("to", { type: "date" }),
    sort: choice([["", t("archive.newest")], ["oldest", t("archive.oldest")]], value.sort, { name: "sort" }),
  };
}

async function chosenEntity(id, signal) {
  return id ? get(`/v1/entities/${segment(id)}`, {}, signal).catch(() => ({ id, name: id })) : null;
}

export async function show(root, parameters, signal) {
  const value = Object.fromEntries(parameters);
  const query = Object.fromEntries(FILTERS.map((name) => [name, value[name]]).filter(([, given]) => given));
  const list = h("div", { class: "results" });
  const form = h("form", { class: "filters", role: "search", "aria-label": t("archive.title") });
  replace(root, h("h1", {}, t("archive.title")), form, list);
  const loaded = load(list, signal, () => get("/v1/articles", { ...query, cursor: value.cursor }, signal), (page) => [
    h("h2", { class: "hidden" }, t("archive.list")),
    page.data.length ? h("ul", { class: "list" }, page.data.map((article) => articleItem(article)))
      : nothing(t(Object.keys(query).length ? "archive.none" : "archive.empty")),
    pager(page.next_cursor && link("archive", { ...query, cursor: page.next_cursor }), value.cursor && link("archive", query)),
  ]);
  drawForm(form, query, await chosenEntity(query.entity, signal), signal);
  return loaded;
}

function drawForm(form, query, entity, signal) {
  const made = controls(query);
  const words = h("input", { type: "search", name: "q", dir: "auto", value: query.q ?? "", autocomplete: "off" });
  let chosen = query.entity;
  const names = picker({ chosen: entity, signal, onpick: (one) => (chosen = one?.id) });
  const named = (name) => field(t(`archive.${name}`), made[name]);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    go("archive", { ...Object.fromEntries(new FormData(form)), q: words.value, entity: chosen });
  });
  const completed = field(t("archive.entity"), names.input, t("archive.entity.hint"));
  names.place();
  const open = matchMedia("(min-width: 60rem)").matches || Object.keys(query).some((name) => name !== "q");
  replace(form,
    h("div", { class: "wide" }, field(t("archive.q"), words, t("archive.q.hint"))),
    h("details", { open }, h("summary", {}, t("archive.filters")), h("div", {}, completed, ["type", "source", "language", "from", "to", "sort", ...FURTHER].map(named))),
    h("p", { class: "row wide" }, h("button", { type: "submit", class: "primary" }, t("search")), h("a", { href: link("archive") }, t("clear"))));
}

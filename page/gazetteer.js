// gazetteer.js - the gazetteer as editors change it: entries, and the log of what was changed, with a way back.

import { button, choice, field, h, isolated, replace } from "./dom.js";
import { ask, call, get, segment } from "./api.js";
import { date, language, t } from "./language.js";
import { go, link } from "./route.js";
import { failure, load, nothing, pager } from "./states.js";
import { sign, TYPES } from "./items.js";
import { typeChoice } from "./archive.js";

const TEXTS = ["name_ar", "name_en", "subtype", "country", "wikidata", "note"];
const DIRECTIONS = { name_ar: "rtl", name_en: "ltr", subtype: "ltr", country: "ltr", wikidata: "ltr", note: "auto" };
const SOURCES = ["base", "edited", "added", "deleted", "merged"];

export const nameOfEntry = (entry) => (language() === "ar" ? entry.name_ar || entry.name_en : entry.name_en || entry.name_ar) || entry.id;

export async function show(root, parameters, signal) {
  const tabs = [["", "gazetteer.entries"], ["new", "gazetteer.new"], ["log", "gazetteer.log"]];
  const at = parameters.get("tab") ?? "";
  const body = h("div", {});
  replace(root, h("h1", {}, t("gazetteer.title")),
    h("nav", { class: "tabs", "aria-label": t("gazetteer.title") }, tabs.map(([tab, label]) =>
      h("a", { href: link("gazetteer", { tab }), "aria-current": at === tab && !parameters.get("id") && "page" }, t(label)))), body);
  if (parameters.get("id")) return showEntry(body, parameters.get("id"), signal);
  if (at === "new") return replace(body, entryForm({ entry: { type: parameters.get("type") ?? "person", aliases: [] }, name: parameters.get("name") ?? "", signal }));
  if (at === "log") return showLog(body, parameters, signal);
  return showEntries(body, parameters, signal);
}

// ---- entries ----

function showEntries(root, parameters, signal) {
  const value = Object.fromEntries(parameters);
  const q = h("input", { type: "search", name: "q", dir: "auto", autocomplete: "off", value: value.q ?? "" });
  const type = typeChoice(value.type);
  const source = choice([["", t("any")], ...SOURCES.map((name) => [name, t(`entry.source.${name}`)])], value.source);
  const form = h("form", { class: "filters", role: "search", "aria-label": t("gazetteer.entries"), onsubmit: (event) => (event.preventDefault(), go("gazetteer", { q: q.value, type: type.value, source: source.value })) },
    h("div", { class: "wide" }, field(t("entities.q"), q, t("entities.q.hint"))), field(t("entities.type"), type), field(t("entry.source"), source),
    h("p", { class: "row wide" }, h("button", { type: "submit", class: "primary" }, t("search"))));
  const list = h("div", { class: "results" });
  const query = { q: value.q, type: value.type, source: value.source };
  replace(root, form, list);
  return load(list, signal, () => get("/v1/gazetteer/entries", { ...query, cursor: value.cursor }, signal), ({ data, next_cursor }) => [
    data.length ? h("ul", { class: "list" }, data.map(entryItem)) : nothing(t("gazetteer.none")),
    pager(next_cursor && link("gazetteer", { ...query, cursor: next_cursor }), value.cursor && link("gazetteer", query)),
  ]);
}

function entryItem(entry) {
  const other = [entry.name_ar, entry.name_en].filter((name) => name && name !== nameOfEntry(entry));
  return h("li", { class: "entity" },
    h("p", { class: "name" }, sign(entry.type, true), h("a", { href: link("gazetteer", { id: entry.id }) }, isolated(nameOfEntry(entry))), other.map((name) => h("small", {}, isolated(name)))),
    h("p", { class: "facts" }, h("span", {}, t(`entry.source.${entry.source}`)), entry.subtype && isolated(entry.subtype), entry.country && isolated(entry.country), isolated(entry.id, { class: "id" })));
}

// ---- one entry ----

function showEntry(root, id, signal) {
  const path = `/v1/gazetteer/entries/${segment(id)}`;
  const read = async () => {
    const answer = await ask("GET", path, { signal });
    return { entry: await answer.json(), etag: answer.headers.get("ETag") };
  };
  return load(root, signal, read, ({ entry, etag }) => {
    const again = () => showEntry(root, id, signal);
    if (entry.merged_into && !entry.type) return nothing(t("entry.moved"), " ", h("a", { href: link("gazetteer", { id: entry.merged_into }) }, isolated(entry.merged_into)));
    document.title = `${nameOfEntry(entry)} · alam`;
    return [
      h("h2", {}, isolated(nameOfEntry(entry)), " ", h("small", {}, isolated(entry.id))),
      h("p", { class: "facts" }, h("span", {}, t(`entry.source.${entry.source}`)), h("a", { href: link("entity", { id }) }, t("card.open")), h("a", { href: link("gazetteer", { tab: "log", entity: id }) }, t("entry.history"))),
      entryForm({ entry, etag, path, signal, done: again }), remover({ path, etag, signal, done: again }),
    ];
  });
}

const lines = (text) => text.split("\n").map((line) => line.trim()).filter(Boolean);

// The fields of an entry as they stand in the form; those of `entry` that are the same are left out.
function changes(form, entry) {
  const given = Object.fromEntries(new FormData(form));
  const changed = Object.fromEntries([...TEXTS, "type"].filter((name) => given[name] !== (entry[name] ?? "")).map((name) => [name, given[name]]));
  const aliases = lines(given.aliases);
  if (aliases.join("\n") !== entry.aliases.map((alias) => alias.name).join("\n"))
    changed.aliases = aliases.map((name) => entry.aliases.find((alias) => alias.name === name) ?? name);
  return given.reason.trim() ? { ...changed, reason: given.reason.trim() } : changed;
}

// Without a path the entry is a new one.
function entryForm({ entry, name = "", etag, path, signal, done }) {
  const proposed = name && { [/[\u0600-\u06ff]/.test(name) ? "name_ar" : "name_en"]: name };
  const told = h("div", { "aria-live": "polite" });
  const text = (name) => field(t(`entry.${name}`), h("input", { type: "text", name, dir: DIRECTIONS[name], value: entry[name] ?? proposed[name] ?? "", autocomplete: "off" }), TEXTS.indexOf(name) > 1 ? t(`entry.${name}.hint`) : undefined);
  const aliases = h("textarea", { name: "aliases", rows: 5, dir: "auto", value: entry.aliases.map((alias) => alias.name).join("\n") });
  const type = choice(TYPES.map((name) => [name, t(name)]), entry.type, { name: "type" });
  async function save(event) {
    event.preventDefault();
    const body = changes(form, entry);
    try {
      const made = path ? await call("PATCH", path, { body, signal, more: { "If-Match": etag }, type: "application/merge-patch+json" })
        : await call("POST", "/v1/gazetteer/entries", { body: { type: type.value, ...body }, signal });
      if (path) await done();
      else go("gazetteer", { id: made.id });
      const warnings = made.warnings ?? [];
      told.ownerDocument.getElementById("entry-told")?.replaceChildren(h("p", { class: "good", role: "status" }, t("entry.saved")),
        warnings.length ? h("ul", { lang: "en", dir: "ltr" }, warnings.map((one) => h("li", {}, h("code", {}, one.pointer), " ", one.detail))) : "");
    } catch (error) {
      if (error.name !== "AbortError") replace(told, failure(error));
    }
  }
  const form = h("form", { class: "entry", onsubmit: save },
    h("div", { class: "filters" }, TEXTS.slice(0, 2).map(text), field(t("entities.type"), type), TEXTS.slice(2).map(text)),
    field(t("entry.aliases"), aliases, t("entry.aliases.hint")),
    field(t("entry.reason"), h("input", { type: "text", name: "reason", dir: "auto", autocomplete: "off" }), t("entry.reason.hint")),
    h("p", { class: "row" }, h("button", { type: "submit", class: "primary" }, t("entry.save"))));
  told.id = "entry-told";
  return h("div", {}, form, told);
}

function remover({ path, etag, signal, done }) {
  const told = h("div", {});
  const sure = h("p", { class: "row wrap", hidden: true }, t("entry.delete.sure"), button(t("entry.delete.yes"), remove), button(t("cancel"), () => (sure.hidden = true)));
  async function remove() {
    try {
      await call("DELETE", path, { signal, more: { "If-Match": etag } });
      await done();
    } catch (error) {
      if (error.name !== "AbortError") replace(told, failure(error));
    }
  }
  return h("div", {}, button(t("entry.delete"), () => (sure.hidden = false)), sure, told);
}

// ---- the log ----

const described = (value) => Object.entries(value ?? {}).map(([what, state]) =>
  h("li", {}, isolated(what), state ? h("pre", { lang: "en", dir: "ltr" }, JSON.stringify(state, null, 1)) : [": ", t("log.nothing")]));

function logItem(row, undo) {
  return h("li", {},
    h("p", { class: "row wrap" }, h("b", {}, t("log.edit", row.edit)), h("span", { class: "grow" }, isolated(row.action), row.undoes && [" ", t("log.undoes", row.undoes)]),
      row.undone_by ? t("log.undone", row.undone_by) : button(t("undo"), () => undo(row))),
    h("p", { class: "facts" }, h("span", {}, date(row.made_at)), row.made_by && isolated(row.made_by), row.reason && isolated(row.reason), h("span", {}, isolated(Object.keys(row.after ?? {}).join(", ")))),
    h("details", {}, h("summary", {}, t("log.details")), h("h3", {}, t("log.before")), h("ul", {}, described(row.before)), h("h3", {}, t("log.after")), h("ul", {}, described(row.after))));
}

function showLog(root, parameters, signal) {
  const query = { entity: parameters.get("entity"), by: parameters.get("by") }, cursor = parameters.get("cursor");
  const list = h("div", {}), told = h("div", {});
  replace(root, told, list);
  const look = () => load(list, signal, () => get("/v1/gazetteer/log", { ...query, cursor }, signal), ({ data, next_cursor }) => [
    data.length ? h("ul", { class: "list" }, data.map((row) => logItem(row, undo))) : nothing(t("log.none")),
    pager(next_cursor && link("gazetteer", { ...query, tab: "log", cursor: next_cursor }), cursor && link("gazetteer", { ...query, tab: "log" })),
  ]);
  async function undo(row) {
    try {
      await call("POST", `/v1/gazetteer/log/${row.edit}/undo`, { signal });
      replace(told);
      await look();
    } catch (error) {
      if (error.name !== "AbortError") replace(told, failure(error));
    }
  }
  return look();
}

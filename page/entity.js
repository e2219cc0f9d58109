// entity.js - one entity: its names, when it was in the news, with whom, and where.

import { choice, field, h, isolated, replace } from "./dom.js";
import { get, segment } from "./api.js";
import { day, nameOf, t } from "./language.js";
import { go, link } from "./route.js";
import { load, nothing } from "./states.js";
import { articleItem, entityItem, sign } from "./items.js";
import { bars } from "./chart.js";
import { elsewhere } from "./card.js";
import { merger } from "./merge.js";

const INTERVALS = ["hour", "day", "week", "month"];

function head(entity) {
  const other = Object.values(entity.names ?? {}).filter((name) => name && name !== nameOf(entity));
  const spellings = (entity.spellings ?? []).filter((name) => !Object.values(entity.names ?? {}).includes(name));
  const rows = [
    ["card.also", spellings.length > 0 && spellings.map((name, index) => [index ? " · " : "", isolated(name)])],
    ["entity.country", entity.country && new Intl.DisplayNames(document.documentElement.lang, { type: "region" }).of(entity.country)],
    ["entity.first", entity.first_seen && day(entity.first_seen)],
    ["entity.last", entity.last_seen && day(entity.last_seen)],
    ["card.links", Object.keys(entity.links ?? {}).length > 0 && h("ul", { class: "plain" }, elsewhere(entity.links))],
    ["entity.id", isolated(entity.id, { class: "id" })],
  ];
  return [
    h("h1", {}, isolated(nameOf(entity)), other.map((name) => [" ", h("small", {}, isolated(name))])),
    h("p", { class: "facts" }, h("span", {}, sign(entity.type), t(entity.type)), h("span", {}, t(entity.known ? "yes.known" : "not.known")),
      h("span", {}, t("count.articles", entity.articles)), h("span", {}, t("count.mentions", entity.mentions))),
    h("dl", {}, rows.filter(([, value]) => value).map(([name, value]) => [h("dt", {}, t(name)), h("dd", {}, value)])),
  ];
}

function section(heading, ...children) {
  return h("section", {}, h("h2", {}, t(heading)), children);
}

export async function show(root, parameters, signal) {
  const id = parameters.get("id") ?? "", path = `/v1/entities/${segment(id)}`;
  const top = h("div", {}), rest = h("div", {});
  replace(root, top, rest);
  await load(top, signal, () => get(path, {}, signal), (entity) => {
    document.title = `${nameOf(entity)} · alam`;
    drawRest(rest, { id, path, parameters, signal, entity });
    return [head(entity), h("p", {}, h("a", { href: link("gazetteer", { id }) }, t("entity.entry"))), merger(entity, signal)];
  });
}

function drawRest(root, { id, path, parameters, signal, entity }) {
  const chart = h("div", {}), related = h("div", {}), articles = h("div", {});
  const interval = choice(INTERVALS.map((name) => [name, t(name)]), parameters.get("interval") ?? "day");
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const drawChart = () => load(chart, signal, () => get(`${path}/timeline`, { interval: interval.value, tz: zone }, signal), ({ data }) =>
    data.some((point) => point.articles) ? bars(data, interval.value, nameOf(entity)) : nothing(t("entity.timeline.none")));
  interval.addEventListener("change", () => {
    parameters.set("interval", interval.value);
    go("entity", Object.fromEntries(parameters), true);
    drawChart();
  });
  replace(root, section("entity.timeline", h("div", { class: "short" }, field(t("entity.interval"), interval)), chart),
    h("div", { class: "columns" }, section("entity.articles", articles), section("entity.related", related)));
  drawChart();
  load(related, signal, () => get(`${path}/related`, { limit: 12 }, signal), ({ data }) =>
    data.length ? h("ul", { class: "list" }, data.map((one) => entityItem(one, [t("count.articles", one.articles)]))) : nothing(t("entity.related.none")));
  load(articles, signal, () => get(`${path}/articles`, { limit: 10 }, signal), ({ data, next_cursor }) => [
    data.length ? h("ul", { class: "list" }, data.map((article) => articleItem(article))) : nothing(t("archive.none")),
    next_cursor && h("p", {}, h("a", { href: link("archive", { entity: id }) }, t("entity.all"))),
  ]);
}

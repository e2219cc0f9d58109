// article.js - one stored article: its names, articles like it, and what it was before it was corrected.

import { h, isolated, replace } from "./dom.js";
import { ask, get, segment } from "./api.js";
import { date, number, percent, t } from "./language.js";
import { go, link } from "./route.js";
import { load, nothing } from "./states.js";
import { articleItem } from "./items.js";
import { reader } from "./reader.js";
import { Judge, said } from "./verdicts.js";

function facts(article) {
  const rows = [
    ["article.by", article.authors?.length && article.authors.map((author, index) => [index ? " · " : "", isolated(author)])],
    ["article.source", article.source && isolated(article.source)],
    ["article.section", article.section && isolated(article.section)],
    ["article.published", article.published_at && date(article.published_at)],
    ["article.received", date(article.received_at)],
    ["article.updated", article.updated_at && date(article.updated_at)],
    ["article.version", article.annotation && isolated(article.annotation.gazetteer_version)],
    ["article.original", /^https?:/.test(article.url ?? "") && h("a", { href: article.url, rel: "noopener noreferrer", target: "_blank" }, isolated(article.url, { dir: "ltr" }))],
  ];
  return h("dl", {}, rows.filter(([, value]) => value).map(([name, value]) => [h("dt", {}, t(name)), h("dd", {}, value)]));
}

function similar(page) {
  if (!page.data.length) return nothing(t("article.similar.none"));
  return h("ul", { class: "list" }, page.data.map((one) =>
    articleItem(one.article, h("p", { class: "facts" }, h("span", {}, t(one.relation)), h("span", {}, percent(Math.min(1, one.score)))))));
}

function revisions(id, page) {
  if (!page.data.length) return nothing(t("article.revisions.none"));
  return h("ul", { class: "list" }, page.data.map((one) => h("li", {},
    h("h3", {}, h("a", { href: link("article", { id, revision: one.revision }) }, t("article.revision", one.revision))),
    h("p", { class: "facts" }, h("span", {}, date(one.replaced_at)), one.title && isolated(one.title)))));
}

function part(root, signal, heading, path, draw) {
  const body = h("div", {});
  root.append(h("section", {}, h("h2", {}, t(heading)), body));
  return load(body, signal, () => get(path, {}, signal), draw);
}

function former(root, id, revision, signal) {
  return load(root, signal, () => get(`/v1/articles/${segment(id)}/revisions/${segment(revision)}`, {}, signal), (article) => [
      h("p", { class: "state" }, t("article.former", number(article.revision), date(article.replaced_at)), " ", h("a", { href: link("article", { id }) }, t("article.present"))),
      h("div", { class: "paper" }, h("h1", { class: "title", dir: "auto" }, article.title || t("untitled")),
        h("div", { class: "text" }, (article.text ?? "").split("\n").map((line) => h("p", { dir: "auto" }, line)))),
      facts({ ...article, annotation: null }),
    ]);
}

export async function show(root, parameters, signal) {
  const id = parameters.get("id") ?? "";
  if (parameters.get("revision")) return former(root, id, parameters.get("revision"), signal);
  const top = h("div", {}), rest = h("div", { class: "columns" });
  const path = `/v1/articles/${segment(id)}`;
  replace(root, top, rest);
  const again = () => show(root, parameters, signal);
  const read = async () => {
    const answer = await ask("GET", path, { query: { offset_unit: "utf16" }, signal });
    return { article: await answer.json(), etag: answer.headers.get("ETag") };
  };
  await load(top, signal, read, ({ article, etag }) => {
    document.title = `${article.title || t("untitled")} · alam`;
    const changed = (now) => go("article", Object.fromEntries(now), true);
    const judge = new Judge({ id, etag, signal, done: again });
    const view = reader({ title: article.title, text: article.text, annotation: article.annotation, parameters, signal, changed,
      more: (entity, mention) => judge.tools(entity, mention), extra: (marked) => judge.missed(marked), onselect: (selected) => judge.select(selected) });
    part(rest, signal, "article.similar", `${path}/similar?limit=6`, similar);
    const verdicts = h("div", {});
    rest.append(h("section", {}, h("h2", {}, t("verdict.list")), verdicts));
    said(verdicts, id, signal, again);
    part(rest, signal, "article.revisions", `${path}/revisions`, (page) => revisions(id, page));
    return [h("h1", { class: "hidden" }, article.title || t("untitled")), facts(article), view.element];
  });
}

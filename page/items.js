// items.js - articles and entities as they stand in lists.

import { h, isolated } from "./dom.js";
import { ago, date, nameOf, t } from "./language.js";
import { link } from "./route.js";

export const TYPES = ["person", "place", "organization"];

// The coloured sign of a type; its word stands beside it or is read out.
export const sign = (type, spoken) => h("span", { class: `sign ${type}` }, spoken && h("span", { class: "hidden" }, t(type)));

export const entityLink = (entity, ...more) =>
  h("a", { class: `chip ${entity.type}`, href: link("entity", { id: entity.id }), title: t(entity.type) }, isolated(nameOf(entity)), more);

export const when = (text) => text && h("time", { datetime: text, title: date(text) }, ago(text));

const languageName = (code) => (t(`lang_${code}`) === `lang_${code}` ? code : t(`lang_${code}`));

export function articleItem(article, ...more) {
  const facts = [
    article.source && isolated(article.source),
    when(article.published_at ?? article.received_at),
    languageName(article.language),
    ...(article.authors ?? []).slice(0, 2).map((author) => isolated(author)),
  ].filter(Boolean);
  return h("li", { class: "article", "data-id": article.id },
    h("h3", { dir: "auto" }, h("a", { href: link("article", { id: article.id }) }, article.title || t("untitled"))),
    h("p", { class: "facts" }, facts.map((fact) => h("span", {}, fact))),
    article.entities?.length > 0 && h("p", { class: "chips" }, article.entities.map((entity) => entityLink(entity))),
    more);
}

export function entityItem(entity, facts, ...more) {
  const other = Object.values(entity.names ?? {}).filter((name) => name && name !== nameOf(entity));
  return h("li", { class: "entity", "data-id": entity.id },
    h("p", { class: "name" }, sign(entity.type, true), h("a", { href: link("entity", { id: entity.id }) }, isolated(nameOf(entity))),
      other.map((name) => h("small", {}, isolated(name))), !entity.known && h("small", { class: "unknown" }, t("not.known"))),
    facts && h("p", { class: "facts" }, facts.filter(Boolean).map((fact) => h("span", {}, fact))),
    more);
}

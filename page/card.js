// card.js - who a marked name is: names, how sure, why, where else it stands.

import { button, h, isolated } from "./dom.js";
import { isolate, nameOf, percent, t } from "./language.js";
import { link } from "./route.js";
import { sign } from "./items.js";

const LINKS = { wikidata: (id) => `https://www.wikidata.org/wiki/${encodeURIComponent(id)}`, geonames: (id) => `https://www.geonames.org/${encodeURIComponent(id)}` };
const PARTS_SHOWN = 6;

// Links to the same entity in other works.
export function elsewhere(links) {
  return Object.entries(links ?? {}).map(([work, id]) =>
    h("li", {}, isolated(work), " ", LINKS[work] ? h("a", { href: LINKS[work](id), rel: "noopener noreferrer", target: "_blank" }, isolated(id)) : isolated(id)));
}

// The explanation of a mention as sentences, what counts most first.
export function reasons({ method, prefix, explain = {} }) {
  const parts = Object.entries(explain.parts ?? {}).filter(([name]) => t(`why.${name}`) !== `why.${name}`)
    .sort((a, b) => Math.abs(b[1]) - Math.abs(a[1])).slice(0, PARTS_SHOWN);
  return [
    h("li", {}, t(`method.${method}`)),
    prefix && h("li", {}, t("card.prefix", prefix)),
    explain.spelling && method === "gazetteer" && h("li", {}, t("why.spelling", explain.spelling)),
    parts.map(([name, value]) =>
      h("li", { class: value < 0 ? "against" : "for" }, h("span", { class: "hidden" }, t(value < 0 ? "why.against" : "why.for"), ": "), t(`why.${name}`))),
    explain.model && h("li", {}, t("why.posterior", percent(explain.model.posterior))),
    (explain.rivals ?? []).slice(0, 3).map((rival) => h("li", { class: "against" }, t("why.rival", `${rival.text} (${isolate(rival.id)})`))),
  ];
}

function meter(confidence) {
  const level = confidence >= 0.9 ? "high" : confidence >= 0.7 ? "middle" : "low";
  return h("p", { class: `meter ${level}` }, h("span", {}, t("card.confidence"), " "), h("b", {}, percent(confidence)),
    h("progress", { max: 1, value: confidence, "aria-label": t("card.confidence") }));
}

// `marked` is the text (marks.js) in which mention number `index` is chosen; `choose` chooses another, `close` none.
export function card(marked, index, { choose, close, more }) {
  const { entity, mention } = marked.mentions[index];
  const same = marked.mentions.map((one, place) => ({ ...one, place })).filter((one) => one.entity === entity);
  const at = same.findIndex((one) => one.place === index);
  const other = Object.values(entity.names ?? {}).filter((name) => name && name !== nameOf(entity));
  const step = (by, label, arrow) => button([h("span", { class: "arrow", "aria-hidden": "true" }, arrow), h("span", { class: "hidden" }, label)],
    () => choose(same[(at + by + same.length) % same.length].place), { class: "step" });
  return h("section", { class: "card", "aria-label": t("card.label") },
    h("p", { class: "row" }, sign(entity.type), h("span", { class: "grow" }, t(entity.type), " · ", t(entity.known ? "yes.known" : "not.known")), button(t("close"), close, { key: "Esc" })),
    h("h2", {}, isolated(nameOf(entity))),
    other.map((name) => h("p", { class: "also" }, isolated(name))),
    meter(mention.confidence),
    same.length > 1 && h("p", { class: "row", role: "group", "aria-label": t("card.mentions") },
      step(-1, t("card.previous"), "‹"), h("span", {}, t("card.of", at + 1, same.length)), step(1, t("card.next"), "›")),
    h("h3", {}, t("card.why")), h("ul", { class: "reasons" }, reasons(mention)),
    Object.keys(entity.links ?? {}).length > 0 && [h("h3", {}, t("card.links")), h("ul", { class: "plain" }, elsewhere(entity.links))],
    h("p", {}, h("a", { href: link("entity", { id: entity.id }) }, t("card.open"))),
    h("p", { class: "id" }, isolated(entity.id)),
    more?.(entity, mention));
}

// copy.js - an annotated text in forms that others read: JSON, a curl call, W3C Web Annotations, HTML.

import { button, download, h } from "./dom.js";
import { address } from "./api.js";
import { convert } from "./offsets.js";
import { t } from "./language.js";
import { say } from "./states.js";

const CONTEXT = 32; // characters around a mention that find it again in a text that was changed

const quoted = (text) => `'${text.replaceAll("'", `'\\''`)}'`;

function curl({ title, text }) {
  const body = JSON.stringify({ ...(title ? { title } : {}), text, offset_unit: "utf16" });
  return `curl -sS ${quoted(new URL(address("/v1/annotate"), location.href).href)} -H 'Content-Type: application/json' -d ${quoted(body)}`;
}

// Positions of Web Annotations count code points.
function webAnnotations({ title, text, annotation }) {
  const fields = { title: title ?? "", text };
  const items = annotation.entities.flatMap((entity) => entity.mentions.map((mention, index) => {
    const source = fields[mention.field];
    return {
      type: "Annotation", id: `urn:alam:${encodeURIComponent(entity.id)}:${mention.field}:${index}`, motivation: "identifying",
      body: { type: "SpecificResource", purpose: "identifying", source: `urn:alam:entity:${encodeURIComponent(entity.id)}` },
      target: { source: `urn:alam:${mention.field}`, selector: [
        { type: "TextPositionSelector", start: convert(source, mention.start, "codepoint"), end: convert(source, mention.end, "codepoint") },
        { type: "TextQuoteSelector", exact: source.slice(mention.start, mention.end), prefix: source.slice(Math.max(0, mention.start - CONTEXT), mention.start), suffix: source.slice(mention.end, mention.end + CONTEXT) },
      ] },
    };
  }));
  return JSON.stringify({ "@context": "http://www.w3.org/ns/anno.jsonld", type: "AnnotationPage", items }, null, 1);
}

const escaped = (text) => text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);

function html({ title, text, annotation }) {
  const marked = (field, source) => {
    const mentions = annotation.entities.flatMap((entity) => entity.mentions.filter((mention) => mention.field === field).map((mention) => ({ ...mention, entity })));
    let out = "", last = 0;
    for (const { start, end, entity } of mentions.sort((a, b) => a.start - b.start)) {
      out += `${escaped(source.slice(last, start))}<mark data-entity="${escaped(entity.id)}" data-type="${entity.type}">${escaped(source.slice(start, end))}</mark>`;
      last = end;
    }
    return out + escaped(source.slice(last));
  };
  const paragraphs = marked("text", text).split("\n").filter(Boolean).map((line) => `<p dir="auto">${line}</p>`);
  return [...(title ? [`<h1 dir="auto">${marked("title", title)}</h1>`] : []), ...paragraphs].join("\n");
}

const FORMS = {
  json: ["json", "application/json", ({ annotation }) => JSON.stringify(annotation, null, 1)],
  curl: ["sh", "text/plain", curl],
  annotation: ["jsonld", "application/ld+json", webAnnotations],
  html: ["html", "text/html", html],
};

export const form = (name, article) => FORMS[name][2](article);

async function copy(name, article) {
  const [ending, type, make] = FORMS[name];
  const text = make(article);
  try {
    await navigator.clipboard.writeText(text);
    say(t("copied"));
    return t("copied");
  } catch {
    download(`alam.${ending}`, type, text);
    say(t("not.copied"));
    return t("not.copied");
  }
}

export function copyMenu(article) {
  const told = h("small", {});
  return h("div", { class: "copy" }, h("h3", {}, t("read.copy")),
    h("p", { class: "row wrap" }, Object.keys(FORMS).map((name) =>
      button(t(`copy.${name}`), async () => (told.textContent = await copy(name, article)), { "data-copy": name }))), told);
}

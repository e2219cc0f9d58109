// read.js - the first view: a text is pasted, opened or fetched, and its names are marked.
//
// What is typed is kept in sessionStorage, so that a reload loses nothing. It is not in the address: it may be long, and
// it is nobody else's.

import { button, field, h, replace } from "./dom.js";
import { call, Problem } from "./api.js";
import { language, t } from "./language.js";
import { go } from "./route.js";
import { load } from "./states.js";
import { sign, TYPES } from "./items.js";
import { reader } from "./reader.js";

const DRAFT = "alam.read";
const EXAMPLES = {
  ar: {
    title: "بلينكن يصل إلى القاهرة للقاء السيسي",
    text: "وصل وزير الخارجية الأمريكي أنتوني بلينكن إلى القاهرة مساء الثلاثاء، في زيارة تستمر يومين (هي الثالثة هذا العام).\n"
      + "ويلتقي بلينكن الرئيس عبد الفتاح السيسي والأمين العام لجامعة الدول العربية أحمد أبو الغيط، ثم يتوجه إلى الأردن ومنه إلى الدوحة.\n"
      + "وقالت المتحدثة باسم وزارة الخارجية سلمى الحرياوي إن المحادثات «تتناول عمل الأمم المتحدة في غزة»، وإن المساعدات زادت بنسبة 12.5%.",
  },
  en: {
    title: "Blinken arrives in Cairo for talks with Sisi",
    text: "US Secretary of State Antony Blinken arrived in Cairo late on Tuesday for a two-day visit, his third this year.\n"
      + "Blinken is due to meet President Abdel Fattah el-Sisi and Arab League Secretary-General Ahmed Aboul Gheit, before he flies on to Jordan and Doha.\n"
      + "A spokeswoman, Salma Hirzallah, said that the talks would cover the work of the United Nations in Gaza, where aid rose by 12.5%.",
  },
};

function draft() {
  try {
    return { title: "", text: "", ...JSON.parse(sessionStorage.getItem(DRAFT)) };
  } catch {
    return { title: "", text: "" };
  }
}

function keep(value) {
  try {
    sessionStorage.setItem(DRAFT, JSON.stringify(value));
  } catch {
    // too long for the browser's store: it stays on the page
  }
}

const isText = (text) => !text.includes("\0") && !text.includes("\uFFFD");

// The text of a file; null where it is none.
async function fileText(file) {
  const text = new TextDecoder().decode(await file.arrayBuffer());
  return isText(text) ? text : null;
}

export async function show(root, parameters, signal) {
  const value = draft();
  if (parameters.get("done") && value.text.trim()) return showResult(root, value, parameters, signal);
  showForm(root, value, parameters, signal);
}

function showForm(root, value, parameters, signal) {
  const text = h("textarea", { rows: 12, dir: "auto", required: true, value: value.text, "aria-describedby": "read-hint", oninput: note });
  const title = h("input", { type: "text", dir: "auto", value: value.title, oninput: note, autocomplete: "off" });
  const url = h("input", { type: "url", dir: "ltr", placeholder: "https://", required: true });
  const file = h("input", { type: "file", accept: "text/*,.txt,.md,.html", class: "hidden", tabindex: "-1", "aria-hidden": "true", onchange: () => open(file.files[0]) });
  const told = h("div", { "aria-live": "polite" });
  const stored = h("div", {});

  function note() {
    keep({ title: title.value, text: text.value });
  }

  function put(given) {
    title.value = given.title;
    text.value = given.text;
    note();
  }

  async function open(given) {
    const found = given && await fileText(given);
    if (found === undefined) return;
    if (found && /^\s*<(!doctype|html)/i.test(found)) return extract({ html: found });
    if (found === null) return replace(told, h("p", { class: "failure", role: "alert" }, t("read.file.bad")));
    replace(told);
    put({ title: title.value, text: found });
  }

  function find(event) {
    event?.preventDefault();
    note();
    if (!text.value.trim()) return text.focus();
    go("read", { done: "1" });
  }

  // What the service finds on a page, by its address or its HTML, becomes the text.
  function extract(page) {
    load(stored, signal, () => call("POST", "/v1/extract", { body: page, signal }), (found) => {
      put({ title: found.title ?? "", text: found.text });
      find();
    });
  }

  function store() {
    if (url.reportValidity()) load(stored, signal, () => call("POST", "/v1/articles", { body: { url: url.value }, signal }), (article) => go("article", { id: article.id }));
  }

  const form = h("form", {
    class: "write", onsubmit: find, onkeydown: (event) => event.key === "Enter" && (event.ctrlKey || event.metaKey) && find(event),
    ondragover: (event) => event.preventDefault(), ondrop: (event) => (event.preventDefault(), open(event.dataTransfer.files[0])),
  },
  field(t("read.headline"), title), field(t("read.text"), text, t("read.text.hint")), told,
  h("p", { class: "row wrap" },
    h("button", { type: "submit", class: "primary", "aria-keyshortcuts": "Control+Enter" }, t("read.find"), h("kbd", { "aria-hidden": "true" }, "Ctrl ⏎")),
    button(t("read.example"), () => (put(EXAMPLES[language()]), find())),
    button(t("read.file"), () => file.click()), file,
    button(t("clear"), () => (put({ title: "", text: "" }), text.focus()))));
  const fetched = h("form", { class: "row wrap fetch", onsubmit: (event) => (event.preventDefault(), extract({ url: url.value })) },
    field(t("read.url"), url, t("read.url.hint")), h("button", { type: "submit" }, t("read.fetch")), button(t("read.store"), store));
  replace(root, h("h1", {}, t("read.title")), h("p", { class: "lead" }, t("read.what")),
    h("div", { class: "start" }, h("div", {}, form, fetched, stored), promise()));
}

// What the three colours will mean.
function promise() {
  return h("aside", { class: "promise", "aria-label": t("read.promise") }, h("h2", {}, t("read.promise")),
    h("ul", {}, TYPES.map((type) => h("li", {}, sign(type), h("b", {}, t(`${type}s`)), h("small", {}, t(`read.promise.${type}`))))),
    h("p", {}, t("read.promise.more")));
}

async function annotate({ title, text }, signal) {
  const body = { text, offset_unit: "utf16", explain: true, ...(title.trim() ? { title } : {}) };
  const annotation = await call("POST", "/v1/annotate", { body, signal });
  if (!annotation?.entities) throw new Problem(500, {});
  return annotation;
}

function showResult(root, value, parameters, signal) {
  const result = h("div", {});
  replace(root, h("div", { class: "row wrap head" }, h("h1", {}, t("read.title")), button(t("read.edit"), () => go("read", {}), { class: "edit" })), result);
  return load(result, signal, () => annotate(value, signal), (annotation) =>
    reader({ ...value, title: value.title.trim() ? value.title : "", annotation, parameters, signal, changed: (now) => go("read", Object.fromEntries(now), true) }).element);
}

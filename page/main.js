// main.js - the frame: navigation, language, colours, the key, and which view is shown.
//
// All state of the page is in the fragment of its address, #/LANGUAGE/VIEW?…: it survives a reload, and a link leads to
// what its sender saw. A view is a module with `show(root, parameters, signal)`; `signal` ends when another is shown.

import { button, field, h, replace } from "./dom.js";
import { key } from "./api.js";
import { LANGUAGES, language, t, use } from "./language.js";
import { link, parse } from "./route.js";

const VIEWS = ["read", "archive", "entities", "today", "decide", "gazetteer", "system"];
const LOADERS = {
  read: () => import("./read.js"),
  archive: () => import("./archive.js"),
  article: () => import("./article.js"),
  entities: () => import("./entities.js"),
  entity: () => import("./entity.js"),
  today: () => import("./today.js"),
  decide: () => import("./decide.js"),
  gazetteer: () => import("./gazetteer.js"),
  system: () => import("./system.js"),
};
const PARENT = { article: "archive", entity: "entities" };
const THEME = "alam.theme";

let shown = { view: "", controller: null };

const navigation = h("ul", {});
const main = h("main", { id: "main", tabindex: "-1" });
const tools = h("div", { class: "tools" });
const skip = h("a", { class: "skip", href: "#main", onclick: (event) => (event.preventDefault(), main.focus()) });
const bar = h("nav", {}, navigation);
const header = h("header", { class: "bar" }, h("span", { class: "brand" }, h("span", { lang: "ar" }, "عَلَم"), h("span", { lang: "en" }, "alam")), bar, tools);

function theme() {
  return localStorage.getItem(THEME) ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
}

function paint() {
  document.documentElement.dataset.theme = theme();
}

function drawFrame({ view, parameters }) {
  const other = language() === "ar" ? "en" : "ar";
  skip.textContent = t("skip");
  bar.setAttribute("aria-label", t("views"));
  replace(navigation, VIEWS.map((name) =>
    h("li", {}, h("a", { href: link(name), "aria-current": (PARENT[view] ?? view) === name && "page" }, t(`view.${name}`)))));
  replace(tools,
    h("a", { class: "tool", href: link(view, Object.fromEntries(parameters), other), lang: other, hreflang: other }, LANGUAGES[other].name),
    button(t(theme() === "dark" ? "theme.light" : "theme.dark"), () => {
      localStorage.setItem(THEME, theme() === "dark" ? "light" : "dark");
      paint();
      drawFrame(parse(LOADERS));
    }, { class: "tool" }),
    key.get() && button(t("key.forget"), () => (key.set(null), location.reload()), { class: "tool" }));
}

async function show() {
  const state = parse(LOADERS);
  const same = shown.view === state.view && shown.lang === state.lang;
  shown.controller?.abort();
  const controller = new AbortController();
  use(state.lang);
  shown = { view: state.view, lang: state.lang, controller };
  drawFrame(state);
  document.title = `${t(`view.${state.view}`)} · alam`;
  const module = await LOADERS[state.view]();
  if (controller.signal.aborted) return;
  const root = h("div", { class: `view view-${state.view}` });
  replace(main, root);
  if (!same && document.activeElement === document.body && history.length > 1) main.focus({ preventScroll: true });
  await module.show(root, state.parameters, controller.signal);
}

let asking = false;
function askForKey({ detail }) {
  if (asking) return;
  asking = true;
  const input = h("input", { type: "password", autocomplete: "off", required: true, dir: "ltr", spellcheck: "false" });
  const save = (event) => {
    event.preventDefault();
    key.set(input.value.trim());
    dialog.close();
    show();
  };
  const dialog = h("dialog", { "aria-labelledby": "key-title", onclose: () => ((asking = false), dialog.remove()) },
    h("form", { onsubmit: save },
      h("h2", { id: "key-title" }, t("key.title")),
      h("p", {}, t(detail.refused ? "key.refused" : "key.why")),
      field(t("key.label"), input, t("key.where")),
      h("p", { class: "row" }, h("button", { type: "submit", class: "primary" }, t("key.use")), button(t("cancel"), () => dialog.close()))));
  document.body.append(dialog);
  dialog.showModal();
}

paint();
document.body.prepend(skip, header, main);
addEventListener("hashchange", show);
addEventListener("key-needed", askForKey);
// A page that the browser keeps for going back holds no connection open.
addEventListener("pagehide", () => shown.controller?.abort());
addEventListener("pageshow", (event) => event.persisted && show());
show();

// today.js - who is on the rise, and the newest articles as they arrive.

import { button, choice, field, h, replace } from "./dom.js";
import { events, get } from "./api.js";
import { number, span, t } from "./language.js";
import { go } from "./route.js";
import { load, nothing, say } from "./states.js";
import { articleItem, entityItem } from "./items.js";
import { typeChoice } from "./archive.js";

const WINDOWS = ["6h", "24h", "7d", "4w"], SHOWN = 20, PAUSE = 700; // articles; milliseconds in which arrivals are gathered

function rising({ data }) {
  if (!data.length) return nothing(t("today.rising.none"));
  const most = Math.max(...data.map((one) => one.articles));
  return h("ol", { class: "list" }, data.map((one) => {
    const share = h("div", { class: "share", "aria-hidden": "true" }, h("i", {}));
    share.firstChild.style.width = `${(100 * one.articles) / most}%`;
    return entityItem(one, [t("today.expected", t("count.articles", one.articles), number(one.expected, { maximumFractionDigits: 1 }))], share);
  }));
}

function drawRising(root, parameters, signal) {
  const window = choice(WINDOWS.map((name) => [name, span(name)]), parameters.get("window") ?? "24h");
  const type = typeChoice(parameters.get("type"));
  const list = h("div", {});
  const look = () => load(list, signal, () => get("/v1/trends", { window: window.value, type: type.value, limit: 15 }, signal), rising);
  const changed = () => {
    go("today", { window: window.value, type: type.value }, true);
    look();
  };
  for (const control of [window, type]) control.addEventListener("change", changed);
  root.append(h("section", {}, h("h2", {}, t("today.rising")), h("div", { class: "row" }, field(t("today.window"), window), field(t("entities.type"), type)), list));
  look();
}

function drawNewest(root, signal) {
  const list = h("div", { class: "newest" }), dot = h("span", { class: "dot off", "aria-hidden": "true" }), words = h("span", { role: "status" });
  let known = null, held = false, stands = false, timer;
  const hold = button(t("today.hold"), () => {
    held = !held;
    hold.textContent = t(held ? "today.follow" : "today.hold");
    drawState();
    if (!held) arrived();
  });

  function drawState() {
    dot.className = `dot ${held ? "held" : stands ? "" : "off"}`;
    words.textContent = t(held ? "today.held" : stands ? "today.live" : "today.broken");
  }

  const look = () => load(list, signal, () => get("/v1/articles", { limit: SHOWN }, signal), ({ data }) => {
    const fresh = (article) => known && !known.has(article.id);
    const items = data.map((article) => {
      const item = articleItem(article);
      if (fresh(article)) item.classList.add("new");
      return item;
    });
    if (known && data.some(fresh)) say(t("count.articles", data.filter(fresh).length));
    known = new Set(data.map((article) => article.id));
    return data.length ? h("ul", { class: "list" }, items) : nothing(t("archive.empty"));
  });

  function arrived() {
    if (held) return;
    clearTimeout(timer);
    timer = setTimeout(look, PAUSE);
  }

  root.append(h("section", {}, h("h2", {}, t("today.newest")), h("div", { class: "state" }, dot, words, hold), list));
  look();
  const onstate = (now) => {
    if (now && !stands && known) arrived();
    stands = now;
    drawState();
  };

  // Only a tab that is looked at holds a connection: browsers have few of them for each host.
  let open = null;
  function listen() {
    open?.abort();
    if (document.hidden || signal.aborted) return;
    open = new AbortController();
    events("/v1/changes/stream", { signal: AbortSignal.any([signal, open.signal]), onevent: arrived, onstate })
      .catch((error) => (words.textContent = error.message));
  }
  document.addEventListener("visibilitychange", listen, { signal });
  listen();
}

export async function show(root, parameters, signal) {
  const columns = h("div", { class: "columns" });
  replace(root, h("h1", {}, t("today.title")), columns);
  drawNewest(columns, signal);
  drawRising(columns, parameters, signal);
}

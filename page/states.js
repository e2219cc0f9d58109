// states.js - what every list and view shows while it loads, when it fails, and when there is nothing.

import { append, button, h, replace } from "./dom.js";
import { t } from "./language.js";

export const loading = () => h("p", { class: "loading", role: "status" }, t("loading"));

export const nothing = (text, ...more) => h("p", { class: "empty" }, text, more);

// A failure in the page's words, and the service's own sentence, which is English.
export function failure(error, again) {
  const { status = 0, document = {} } = error;
  const words = t(`error.${status}`) === `error.${status}` ? t("error.500") : t(`error.${status}`);
  const faults = (document.errors ?? []).map(({ pointer, detail }) => h("li", {}, h("code", {}, pointer), " ", detail));
  return h("div", { class: "failure", role: "alert" },
    h("p", {}, status === undefined || !("document" in error) ? String(error) : words),
    document.detail && h("p", { lang: "en", dir: "ltr" }, document.detail),
    faults.length > 0 && h("ul", { lang: "en", dir: "ltr" }, faults),
    again && button(t("again"), again));
}

// Fills `root` with what `draw` makes of what `ask` brings; a failure can be tried again.
export async function load(root, signal, ask, draw) {
  root.setAttribute("aria-busy", "true");
  const timer = setTimeout(() => root.firstChild || append(root, loading()), 150);
  try {
    const value = await ask(signal);
    if (!signal.aborted) replace(root, draw(value));
  } catch (error) {
    if (error.name === "AbortError" || signal.aborted) return;
    if (!("status" in error)) console.error(error);
    replace(root, failure(error, () => (root.replaceChildren(), load(root, signal, ask, draw))));
  } finally {
    clearTimeout(timer);
    root.removeAttribute("aria-busy");
  }
}

// Links to the page after this one and to the first.
export function pager(next, first) {
  if (!next && !first) return null;
  return h("nav", { class: "pager", "aria-label": t("pages") },
    first && h("a", { href: first }, t("first")), next && h("a", { href: next }, t("next")));
}

// Says something to those who do not see the page.
export function say(text) {
  let region = document.getElementById("say");
  if (!region) document.body.append((region = h("p", { id: "say", class: "hidden", role: "status" })));
  region.textContent = text;
}

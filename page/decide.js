// decide.js - names that the gazetteer does not have, those that matter most first: one key decides, the next one comes.
//
// A decision is shown as made at once and sent behind the scenes, one after the other; one that fails comes back. Keys work
// while the card has the focus, which it gets by itself; they are written on the buttons.

import { button, choice, field, h, isolated, replace } from "./dom.js";
import { call, get, segment } from "./api.js";
import { date, language, number, percent, t } from "./language.js";
import { go, link } from "./route.js";
import { failure, load, loading, nothing, say } from "./states.js";
import { MarkedText } from "./marks.js";
import { sign, TYPES } from "./items.js";

const FETCHED = 100, LEFT = 40; // candidates asked for at once; more are asked for when so few are left
const DECISIONS = { x: "reject", u: "unsure", a: "promote" };

export async function show(root, parameters, signal) {
  const type = choice([["", t("any")], ...TYPES.map((name) => [name, t(`${name}s`)])], parameters.get("type"));
  const stage = h("div", { class: "stage" }), told = h("div", {});
  const queue = new Queue({ type: parameters.get("type"), signal, told, drawn: () => draw(stage, queue) });
  type.addEventListener("change", () => go("decide", { type: type.value }));
  replace(root, h("h1", {}, t("decide.title")), h("p", { class: "lead" }, t("decide.what")),
    h("div", { class: "short" }, field(t("entities.type"), type)), told, stage);
  signal.addEventListener("abort", () => queue.marked?.clear());
  await load(stage, signal, () => queue.fill(), () => queue.card());
  if (!signal.aborted) stage.querySelector(".candidate")?.focus({ preventScroll: true });
}

class Queue {
  constructor(given) {
    Object.assign(this, given, { waiting: [], seen: new Set(), made: [], sent: Promise.resolve(), count: 0 });
  }

  // Asks for more candidates, those left out that were decided here.
  async fill() {
    const { data } = await get("/v1/candidates", { type: this.type, limit: FETCHED }, this.signal);
    const fresh = data.filter((one) => !this.seen.has(one.id));
    fresh.forEach((one) => this.seen.add(one.id));
    this.waiting.push(...fresh);
  }

  // Brings more before the last one is decided. What was decided may still be listed until all decisions have arrived.
  async refill() {
    if (this.filling) return;
    this.filling = true;
    try {
      await this.fill();
      if (!this.waiting.length) {
        await this.sent;
        await this.fill();
      }
    } catch (error) {
      if (error.name !== "AbortError") replace(this.told, failure(error));
    }
    this.filling = false;
    if (this.shownEmpty && !this.signal.aborted) this.drawn();
  }

  decide(decision, more = {}) {
    const candidate = this.waiting.shift();
    if (!candidate) return;
    this.count++;
    this.made.push(candidate);
    this.send(candidate, () => call("POST", `/v1/candidates/${segment(candidate.id)}`,
      { body: { decision, ...more, variants: candidate.variants.map((one) => one.id).filter((id) => id !== candidate.id) } }));
    if (this.waiting.length <= LEFT) this.refill();
    this.drawn();
  }

  undo() {
    const candidate = this.made.pop();
    if (!candidate) return;
    this.count--;
    this.waiting.unshift(candidate);
    this.send(candidate, () => call("DELETE", `/v1/candidates/${segment(candidate.id)}`), true);
    this.drawn();
  }

  // Decisions leave in the order in which they were made. What fails is said, and its name comes back.
  send(candidate, ask, undoing) {
    this.sent = this.sent.then(ask).then(() => replace(this.told), (error) => {
      if (!undoing) {
        this.made = this.made.filter((one) => one !== candidate);
        this.waiting.unshift(candidate);
        this.count--;
        this.drawn();
      }
      replace(this.told, failure(error));
    });
  }

  card() {
    const candidate = this.waiting[0];
    this.shownEmpty = !candidate;
    if (!candidate && this.filling) return loading();
    return candidate ? cardOf(candidate, this) : [nothing(t("decide.none")), buttons(this, true)];
  }
}

function draw(stage, queue) {
  replace(stage, queue.card());
  const card = stage.querySelector(".candidate");
  card?.focus({ preventScroll: true });
  if (queue.waiting[0]) say(queue.waiting[0].name);
}

function buttons(queue, empty) {
  return h("p", { class: "row wrap decisions" },
    !empty && [button(t("decide.reject"), () => queue.decide("reject"), { key: "X", "data-decision": "reject" }),
      button(t("decide.unsure"), () => queue.decide("unsure"), { key: "U", "data-decision": "unsure" }),
      button(t("decide.promote"), () => queue.decide("promote"), { key: "A", "data-decision": "promote" })],
    button(t("undo"), () => queue.undo(), { key: "Z", disabled: !queue.made.length, "data-decision": "undo" }),
    h("span", { class: "hint", role: "status" }, t("decide.count", queue.count)));
}

function facts({ impact, first_seen, last_seen }) {
  const rows = [
    ["decide.impact", [t("count.articles", impact.articles), " · ", t("count.mentions", impact.mentions), " · ", t("decide.sources", impact.sources)]],
    ["decide.growth", t("decide.growth.value", number(impact.last_week), number(impact.four_weeks_before))],
    ["entity.first", date(first_seen, { dateStyle: "medium" })], ["entity.last", date(last_seen, { dateStyle: "medium" })],
  ];
  return h("dl", {}, rows.map(([name, value]) => [h("dt", {}, t(name)), h("dd", {}, value)]));
}

// A context is one text with a mark over the name, so that its letters stay joined.
function contexts(candidate, queue) {
  const texts = candidate.contexts.map(({ before, text, after }) => (before + text + after).replaceAll("\n", " "));
  const marked = new MarkedText({ text: texts.join("\n") });
  let start = 0;
  const mentions = candidate.contexts.map(({ before, text }, index) => {
    const at = { field: "text", start: start + before.length, end: start + before.length + text.length };
    start += texts[index].length + 1;
    return at;
  });
  marked.mark([{ type: candidate.type, mentions }]);
  queue.marked = marked;
  const element = marked.fields.text.element;
  [...element.children].forEach((paragraph, index) => paragraph.after(h("p", { class: "facts", dir: document.documentElement.dir },
    h("a", { href: link("article", { id: candidate.contexts[index].article }) }, t("decide.article")), h("span", {}, date(candidate.contexts[index].dated_at)))));
  return h("div", { class: "paper contexts" }, element);
}

function cardOf(candidate, queue) {
  const keys = (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const name = event.key.toLowerCase();
    const near = candidate.nearest[Number(name) - 1];
    if (near) queue.decide("merge", { entry: near.id });
    else if (DECISIONS[name]) queue.decide(DECISIONS[name]);
    else if (name === "z") queue.undo();
    else return;
    event.preventDefault();
  };
  const entry = link("gazetteer", { tab: "new", name: candidate.name, type: candidate.type });
  const variants = candidate.variants.filter((one) => one.id !== candidate.id);
  const near = candidate.nearest.map((one, index) => h("li", { class: "row wrap" },
    button(t("decide.merge"), () => queue.decide("merge", { entry: one.id }), { key: String(index + 1) }),
    sign(one.type, true), h("a", { href: link("entity", { id: one.id }) }, isolated((language() === "ar" ? one.name_ar : one.name_en) || one.name_ar || one.name_en)),
    " ", h("small", {}, percent(one.score), " · ", t(`near.${one.why}`))));
  return h("section", { class: "candidate", tabindex: "0", "aria-label": t("decide.card"), onkeydown: keys },
    h("h2", {}, isolated(candidate.name)),
    h("p", { class: "facts" }, h("span", {}, sign(candidate.type), t("decide.guess", t(candidate.type), percent(candidate.confidence)))),
    buttons(queue), h("p", {}, h("a", { href: entry }, t("decide.add"))),
    contexts(candidate, queue), facts(candidate),
    variants.length > 0 && [h("h3", {}, t("decide.variants")), h("p", {}, variants.map((one, index) => [index ? " · " : "", isolated(one.name)]))],
    candidate.titles.length > 0 && [h("h3", {}, t("decide.titles")), h("p", {}, candidate.titles.map((one, index) => [index ? " · " : "", isolated(one.text)]))],
    h("h3", {}, t("decide.nearest")), near.length ? h("ul", {}, near) : nothing(t("decide.nearest.none")));
}

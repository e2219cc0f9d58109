// verdicts.js - what editors say of the names in a stored article: right, no name, somebody else, or one that was missed.
//
// A verdict is sent with the ETag of the article that the editor saw, so that nobody judges a text that was changed
// meanwhile. What was said is listed under the article and can be taken back.

import { button, choice, field, h, isolated, replace } from "./dom.js";
import { call, get, segment } from "./api.js";
import { date, t } from "./language.js";
import { failure, load, nothing } from "./states.js";
import { picker } from "./picker.js";
import { TYPES } from "./items.js";

const types = (value) => choice(TYPES.map((type) => [type, t(type)]), value);

// The editor's tools for one article. `done()` is called when a verdict is stored.
export class Judge {
  constructor({ id, etag, signal, done }) {
    Object.assign(this, { id, etag, signal, done });
  }

  // Stores a verdict; what went wrong is said in `told`.
  async send(verdict, told) {
    try {
      await call("PUT", `/v1/articles/${segment(this.id)}/verdicts`, { body: { offset_unit: "utf16", verdicts: [verdict] }, signal: this.signal, more: { "If-Match": this.etag } });
      this.done();
    } catch (error) {
      if (error.name !== "AbortError") replace(told, failure(error));
    }
  }

  // What stands in the card of a mention.
  tools(entity, mention) {
    const at = { field: mention.field, start: mention.start, end: mention.end, text: mention.text };
    const form = h("form", { hidden: true, class: "correct" }), told = h("div", {});
    let other = null;
    const names = picker({ signal: this.signal, onpick: (one) => (other = one) });
    const type = types(entity.type);
    const save = (event) => {
      event.preventDefault();
      this.send({ ...at, verdict: "correct", type: other?.type ?? type.value, ...(other ? { entity: other.id } : {}) }, told);
    };
    form.addEventListener("submit", save);
    replace(form, field(t("verdict.who"), names.input, t("verdict.who.hint")), field(t("entities.type"), type), h("button", { type: "submit", class: "primary" }, t("verdict.correct")));
    names.place();
    const open = () => ((form.hidden = !form.hidden), form.hidden || names.input.focus());
    return [
      h("h3", {}, t("verdict.title")),
      h("p", { class: "row wrap" },
        button(t("verdict.confirm"), () => this.send({ ...at, verdict: "confirm" }, told), { "data-verdict": "confirm" }),
        button(t("verdict.reject"), () => this.send({ ...at, verdict: "reject" }, told), { "data-verdict": "reject" }),
        button(t("verdict.other"), open, { "data-verdict": "other" })),
      form, told,
    ];
  }

  // A form for a name that was missed: its words are typed, or selected in the text.
  missed(marked) {
    const words = h("input", { type: "text", dir: "auto", required: true, autocomplete: "off", oninput: () => (this.selected = null) });
    const type = types("person"), told = h("div", {});
    this.words = words;
    const add = (event) => {
      event.preventDefault();
      const found = this.selected ?? marked.find(words.value);
      if (!found) return replace(told, h("p", { class: "failure", role: "alert" }, t("verdict.not.there")));
      this.send({ verdict: "add", field: found.field, start: found.start, end: found.end, text: found.text, type: type.value }, told);
    };
    return h("details", { class: "missed" }, h("summary", {}, t("verdict.missed")),
      h("form", { onsubmit: add }, field(t("verdict.words"), words, t("verdict.words.hint")), field(t("entities.type"), type),
        h("button", { type: "submit" }, t("verdict.add"))), told);
  }

  // A stretch of the text was selected: it is what the form adds.
  select(selected) {
    if (!selected || !this.words) return;
    this.selected = selected;
    this.words.value = selected.text;
    this.words.closest("details").open = true;
  }
}

// The list of what was said, each with a way back.
export function said(root, id, signal, done) {
  const path = `/v1/articles/${segment(id)}/verdicts`;
  const undo = (one) => load(root, signal, () => call("DELETE", `${path}/${segment(one.id)}`, { signal }), done);
  return load(root, signal, () => get(path, { offset_unit: "utf16" }, signal), ({ verdicts }) => {
    if (!verdicts.length) return nothing(t("verdict.none"));
    return h("ul", { class: "list" }, verdicts.map((one) => h("li", {},
      h("p", { class: "row wrap" }, h("b", {}, isolated(one.words)), h("span", { class: "grow" }, t(`verdict.said.${one.verdict}`), one.name && [" ", isolated(one.name)]), button(t("undo"), () => undo(one))),
      h("p", { class: "facts" }, h("span", {}, date(one.made_at)), one.key && isolated(one.key), !one.applies && h("span", {}, t("verdict.idle"))))));
  });
}


// language.js - the language of the page: its words (words.js), numbers, dates, and which way they run.
//
// A text that holds {0}, {1}, … is filled in; one with forms ({ one, two, few, many, other }) takes the form of its number.

import { words } from "./words.js";

export const LANGUAGES = { ar: { name: "العربية", dir: "rtl" }, en: { name: "English", dir: "ltr" } };

let current = "en", locale = "en";

export const language = () => current;

export function preferred() {
  return (navigator.languages ?? [navigator.language]).some((name) => name.startsWith("ar")) ? "ar" : "en";
}

export function use(name) {
  current = name in LANGUAGES ? name : preferred();
  locale = (navigator.languages ?? []).find((tag) => tag.split("-")[0] === current) ?? current;
  document.documentElement.lang = current;
  document.documentElement.dir = LANGUAGES[current].dir;
}

function fill(text, values) {
  return text.replace(/\{(\d)\}/g, (_, index) => {
    const value = values[index];
    return typeof value === "number" ? number(value) : isolate(String(value ?? ""));
  });
}

// FSI … PDI: what is put into a sentence keeps its own direction and does not move what stands beside it.
export const isolate = (text) => `\u2068${text}\u2069`;

export function t(key, ...values) {
  const entry = words[key]?.[current === "ar" ? 1 : 0];
  if (entry === undefined) return key;
  if (typeof entry === "string") return fill(entry, values);
  const form = new Intl.PluralRules(locale).select(values[0]);
  return fill(entry[form] ?? entry.other, values);
}

export const number = (value, options) => new Intl.NumberFormat(locale, options).format(value);
// Rounded down, so that only what is certain is 100 %.
export const percent = (value) => number(Math.floor(value * 100) / 100, { style: "percent", maximumFractionDigits: 0 });

export function date(text, options = { dateStyle: "medium", timeStyle: "short" }) {
  return text ? new Intl.DateTimeFormat(locale, options).format(new Date(text)) : "";
}

export const day = (text) => date(text, { dateStyle: "medium" });

const UNITS = [["year", 31536000], ["month", 2592000], ["day", 86400], ["hour", 3600], ["minute", 60], ["second", 1]];

// "3 hours ago".
export function ago(text) {
  const seconds = (new Date(text) - Date.now()) / 1000;
  const [unit, size] = UNITS.find(([, length]) => Math.abs(seconds) >= length) ?? UNITS.at(-1);
  return new Intl.RelativeTimeFormat(locale, { numeric: "auto" }).format(Math.round(seconds / size), unit);
}

// The name of an entity in the page's language where it has one.
export const nameOf = (entity) => entity.names?.[current] || entity.name;

// "24 hours" of "24h".
export function span(text) {
  const unit = { h: "hour", d: "day", w: "week" }[text.at(-1)];
  return number(parseInt(text, 10), { style: "unit", unit, unitDisplay: "long" });
}

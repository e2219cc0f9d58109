// system.js - how the replica that this page speaks with is, in plain words.

import { button, h, isolated, replace } from "./dom.js";
import { address, ask, get, Problem } from "./api.js";
import { date, number, t } from "./language.js";
import { load } from "./states.js";

// Metrics as { name: sum over labels } and { 'name{labels}': value }.
function readMetrics(text) {
  const values = {};
  for (const line of text.split("\n")) {
    const [, whole, name, value] = /^((\w+)(?:\{[^}]*\})?) (\S+)$/.exec(line) ?? [];
    if (!whole) continue;
    values[whole] = Number(value);
    if (whole !== name) values[name] = (values[name] ?? 0) + Number(value);
  }
  return values;
}

const NUMBERS = [
  ["system.running", "alam_http_requests_running"], ["system.connections", "alam_http_connections"], ["system.streams", "alam_streams"],
  ["system.queue", "alam_store_queue"], ["system.jobs", 'alam_jobs_backlog{state="queued"}'],
  ["system.outbox", 'alam_outbox_deliveries{state="waiting"}'], ["system.dead", 'alam_outbox_deliveries{state="dead"}'],
];

async function readiness(signal) {
  const answer = await ask("GET", "/readyz", { query: { verbose: "1" }, signal }).catch((error) => {
    if (error instanceof Problem && error.status === 503) return { json: () => ({ status: "not ready", checks: {}, ...error.document }) };
    throw error;
  });
  return answer.json();
}

async function everything(signal) {
  const [ready, root, gazetteer, metrics] = await Promise.all([
    readiness(signal), get("/", {}, signal), get("/v1/gazetteer", {}, signal),
    ask("GET", "/metrics", { signal, more: { Accept: "text/plain" } }).then((answer) => answer.text()),
  ]);
  return { ready, root, gazetteer, metrics: readMetrics(metrics) };
}

const rows = (pairs) => h("dl", {}, pairs.filter(([, value]) => value !== undefined).map(([name, value]) => [h("dt", {}, name), h("dd", {}, value)]));

function draw({ ready, root, gazetteer, metrics }) {
  const good = ready.status === "ready";
  const edit = /\+(\d+)$/.exec(gazetteer.version);
  return [
    h("p", { class: good ? "good" : "bad" }, t(good ? "system.good" : "system.bad")), h("p", { class: "hint" }, t("system.replica")),
    h("h2", {}, t("system.checks")),
    h("ul", { class: "checks" }, Object.entries(ready.checks ?? {}).map(([name, state]) =>
      h("li", { class: state === "ok" ? "good" : "bad" }, t(`check.${name}`), state !== "ok" && [": ", isolated(String(state), { lang: "en" })]))),
    rows([
      [t("system.version"), isolated(root.version)], [t("system.gazetteer"), isolated(gazetteer.version)], [t("system.edit"), edit ? number(Number(edit[1])) : undefined],
      [t("system.size"), t("system.size.value", gazetteer.entities, gazetteer.names)],
      [t("system.uptime"), date(new Date(1000 * (metrics.process_start_time_seconds ?? NaN)) || undefined)],
    ]),
    h("h2", {}, t("system.numbers")), rows(NUMBERS.map(([label, name]) => [t(label), metrics[name] === undefined ? undefined : number(metrics[name])])),
    h("h2", {}, t("system.works")), h("ul", {}, (gazetteer.attributions ?? []).map((work) =>
      h("li", {}, h("a", { href: work.url, rel: "noopener noreferrer", target: "_blank" }, isolated(work.work)), " · ", isolated(work.licence)))),
    h("h2", {}, t("system.developers")), h("ul", {}, [["system.openapi", "/openapi.json"], ["system.metrics", "/metrics"]].map(([name, path]) =>
      h("li", {}, h("a", { href: address(path) }, t(name))))),
  ];
}

export async function show(root, parameters, signal) {
  const body = h("div", {});
  const look = () => load(body, signal, everything, draw);
  replace(root, h("div", { class: "row wrap head" }, h("h1", {}, t("system.title")), button(t("system.refresh"), look)), body);
  return look();
}

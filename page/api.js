// api.js - calls to the service this page came from. A key, where one is needed, is kept in sessionStorage and sent in a
// header, never in an address.

const BASE = document.documentElement.dataset.base;
const KEY = "alam.key";

export class Problem extends Error {
  constructor(status, document) {
    super(document.detail || document.title || String(status));
    this.status = status;
    this.document = document;
  }
}

export const address = (path, query) => {
  const given = Object.entries(query ?? {}).filter(([, value]) => value !== undefined && value !== null && value !== "");
  return BASE + path + (given.length ? "?" + new URLSearchParams(given) : "");
};

// One segment of a path: an id may hold what separates segments.
export const segment = encodeURIComponent;

export const key = {
  get: () => sessionStorage.getItem(KEY),
  set: (value) => (value ? sessionStorage.setItem(KEY, value) : sessionStorage.removeItem(KEY)),
};

export function headers(more) {
  return { Accept: "application/json", ...(key.get() ? { Authorization: `Bearer ${key.get()}` } : {}), ...more };
}

async function problemOf(answer) {
  const document = await answer.json().catch(() => ({}));
  if (answer.status === 401) dispatchEvent(new CustomEvent("key-needed", { detail: { refused: Boolean(key.get()) } }));
  return new Problem(answer.status, document);
}

// Asks, and gives the whole answer; what is no success is thrown as a Problem, status 0 where there was no answer.
export async function ask(method, path, { query, body, signal, more, type = "application/json" } = {}) {
  const init = { method, signal, headers: headers(more), cache: "no-cache", credentials: "omit" };
  if (body !== undefined) {
    init.headers["Content-Type"] = type;
    init.body = typeof body === "string" ? body : JSON.stringify(body);
  }
  const answer = await fetch(address(path, query), init).catch((error) => {
    if (error.name === "AbortError") throw error;
    throw new Problem(0, {});
  });
  if (!answer.ok) throw await problemOf(answer);
  return answer;
}

export async function call(method, path, options) {
  const answer = await ask(method, path, options);
  return answer.status === 204 ? null : answer.json();
}

export const get = (path, query, signal) => call("GET", path, { query, signal });

// The paths that this service has, from its own description; asked once.
let described;
export function has(path, method = "get") {
  described ??= get("/openapi.json").then((document) => document.paths, () => ({}));
  return described.then((paths) => Boolean(paths[path]?.[method]));
}

// Reads server-sent events: calls onevent({ id, event, data }) for each until `signal` ends it. A connection that breaks
// is made again, behind the event that came last; onstate(true) when one stands, onstate(false) when it broke.
export async function events(path, { signal, onevent, onstate }) {
  let last = null, pause = 1000;
  while (!signal.aborted) {
    try {
      const answer = await ask("GET", path, { signal, more: { Accept: "text/event-stream", ...(last ? { "Last-Event-ID": last } : {}) } });
      onstate(true);
      pause = 1000;
      for await (const event of read(answer.body.pipeThrough(new TextDecoderStream()).getReader())) {
        last = event.id ?? last;
        if (event.data) onevent(event);
      }
    } catch (error) {
      if (error.name === "AbortError") return;
      if (error.status === 410) last = null;
      else if (error.status >= 400 && error.status < 500 && error.status !== 429) throw error;
    }
    onstate(false);
    await new Promise((resolve) => setTimeout(resolve, pause));
    pause = Math.min(pause * 2, 30000);
  }
}

async function* read(reader) {
  let text = "", event = {};
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    text += value;
    for (let end; (end = text.indexOf("\n")) >= 0; text = text.slice(end + 1)) {
      const line = text.slice(0, end);
      const [, name, content] = /^(\w*):? ?(.*)$/.exec(line) ?? [];
      if (line === "") {
        yield event;
        event = {};
      } else if (name) event[name] = content;
    }
  }
}

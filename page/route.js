// route.js - addresses inside the page: #/LANGUAGE/VIEW?PARAMETERS.

import { LANGUAGES, language, preferred } from "./language.js";

// What the address says; a view that is not in `views` is the first one.
export function parse(views) {
  const [path, query] = location.hash.replace(/^#\/?/, "").split("?");
  const [lang, view] = path.split("/");
  return { lang: lang in LANGUAGES ? lang : preferred(), view: view in views ? view : Object.keys(views)[0], parameters: new URLSearchParams(query) };
}

export function link(view, parameters = {}, lang = language()) {
  const query = new URLSearchParams(Object.entries(parameters).filter(([, value]) => value)).toString();
  return `#/${lang}/${view}${query ? "?" + query : ""}`;
}

// Shows another view, or this one with other parameters; `quietly` changes the address alone.
export function go(view, parameters, quietly) {
  const target = link(view, parameters);
  if (quietly) history.replaceState(null, "", target);
  else location.hash = target;
}

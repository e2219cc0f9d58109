// chart.js - bars over time, as inline SVG. Time runs as the page is read: from the right in Arabic.

import { h, svg } from "./dom.js";
import { date, language, number, t } from "./language.js";

const WIDE = 720, NARROW = 330, HEIGHT = 170, LEFT = 40, BOTTOM = 24, TOP = 12;
const FORMAT = { hour: { dateStyle: "short", timeStyle: "short" }, day: { dateStyle: "medium" }, week: { dateStyle: "medium" }, month: { year: "numeric", month: "long" } };

// `points` are [{ start, articles }], oldest first, one for each `interval`; `name` is what they count.
export function bars(points, interval, name) {
  const most = Math.max(1, ...points.map((point) => point.articles));
  const rtl = language() === "ar", width = matchMedia("(max-width: 40rem)").matches ? NARROW : WIDE, room = width - LEFT, step = room / points.length;
  const x = (position, size = 0) => (rtl ? room - position - size : LEFT + position);
  const y = (articles) => HEIGHT - BOTTOM - (articles / most) * (HEIGHT - BOTTOM - TOP);
  const said = (point) => date(point.start, FORMAT[interval]);
  const label = t("entity.timeline.label", name, said(points[0]), said(points.at(-1)), t("count.articles", most));
  const rule = (value) => [
    svg("line", { x1: x(0), x2: x(room), y1: y(value), y2: y(value) }),
    svg("text", { x: x(-6), y: y(value) + 4, "text-anchor": rtl ? "start" : "end", direction: "ltr" }, number(value)),
  ];
  const columns = points.map((point, index) => svg("rect",
    { x: x(index * step, step), y: y(point.articles), width: Math.max(1, step - 1.5), height: HEIGHT - BOTTOM - y(point.articles) },
    svg("title", {}, `${said(point)}: ${t("count.articles", point.articles)}`)));
  const ends = [[points[0], 0, "start"], [points.at(-1), room, "end"]].map(([point, position, anchor]) =>
    svg("text", { x: x(position), y: HEIGHT - 6, "text-anchor": anchor, direction: rtl ? "rtl" : "ltr" }, said(point)));
  return h("figure", { class: "figure" }, svg("svg", { class: "chart", viewBox: `0 0 ${width} ${HEIGHT}`, role: "img", "aria-label": label }, [...new Set([0, most])].map(rule), columns, ends));
}

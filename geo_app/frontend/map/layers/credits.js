// @ts-check
/* The sources of what is shown in one line; unfolded, each is a line with its address. */

import { el, svg } from "../../shared/dom.js";
import { arrangeLabels } from "../labels/labels.js";
import { onReset, session } from "../state.js";
import { picture } from "../symbols.js";

/** @type {HTMLElement} */
let line;
/** @type {HTMLElement} */
let list;
onReset(() => {
  line = el("span", { class: "geo-credits-line" });
  list = el("ul", { class: "geo-credits-list", hidden: true });
});

export function credits() {
  const { sources } = session.pack.texts;
  const unfold = () => {
    const open = list.hidden;
    button.setAttribute("aria-expanded", String(open));
    list.hidden = !open;
    line.hidden = open;
    arrangeLabels();
  };
  const attributes = { type: "button", "aria-expanded": "false", "aria-label": sources, title: sources };
  const dot = svg("path", { d: "M0,-1V5M0,-4.6V-4.4", class: "geo-icon" });
  const circle = svg("circle", { r: 7, class: "geo-icon" });
  const button = el("button", { ...attributes, onclick: unfold }, picture(16, dot, circle));
  return el("div", { class: "geo-credits" }, line, list, button);
}

/** Bring the credits up to date with the layers that are on. */
export function updateCredits() {
  const shown = [...session.layers.values()].filter(({ on, fixed }) => on || fixed);
  const numbers = new Set(shown.flatMap(({ entry }) => entry.sources));
  const sources = session.pack.attributions.filter((_, k) => numbers.has(k));
  if (session.online && session.look.online) sources.unshift([session.look.online.attribution, ""]);
  const names = sources.map(([text]) => text.replace(/^©\s*/, ""));
  line.textContent = `© ${names.join(" · ")}`;
  // Links are there only when all of them can be seen: cut off at an edge, they would lie under the button.
  list.replaceChildren(...sources.map(([, url], k) => el("li", {}, linkTo(url, names[k]))));
}

/** @param {string} url @param {string} name */
const linkTo = (url, name) =>
  /^https?:\/\//.test(url) ? el("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, name) : name;

// @ts-check
/* Online tiles beneath the layers, by a switch that is off at first: no other host is asked for anything before.
 *
 * Where there is no network they are given up: what lies beneath was there all the time, and is named once. */

import { el } from "../../shared/dom.js";
import { updateCredits } from "./credits.js";
import { onReset, session } from "../state.js";

const PATIENCE_MS = 8000; // no tile by then: there is no network worth the name
const MOST_ERRORS = 3; // before the first tile

/** @type {HTMLInputElement} */
let checkbox;
/** @type {HTMLElement} */
let status;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let timer;
onReset(() => {
  clearTimeout(timer);
  checkbox = el("input", { type: "checkbox", onchange: () => (checkbox.checked ? turnOn() : turnOff()) });
  status = el("p", { class: "geo-small", role: "status" });
});

/** Make the switch, if the operator has named tiles. */
export function onlineSwitch() {
  if (!session.look.online) return null;
  session.signal.addEventListener("abort", () => clearTimeout(timer));
  window.addEventListener("offline", () => session.online && giveUp(), { signal: session.signal });
  const text = el("span", {}, session.pack.texts.online);
  const label = el("label", { class: "geo-layer" }, checkbox, el("span", {}), text);
  return el("div", { class: "geo-online" }, label, status);
}

function turnOn() {
  if (!session.look.online) return;
  status.textContent = "";
  let [loaded, failed] = [0, 0];
  const tiles = L.tileLayer(session.look.online.url, {
    pane: "geo-online",
    maxZoom: session.map.getMaxZoom(),
    keepBuffer: 1,
    detectRetina: false,
  });
  tiles.on("tileload", () => {
    loaded++;
    clearTimeout(timer);
  });
  tiles.on("tileerror", () => {
    failed++;
    if (!loaded && failed >= MOST_ERRORS) giveUp();
  });
  timer = setTimeout(() => loaded || giveUp(), PATIENCE_MS);
  session.online = tiles.addTo(session.map);
  updateCredits();
}

function turnOff() {
  clearTimeout(timer);
  session.online?.remove();
  session.online = null;
  updateCredits();
}

function giveUp() {
  turnOff();
  checkbox.checked = false;
  status.textContent = session.pack.texts.offline;
}

// @ts-check
/* The session in the address and in this tab's store. Back and Forward ask the server for the step that they came to.
 *
 * The state is the module's: Streamlit draws the component anew on each page. */

import { differs, readAddress, shorten, writeAddress } from "./address_text.js";

/** @import { AddressData } from "../contract.js" */
/** @import { ComponentArguments } from "../shared/component.js" */
/** @import { Place } from "./address_text.js" */

const STORE = "geo-app:session"; // the session of now; followed by a hash, an earlier one

/** @type {AddressData | undefined} */
let data;
/** @type {(trigger: string, value: unknown) => void} */
let report = () => {};
/** What the browser went to and the server has not answered yet, and the element that the question went through.
 * @type {{ place: Place, element: unknown } | undefined} */
let pending;
let visit = "";
let step = -1;
let heard = 0;
let asked = 0;

/** @param {ComponentArguments<AddressData>} component */
export function address({ data: next, parentElement, setTriggerValue }) {
  if (!data) window.addEventListener("popstate", onHistory);
  data = next;
  report = setTriggerValue;
  const first = visit !== data.visit;
  if (first) {
    const kept = placeAtBeginning(data);
    [visit, step, heard, asked, pending] = [data.visit, -1, 0, 0, undefined];
    if (kept && differs(kept, data)) {
      ask(kept, parentElement);
      return;
    }
  }
  if (data.heard < asked) {
    // Another page has drawn this component anew, and the question may have gone with the element before.
    if (pending && pending.element !== parentElement) ask(pending.place, parentElement);
    return;
  }
  pending = undefined;
  write(data, first || data.heard !== heard || data.step === step);
  [step, heard] = [data.step, data.heard];
}

function onHistory() {
  if (!data) return;
  const place = readAddress(window.location.search, data, resolve);
  if (differs(place, data) || data.heard < asked) ask(place, pending?.element);
}

/** @param {Place} place @param {unknown} element */
function ask(place, element) {
  asked += 1;
  pending = { place, element };
  report("go", { ...place, number: asked });
}

/** Find what goes before what a new session of the server has read: the page that is open, or what a reload left.
 *
 * @param {Place} read by the server
 * @returns {Place | undefined}
 */
function placeAtBeginning(read) {
  const { search } = window.location;
  const text = load(STORE);
  /** @type {Place | undefined} */
  const kept = text ? JSON.parse(text) : undefined;
  if (visit) return kept;
  if (new URLSearchParams(search).has("s")) return readAddress(search, read, resolve);
  const [entry] = performance.getEntriesByType("navigation");
  const anew = !entry || /** @type {PerformanceNavigationTiming} */ (entry).type === "navigate";
  return anew || !kept ? undefined : { ...readAddress(search, kept, resolve), code: kept.code };
}

/** @param {AddressData} now @param {boolean} replacing the browser's present entry */
function write(now, replacing) {
  const { code, lang, profile } = now;
  const shown = shorten(code, now.longest);
  if (shown !== code) save(STORE + shown, code);
  save(STORE, JSON.stringify({ code, lang, profile }));
  const search = writeAddress(window.location.search, now, shown);
  if (search === window.location.search) return;
  const to = window.location.pathname + search + window.location.hash;
  if (replacing) window.history.replaceState({}, "", to);
  else window.history.pushState({}, "", to);
}

/** @param {string} shown */
const resolve = (shown) => load(STORE + shown);

/** @param {string} name */
function load(name) {
  try {
    return sessionStorage.getItem(name);
  } catch {
    return null; // a browser that keeps nothing
  }
}

/** @param {string} name @param {string} text */
function save(name, text) {
  try {
    sessionStorage.setItem(name, text);
  } catch {
    makeRoom();
    try {
      sessionStorage.setItem(name, text);
    } catch {
      // Too large for the store, or a browser that keeps nothing: the address has what fits there.
    }
  }
}

/** Drop the earlier steps that were too long for an address. */
function makeRoom() {
  try {
    for (const name of Object.keys(sessionStorage)) {
      if (name.startsWith(STORE) && name !== STORE) sessionStorage.removeItem(name);
    }
  } catch {
    // a browser that keeps nothing
  }
}

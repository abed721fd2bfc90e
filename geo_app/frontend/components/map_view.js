// @ts-check
/* The map in the page, without a frame: mounted once, then told of each change. Leaflet and the drawing come by URL.
 *
 * Streamlit runs this again at each change of data or theme, and what it returns when the component goes. */

import { rootOf } from "../shared/component.js";

/** @import { MapDefinition, MapView, Theme } from "../contract.js" */
/** @import { start, stop, update } from "../map/main.js" */
/** @import { ComponentArguments } from "../shared/component.js" */

/**
 * @typedef {object} Mounted the map that is on the page
 * @property {HTMLElement | null} frame
 * @property {string} key what it was started with
 * @property {string} payload
 * @property {ReturnType<typeof start> | null} running
 */

/** @returns {{ start: typeof start, update: typeof update, stop: typeof stop } | undefined} */
const geoApp = () => /** @type {any} */ (window).geoApp;

/** @returns {Mounted} */
const unmounted = () => ({ frame: null, key: "", payload: "", running: null });

const assets = { key: "", ready: /** @type {Promise<unknown> | null} */ (null) };
let mounted = unmounted();
let calls = 0;

/** What the map shows, as plain values; null where there is no map.
 *
 * @returns {MapView | null}
 */
export const mapView = () => (mounted.running ? JSON.parse(JSON.stringify(mounted.running.view())) : null);

/** What follows a hand on the map; null where there is no map. */
export const liveMap = () => mounted.running?.live ?? null;

/** @param {ComponentArguments<Uint8Array<ArrayBuffer>>} component */
export function mapViewComponent({ data, parentElement, setTriggerValue }) {
  const frame = rootOf(parentElement, ".geo-frame");
  const call = ++calls;
  const report = (/** @type {unknown} */ event) => setTriggerValue("event", event);
  show(data, frame, report, () => call === calls && frame.isConnected).catch((error) => {
    console.error(error);
    if (call === calls) frame.dataset.failed = "";
  });
  // Streamlit also calls this for a run that another has overtaken, while the map is in use.
  return () => {
    if (frame.isConnected || mounted.frame !== frame) return;
    calls++;
    mounted = unmounted();
    geoApp()?.stop();
  };
}

/** @param {Uint8Array<ArrayBuffer>} data @param {HTMLElement} frame @param {(event: unknown) => void} report @param {() => boolean} isCurrent */
async function show(data, frame, report, isCurrent) {
  /** @type {MapDefinition} */
  const { scripts, styles, start: options, height, payload } = JSON.parse(await inflated(data));
  frame.style.setProperty("--geo-height", `${height}px`);
  rootOf(frame, "p").textContent = options.failed;
  await load(scripts, styles);
  const app = geoApp();
  if (!isCurrent() || !app) return;
  delete frame.dataset.failed;
  options.theme = themeOf(frame);
  const key = JSON.stringify([scripts, styles, options]);
  const text = JSON.stringify(payload);
  if (mounted.frame !== frame || mounted.key !== key) {
    const box = Object.assign(document.createElement("div"), { className: "folium-map" });
    app.stop(); // before its container goes
    rootOf(frame, "div").replaceChildren(box);
    mounted = { frame, key, payload: "", running: app.start(box, options, report) };
  }
  if (!mounted.running) return;
  mounted.running.session.listener = report;
  if (mounted.payload === text) return;
  mounted.payload = text;
  app.update(payload);
}

/** @param {Uint8Array<ArrayBuffer>} bytes */
const inflated = (bytes) =>
  new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"))).text();

/** Load scripts and styles once a page; newer ones of an updated server take the place of the old.
 *
 * @param {string[]} scripts
 * @param {string[]} styles
 */
function load(scripts, styles) {
  const key = [...scripts, ...styles].join();
  if (assets.key === key) return assets.ready;
  geoApp()?.stop();
  Object.assign(window, { geoApp: undefined });
  for (const node of document.head.querySelectorAll("[data-geo-app]")) node.remove();
  assets.key = key;
  assets.ready = Promise.all([
    ...styles.map((href) => added("link", { rel: "stylesheet", href })),
    ...scripts.map((src) => added("script", { src, async: false })),
  ]);
  assets.ready.catch(() => (assets.key = "")); // the next run tries again
  return assets.ready;
}

/** Add an element to the page's head, and wait until what it names is loaded.
 *
 * @param {string} tag
 * @param {{ href?: string, src?: string, rel?: string, async?: boolean }} values
 * @returns {Promise<unknown>}
 */
function added(tag, values) {
  return new Promise((done, failed) => {
    const node = Object.assign(document.createElement(tag), values, { onload: done });
    node.onerror = () => failed(new Error(`${values.href ?? values.src} could not be loaded`));
    node.dataset.geoApp = "";
    document.head.append(node);
  });
}

/** Follow Streamlit's theme, which the user may switch: dark is what has a dark background.
 *
 * @param {HTMLElement} frame
 * @returns {Theme}
 */
function themeOf(frame) {
  const context = document.createElement("canvas").getContext("2d");
  if (!context) return "light";
  context.fillStyle = getComputedStyle(frame).getPropertyValue("--st-background-color");
  context.fillRect(0, 0, 1, 1);
  const [red, green, blue] = context.getImageData(0, 0, 1, 1).data;
  return 0.3 * red + 0.6 * green + 0.1 * blue < 128 ? "dark" : "light";
}

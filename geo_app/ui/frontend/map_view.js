// The map in the page, without a frame: mounted once, then told of each change. Leaflet and the drawing come by URL.
// Streamlit runs this again at each change of data or theme, and what it returns when the component goes.
const assets = (window.geoAppAssets ??= { key: "", ready: null });
let live = { key: "", text: "" };
let turns = 0;

export default function ({ data, parentElement, setTriggerValue }) {
  const frame = parentElement.querySelector(".geo-frame");
  const turn = ++turns;
  show(data, frame, setTriggerValue, () => turn === turns && frame.isConnected).catch((error) => {
    console.error(error);
    if (turn === turns) frame.dataset.failed = "";
  });
  // Streamlit also calls this for a run that another has overtaken, while the map is in use.
  return () => {
    if (frame.isConnected || live.frame !== frame) return;
    turns++;
    live = { key: "", text: "" };
    window.geoApp?.stop();
  };
}

async function show(data, frame, setTriggerValue, current) {
  const { scripts, styles, start, height, payload } = JSON.parse(await inflated(data));
  frame.style.setProperty("--geo-height", `${height}px`);
  frame.querySelector("p").textContent = start.failed;
  await load(scripts, styles);
  if (!current()) return;
  delete frame.dataset.failed;
  start.theme = theme(frame);
  const app = window.geoApp;
  app.listener = (event) => setTriggerValue("event", event);
  const key = JSON.stringify([scripts, styles, start]);
  const text = JSON.stringify(payload);
  if (live.frame !== frame || live.key !== key) {
    const box = Object.assign(document.createElement("div"), { className: "folium-map" });
    app.stop(); // before its container goes
    frame.querySelector("div").replaceChildren(box);
    app.start(L.map(box, app.options), start);
  } else if (live.text === text) return;
  live = { frame, key, text };
  app.update(payload);
}

const inflated = (bytes) =>
  new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"))).text();

/** Load scripts and styles once a page; newer ones of an updated server take the place of the old. */
function load(scripts, styles) {
  const key = [...scripts, ...styles].join();
  if (assets.key === key) return assets.ready;
  window.geoApp?.stop();
  delete window.geoApp;
  for (const node of document.head.querySelectorAll("[data-geo-app]")) node.remove();
  assets.key = key;
  assets.ready = Promise.all([
    ...styles.map((href) => element("link", { rel: "stylesheet", href })),
    ...scripts.map((src) => element("script", { src, async: false })),
  ]);
  assets.ready.catch(() => (assets.key = "")); // the next run tries again
  return assets.ready;
}

function element(tag, values) {
  return new Promise((done, failed) => {
    const node = Object.assign(document.createElement(tag), values, { onload: done });
    node.onerror = () => failed(new Error(`${values.href ?? values.src} could not be loaded`));
    node.dataset.geoApp = "";
    document.head.append(node);
  });
}

/** Follow Streamlit's theme, which the user may switch: dark is what has a dark background. */
function theme(frame) {
  const context = document.createElement("canvas").getContext("2d");
  context.fillStyle = getComputedStyle(frame).getPropertyValue("--st-background-color");
  context.fillRect(0, 0, 1, 1);
  const [red, green, blue] = context.getImageData(0, 0, 1, 1).data;
  return 0.3 * red + 0.6 * green + 0.1 * blue < 128 ? "dark" : "light";
}

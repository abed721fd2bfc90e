/* Online tiles beneath the layers, by a switch that is off at first: no other host is asked for anything before.
 *
 * Where there is no network they are given up: what lies beneath was there all the time, and is told of once. */
(function () {
  "use strict";

  const app = (window.geoApp = window.geoApp || {});
  const { el } = app.draw;

  const PATIENCE_MS = 8000; // no tile by then: there is no network worth the name
  const MOST_ERRORS = 3; // before the first tile

  let box = null;
  let told = null;
  let timer = 0;

  app.onStart(() => {
    clearTimeout(timer);
    app.online = null; // the tile layer, while it is on
    box = told = null;
  });

  /** Make the switch, if the operator has named tiles. */
  function onlineSwitch() {
    if (!app.look.online) return null;
    box = el("input", { type: "checkbox", onchange: () => (box.checked ? turnOn() : turnOff()) });
    told = el("p", { class: "geo-small", role: "status" });
    app.signal.addEventListener("abort", () => clearTimeout(timer));
    window.addEventListener("offline", () => app.online && giveUp(), { signal: app.signal });
    return el(
      "div",
      { class: "geo-online" },
      el("label", { class: "geo-layer" }, box, el("span", {}), el("span", {}, app.pack.texts.online)),
      told,
    );
  }

  function turnOn() {
    told.textContent = "";
    let loaded = 0;
    let failed = 0;
    app.online = L.tileLayer(app.look.online.url, {
      pane: "geo-online",
      maxZoom: app.map.getMaxZoom(),
      keepBuffer: 1,
      detectRetina: false,
    });
    app.online.on("tileload", () => {
      loaded++;
      clearTimeout(timer);
    });
    app.online.on("tileerror", () => {
      failed++;
      if (!loaded && failed >= MOST_ERRORS) giveUp();
    });
    timer = setTimeout(() => loaded || giveUp(), PATIENCE_MS);
    app.online.addTo(app.map);
    app.credit();
  }

  function turnOff() {
    clearTimeout(timer);
    if (app.online) app.online.remove();
    app.online = null;
    app.credit();
  }

  function giveUp() {
    turnOff();
    box.checked = false;
    told.textContent = app.pack.texts.offline;
  }

  app.onlineSwitch = onlineSwitch;
})();

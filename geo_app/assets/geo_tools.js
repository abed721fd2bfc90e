/* Tools on the map: draw a point or an area, measure a distance, show a place that was searched for.
 *
 * By mouse and finger a click sets a corner. By keyboard the arrow keys move the map beneath a cross in its middle, Space
 * sets a corner there, Enter ends, Backspace takes the last corner back, Escape leaves. */
(function () {
  "use strict";

  const app = (window.geoApp = window.geoApp || {});
  const { el, svg, canvas, calm } = app.draw;

  const ICONS = {
    point: "M0,8C-4,2 -5.5,0 -5.5,-3A5.5,5.5 0 1 1 5.5,-3C5.5,0 4,2 0,8ZM-1.8,-3A1.8,1.8 0 1 0 1.8,-3A1.8,1.8 0 1 0 -1.8,-3",
    polygon: "M-6,-3L1,-7L7,0L3,7L-5,5Z",
    measure: "M-8,-3H8V4H-8ZM-4,-3V0M0,-3V1M4,-3V0",
    remove: "M-6,-5H6M-2,-5V-7H2V-5M-4.5,-5L-3.5,7H3.5L4.5,-5M-1.3,-2V4M1.3,-2V4",
  };
  const NEAR_PX = 14; // a click as near as this to a corner means the corner
  const FOUND_ZOOM = 10;

  let tool; // what is being drawn: {mode, corners, layers, hover, asked, found, seen}

  app.onStart(() => {
    tool = { mode: "", corners: [], layers: null, hover: null, asked: "", seen: "", found: null, buttons: {} };
    app.tool = "";
  });

  // ------------------------------------------------------------------------------------------------- geodesy

  const RADIANS = Math.PI / 180;
  const MAJOR = 6378137;
  const FLATTENING = 1 / 298.257223563;
  const MINOR = MAJOR * (1 - FLATTENING);
  const ECCENTRICITY2 = FLATTENING * (2 - FLATTENING);

  /** Distance in metres between {lat, lng} on the WGS 84 ellipsoid, by Vincenty's inverse formula. */
  function distance(from, to) {
    const reduced = (lat) => Math.atan((1 - FLATTENING) * Math.tan(lat * RADIANS));
    const [u1, u2] = [reduced(from.lat), reduced(to.lat)];
    const wanted = (to.lng - from.lng) * RADIANS;
    let lambda = wanted;
    for (let turn = 0; turn < 200; turn++) {
      const across = Math.cos(u2) * Math.sin(lambda);
      const along = Math.cos(u1) * Math.sin(u2) - Math.sin(u1) * Math.cos(u2) * Math.cos(lambda);
      const sinSigma = Math.hypot(across, along);
      if (sinSigma === 0) return 0;
      const cosSigma = Math.sin(u1) * Math.sin(u2) + Math.cos(u1) * Math.cos(u2) * Math.cos(lambda);
      const sigma = Math.atan2(sinSigma, cosSigma);
      const sinAlpha = (Math.cos(u1) * Math.cos(u2) * Math.sin(lambda)) / sinSigma;
      const cos2Alpha = 1 - sinAlpha ** 2;
      const middle = cos2Alpha ? cosSigma - (2 * Math.sin(u1) * Math.sin(u2)) / cos2Alpha : 0;
      const c = (FLATTENING / 16) * cos2Alpha * (4 + FLATTENING * (4 - 3 * cos2Alpha));
      const curve = sigma + c * sinSigma * (middle + c * cosSigma * (2 * middle ** 2 - 1));
      const next = wanted + (1 - c) * FLATTENING * sinAlpha * curve;
      if (Math.abs(next - lambda) > 1e-12) {
        lambda = next;
        continue;
      }
      const k = (cos2Alpha * (MAJOR ** 2 - MINOR ** 2)) / MINOR ** 2;
      const a = 1 + (k / 16384) * (4096 + k * (-768 + k * (320 - 175 * k)));
      const b = (k / 1024) * (256 + k * (-128 + k * (74 - 47 * k)));
      const inner =
        cosSigma * (2 * middle ** 2 - 1) - (b / 6) * middle * (4 * sinSigma ** 2 - 3) * (4 * middle ** 2 - 3);
      return MINOR * a * (sigma - b * sinSigma * (middle + (b / 4) * inner));
    }
    return NaN; // nearly opposite points of the Earth
  }

  /** Area in square metres within corners {lat, lng}, between meridians and an equal-area cylinder. */
  function area(corners) {
    const e = Math.sqrt(ECCENTRICITY2);
    const q = (sin) =>
      (1 - ECCENTRICITY2) * (sin / (1 - ECCENTRICITY2 * sin ** 2) + Math.log((1 + e * sin) / (1 - e * sin)) / (2 * e));
    let twice = 0;
    corners.forEach((corner, k) => {
      const next = corners[(k + 1) % corners.length];
      const height = q(Math.sin(corner.lat * RADIANS)) + q(Math.sin(next.lat * RADIANS));
      twice += (next.lng - corner.lng) * RADIANS * height;
    });
    return Math.abs((twice * MAJOR ** 2) / 4);
  }

  const written = (value, digits) =>
    value.toLocaleString(app.look.lang, { maximumFractionDigits: digits, minimumFractionDigits: digits });

  function lengthText(metres) {
    const { texts } = app.pack;
    if (metres < 1000) return `${written(metres, 0)} ${texts.m}`;
    return `${written(metres / 1000, metres < 100000 ? 2 : 1)} ${texts.km}`;
  }

  function areaText(squareMetres) {
    const ha = squareMetres / 10000;
    return `${written(ha, ha < 10 ? 2 : ha < 1000 ? 1 : 0)} ${app.pack.texts.ha}`;
  }

  // ------------------------------------------------------------------------------------------------- toolbar

  /** Add the toolbar; without a page behind the map, in a file, there is only the measure. */
  function addTools() {
    const { texts } = app.pack;
    const bar = el("div", { class: "leaflet-bar geo-buttons geo-tools", role: "group", "aria-label": texts.tools });
    for (const name of app.listener ? ["point", "polygon", "measure"] : ["measure"]) {
      bar.append(button(name, texts[`tool_${name}`], () => choose(tool.mode === name ? "" : name), true));
    }
    if (app.listener) bar.append(button("remove", texts.tool_remove, () => app.removeOwn(app.selected)));
    dock("topleft", bar);
    if (tool.buttons.remove) tool.buttons.remove.hidden = true;

    tool.told = el("span", { role: "status" });
    tool.sum = el("b", { class: "geo-tool-sum" });
    const act = (name, run) => {
      tool.buttons[name] = el("button", { type: "button", onclick: run }, texts[`tool_${name}`]);
      return tool.buttons[name];
    };
    tool.strip = el(
      "div",
      { class: "geo-tool-strip", hidden: true },
      tool.told,
      tool.sum,
      el(
        "span",
        { class: "geo-tool-acts" },
        act("finish", () => finish()),
        act("undo", () => undo()),
        act("cancel", () => choose("")),
      ),
    );
    L.DomEvent.disableClickPropagation(tool.strip);
    const box = app.map.getContainer();
    box.append(tool.strip, el("div", { class: "geo-cross-hair", "aria-hidden": "true" }));
    box.addEventListener("keydown", keyed, { capture: true, signal: app.signal });
    app.map.on("click", (event) => {
      if (!tool.mode) return;
      app.taken = event.originalEvent; // it chooses nothing, also where it ends the tool
      corner(event.latlng, event.containerPoint);
    });
    app.map.on("dblclick", () => ["polygon", "measure"].includes(tool.mode) && finish());
    app.map.on("mousemove", (event) => {
      if (!tool.mode || tool.mode === "point" || tool.done) return;
      tool.hover = event.latlng;
      draw();
    });
    app.map.on("mouseout", () => {
      tool.hover = null;
      if (tool.mode) draw();
    });
    app.map.on("move", () => tool.mode && draw());
  }

  function button(name, title, act, pressed) {
    const node = el(
      "button",
      { type: "button", title, "aria-label": title, "aria-pressed": pressed && "false", onclick: act },
      canvas(20, svg("path", { d: ICONS[name], class: "geo-icon" })),
    );
    tool.buttons[name] = node;
    return node;
  }

  function dock(position, node) {
    const control = L.control({ position });
    control.onAdd = () => {
      L.DomEvent.disableClickPropagation(node);
      return node;
    };
    control.addTo(app.map);
  }

  /** Take up a tool, or lay it down with an empty name. */
  function choose(mode) {
    if (tool.mode === mode && !mode) return;
    Object.assign(tool, { mode, corners: [], hover: null, done: false });
    app.tool = mode;
    app.map.getContainer().dataset.mode = mode;
    app.map.doubleClickZoom[mode ? "disable" : "enable"]();
    for (const name of ["point", "polygon", "measure"]) tool.buttons[name]?.setAttribute("aria-pressed", name === mode);
    tool.strip.hidden = !mode;
    if (mode) {
      app.closeCard();
      tell(app.pack.texts[`hint_${mode}`]);
      app.map.getContainer().focus();
    }
    draw();
  }

  const tell = (text) => (tool.told.textContent = text);

  // ------------------------------------------------------------------------------------------------- drawing

  function corner(latlng, at) {
    if (tool.mode !== "measure" && !inside(latlng)) return tell(app.pack.texts.tool_outside);
    if (tool.mode === "point") return drawn([latlng]);
    if (tool.done) Object.assign(tool, { corners: [], done: false }); // a new measurement begins
    const px = (k) => app.map.latLngToContainerPoint(tool.corners[k]).distanceTo(at);
    const { length } = tool.corners;
    if (length && px(length - 1) < 3) return; // the second half of a double click
    if (tool.mode === "polygon" && length > 2 && px(0) < NEAR_PX) return finish();
    tool.corners.push(latlng);
    draw();
  }

  function inside(latlng) {
    return L.latLngBounds(app.pack.bounds).contains(latlng);
  }

  function undo() {
    tool.done = false;
    tool.corners.pop();
    draw();
  }

  function finish() {
    const { texts } = app.pack;
    if (tool.mode === "measure") {
      Object.assign(tool, { done: tool.corners.length > 1, hover: null });
      return draw();
    }
    if (tool.mode !== "polygon") return;
    if (tool.corners.length < 3) return tell(texts.tool_few);
    if (crosses(tool.corners)) return tell(texts.tool_crosses);
    drawn(tool.corners);
  }

  function drawn(corners) {
    const ring = tool.mode === "polygon" ? corners.map((at) => [at.lng, at.lat]) : [];
    const { lng, lat } = ring.length ? L.latLngBounds(corners).getCenter() : corners[0];
    app.tell({ kind: "drawn", lon: lng, lat, ring });
    choose("");
    // Until the page answers with the site itself.
    const style = { pane: "geo-links", renderer: app.renderer("links"), interactive: false, className: "geo-tool-line" };
    const ghost = ring.length ? L.polygon(corners, { ...style, dashArray: "4 4" }) : L.circleMarker(corners[0], style);
    tool.ghost?.remove();
    tool.ghost = ghost.addTo(app.map);
  }

  /** Whether any two edges of a ring cross. */
  function crosses(corners) {
    const n = corners.length;
    const side = (a, b, c) => Math.sign((b.lng - a.lng) * (c.lat - a.lat) - (b.lat - a.lat) * (c.lng - a.lng));
    for (let i = 0; i < n; i++) {
      for (let j = i + 2; j < n; j++) {
        if (i === 0 && j === n - 1) continue;
        const [a, b, c, d] = [corners[i], corners[i + 1], corners[j], corners[(j + 1) % n]];
        if (side(a, b, c) !== side(a, b, d) && side(c, d, a) !== side(c, d, b)) return true;
      }
    }
    return false;
  }

  function draw() {
    tool.layers?.remove();
    tool.layers = null;
    const { mode, corners } = tool;
    if (!mode) return;
    const shown = tool.hover && corners.length ? [...corners, tool.hover] : corners;
    const style = { pane: "geo-links", renderer: app.renderer("links"), interactive: false };
    const layers = [];
    const line = mode === "polygon" && shown.length > 2 ? L.polygon : L.polyline;
    if (shown.length > 1) {
      layers.push(line(shown, { ...style, className: "geo-tool-halo", fill: false }));
      layers.push(line(shown, { ...style, className: `geo-tool-line${mode === "polygon" ? " geo-tool-fill" : ""}` }));
    }
    for (const at of corners) layers.push(L.circleMarker(at, { ...style, radius: 4.5, className: "geo-tool-corner" }));
    if (mode === "measure") for (const label of lengths(shown)) layers.push(label);
    tool.layers = L.layerGroup(layers).addTo(app.map);
    tool.sum.textContent = sum(shown);
    const few = corners.length < (mode === "polygon" ? 3 : 2);
    tool.buttons.finish.hidden = mode === "point";
    tool.buttons.finish.disabled = few || Boolean(tool.done);
    tool.buttons.undo.hidden = mode === "point";
    tool.buttons.undo.disabled = !corners.length;
    app.map.getContainer().dataset.corners = corners.length;
  }

  function sum(shown) {
    if (tool.mode === "polygon") return shown.length > 2 ? areaText(area(shown)) : "";
    if (tool.mode === "measure" && shown.length > 1) return lengthText(total(shown));
    return "";
  }

  const total = (corners) =>
    corners.slice(1).reduce((length, at, k) => length + distance(corners[k], at), 0);

  /** Write each segment's length at its middle, where there is room for it. */
  function lengths(shown) {
    if (shown.length < 3) return []; // the sum says it
    return shown.slice(1).flatMap((to, k) => {
      const [a, b] = [shown[k], to].map((at) => app.map.latLngToLayerPoint(at));
      if (a.distanceTo(b) < 56) return [];
      const html = el("span", { class: "geo-link-label" }, lengthText(distance(shown[k], to)));
      const icon = L.divIcon({ className: "geo-label", iconSize: [0, 0], html });
      const middle = app.map.layerPointToLatLng(a.add(b).divideBy(2));
      return [L.marker(middle, { pane: "geo-labels", icon, interactive: false, keyboard: false })];
    });
  }

  function keyed(event) {
    if (event.key === "Escape" && (tool.mode || tool.found)) {
      event.preventDefault();
      event.stopPropagation();
      if (tool.found) forget();
      if (tool.corners.length && !tool.done) {
        tool.corners = [];
        return draw();
      }
      return choose("");
    }
    if (!tool.mode || event.target.closest("button, input, summary, a, [role=button]")) return;
    const act = { Enter: entered, " ": centre, Backspace: undo, Delete: undo }[event.key];
    if (!act) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  }

  const centre = () => corner(app.map.getCenter(), app.map.getSize().divideBy(2));
  const entered = () => (tool.mode === "point" ? centre() : finish());

  // ------------------------------------------------------------------------------------------- from the page

  /** Follow a payload: a tool that the page asks for, and a place that it wants looked at. */
  function showTools(next) {
    tool.ghost?.remove();
    tool.ghost = null;
    const asked = next.mode || "";
    if (asked !== tool.asked) choose(asked);
    tool.asked = asked;
    const wanted = next.focus ? JSON.stringify(next.focus) : "";
    if (wanted !== tool.seen) {
      forget();
      if (next.focus) find(next.focus);
    }
    tool.seen = wanted;
    if (tool.buttons.remove) tool.buttons.remove.hidden = !app.isOwn(app.selected);
  }

  function find(place) {
    const at = L.latLng(place.lat, place.lon);
    const icon = L.divIcon({
      className: "geo-found",
      iconSize: [0, 0],
      html: el(
        "div",
        {},
        canvas(40, svg("circle", { r: 15, class: "geo-found-halo" }), svg("circle", { r: 15, class: "geo-found-ring" })),
        el("span", { class: "geo-link-label" }, place.name || ""),
      ),
    });
    tool.found = L.marker(at, { pane: "geo-labels", icon, interactive: false, keyboard: false }).addTo(app.map);
    const zoom = Math.max(app.map.getZoom(), place.zoom || FOUND_ZOOM);
    if (calm()) app.map.setView(at, zoom, { animate: false });
    else app.map.flyTo(at, zoom, { duration: 0.8 });
  }

  function forget() {
    tool.found?.remove();
    tool.found = null;
  }

  Object.assign(app, { addTools, showTools, chooseTool: choose, crosses, geodesy: { distance, area } });
})();

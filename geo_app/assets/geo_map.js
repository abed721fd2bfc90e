/* Draws the pack document and the payloads of geo_app/maps.py with Leaflet.
 *
 * Drawing order is by panes. Only the lowest vector pane is a canvas (thousands of hexagons); everything above is SVG
 * or HTML, which lets clicks through where it draws nothing. A canvas on top would swallow every click. */
(function () {
  "use strict";

  const app = (window.geoApp = window.geoApp || {});
  const { el, shape, canvas, scoreColor, css, calm } = app.draw;

  const PANES = {
    backdrop: 200,
    online: 210,
    cells: 300,
    areas: 320,
    lines: 340,
    mask: 360,
    relief: 365,
    outline: 370,
    routes: 375,
    doubt: 380,
    links: 390,
    points: 420,
    leaders: 430,
    labels: 440,
    sites: 600,
  };
  const MAX_SYMBOLS = 400; // a layer with more points is drawn as dots

  const fresh = () => ({
    map: null,
    pack: null,
    look: null,
    payload: null,
    selected: "",
    shown: false,
    layers: new Map(), // id -> {entry, group, on, opacity, features}
    order: [], // ids of layers that were brought to the front or sent to the back, from back to front
    sent: [], // those of them that were sent to the back
    sites: new Map(), // id -> {kind, data, order, layer}
  });

  Object.assign(app, fresh(), {
    listener: null, // whom `tell` tells; a map in a file has nobody
    signal: null, // aborted as the map goes: listeners outside the map are added with it
    // What L.map is made with: the controls come with their words, once the pack document is there.
    options: {
      center: [0, 0],
      zoom: 3,
      zoomControl: false,
      zoomSnap: 0.25,
      wheelPxPerZoomLevel: 90,
      worldCopyJump: false,
      zoomAnimation: !calm(),
      fadeAnimation: !calm(),
      markerZoomAnimation: !calm(),
      maxBoundsViscosity: 0.8,
    },
    VAGUE_M: 1000, // known no better than this: a circle of its accuracy
    OWN: { shape: "circle" }, // a user's own site
  });

  // ---------------------------------------------------------------------------------------- start, update, stop

  // One map at a time; a page that was left and is shown again gets a new one in the same document.
  const starters = [];
  let leaving = null;

  /** Have `begin` run at each start of a map, before anything is drawn: there a file makes its own state afresh. */
  const onStart = (begin) => starters.push(begin);

  function start(leaflet, options) {
    stop();
    Object.assign(app, fresh(), { map: leaflet, look: options });
    leaving = new AbortController();
    app.signal = leaving.signal;
    renderers = {};
    for (const begin of starters) begin();
    const box = app.map.getContainer();
    box.lang = app.look.lang;
    box.dataset.theme = app.look.theme;
    box.classList.add("geo-map");
    app.map.attributionControl.remove();
    // Leaflet focuses the map at a press; a page that scrolls to it then takes the marker from under the finger.
    const focus = box.focus.bind(box);
    box.focus = () => focus({ preventScroll: true });
    for (const [name, z] of Object.entries(PANES)) app.map.createPane(`geo-${name}`).style.zIndex = z;
    for (const name of ["backdrop", "online", "mask", "relief", "outline", "routes", "doubt", "links", "leaders", "labels"]) {
      app.map.getPane(`geo-${name}`).classList.add("geo-through");
    }
    if (app.look.pack) return open(app.look.pack);
    const { signal } = app;
    packDocument(app.look.url)
      .then((found) => signal.aborted || open(found))
      .catch((error) => {
        console.error(error);
        if (!signal.aborted) box.append(el("p", { class: "geo-failed", role: "alert" }, app.look.failed));
      });
  }

  /** Take the map down: its listeners, timers and layers; the next `start` begins from nothing. */
  function stop() {
    if (!app.map) return;
    leaving.abort();
    // Leaflet goes on with a zoom whose map is gone, and fails.
    app.map._animatingZoom = false;
    app.map.remove();
    Object.assign(app, fresh());
  }

  let lately = { url: "", found: null };

  /** Fetch a pack document, once for a map that is started again. */
  function packDocument(url) {
    if (lately.url !== url || !lately.found) {
      const found = fetch(url).then((answer) => {
        if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
        return answer.json();
      });
      lately = { url, found };
      found.catch(() => (lately = { url: "", found: null }));
    }
    return lately.found;
  }

  function open(found) {
    // The document outlives the map: what this map changes of it, it changes in a copy.
    const seen = (style) => ({ ...style, color: app.draw.seen(style.color) });
    const byId = new Map(found.layers.map((entry) => [entry.id, entry]));
    const layers = found.layers.map((entry) => ({
      ...entry,
      features: featuresOf(entry, byId),
      style: seen(entry.style),
      classes: entry.classes && app.draw.seenClasses(entry.classes),
    }));
    app.pack = { ...found, layers };
    app.map.getContainer().setAttribute("aria-label", app.pack.texts.map);
    app.map.getContainer().setAttribute("role", "application");
    const before = remembered();
    addBackdrop();
    addMask();
    for (const entry of app.pack.layers) addLayer(entry, before?.layers?.[entry.id]);
    app.restoreLooks(before);
    app.addControls();
    app.addTools();
    app.addOwn();
    app.addSurface();
    frame(before);
    app.map.on("zoomend", app.arrange);
    app.map.on("movestart", () => app.map.eachLayer((layer) => layer.closeTooltip && layer.closeTooltip()));
    app.map.on("moveend", () => {
      app.arrangeLabels();
      remember();
    });
    app.map.getContainer().addEventListener("keydown", app.walk);
    app.map.on("click", (event) => {
      if (!busy(event)) tell({ kind: "place", ...at(event.latlng) });
    });
    if (app.payload) show(app.payload);
    app.arrange();
    document.fonts.addEventListener("loadingdone", setAgain, { signal: app.signal });
    app.map.getContainer().dataset.ready = "yes";
  }

  /** Give the features their shapes, which layers of the same hexagons share. */
  function featuresOf(entry, byId) {
    if (!entry.shapes_of) return entry.features;
    const owner = byId.get(entry.shapes_of);
    return entry.features.map((feature, k) => ({ ...feature, shape: owner.features[k].shape }));
  }

  /** Set all text again in a font that has come late: Chromium keeps the empty boxes of some texts otherwise. */
  function setAgain() {
    const box = app.map.getContainer();
    const { display } = box.style;
    box.style.display = "none";
    void box.offsetHeight;
    box.style.display = display;
    app.arrangeLabels();
  }

  function update(next) {
    app.payload = next;
    if (app.pack) show(next);
  }

  function show(next) {
    const chosen = app.shown && app.selected !== next.selected; // at the first look, the view is as it is meant to be
    app.shown = true;
    app.selected = next.selected || "";
    if (next.visible) for (const [id] of app.layers) toggle(id, next.visible.includes(id));
    app.showSites(next);
    app.arrange();
    app.showSurface(next);
    app.showOwn(next);
    app.showTools(next);
    app.showStage(next);
    if (chosen && !app.staged && app.sites.has(app.selected)) bringIntoView(app.sites.get(app.selected).data);
    if (app.card.dataset.site && app.sites.has(app.selected)) app.siteCard(app.sites.get(app.selected).data);
  }

  function bringIntoView(site) {
    app.map.panInside([site.lat, site.lon], {
      paddingTopLeft: [60, 60],
      paddingBottomRight: [60 + panelWidth(), 60],
      animate: !calm(),
      duration: 0.4,
      easeLinearity: 0.5,
    });
  }

  // ------------------------------------------------------------------------------------------ view and backdrop

  /** Show the candidates, or what this browser tab looked at before the map was started anew. */
  function frame(before) {
    const bounds = L.latLngBounds(app.pack.bounds);
    app.map.setMinZoom(3).setMaxZoom(14);
    if (before) app.map.setView(before.center, before.zoom, { animate: false });
    else fit(candidateBounds() || regionBounds() || bounds, 40, false);
    app.map.setMaxBounds(bounds.pad(1.5));
    let empty = app.map.getSize().x === 0;
    const observer = new ResizeObserver(() => {
      app.map.invalidateSize({ animate: false });
      // A map born in a hidden tab has no size, so that it could not be fitted.
      if (empty && app.map.getSize().x > 0) {
        empty = false;
        home();
      }
    });
    observer.observe(app.map.getContainer());
    app.signal.addEventListener("abort", () => observer.disconnect());
  }

  /** Say what is looked at: centre, zoom, and which layers are on. */
  const view = () => ({
    center: app.map.getCenter(),
    zoom: app.map.getZoom(),
    layers: Object.fromEntries([...app.layers].map(([id, record]) => [id, record.on])),
    opacity: Object.fromEntries([...app.layers].filter(([, { opacity }]) => opacity < 1).map(([id, r]) => [id, r.opacity])),
    order: app.order,
    sent: app.sent,
  });

  function remember() {
    if (app.staged) return; // a presentation leaves the map as it was
    try {
      sessionStorage.setItem(`geo-view-${app.pack.id}`, JSON.stringify(view()));
    } catch {
      /* storage is blocked: the next map starts afresh */
    }
  }

  function remembered() {
    try {
      return JSON.parse(sessionStorage.getItem(`geo-view-${app.pack.id}`));
    } catch {
      return null; // storage is blocked
    }
  }

  function regionBounds() {
    const entry = app.pack.layers.find((layer) => layer.id === app.pack.region);
    return entry && L.geoJSON(entry.features.map(asFeature)).getBounds();
  }

  /** Where the pack's candidates are: the first look is at them, not at empty land. */
  function candidateBounds() {
    const points = app.pack.layers
      .filter((layer) => layer.candidates)
      .flatMap((layer) => layer.features.map(asFeature));
    return points.length > 1 ? L.geoJSON(points).getBounds() : null;
  }

  function fit(bounds, padding, animate) {
    app.map.fitBounds(bounds, {
      paddingTopLeft: [padding, padding + panelHeight()],
      paddingBottomRight: [padding + panelWidth(), padding],
      animate,
    });
  }

  function panelWidth() {
    const panel = app.map.getContainer().querySelector(".geo-panel[open]");
    return panel ? Math.min(panel.offsetWidth, app.map.getSize().x / 3) : 0;
  }

  /** On a phone even the folded panel is as wide as the map: what is shown starts below it. */
  function panelHeight() {
    const panel = app.map.getContainer().querySelector(".geo-panel:not([open])");
    return panel && app.map.getSize().x < 640 ? panel.offsetHeight : 0;
  }

  function home() {
    app.closeCard();
    fit(regionBounds() || app.pack.bounds, 12, !calm());
  }

  const asFeature = (feature) => ({ type: "Feature", properties: {}, geometry: feature.shape });

  const BLANK = "data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7";

  /** Make a layer of the pack's own tiles, as far as they go. */
  function packTiles(kind, tiles, options) {
    const zooms = Object.keys(tiles).map((name) => Number(name.split("/")[0]));
    const Own = L.TileLayer.extend({
      getTileUrl(at) {
        const name = `${this._getZoomForUrl()}/${at.x}/${at.y}`;
        return name in tiles ? tiles[name] || `${app.look.tiles}/${kind}/${name}.png` : BLANK;
      },
    });
    return new Own("", {
      pane: `geo-${kind}`,
      minNativeZoom: Math.min(...zooms),
      maxNativeZoom: Math.max(...zooms),
      maxZoom: 14,
      keepBuffer: 1,
      ...options,
    }).addTo(app.map);
  }

  function addBackdrop() {
    const { tiles, relief } = app.pack;
    const zooms = Object.keys(tiles).map((name) => Number(name.split("/")[0]));
    if (zooms.length) packTiles("backdrop", tiles);
    if (Object.keys(relief).length) packTiles("relief", relief, { minZoom: 6 });
    const fade = () => {
      // Enlarged tiles turn to mush: let them go as the map's own layers and the relief take over.
      const over = Math.max(0, app.map.getZoom() - Math.max(...zooms) - 0.25);
      app.map.getPane("geo-backdrop").style.opacity = Math.max(0, 1 - 2 * over);
      app.map.getPane("geo-relief").style.opacity = Math.max(0, 0.75 - 0.12 * Math.max(0, app.map.getZoom() - 8));
    };
    app.map.on("zoomend", fade);
    fade();
  }

  /** Dim everything outside the region, and draw its outline. */
  function addMask() {
    const entry = app.pack.layers.find((layer) => layer.id === app.pack.region);
    if (!entry) return;
    const rings = entry.features.flatMap((feature) => {
      const parts = feature.shape.type === "Polygon" ? [feature.shape.coordinates] : feature.shape.coordinates;
      return parts.map((part) => part[0].map(([lon, lat]) => [lat, lon]));
    });
    const world = [
      [-85, -180],
      [-85, 180],
      [85, 180],
      [85, -180],
    ];
    L.polygon([world, ...rings], {
      pane: "geo-mask",
      className: "geo-mask",
      stroke: false,
      fillOpacity: 1,
      interactive: false,
      renderer: renderer("mask"),
    }).addTo(app.map);
    for (const className of ["geo-outline geo-casing", "geo-outline"]) {
      L.polygon(
        rings.map((ring) => [ring]),
        { pane: "geo-outline", className, fill: false, interactive: false, renderer: renderer("outline") },
      ).addTo(app.map);
    }
  }

  let renderers = {};
  function renderer(pane) {
    const make = pane === "cells" ? L.canvas : L.svg;
    renderers[pane] = renderers[pane] || make({ pane: `geo-${pane}`, padding: 0.5 });
    return renderers[pane];
  }

  // ----------------------------------------------------------------------------------------------------- layers

  function addLayer(entry, before) {
    const record = { entry, group: L.layerGroup(), on: before ?? entry.visible, opacity: 1, features: new Map() };
    app.layers.set(entry.id, record);
    if (entry.id === app.pack.region)
      record.fixed = true; // always drawn, with the mask
    else if (entry.kind === "point") addPoints(record);
    else addShapes(record);
    if (record.on) record.group.addTo(app.map);
  }

  function addShapes(record) {
    const { entry } = record;
    const { style } = entry;
    const cells = Boolean(entry.classes);
    const pane = cells ? "cells" : entry.kind === "line" ? "lines" : "areas";
    const base = {
      pane: `geo-${pane}`,
      renderer: renderer(pane),
      color: style.color,
      weight: style.width ?? 1.5,
      dashArray: style.dash || null,
      interactive: cells || entry.facts || entry.kind === "line",
      smoothFactor: 1,
    };
    if (entry.kind === "polygon" && style.fill === 0 && !base.interactive) {
      record.group.addLayer(bordersOf(entry, base));
      return;
    }
    for (const feature of entry.features) {
      const options = { ...base };
      if (entry.kind === "polygon")
        Object.assign(options, { fill: true, fillColor: style.color, fillOpacity: style.fill ?? 0.2 });
      if (cells) Object.assign(options, { stroke: false, fillColor: entry.classes.colors[feature.class] });
      const strong = entry.kind === "line" && options.weight >= 4;
      if (strong) {
        options.weight += 1;
        record.group.addLayer(
          geometry(feature, {
            ...options,
            weight: options.weight + 4,
            dashArray: null,
            interactive: false,
            className: "geo-halo",
          }),
        );
        Object.assign(options, { lineCap: "round" });
      }
      const path = geometry(feature, options);
      if (options.interactive) introduce(path, record, feature);
      record.features.set(feature.id, path);
      record.group.addLayer(path);
    }
  }

  function geometry(feature, options) {
    const path = L.geoJSON(asFeature(feature), { style: () => options, ...options });
    return path.getLayers()[0];
  }

  /** Draw areas without a fill as the borders they are, without the edges of the box that they were cut off at. */
  function bordersOf(entry, options) {
    const rings = entry.features.flatMap(({ shape }) => (shape.type === "Polygon" ? shape.coordinates : shape.coordinates.flat()));
    const edges = [0, 1].map((axis) => {
      const values = rings.flat().map((corner) => corner[axis]);
      return [values.reduce((a, b) => Math.min(a, b)), values.reduce((a, b) => Math.max(a, b))];
    });
    const onBox = (a, b) => edges.some((ends, axis) => ends.some((end) => a[axis] === end && b[axis] === end));
    const lines = [];
    for (const ring of rings) {
      let line = [];
      for (const [k, [lon, lat]] of ring.entries()) {
        if (k && onBox(ring[k - 1], ring[k])) {
          lines.push(line);
          line = [];
        }
        line.push([lat, lon]);
      }
      lines.push(line);
    }
    return L.polyline(
      lines.filter((line) => line.length > 1),
      { ...options, fill: false, interactive: false },
    );
  }

  /** Name a thing under the pointer; a finger has none, and opens the card. */
  function hint(layer, text, options) {
    if (window.matchMedia("(hover: hover)").matches)
      layer.bindTooltip(text, { className: "geo-tip", opacity: 1, ...options });
  }

  function introduce(path, record, feature) {
    if (feature.name) hint(path, () => el("span", {}, feature.name), { sticky: true });
    path.on("click", (event) => {
      if (busy()) return; // the map gets the click
      L.DomEvent.stopPropagation(event);
      app.featureCard(record.entry, feature);
      app.uncover(event.latlng);
      // A hexagon stands for the place that was clicked, any other thing for itself.
      const kind = record.entry.classes ? "place" : "feature";
      tell({ kind, layer: record.entry.id, feature: feature.id, ...at(event.latlng) });
    });
  }

  function addPoints(record) {
    const { entry } = record;
    const dots = entry.features.length > MAX_SYMBOLS;
    for (const feature of entry.features) {
      const [lon, lat] = feature.shape.coordinates.flat();
      const point = dots
        ? L.circleMarker([lat, lon], {
            pane: "geo-cells",
            renderer: renderer("cells"),
            radius: (entry.style.size || 6) / 2,
            stroke: false,
            fillColor: entry.style.color,
            fillOpacity: 0.9,
          })
        : L.marker([lat, lon], {
            pane: "geo-points",
            keyboard: false,
            bubblingMouseEvents: true, // to a tool that waits for clicks
            icon: symbolIcon(entry, feature),
          });
      introduce(point, record, feature);
      if (feature.accuracy_m >= app.VAGUE_M && !entry.candidates) {
        point.doubt = doubt(lat, lon, feature.accuracy_m);
        record.group.addLayer(point.doubt);
      }
      record.features.set(feature.id, point);
      record.group.addLayer(point);
    }
  }

  function doubt(lat, lon, accuracy) {
    return L.circle([lat, lon], {
      pane: "geo-doubt",
      renderer: renderer("doubt"),
      radius: accuracy,
      weight: 1,
      dashArray: "3 4",
      fillOpacity: 0.03,
      opacity: 0.55,
      interactive: false,
      className: "geo-doubt",
    });
  }

  /** Draw a candidate layer's sample: its shape, coloured as by a score. */
  const sample = (style) => canvas(24, shape(style.shape, 8, { fill: css(scoreColor(70)) }));

  function symbol(style, hollow) {
    const radius = (style.size || 6) * 0.72;
    const size = Math.ceil(radius * 2.6) + 4;
    return canvas(
      size,
      shape(style.shape, radius + 1.4, { class: "geo-symbol-halo" }),
      shape(
        style.shape,
        radius,
        hollow ? { class: "geo-symbol-halo", stroke: style.color, "stroke-width": 1.8 } : { fill: style.color },
      ),
    );
  }

  function symbolIcon(entry, feature) {
    // The box around the symbol is what a finger hits, so it is never smaller than 24 px.
    return L.divIcon({ className: "geo-symbol", iconSize: [24, 24], html: symbol(entry.style, feature.hollow) });
  }

  function toggle(id, on) {
    const record = app.layers.get(id);
    record.on = on;
    if (on) {
      record.group.addTo(app.map);
      app.stack();
    } else record.group.remove();
    if (record.box) record.box.checked = on;
    app.credit();
    remember();
    for (const site of app.sites.values()) if (site.data.layer === id) app.place(site, on);
    app.arrange();
  }

  // --------------------------------------------------------------------------------------------------- events

  /** Tell the page what the user did: `{kind, …}` as `MapEvent` in geo_app/ui/map_view.py. */
  function tell(event) {
    if (app.listener) app.listener(event);
  }

  /** Whether a tool waits for clicks on the map, or took this one, which then chooses nothing. */
  const busy = (event) => Boolean(app.tool || (event?.originalEvent && event.originalEvent === app.taken));

  const at = (latlng) => ({ lon: latlng.lng, lat: latlng.lat });

  Object.assign(app, {
    start,
    update,
    stop,
    onStart,
    tell,
    busy,
    at,
    view,
    toggle,
    home,
    hint,
    renderer,
    doubt,
    symbol,
    sample,
    asFeature,
    panelWidth,
    remember,
  });
})();

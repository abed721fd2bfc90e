/* Draws the pack document and the payloads of geo_app/maps.py with Leaflet.
 *
 * Drawing order is by panes. Only the lowest vector pane is a canvas (thousands of hexagons); everything above is SVG
 * or HTML, which lets clicks through where it draws nothing. A canvas on top would swallow every click.
 * Texts become text nodes, never markup. */
(function () {
  "use strict";

  const PANES = { backdrop: 200, cells: 300, areas: 320, lines: 340, mask: 360, outline: 370, doubt: 380, links: 390,
    points: 420, labels: 440, sites: 600 };
  const BADGE = { top: 31, plain: 25, excluded: 20 };
  const OWN = { shape: "circle" }; // a user's own site
  const TOP_RANKS = 3;
  const MAX_BADGES = 150; // the rest are dots
  const MAX_SYMBOLS = 400; // a layer with more points is drawn as dots too
  const WIDE = 880; // from here on the panel is open at first, and the view leaves room for it
  const VAGUE_M = 1000; // known no better than this: a circle of its accuracy
  const RAMP = { // score 0..100, dark is high on a light page and bright is high on a dark one
    light: ["#e9f0c2", "#a9dbb4", "#5fbdbe", "#2f90b8", "#2b5fa0", "#35296b"],
    dark: ["#35296b", "#2f5c9e", "#2f8fb6", "#52bbb5", "#a3dba9", "#f0f3b8"],
  };
  const calm = () => window.matchMedia("(prefers-reduced-motion: reduce)").matches;

  let map, pack, look, payload, selected = "", shown = false;
  const layers = new Map(); // id -> {entry, group, on, features}
  const sites = new Map(); // id -> {marker, data}

  // ------------------------------------------------------------------------------------------- small pieces

  function el(tag, attributes, ...children) {
    const node = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes || {})) {
      if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
      else if (value !== false && value != null) node.setAttribute(name, value === true ? "" : value);
    }
    node.append(...children.filter((child) => child != null));
    return node;
  }

  function svg(tag, attributes, ...children) {
    const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
    for (const [name, value] of Object.entries(attributes)) if (value != null) node.setAttribute(name, value);
    node.append(...children);
    return node;
  }

  const SHAPES = {
    circle: null,
    square: [[-0.86, -0.86], [0.86, -0.86], [0.86, 0.86], [-0.86, 0.86]],
    diamond: [[0, -1.15], [1.15, 0], [0, 1.15], [-1.15, 0]],
    triangle: [[0, -1.15], [1.1, 0.85], [-1.1, 0.85]],
    hexagon: [0, 1, 2, 3, 4, 5].map((k) => [Math.sin(k * Math.PI / 3) * 1.08, -Math.cos(k * Math.PI / 3) * 1.08]),
    star: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9].map((k) => [0, 1].map((a) =>
      (a ? -Math.cos(k * Math.PI / 5) : Math.sin(k * Math.PI / 5)) * (k % 2 ? 0.55 : 1.25))),
  };

  function shape(name, radius, attributes) {
    const corners = SHAPES[name];
    if (!corners) return svg("circle", { r: radius, ...attributes });
    const points = corners.map(([x, y]) => `${(x * radius).toFixed(1)},${(y * radius).toFixed(1)}`).join(" ");
    return svg("polygon", { points, "stroke-linejoin": "round", ...attributes });
  }

  function canvas(size, ...children) {
    return svg("svg", { width: size, height: size, viewBox: `${-size / 2} ${-size / 2} ${size} ${size}`,
      "aria-hidden": "true", focusable: "false" }, ...children);
  }

  function mix(colors, share) {
    const at = Math.min(Math.max(share, 0), 1) * (colors.length - 1);
    const low = Math.min(Math.floor(at), colors.length - 2);
    const part = (hex, k) => parseInt(hex.slice(1 + 2 * k, 3 + 2 * k), 16);
    return [0, 1, 2].map((k) => Math.round(part(colors[low], k) * (1 - at + low) + part(colors[low + 1], k) * (at - low)));
  }

  /** Choose black or white, whichever is easier to read on the colour. */
  function ink(rgb) {
    const [r, g, b] = rgb.map((v) => (v / 255 <= 0.04045 ? v / 255 / 12.92 : ((v / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b > 0.179 ? "#111827" : "#ffffff";
  }

  function emit(site, layer, feature, latlng) {
    const value = { site, layer, feature, lon: latlng.lng, lat: latlng.lat, count: Date.now() };
    // streamlit-folium puts Streamlit on its window; a map in a file has nobody to tell.
    if (window.Streamlit) window.Streamlit.setComponentValue(value);
  }

  // ---------------------------------------------------------------------------------------------- start, update

  function start(leaflet, options) {
    map = leaflet;
    look = options;
    document.documentElement.lang = look.lang;
    const box = map.getContainer();
    box.dataset.theme = look.theme;
    box.classList.add("geo-map");
    map.attributionControl.remove();
    for (const [name, z] of Object.entries(PANES)) map.createPane(`geo-${name}`).style.zIndex = z;
    for (const name of ["backdrop", "mask", "outline", "doubt", "links", "labels"]) {
      map.getPane(`geo-${name}`).classList.add("geo-through");
    }
    if (look.pack) return open(look.pack);
    fetch(look.url).then((answer) => {
      if (!answer.ok) throw new Error(`${look.url}: ${answer.status}`);
      return answer.json();
    }).then(open).catch((error) => {
      console.error(error);
      box.append(el("p", { class: "geo-failed", role: "alert" }, look.failed));
    });
  }

  function open(found) {
    pack = found;
    map.getContainer().setAttribute("aria-label", pack.texts.map);
    map.getContainer().setAttribute("role", "application");
    addBackdrop();
    addMask();
    for (const entry of pack.layers) addLayer(entry);
    addControls();
    frame();
    map.on("zoomend", arrange);
    map.on("moveend", () => { arrangeLabels(); remember(); });
    map.getContainer().addEventListener("keydown", walk);
    map.on("click", (event) => { if (payload && payload.picking) emit("", "", "", event.latlng); });
    if (payload) show(payload);
    arrange();
    document.fonts.addEventListener("loadingdone", arrangeLabels); // drawn before their font had come
    map.getContainer().dataset.ready = "yes";
  }

  function update(next) {
    payload = next;
    if (pack) show(next);
  }

  function show(next) {
    const chosen = shown && selected !== next.selected; // at the first look, the view is as it is meant to be
    shown = true;
    selected = next.selected || "";
    if (next.visible) for (const [id] of layers) toggle(id, next.visible.includes(id));
    showSites(next);
    recolour(next.cells);
    arrange();
    map.getContainer().classList.toggle("geo-picking", Boolean(next.picking));
    if (chosen && sites.has(selected)) bringIntoView(sites.get(selected).data);
    if (card.dataset.site && sites.has(selected)) siteCard(sites.get(selected).data);
  }

  function bringIntoView(site) {
    map.panInside([site.lat, site.lon], { paddingTopLeft: [60, 60], paddingBottomRight: [60 + panelWidth(), 60],
      animate: !calm(), duration: 0.4, easeLinearity: 0.5 });
  }

  // ------------------------------------------------------------------------------------------ view and backdrop

  /** Show the candidates, or what this browser tab looked at before the language changed. */
  function frame() {
    const bounds = L.latLngBounds(pack.bounds);
    map.setMinZoom(3).setMaxZoom(14);
    let seen = null;
    try { seen = JSON.parse(sessionStorage.getItem(`geo-view-${pack.id}`)); } catch { /* storage is blocked */ }
    if (seen) map.setView(seen.center, seen.zoom, { animate: false });
    else fit(candidateBounds() || regionBounds() || bounds, 40, false);
    map.setMaxBounds(bounds.pad(1.5));
    let empty = map.getSize().x === 0;
    new ResizeObserver(() => {
      map.invalidateSize({ animate: false });
      // A map born in a hidden tab has no size, so that it could not be fitted.
      if (empty && map.getSize().x > 0) { empty = false; home(); }
    }).observe(map.getContainer());
  }

  function remember() {
    try {
      sessionStorage.setItem(`geo-view-${pack.id}`, JSON.stringify({ center: map.getCenter(), zoom: map.getZoom() }));
    } catch { /* storage is blocked: the next map starts afresh */ }
  }

  function regionBounds() {
    const entry = pack.layers.find((layer) => layer.id === pack.region);
    return entry && L.geoJSON(entry.features.map(asFeature)).getBounds();
  }

  /** Where the pack's candidates are: the first look is at them, not at empty land. */
  function candidateBounds() {
    const points = pack.layers.filter((layer) => layer.candidates).flatMap((layer) => layer.features.map(asFeature));
    return points.length > 1 ? L.geoJSON(points).getBounds() : null;
  }

  function fit(bounds, padding, animate) {
    map.fitBounds(bounds, { paddingTopLeft: [padding, padding], paddingBottomRight: [padding + panelWidth(), padding], animate });
  }

  function panelWidth() {
    const panel = map.getContainer().querySelector(".geo-panel[open]");
    return panel ? Math.min(panel.offsetWidth, map.getSize().x / 3) : 0;
  }

  function home() {
    fit(regionBounds() || pack.bounds, 12, !calm());
  }

  const asFeature = (feature) => ({ type: "Feature", properties: {}, geometry: feature.shape });

  function addBackdrop() {
    const names = Object.keys(pack.tiles);
    if (!names.length) return;
    const zooms = names.map((name) => Number(name.split("/")[0]));
    const blank = "data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7";
    const Backdrop = L.TileLayer.extend({
      getTileUrl(at) {
        const name = `${this._getZoomForUrl()}/${at.x}/${at.y}`;
        if (!(name in pack.tiles)) return blank;
        return pack.tiles[name] || `${look.backdrop}/${name}.png`;
      },
    });
    new Backdrop("", { pane: "geo-backdrop", minNativeZoom: Math.min(...zooms), maxNativeZoom: Math.max(...zooms),
      maxZoom: 14, keepBuffer: 1 }).addTo(map);
    const fade = () => {
      // Enlarged tiles turn to mush: let them go as the map's own layers take over.
      const over = Math.max(0, map.getZoom() - Math.max(...zooms) - 0.5);
      map.getPane("geo-backdrop").style.opacity = Math.max(0.25, 1 - 0.3 * over);
    };
    map.on("zoomend", fade);
    fade();
  }

  /** Dim everything outside the region, and draw its outline. */
  function addMask() {
    const entry = pack.layers.find((layer) => layer.id === pack.region);
    if (!entry) return;
    const rings = entry.features.flatMap((feature) => {
      const parts = feature.shape.type === "Polygon" ? [feature.shape.coordinates] : feature.shape.coordinates;
      return parts.map((part) => part[0].map(([lon, lat]) => [lat, lon]));
    });
    const world = [[-85, -180], [-85, 180], [85, 180], [85, -180]];
    L.polygon([world, ...rings], { pane: "geo-mask", className: "geo-mask", stroke: false, fillOpacity: 1,
      interactive: false, renderer: renderer("mask") }).addTo(map);
    for (const className of ["geo-outline geo-casing", "geo-outline"]) {
      L.polygon(rings.map((ring) => [ring]), { pane: "geo-outline", className, fill: false, interactive: false,
        renderer: renderer("outline") }).addTo(map);
    }
  }

  const renderers = {};
  function renderer(pane) {
    const make = pane === "cells" ? L.canvas : L.svg;
    renderers[pane] = renderers[pane] || make({ pane: `geo-${pane}`, padding: 0.5 });
    return renderers[pane];
  }

  // ----------------------------------------------------------------------------------------------------- layers

  function addLayer(entry) {
    const record = { entry, group: L.layerGroup(), on: entry.visible, features: new Map() };
    layers.set(entry.id, record);
    if (entry.id === pack.region) record.fixed = true; // always drawn, with the mask
    else if (entry.kind === "point") addPoints(record);
    else addShapes(record);
    if (record.on) record.group.addTo(map);
  }

  function addShapes(record) {
    const { entry } = record;
    const { style } = entry;
    const cells = Boolean(entry.classes);
    const pane = cells ? "cells" : entry.kind === "line" ? "lines" : "areas";
    const base = { pane: `geo-${pane}`, renderer: renderer(pane), color: style.color, weight: style.width ?? 1.5,
      dashArray: style.dash || null, interactive: cells || entry.facts || entry.kind === "line", smoothFactor: 1 };
    for (const feature of entry.features) {
      const options = { ...base };
      if (entry.kind === "polygon") Object.assign(options, { fill: true, fillColor: style.color, fillOpacity: style.fill ?? 0.2 });
      if (cells) Object.assign(options, { stroke: false, fillColor: entry.classes.colors[feature.class] });
      const strong = entry.kind === "line" && options.weight >= 4;
      if (strong) {
        options.weight += 1;
        record.group.addLayer(geometry(feature, { ...options, weight: options.weight + 4,
          dashArray: null, interactive: false, className: "geo-halo" }));
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

  function introduce(path, record, feature) {
    if (feature.name) path.bindTooltip(() => el("span", {}, feature.name), { sticky: true, className: "geo-tip" });
    path.on("click", (event) => {
      L.DomEvent.stopPropagation(event);
      if (payload && payload.picking) return emit("", "", "", event.latlng);
      featureCard(record.entry, feature);
      uncover(event.latlng);
      emit("", record.entry.id, feature.id, event.latlng);
    });
  }

  function addPoints(record) {
    const { entry } = record;
    const dots = entry.features.length > MAX_SYMBOLS;
    for (const feature of entry.features) {
      const [lon, lat] = feature.shape.coordinates.flat();
      const point = dots
        ? L.circleMarker([lat, lon], { pane: "geo-cells", renderer: renderer("cells"), radius: (entry.style.size || 6) / 2,
          stroke: false, fillColor: entry.style.color, fillOpacity: 0.9 })
        : L.marker([lat, lon], { pane: "geo-points", keyboard: false, icon: symbolIcon(entry, feature) });
      introduce(point, record, feature);
      if (feature.accuracy_m >= VAGUE_M && !entry.candidates) {
        point.doubt = doubt(lat, lon, feature.accuracy_m);
        record.group.addLayer(point.doubt);
      }
      record.features.set(feature.id, point);
      record.group.addLayer(point);
    }
  }

  function doubt(lat, lon, accuracy) {
    return L.circle([lat, lon], { pane: "geo-doubt", renderer: renderer("doubt"), radius: accuracy, weight: 1,
      dashArray: "3 4", fillOpacity: 0.03, opacity: 0.55, interactive: false, className: "geo-doubt" });
  }

  /** Draw a candidate layer's sample: its shape, coloured as by a score. */
  const sample = (style) => canvas(24, shape(style.shape, 8, { fill: css(scoreColor(70)) }));

  function symbol(style, hollow) {
    const radius = (style.size || 6) * 0.72;
    const size = Math.ceil(radius * 2.6) + 4;
    return canvas(size,
      shape(style.shape, radius + 1.4, { class: "geo-symbol-halo" }),
      shape(style.shape, radius, hollow
        ? { class: "geo-symbol-halo", stroke: style.color, "stroke-width": 1.8 } : { fill: style.color }));
  }

  function symbolIcon(entry, feature) {
    // The box around the symbol is what a finger hits, so it is never smaller than 24 px.
    return L.divIcon({ className: "geo-symbol", iconSize: [24, 24], html: symbol(entry.style, feature.hollow) });
  }

  function toggle(id, on) {
    const record = layers.get(id);
    record.on = on;
    if (on) record.group.addTo(map); else record.group.remove();
    if (record.box) record.box.checked = on;
    for (const site of sites.values()) if (site.data.layer === id) place(site, on);
    arrange();
  }

  /** Colour a polygon layer by one byte a polygon, or give it its own colours back. */
  function recolour(cells) {
    for (const [id, record] of layers) {
      if (!record.entry.classes) continue;
      const wanted = cells && cells.layer === id ? cells : null;
      const token = wanted ? wanted.bytes + wanted.colors : "";
      if (record.token === token || (!record.token && !token)) continue;
      record.token = token;
      const bytes = wanted && atob(wanted.bytes);
      const colors = (wanted || record.entry.classes).colors;
      const opacity = record.entry.style.fill ?? 0.5;
      record.entry.features.forEach((feature, k) => {
        const color = colors[bytes ? bytes.charCodeAt(k) : feature.class];
        record.features.get(feature.id).setStyle({ fillColor: color || "#000", fillOpacity: color ? opacity : 0 });
      });
      classLegend(record, wanted || record.entry.classes);
    }
  }

  // ------------------------------------------------------------------------------------------------------ sites

  function showSites(next) {
    const wanted = new Set(next.sites.map((site) => site.id));
    for (const [id, site] of sites) if (!wanted.has(id)) { site.layer.remove(); site.doubt?.remove(); sites.delete(id); }
    const doubts = new Set();
    next.sites.forEach((data, order) => {
      const kind = order < MAX_BADGES || data.id === selected ? "badge" : "dot";
      let site = sites.get(data.id);
      if (site && site.kind !== kind) { site.layer.remove(); site.doubt?.remove(); site = null; }
      site = site || newSite(data, kind);
      site.data = data;
      site.order = order;
      sites.set(data.id, site);
      dress(site);
      // Zones that share a district's centre share its circle.
      const circle = `${data.lon} ${data.lat} ${data.accuracy_m}`;
      site.repeated = doubts.has(circle);
      doubts.add(circle);
      place(site, layers.get(data.layer)?.on ?? true);
    });
    for (const record of layers.values()) {
      if (!record.entry.candidates) continue;
      // A candidate that is ranked is drawn with its rank, not with its layer's symbol too.
      for (const [id, point] of record.features) {
        if (wanted.has(id)) record.group.removeLayer(point);
        else record.group.addLayer(point);
      }
    }
    if (legend.own) legend.own.hidden = !next.sites.some((site) => !layers.has(site.layer));
    if (legend.more) legend.more.textContent = next.more || "";
  }

  function newSite(data, kind) {
    const site = { kind, data };
    if (kind === "dot") {
      site.layer = L.circleMarker([data.lat, data.lon], { pane: "geo-cells", renderer: renderer("cells"), radius: 5,
        weight: 1, color: "#fff", fillOpacity: 1 });
    } else {
      site.node = el("div", { class: "geo-site-body" });
      site.layer = L.marker([data.lat, data.lon], { pane: "geo-sites", keyboard: true, riseOnHover: true,
        icon: L.divIcon({ className: "geo-site", iconSize: [0, 0], html: site.node }) });
    }
    site.layer.bindTooltip(() => tip(site.data), { className: "geo-tip", direction: "top",
      sticky: kind === "dot", offset: [0, 0] });
    site.layer.on("click", (event) => {
      L.DomEvent.stopPropagation(event);
      if (payload.picking) emit("", "", "", event.latlng);
      else choose(site);
    });
    site.layer.on("keypress", (event) => {
      if ([" ", "Enter"].includes(event.originalEvent.key)) choose(site);
    });
    return site;
  }

  function choose(site) {
    // Shown at once; the server's answer brings the lines.
    selected = site.data.id;
    for (const other of sites.values()) dress(other);
    arrange();
    siteCard(site.data);
    uncover(site.layer.getLatLng());
    emit(site.data.id, site.data.layer, site.data.layer ? site.data.id : "", site.layer.getLatLng());
  }

  function tip(data) {
    return el("span", {}, el("b", {}, data.name), el("br"), standing(data));
  }

  const standing = (data) => [data.place, data.score_text && `${pack.texts.score}: ${data.score_text}`, ...data.why]
    .filter(Boolean).join(" · ");

  function place(site, on) {
    if (!on) { site.layer.remove(); site.doubt?.remove(); return; }
    const { data } = site;
    site.layer.setLatLng([data.lat, data.lon]).addTo(map);
    if (site.kind === "badge") nameMarker(site);
    site.doubt?.remove();
    if (data.accuracy_m >= VAGUE_M && !site.repeated && site.kind === "badge") {
      site.doubt = doubt(data.lat, data.lon, data.accuracy_m).addTo(map);
    }
  }

  /** From one marker to the next by rank, with the arrow keys: all of them together are one stop of the Tab key. */
  function walk(event) {
    const here = event.target.closest(".geo-site");
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (!here || !(step || event.key === " ")) return;
    event.preventDefault();
    if (!step) return;
    event.stopPropagation();
    const order = badges();
    const next = order[order.findIndex((site) => site.data.id === here.dataset.site) + step];
    if (next) next.layer.getElement().focus({ preventScroll: true });
  }

  const badges = () => [...sites.values()].filter((site) => site.kind === "badge" && map.hasLayer(site.layer))
    .sort((a, b) => a.order - b.order);

  function nameMarker(site) {
    const node = site.layer.getElement();
    node.tabIndex = site.data.id === selected || (!sites.has(selected) && site.order === 0) ? 0 : -1;
    node.setAttribute("role", "button");
    node.setAttribute("aria-label", `${site.data.name}. ${standing(site.data)}`);
    node.setAttribute("aria-pressed", String(site.data.id === selected));
    node.dataset.site = site.data.id;
  }

  const ramp = () => RAMP[look.theme] || RAMP.light;
  const scoreColor = (score) => mix(ramp(), score / 100);
  const css = (rgb) => `rgb(${rgb.join(",")})`;

  /** Give a site's marker its looks: shape by layer, colour by score, number by rank. */
  function dress(site) {
    const { data } = site;
    const excluded = data.rank == null;
    const rgb = excluded ? null : scoreColor(data.score);
    if (site.kind === "dot") {
      site.layer.setStyle({ fillColor: excluded ? "#8b95a1" : css(rgb) });
      return;
    }
    const size = badgeSize(data);
    const style = layers.get(data.layer)?.entry.style || OWN;
    const chosen = data.id === selected;
    const compared = payload.compare.includes(data.id);
    const radius = size * 0.44;
    const box = size * 1.7;
    const picture = canvas(box);
    if (chosen || compared) {
      picture.append(shape(style.shape, radius + 5.5, { class: chosen ? "geo-ring" : "geo-ring geo-ring-2" }));
    }
    picture.append(svg("circle", { r: 13, fill: "transparent" })); // never less than 24 px to hit
    picture.append(shape(style.shape, radius + 2, { class: "geo-edge" }));
    picture.append(shape(style.shape, radius, { class: excluded ? "geo-gone" : null, fill: excluded ? null : css(rgb) }));
    if (excluded) {
      const arm = radius * 0.42;
      picture.append(svg("path", { d: `M${-arm},${-arm}L${arm},${arm}M${-arm},${arm}L${arm},${-arm}`, class: "geo-cross" }));
    } else {
      const down = style.shape === "triangle" ? radius * 0.22 : 0;
      picture.append(svg("text", { class: "geo-rank", y: down, fill: ink(rgb),
        "font-size": size > 30 ? 15 : 12 }, String(data.rank)));
    }
    const body = el("div", { class: "geo-badge", style: `width:${box}px;height:${box}px` });
    body.append(picture);
    const leader = svg("svg", { class: "geo-leader", width: 1, height: 1, "aria-hidden": "true" });
    site.node.replaceChildren(leader, body);
    site.badge = body;
    site.leader = leader;
    site.layer.setZIndexOffset(chosen ? 100000 : excluded ? -1000 : 10000 - 10 * Math.min(data.rank, 900));
    if (site.layer.getElement()) nameMarker(site);
  }

  const badgeSize = (data) => (data.rank == null ? BADGE.excluded : data.rank <= TOP_RANKS ? BADGE.top : BADGE.plain);

  /** Move badges apart, by rank, so that each can be seen and hit; a leader shows the true point. */
  function arrange() {
    if (!pack) return;
    const taken = [];
    for (const site of badges()) {
      const at = map.latLngToLayerPoint(site.layer.getLatLng());
      const size = badgeSize(site.data);
      const [dx, dy] = freePlace(at, size, site.data, taken);
      taken.push({ x: at.x + dx, y: at.y + dy, size });
      shift(site, dx, dy);
    }
    drawLinks();
    arrangeLabels();
    for (const record of layers.values()) {
      for (const point of record.features.values()) hideSmall(point.doubt);
    }
    for (const site of sites.values()) hideSmall(site.doubt);
  }

  function hideSmall(circle) {
    // A circle no larger than the symbol in it only smudges the symbol.
    if (circle && circle._path) circle._path.style.display = circle._radius < 10 ? "none" : "";
  }

  function freePlace(at, size, data, taken) {
    const free = (dx, dy) => taken.every((other) =>
      Math.hypot(other.x - at.x - dx, other.y - at.y - dy) >= (other.size + size) / 2 + 3);
    if (free(data.dx, data.dy)) return [data.dx, data.dy];
    for (let ring = 1; ring <= 9; ring++) {
      const radius = 14 * ring + 6;
      const steps = 8 + 2 * ring;
      for (let k = 0; k < steps; k++) {
        const angle = Math.PI * 2 * k / steps - Math.PI / 2;
        const dx = data.dx + radius * Math.cos(angle), dy = data.dy + radius * Math.sin(angle);
        if (free(dx, dy)) return [dx, dy];
      }
    }
    return [data.dx, data.dy];
  }

  function shift(site, dx, dy) {
    site.dx = dx;
    site.dy = dy;
    site.badge.style.transform = `translate(-50%, -50%) translate(${dx}px, ${dy}px)`;
    site.leader.replaceChildren();
    if (Math.hypot(dx, dy) > 8) {
      site.leader.append(svg("line", { x1: 0, y1: 0, x2: dx, y2: dy }), svg("circle", { r: 2.5 }));
    }
    const top = site.layer.getTooltip();
    top.options.offset = L.point(dx, dy - badgeSize(site.data) / 2 - 2);
  }

  // ------------------------------------------------------------------------------------------- lines and labels

  let links = null;

  const linksOf = (site) => (site && map.hasLayer(site.layer) && payload.links[site.data.id]) || [];

  function drawLinks() {
    if (links) links.remove();
    links = L.layerGroup().addTo(map);
    const site = sites.get(selected);
    for (const link of linksOf(site)) {
      const to = [link.lat, link.lon];
      for (const className of ["geo-link geo-link-halo", "geo-link"]) {
        links.addLayer(L.polyline([[site.data.lat, site.data.lon], to], { pane: "geo-links", renderer: renderer("links"),
          interactive: false, className }));
      }
      links.addLayer(L.circleMarker(to, { pane: "geo-links", renderer: renderer("links"), radius: 3.5, interactive: false,
        className: "geo-link-end" }));
    }
  }

  /** Write each line's length at its end, or somewhere before it, wherever there is room. */
  function writeLengths(boxes) {
    const site = sites.get(selected);
    for (const link of linksOf(site)) {
      const a = map.latLngToContainerPoint([site.data.lat, site.data.lon]);
      const end = clip(a, map.latLngToContainerPoint([link.lat, link.lon]), map.getSize());
      if (!end || a.distanceTo(end) < 16) continue;
      const half = Math.min(240, textWidth(`${link.text} ${link.name}`) + 16) / 2;
      const spots = [1, 0.85, 0.7, 0.55, 0.4, 0.25].flatMap((share) => [[0, -15], [half + 9, 0], [-half - 9, 0], [0, 15]]
        .map(([dx, dy]) => [a.x + (end.x - a.x) * share + dx, a.y + (end.y - a.y) * share + dy]));
      const spot = spots.find(([x, y]) => claim(boxes, x, y, 2 * half, 20));
      if (spot) write(spot, "geo-link-label", el("b", {}, link.text), ` ${link.name}`);
    }
  }

  const textWidth = (text) => [...text].reduce((sum, letter) => sum + (letter > "\u2e80" ? 13 : 7), 0);

  function write([x, y], className, ...content) {
    labels.addLayer(L.marker(map.containerPointToLatLng([x, y]), { pane: "geo-labels", interactive: false, keyboard: false,
      icon: L.divIcon({ className: "geo-label", iconSize: [0, 0], html: el("span", { class: className }, ...content) }) }));
  }

  /** Find where a line to a place beyond the map's edge leaves the map. */
  function clip(a, b, size) {
    const inset = 46;
    if (a.x < 0 || a.y < 0 || a.x > size.x || a.y > size.y) return null;
    let share = 1;
    const limit = (from, to, low, high) => {
      if (to > high) share = Math.min(share, (high - from) / (to - from));
      if (to < low) share = Math.min(share, (from - low) / (from - to));
    };
    limit(a.x, b.x, inset + 30, size.x - inset - 30);
    limit(a.y, b.y, inset, size.y - inset);
    return share > 0 ? L.point(a.x + (b.x - a.x) * share, a.y + (b.y - a.y) * share) : null;
  }

  function takenBoxes() {
    const origin = map.getContainer().getBoundingClientRect();
    const boxes = [...map.getContainer().querySelectorAll(".geo-panel, .geo-card, .geo-credits, .leaflet-bar")].map((node) => {
      const box = node.getBoundingClientRect();
      return [box.left - origin.left, box.top - origin.top, box.right - origin.left, box.bottom - origin.top];
    });
    for (const site of badges()) {
      const at = map.latLngToContainerPoint(site.layer.getLatLng());
      const half = badgeSize(site.data) / 2 + 1;
      boxes.push([at.x + site.dx - half, at.y + site.dy - half, at.x + site.dx + half, at.y + site.dy + half]);
    }
    return boxes;
  }

  function claim(boxes, x, y, width, height) {
    const box = [x - width / 2, y - height / 2, x + width / 2, y + height / 2];
    const size = map.getSize();
    if (box[0] < 2 || box[1] < 2 || box[2] > size.x - 2 || box[3] > size.y - 2) return false;
    if (boxes.some((other) => box[0] < other[2] && other[0] < box[2] && box[1] < other[3] && other[1] < box[3])) return false;
    boxes.push(box);
    return true;
  }

  let labels = null;

  /** Write lengths, then names beside the largest features, as far as there is room. */
  function arrangeLabels() {
    if (labels) labels.remove();
    labels = L.layerGroup().addTo(map);
    const boxes = takenBoxes();
    writeLengths(boxes);
    const view = map.getBounds();
    const room = Math.max(4, Math.round(4 * 2.2 ** (map.getZoom() - 6)));
    for (const { entry, group } of layers.values()) {
      if (!entry.labels || !map.hasLayer(group)) continue;
      const byRank = entry.labels.map((rank, k) => [rank, entry.features[k]]).sort((a, b) => a[0] - b[0]);
      for (const [, feature] of byRank.slice(0, room)) {
        const at = anchor(feature);
        if (feature.name && view.contains(at)) writeName(feature.name, map.latLngToContainerPoint(at), boxes, entry.kind);
      }
    }
  }

  function writeName(name, { x, y }, boxes, kind) {
    const wide = textWidth(name) + 4;
    const sides = kind !== "point" ? [[0, 0]] : [8, 20, 32].flatMap((gap) => [[gap + wide / 2, 0], [-gap - wide / 2, 0],
      [0, gap + 7], [0, -gap - 7], [gap + wide / 2, gap], [-gap - wide / 2, gap]]);
    const side = sides.find(([dx, dy]) => claim(boxes, x + dx, y + dy, wide, 16));
    if (side) write([x + side[0], y + side[1]], `geo-name geo-name-${kind}`, name);
  }

  function anchor(feature) {
    const { type, coordinates } = feature.shape;
    if (type === "Point") return L.latLng(coordinates[1], coordinates[0]);
    feature.bounds = feature.bounds || L.geoJSON(asFeature(feature)).getBounds();
    return feature.bounds.getCenter();
  }

  // -------------------------------------------------------------------------------------------- panel and card

  const legend = {};
  const card = el("section", { class: "geo-card", hidden: true, "aria-live": "polite" });

  function addControls() {
    const { texts } = pack;
    L.control.zoom({ position: "topleft", zoomInTitle: texts.zoom_in, zoomOutTitle: texts.zoom_out }).addTo(map);
    addButtons();
    Scale.addTo(map);
    dock("topright", panel());
    dock("bottomleft", card);
    dock("bottomright", credits());
  }

  const Scale = new (L.Control.Scale.extend({
    _updateMetric(metres) {
      const round = this._getRoundNum(metres);
      const text = round < 1000 ? `${round} ${pack.texts.m}` : `${round / 1000} ${pack.texts.km}`;
      this._updateScale(this._mScale, text, round / metres);
    },
  }))({ imperial: false, maxWidth: 110 });

  function dock(position, node) {
    const control = L.control({ position });
    control.onAdd = () => {
      L.DomEvent.disableClickPropagation(node);
      L.DomEvent.disableScrollPropagation(node);
      return node;
    };
    control.addTo(map);
  }

  function addButtons() {
    const { texts } = pack;
    const bar = el("div", { class: "leaflet-bar geo-bar" });
    const button = (name, path, act) => el("button", { type: "button", title: texts[name], "aria-label": texts[name],
      onclick: act }, canvas(20, svg("path", { d: path, class: "geo-icon" })));
    bar.append(button("home", "M-7,1L0,-6L7,1M-4.5,-1V7H4.5V-1", home));
    const box = map.getContainer();
    if (document.fullscreenEnabled) {
      bar.append(button("fullscreen", "M-7,-3V-7H-3M3,-7H7V-3M7,3V7H3M-3,7H-7V3", () => {
        if (document.fullscreenElement) document.exitFullscreen();
        else box.requestFullscreen();
      }));
    }
    dock("topleft", bar);
  }

  function panel() {
    const { texts } = pack;
    const body = el("div", { class: "geo-panel-body" }, siteLegend());
    for (const group of pack.groups) {
      const entries = pack.layers.filter((entry) => entry.group === group.id && !layers.get(entry.id).fixed);
      if (!entries.length) continue;
      body.append(el("fieldset", {}, el("legend", {}, group.title), ...entries.map(layerRow)));
    }
    body.append(el("p", { class: "geo-small" }, texts.not_operating));
    return el("details", { class: "geo-panel", open: map.getSize().x >= WIDE },
      el("summary", {}, texts.panel, rampRow()), body);
  }

  const rampRow = () => el("span", { class: "geo-ramp-row" }, el("span", {}, pack.texts.score), el("span", {}, "0"),
    el("span", { class: "geo-ramp", style: `background:linear-gradient(90deg, ${ramp().join(",")})` }), el("span", {}, "100"));

  function siteLegend() {
    const { texts } = pack;
    legend.more = el("p", { class: "geo-small" });
    legend.own = el("p", { class: "geo-key", hidden: true }, sample(OWN), texts.own_sites);
    return el("div", { class: "geo-sites-key" },
      el("h2", {}, texts.sites),
      legend.own,
      el("p", { class: "geo-key" }, canvas(24, shape("circle", 9, { class: "geo-gone" }),
        svg("path", { d: "M-4,-4L4,4M-4,4L4,-4", class: "geo-cross" })), texts.excluded),
      el("p", { class: "geo-key" }, canvas(24, svg("circle", { r: 9, class: "geo-doubt-key" })), texts.doubt),
      el("p", { class: "geo-key" }, canvas(24, svg("path", { d: "M-10,5L8,-6", class: "geo-link" }),
        svg("circle", { cx: 8, cy: -6, r: 3.5, class: "geo-link-end" })), texts.selected),
      legend.more);
  }

  function layerRow(entry) {
    const record = layers.get(entry.id);
    record.box = el("input", { type: "checkbox", checked: record.on, onchange: (event) => toggle(entry.id, event.target.checked) });
    const row = el("div", {}, el("label", { class: "geo-layer" }, record.box, swatch(entry), el("span", {}, entry.title)));
    if (entry.classes) {
      record.classes = el("div", { class: "geo-classes" });
      row.append(record.classes);
      classLegend(record, entry.classes);
    }
    return row;
  }

  function swatch(entry) {
    const { style } = entry;
    if (entry.candidates) return el("span", { class: "geo-swatch" }, sample(style));
    if (entry.kind === "point") {
      const node = symbol({ ...style, size: Math.min(Math.max(style.size || 6, 6), 10) }, false);
      return el("span", { class: "geo-swatch" }, node);
    }
    const colors = entry.classes ? entry.classes.colors : [style.color];
    const line = { stroke: style.color, "stroke-width": Math.max(style.width || 1, 1), "stroke-dasharray": style.dash || null };
    const picture = entry.kind === "line"
      ? [svg("path", { d: "M-12,0H12", fill: "none", ...line })]
      : entry.classes
        ? colors.slice(0, 8).map((color, k, all) => svg("rect", { x: -11 + k * 22 / all.length, y: -7,
          width: 22 / all.length + 0.3, height: 14, fill: color }))
        : [svg("rect", { x: -11, y: -7, width: 22, height: 14, rx: 2, fill: style.color,
          "fill-opacity": style.fill ?? 0.2, ...line })];
    return el("span", { class: "geo-swatch" }, canvas(26, ...picture));
  }

  function classLegend(record, classes) {
    record.classes.replaceChildren(el("span", { class: "geo-small" }, classes.title),
      ...classes.words.map((word, k) => el("span", { class: "geo-class" },
        el("i", { style: `background:${safeColor(classes.colors[k])};opacity:${record.entry.style.fill ?? 0.5}` }), word)));
  }

  const safeColor = (color) => (/^#[0-9a-f]{3,8}$/i.test(color) ? color : "transparent");

  /** Name the sources in one line, all of them once it is unfolded. */
  function credits() {
    const line = el("span", { class: "geo-credits-line" }, "© ");
    pack.attributions.forEach(([text, url], k) => {
      const name = text.replace(/^©\s*/, "");
      line.append(k ? " · " : "", /^https?:\/\//.test(url)
        ? el("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, name) : name);
    });
    const box = el("div", { class: "geo-credits" }, line);
    const more = el("button", { type: "button", "aria-expanded": "false", "aria-label": pack.texts.data, title: pack.texts.data,
      onclick: () => more.setAttribute("aria-expanded", String(box.classList.toggle("geo-credits-all"))) },
    canvas(16, svg("path", { d: "M0,-1V5M0,-4.6V-4.4", class: "geo-icon" }), svg("circle", { r: 7, class: "geo-icon" })));
    box.append(more);
    return box;
  }

  function openCard(title, subtitle, facts) {
    const close = el("button", { type: "button", class: "geo-close", "aria-label": pack.texts.close, title: pack.texts.close,
      onclick: () => { card.hidden = true; delete card.dataset.site; arrangeLabels(); map.getContainer().focus(); } },
    canvas(16, svg("path", { d: "M-5,-5L5,5M-5,5L5,-5", class: "geo-icon" })));
    const list = el("dl", {});
    for (const [term, text] of facts) list.append(el("dt", {}, term), el("dd", {}, text));
    card.replaceChildren(el("header", {}, el("h2", {}, title), close), el("p", { class: "geo-small" }, subtitle), list);
    card.hidden = false;
    card.scrollTop = 0;
  }

  /** Move the map if the card has come to lie over what it tells about. */
  function uncover(latlng) {
    const frame = map.getContainer().getBoundingClientRect();
    const box = card.getBoundingClientRect();
    const at = map.latLngToContainerPoint(latlng);
    const [right, top] = [box.right - frame.left + 24, box.top - frame.top - 24];
    if (at.x > right || at.y < top) return arrangeLabels();
    const room = right < frame.width * 0.7; // else the card is as wide as the map
    map.panBy(room ? [at.x - right, 0] : [0, at.y - top], { animate: !calm() });
  }

  function factsOf(entry, feature) {
    const facts = [];
    for (let k = 0; k < feature.facts.length; k += 2) facts.push([entry.words[feature.facts[k]], entry.words[feature.facts[k + 1]]]);
    return facts;
  }

  function featureCard(entry, feature) {
    delete card.dataset.site;
    openCard(feature.name || entry.title, entry.title, factsOf(entry, feature));
  }

  function siteCard(data) {
    const entry = layers.get(data.layer)?.entry;
    const feature = entry && entry.features.find((one) => one.id === data.id);
    const facts = feature ? factsOf(entry, feature) : [[pack.texts.accuracy, data.accuracy]];
    openCard(data.name, [standing(data), entry && entry.title].filter(Boolean).join(" · "), facts);
    card.dataset.site = data.id;
  }

  window.geoApp = {
    // What L.map is made with: the controls come with their words, once the pack document is there.
    options: { center: [0, 0], zoom: 3, zoomControl: false, zoomSnap: 0.25, wheelPxPerZoomLevel: 90, worldCopyJump: false,
      zoomAnimation: !calm(), fadeAnimation: !calm(), markerZoomAnimation: !calm(), maxBoundsViscosity: 0.8 },
    start,
    update,
  };
})();

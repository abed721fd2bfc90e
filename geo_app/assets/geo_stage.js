/* The stage: the map as large as the screen, told step by step with the keys alone. All steps are in the payload, so that
 * a step waits for nobody; the same works in a file. */
(function () {
  "use strict";

  const app = (window.geoApp = window.geoApp || {});
  const { el, svg, canvas, css, ink, scoreColor, ramp, safeColor, calm } = app.draw;

  const DESIGN = [1280, 720]; // everything is drawn for a screen of this size, and enlarged with the screen
  const NARROW = 760; // below, the caption lies at the foot
  const NEAR_M = 150_000; // what lies within this of a site should be in sight with it
  const CLOSEST = 9.5;
  const HOLE = 30; // px around a badge that the spotlight leaves bright

  const fresh = () => ({
    story: null,
    open: null, // AbortController of the keys while the stage is open
    step: 0,
    site: 0,
    layer: -1, // which layer is shown alone; -1 are those of the view
    spot: false,
    nodes: null,
    veil: null,
    before: null,
  });
  let stage = fresh();
  let lookedAt = 0;
  app.onStart(() => {
    stage.open?.abort();
    stage = fresh();
    app.staged = false;
  });

  /** Follow a payload: it may bring a story, open the stage, or have the map look at what a view remembers. */
  function showStage(next) {
    if (next.sight && next.sight.count !== lookedAt) {
      lookedAt = next.sight.count;
      putLayers(next.sight);
      app.map.setView(latLng(next.sight.center), next.sight.zoom, { animate: !calm() });
    }
    if (!next.story) return;
    stage.story = next.story;
    stage.payload = next;
    if (next.stage) open();
    else offer();
  }

  const latLng = ([lon, lat]) => L.latLng(lat, lon);
  const steps = () => stage.story.steps;
  const here = () => steps()[stage.step];
  const narrow = () => app.map.getSize().x < NARROW;

  /** Offer to present, in a file: a button, and the key P. */
  function offer() {
    if (stage.offered) return;
    stage.offered = true;
    const { present } = stage.story.words;
    const control = L.control({ position: "topleft" });
    control.onAdd = () => {
      const bar = el("div", { class: "leaflet-bar geo-buttons" }, iconButton(present, "M-5,-7L7,0L-5,7Z", open));
      L.DomEvent.disableClickPropagation(bar);
      return bar;
    };
    control.addTo(app.map);
    const byKey = (event) => {
      if (stage.open || event.code !== "KeyP" || modified(event) || event.target.closest("input, textarea, select")) return;
      event.preventDefault();
      open();
    };
    document.addEventListener("keydown", byKey, { signal: app.signal });
  }

  function iconButton(title, path, act) {
    return el(
      "button",
      { type: "button", title, "aria-label": title, onclick: act },
      canvas(20, svg("path", { d: path, class: "geo-icon" })),
    );
  }

  // ------------------------------------------------------------------------------------------------ open, close

  function open() {
    if (stage.open) return;
    stage.open = new AbortController();
    const { signal } = stage.open;
    app.signal.addEventListener("abort", () => stage.open?.abort());
    stage.before = app.view();
    app.staged = true;
    app.closeCard();
    const box = app.map.getContainer();
    box.classList.add("geo-staged");
    stage.nodes = build();
    box.append(stage.nodes.root);
    app.map.keyboard.disable();
    // Beside a caption the map may look farther out; its limits would pan it back in the middle of a step.
    stage.limits = app.map.options.maxBounds;
    app.map.setMaxBounds(null);
    document.addEventListener("keydown", onKey, { capture: true, signal });
    window.addEventListener("resize", fitScreen, { signal });
    app.map.on("zoomend moveend", veil);
    fitScreen();
    stage.nodes.root.focus({ preventScroll: true });
    enter(stage.story.start, false);
    box.dataset.stage = "open";
  }

  function fitScreen() {
    const scale = Math.min(innerWidth / DESIGN[0], innerHeight / DESIGN[1]);
    app.map.getContainer().style.setProperty("--geo-scale", Math.max(1, scale).toFixed(3));
    app.map.invalidateSize({ animate: false });
  }

  /** Leave: the page goes elsewhere, a file shows the map as it was. */
  function leave() {
    if (document.fullscreenElement) document.exitFullscreen();
    if (stage.payload.stage) return app.tell({ kind: "leave" });
    stage.open.abort();
    stage.open = null;
    app.map.stop().off("zoomend moveend", veil);
    stage.veil?.remove();
    stage.nodes.root.remove();
    const box = app.map.getContainer();
    box.classList.remove("geo-staged", "geo-spot");
    delete box.dataset.stage;
    app.map.keyboard.enable();
    app.map.invalidateSize({ animate: false });
    app.update(stage.payload);
    putLayers(stage.before);
    app.map.setView(stage.before.center, stage.before.zoom, { animate: false });
    app.map.setMaxBounds(stage.limits);
    app.staged = false;
    box.focus();
  }

  // ------------------------------------------------------------------------------------------------------ keys

  const modified = (event) => event.ctrlKey || event.metaKey || event.altKey;

  // By place on the keyboard: the letter is another one where a Cyrillic layout is on.
  const ACTS = {
    ArrowRight: () => turnSite(1),
    ArrowLeft: () => turnSite(-1),
    ArrowDown: () => turnStep(1),
    PageDown: () => turnStep(1),
    ArrowUp: () => turnStep(-1),
    PageUp: () => turnStep(-1),
    Home: () => enter(0),
    End: () => enter(steps().length - 1),
    KeyL: (event) => turnLayer(event.shiftKey ? -1 : 1),
    KeyS: () => turnSpot(),
    KeyF: () => (document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen?.()),
    Slash: () => turnKeys(),
    KeyH: () => turnKeys(),
    Escape: () => (stage.nodes.keys.hidden ? leave() : turnKeys()),
  };

  function onKey(event) {
    if (modified(event)) return;
    const act = event.key === "?" ? ACTS.Slash : ACTS[event.code] || ACTS[event.key]; // remotes may send no code
    if (!act) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    act(event);
  }

  function turnSite(by) {
    const { top } = here();
    if (!top.length) return;
    stage.site = (stage.site + by + top.length) % top.length;
    draw();
    flyToSite();
  }

  const turnStep = (by) => enter((stage.step + by + steps().length) % steps().length);

  function turnLayer(by) {
    const layers = ordinary();
    const turns = layers.length + 1; // with the view's own layers
    stage.layer = ((stage.layer + 1 + by + turns) % turns) - 1;
    const alone = layers[stage.layer];
    if (alone) for (const record of layers) setLayer(record, record === alone);
    else putLayers(layersOfView());
    draw();
    tellLayer(alone);
  }

  function turnSpot() {
    stage.spot = !stage.spot;
    stage.nodes.announce(stage.spot ? stage.story.words.spot_on : stage.story.words.spot_off);
    draw(false);
  }

  function turnKeys() {
    stage.nodes.keys.hidden = !stage.nodes.keys.hidden;
  }

  // ----------------------------------------------------------------------------------------------------- steps

  /** Enter a step: its layers, its first site, its view. */
  function enter(step, animate = true) {
    stage.step = step;
    stage.site = here().first;
    stage.layer = -1;
    putLayers(layersOfView());
    tellLayer(null);
    draw();
    const { sight } = here();
    if (sight) fly(latLng(sight.center), sight.zoom, animate);
    else flyToTop(animate);
  }

  function draw(announce = true) {
    const step = here();
    const site = step.top[stage.site];
    const cells = stage.layer < 0 ? step.payload.cells : null; // a layer shown alone is not covered
    app.update({ ...step.payload, cells, selected: site?.id || "" });
    const box = app.map.getContainer();
    box.classList.toggle("geo-spot", stage.spot);
    const top = new Set(step.top.map(({ id }) => id));
    for (const [id, shown] of app.sites) shown.layer.getElement?.()?.classList.toggle("geo-dim", !top.has(id));
    veil();
    stage.nodes.tell(step, site);
    if (announce) stage.nodes.announce(site ? site.said : `${step.title}. ${stage.story.words.none}`);
  }

  // ---------------------------------------------------------------------------------------------------- layers

  const ordinary = () => [...app.layers.values()].filter(({ entry, fixed }) => !fixed && !entry.candidates);

  /** A step's own layers; without any, those of the map, of which no choropleth lies under the surface. */
  function layersOfView() {
    const { sight, payload } = here();
    if (sight) return sight;
    const layers = { ...stage.before.layers };
    if (payload.cells) for (const { entry } of ordinary()) if (entry.classes) layers[entry.id] = false;
    return { layers, opacity: stage.before.opacity };
  }

  function putLayers(sight) {
    for (const [id, record] of app.layers) {
      if (record.fixed) continue;
      if (id in sight.layers) setLayer(record, sight.layers[id]);
      const share = sight.opacity[id] ?? 1;
      if (record.opacity !== share) app.setOpacity(record, share);
    }
  }

  function setLayer(record, on) {
    if (record.on !== on) app.toggle(record.entry.id, on);
  }

  /** Name the layer that is shown alone, with its classes. */
  function tellLayer(record) {
    const { layer } = stage.nodes;
    layer.hidden = !record;
    const { words } = stage.story;
    if (!record) {
      if (stage.told) stage.nodes.announce(words.all_layers);
      stage.told = false;
      return;
    }
    stage.told = true;
    const { entry } = record;
    const classes = entry.classes ? entry.classes.words.map((word, k) => key(entry.classes.colors[k], word)) : [];
    layer.replaceChildren(el("strong", {}, classes.length ? entry.title : key(entry.style.color, entry.title)), ...classes);
    stage.nodes.announce(entry.title);
  }

  const key = (color, word) =>
    el("span", { class: "geo-stage-class" }, el("i", { style: `background:${safeColor(color)}` }), word);

  // ---------------------------------------------------------------------------------------------------- flights

  /** How much of the map the caption covers: from the left, or from below. */
  function covered() {
    const { caption } = stage.nodes;
    return narrow() ? [0, caption.offsetHeight] : [caption.offsetLeft + caption.offsetWidth, 0];
  }

  /** Fly so that a place comes to lie in the middle of what the caption leaves free. */
  function fly(to, zoom, animate = true) {
    const [left, foot] = covered();
    const at = app.map.project(to, zoom).subtract([left / 2, -foot / 2]);
    const target = app.map.unproject(at, zoom);
    app.map.stop();
    if (animate && !calm()) app.map.flyTo(target, zoom, { duration: 1.4, easeLinearity: 0.25 });
    else app.map.setView(target, zoom, { animate: false });
  }

  const zoomTo = (bounds, margin) => {
    const [left, foot] = covered();
    return app.map.getBoundsZoom(bounds, false, L.point(left + margin, foot + margin));
  };

  function topBounds() {
    const points = here().top.map(({ id }) => app.sites.get(id)?.layer.getLatLng()).filter(Boolean);
    return points.length ? L.latLngBounds(points).pad(0.05) : L.latLngBounds(app.pack.bounds);
  }

  function flyToTop(animate) {
    const bounds = topBounds();
    fly(bounds.getCenter(), Math.min(zoomTo(bounds, 130), CLOSEST - 1), animate);
  }

  /** Fly to a site, with as much around it as it takes to see what it was measured to. */
  function flyToSite() {
    const site = here().top[stage.site];
    const at = app.sites.get(site.id)?.layer.getLatLng();
    if (!at) return;
    const bounds = L.latLngBounds([at]);
    for (const link of here().payload.links[site.id] || []) {
      const end = L.latLng(link.lat, link.lon);
      if (at.distanceTo(end) > NEAR_M) continue;
      bounds.extend(end).extend([2 * at.lat - end.lat, 2 * at.lng - end.lng]);
    }
    const overview = zoomTo(topBounds(), 130);
    fly(at, Math.min(Math.max(zoomTo(bounds, 160), overview), CLOSEST));
  }

  // -------------------------------------------------------------------------------------------------- spotlight

  /** Darken the map but for the sites that are presented. */
  function veil() {
    stage.veil?.remove();
    stage.veil = null;
    if (!stage.spot) return;
    const pane = app.map.getPane("geo-veil") || app.map.createPane("geo-veil");
    pane.style.zIndex = 378;
    pane.classList.add("geo-through");
    const world = [
      [-85, -180],
      [-85, 180],
      [85, 180],
      [85, -180],
    ];
    const look = { pane: "geo-veil", renderer: app.renderer("veil"), interactive: false, smoothFactor: 0 };
    const spots = here()
      .top.map(({ id }) => app.sites.get(id))
      .filter((site) => site && !site.hidden)
      .map((site) => ({ middle: middleOf(site), wish: site.data.id === app.selected ? HOLE * 1.3 : HOLE }));
    // Where two holes lay over each other, the veil would be there again.
    const holes = spots.map((spot) => {
      const gaps = spots.filter((other) => other !== spot).map((other) => spot.middle.distanceTo(other.middle) / 2);
      return hole(spot.middle, Math.min(spot.wish, ...gaps));
    });
    const rims = holes.map((ring) => L.polygon(ring, { ...look, className: "geo-veil-rim", fill: false }));
    // One shape for each hole would darken the others: all are holes of one.
    const dark = L.polygon([world, ...holes], { ...look, className: "geo-veil", stroke: false, fillOpacity: 1 });
    stage.veil = L.layerGroup([dark, ...rims]).addTo(app.map);
  }

  const middleOf = (site) => app.map.latLngToLayerPoint(site.layer.getLatLng()).add([site.dx || 0, site.dy || 0]);

  function hole(middle, radius) {
    return Array.from({ length: 48 }, (_, k) => {
      const angle = (k * Math.PI) / 24;
      return app.map.layerPointToLatLng(middle.add([radius * Math.cos(angle), radius * Math.sin(angle)]));
    });
  }

  // --------------------------------------------------------------------------------------------------- captions

  function build() {
    const { words } = stage.story;
    const { texts } = app.pack;
    const caption = el("div", { class: "geo-stage-caption" });
    const layer = el("p", { class: "geo-stage-layer", hidden: true });
    const status = el("p", { class: "geo-stage-status", role: "status" });
    const keys = keyList();
    const tools = el(
      "div",
      { class: "geo-stage-tools" },
      el(
        "div",
        { class: "geo-stage-touch" },
        iconButton(words.previous, "M3,-7L-5,0L3,7", () => turnSite(-1)),
        iconButton(words.next, "M-3,-7L5,0L-3,7", () => turnSite(1)),
        iconButton(words.next_view, "M-7,-3L0,5L7,-3", () => turnStep(1)),
      ),
      el("button", { type: "button", title: words.keys, "aria-label": words.keys, onclick: turnKeys }, "?"),
      iconButton(words.leave, "M-6,-6L6,6M-6,6L6,-6", leave),
    );
    const root = el("div", { class: "geo-stage", tabindex: -1 }, caption, layer, tools, keys, status);
    for (const node of [caption, tools, keys]) {
      L.DomEvent.disableClickPropagation(node);
      L.DomEvent.disableScrollPropagation(node);
    }
    const announce = (text) => (status.textContent = text);
    const tell = (step, site) => {
      const held = caption.contains(document.activeElement);
      caption.replaceChildren(
        el("p", { class: "geo-stage-kicker" }, step.kicker),
        el("h2", {}, step.title),
        ...(step.note ? [el("p", { class: "geo-stage-note" }, step.note)] : []),
        ...(site ? [told(site, texts), list(step)] : [el("p", { class: "geo-stage-none" }, words.none)]),
      );
      if (held) caption.querySelector("[aria-current]")?.focus({ preventScroll: true });
    };
    return { root, caption, layer, keys, announce, tell };
  }

  /** What the hall reads of a site. */
  function told(site, texts) {
    const rgb = scoreColor(site.score);
    return el(
      "div",
      { class: "geo-stage-site" },
      el(
        "div",
        { class: "geo-stage-head" },
        el("span", { class: "geo-stage-rank", "aria-hidden": "true", style: `background:${css(rgb)};color:${ink(rgb)}` }, String(site.rank)),
        el("h3", {}, site.name),
      ),
      el("p", { class: "geo-stage-score" }, el("b", {}, site.score_text), ` ${texts.score} · ${site.place}`),
      el("p", { class: "geo-stage-scale", "aria-hidden": "true" }, el("i", { style: `background:linear-gradient(90deg, ${ramp().join(",")})` }, el("b", { style: `left:${site.score}%` }))),
      el(
        "dl",
        {},
        el("dt", {}, texts.best),
        el("dd", { class: "geo-stage-plus" }, site.best),
        el("dt", {}, texts.worst),
        el("dd", { class: "geo-stage-minus" }, site.worst),
      ),
      ...(site.sure ? [el("p", { class: "geo-stage-sure" }, site.sure), share(site.shares)] : []),
    );
  }

  const share = (parts) =>
    el(
      "p",
      { class: "geo-stage-share", "aria-hidden": "true" },
      ...[...parts].reverse().map((part) => el("i", { style: `width:${100 * part}%` })),
    );

  function list(step) {
    const row = (site, k) => {
      const act = () => turnSite(k - stage.site);
      const name = el("span", { class: "geo-stage-name" }, site.name);
      const button = el("button", { type: "button", onclick: act }, el("b", {}, String(site.rank)), name, el("span", {}, site.score_text));
      if (k === stage.site) button.setAttribute("aria-current", "true");
      return el("li", {}, button);
    };
    return el("ol", { class: "geo-stage-top", "aria-label": stage.story.words.best_sites }, ...step.top.map(row));
  }

  function keyList() {
    const { words } = stage.story;
    const rows = [
      ["← →", words.key_site],
      ["↑ ↓, Page Up, Page Down", words.key_view],
      ["L", words.key_layer],
      ["S", words.key_spot],
      ["F", words.key_full],
      ["?", words.key_help],
      ["Esc", words.leave],
    ];
    return el(
      "div",
      { class: "geo-stage-keys", hidden: true },
      el("h2", {}, words.keys),
      el("dl", {}, ...rows.flatMap(([name, what]) => [el("dt", {}, el("kbd", {}, name)), el("dd", {}, what)])),
    );
  }

  Object.assign(app, { showStage });
})();

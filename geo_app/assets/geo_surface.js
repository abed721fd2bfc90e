/* How suitable every place is: thousands of hexagons on one canvas, a byte each; the best of them; a place that was clicked.
 *
 * The pack document says by a formula where the hexagons are (geo_app/map_grid.py), so that no outline travels. */
(function () {
  "use strict";

  const app = (window.geoApp = window.geoApp || {});
  const { el, svg, canvas, scoreColor, css, calm } = app.draw;

  const Z = { surface: 310, places: 395, pins: 620 };
  const OPACITY = 0.7;
  const STILL_MS = 220; // a pointer that rests is one that asks
  const WORLD_PX = 256;
  const HATCH_PX = 8;
  const MOST_PIXELS = 5e6; // beyond, a sharper picture is not worth the wait

  let surface; // {grid, centres, corners, codes, on, acked, opacity, painter, marks, place, key}

  app.onStart(() => {
    surface = { grid: null, codes: null, text: "", on: true, acked: true, opacity: OPACITY, marks: null, spot: "", told: "" };
  });

  // ------------------------------------------------------------------------------------------------- geometry

  /** Put every hexagon's centre and corners on a map of the world of width 1, as the document's formula says. */
  function layOut(grid) {
    const cells = grid.runs.flatMap(([row, first, count]) => Array.from({ length: count }, (_, k) => [first + k, row]));
    const centres = new Float64Array(2 * cells.length);
    const corners = new Float64Array(12 * cells.length);
    // From the centre of a hexagon with a corner to the north, in columns and rows.
    const around = [0, 1, 2, 3, 4, 5].map((k) => {
      const angle = (Math.PI * (1 + 2 * k)) / 6;
      return [Math.cos(angle) / Math.sqrt(3), Math.sin(angle) / 1.5];
    });
    cells.forEach(([column, row], cell) => {
      const x = column + 0.5 * (row % 2);
      place(grid, x, row, centres, 2 * cell);
      around.forEach(([right, up], k) => place(grid, x + right, row + up, corners, 12 * cell + 2 * k));
    });
    return { grid, centres, corners, count: cells.length };
  }

  function place({ degree, middle, half, x, y }, column, row, into, at) {
    const u = (column - middle[0]) / half[0];
    const v = (row - middle[1]) / half[1];
    let [east, south, term, left] = [0, 0, 0, 1];
    for (let i = 0; i <= degree; i++, left *= u) {
      let both = left;
      for (let j = 0; i + j <= degree; j++, both *= v, term++) {
        east += x[term] * both;
        south += y[term] * both;
      }
    }
    into[at] = east;
    into[at + 1] = south;
  }

  const toWorld = ({ lat, lng }) => [
    0.5 + lng / 360,
    0.5 - Math.asinh(Math.tan((lat * Math.PI) / 180)) / (2 * Math.PI),
  ];
  const toLatLng = (x, y) => [(Math.atan(Math.sinh(2 * Math.PI * (0.5 - y))) * 180) / Math.PI, 360 * (x - 0.5)];

  /** Find the hexagon around a place: of all centres the nearest, if it is as near as a corner. */
  function cellAt(latlng) {
    const { centres, corners, count } = surface;
    const [x, y] = toWorld(latlng);
    let [best, least] = [-1, Infinity];
    for (let cell = 0; cell < count; cell++) {
      const apart = (centres[2 * cell] - x) ** 2 + (centres[2 * cell + 1] - y) ** 2;
      if (apart < least) [best, least] = [cell, apart];
    }
    if (best < 0) return -1;
    const reach =
      (corners[12 * best] - centres[2 * best]) ** 2 + (corners[12 * best + 1] - centres[2 * best + 1]) ** 2;
    return least <= reach ? best : -1;
  }

  const outline = (cell) =>
    [0, 2, 4, 6, 8, 10].map((k) => toLatLng(surface.corners[12 * cell + k], surface.corners[12 * cell + k + 1]));

  // ------------------------------------------------------------------------------------------------- painting

  const classes = () => surface.grid.limits.length + 1;
  const codeClass = (code) => {
    const { limits, steps, unknown, excluded } = surface.grid;
    if (code === unknown) return classes();
    if (code === excluded) return classes() + 1;
    let found = 0;
    while (found < limits.length && code >= limits[found] * steps) found++;
    return found;
  };
  /** Colour a class by the score in its middle, as the sites are coloured: the same score, the same colour. */
  const colors = () => {
    const ends = [0, ...surface.grid.limits, 100];
    return ends.slice(1).map((end, k) => scoreColor((ends[k] + end) / 2));
  };

  /* A path of ten thousand hexagons takes a browser 0.1 s each time. Which hexagon a pixel lies in is worked out here, once
   * for a view; a change of weights then looks each pixel's colour up, which takes a few milliseconds. */
  const Painter = L.Renderer.extend({
    _initContainer() {
      this._container = el("canvas", { "aria-hidden": "true" });
    },
    _destroyContainer() {
      this._container.remove();
      delete this._container;
    },
    _update() {
      if (this._map._animatingZoom && this._bounds) return;
      L.Renderer.prototype._update.call(this);
      const { min } = this._bounds;
      const size = this._bounds.getSize();
      const ratio = Math.min(window.devicePixelRatio || 1, 2);
      this.sharp = size.x * size.y * ratio ** 2 > MOST_PIXELS ? 1 : ratio;
      const box = this._container;
      L.DomUtil.setPosition(box, min);
      Object.assign(box, { width: this.sharp * size.x, height: this.sharp * size.y });
      Object.assign(box.style, { width: `${size.x}px`, height: `${size.y}px`, opacity: surface.opacity });
      this.owners = owners(box.width, box.height, this.sharp, min);
      this.paint();
    },
    paint() {
      if (!surface.codes || !this._container) return;
      const { width, height } = this._container;
      const context = this._container.getContext("2d");
      const image = context.createImageData(width, height);
      colour(new Uint32Array(image.data.buffer), this.owners, width, this.sharp, this._bounds.min);
      context.putImageData(image, 0, 0);
    },
  });

  /** Tell for each pixel which hexagon its middle lies in: the number of the hexagon plus 1, or 0. */
  function owners(width, height, sharp, min) {
    const { corners, count } = surface;
    const found = new Uint32Array(width * height);
    const scale = sharp * WORLD_PX * 2 ** app.map.getZoom();
    const origin = app.map.getPixelOrigin().add(min).multiplyBy(sharp);
    const [xs, ys] = [new Float64Array(7), new Float64Array(7)];
    for (let cell = 0; cell < count; cell++) {
      let [top, bottom] = [Infinity, -Infinity];
      for (let k = 0; k < 7; k++) {
        const at = 12 * cell + 2 * (k % 6);
        xs[k] = corners[at] * scale - origin.x;
        ys[k] = corners[at + 1] * scale - origin.y;
        top = Math.min(top, ys[k]);
        bottom = Math.max(bottom, ys[k]);
      }
      const last = Math.min(height, Math.ceil(bottom - 0.5));
      for (let y = Math.max(0, Math.ceil(top - 0.5)); y < last; y++) {
        let [left, right] = [Infinity, -Infinity];
        for (let k = 0; k < 6; k++) {
          const [from, to] = [ys[k] - y - 0.5, ys[k + 1] - y - 0.5];
          if (from < 0 === to < 0) continue;
          const x = xs[k] + ((xs[k + 1] - xs[k]) * from) / (from - to);
          left = Math.min(left, x);
          right = Math.max(right, x);
        }
        const [first, end] = [Math.max(0, Math.ceil(left - 0.5)), Math.min(width, Math.ceil(right - 0.5))];
        if (first < end) found.fill(cell + 1, y * width + first, y * width + end);
      }
    }
    return found;
  }

  function colour(pixels, owner, width, sharp, min) {
    const { codes, grid } = surface;
    const paints = colors().map(([red, green, blue]) => ((255 << 24) | (blue << 16) | (green << 8) | red) >>> 0);
    const flat = Uint32Array.from({ length: 256 }, (_, code) => paints[codeClass(code)] ?? 0);
    const hatches = { [grid.unknown]: hatch("unknown", sharp), [grid.excluded]: hatch("excluded", sharp) };
    const side = HATCH_PX * sharp;
    // By the map's own pixels, so that a hatch stays where it is while the map moves.
    const wrap = (at) => ((Math.round(at * sharp) % side) + side) % side;
    const [right, down] = [wrap(min.x), wrap(min.y)];
    for (let at = 0; at < pixels.length; at++) {
      if (!owner[at]) continue;
      const code = codes[owner[at] - 1];
      const marks = hatches[code];
      if (!marks) pixels[at] = flat[code];
      else pixels[at] = marks[((Math.floor(at / width) + down) % side) * side + (((at % width) + right) % side)];
    }
  }

  const HATCHES = { unknown: ["M-2,2L2,-2M-2,10L10,-2M6,10L10,6", 1.4], excluded: ["M2,2L6,6M6,2L2,6", 1.3] };

  /** Draw a tile of a hatch; give its pixels. */
  function hatch(kind, sharp) {
    const [path, width] = HATCHES[kind];
    const side = HATCH_PX * sharp;
    const pen = el("canvas", { width: side, height: side }).getContext("2d");
    pen.scale(sharp, sharp);
    pen.strokeStyle = getComputedStyle(app.map.getContainer()).getPropertyValue("--geo-doubt");
    pen.lineWidth = width;
    pen.stroke(new Path2D(path));
    return new Uint32Array(pen.getImageData(0, 0, side, side).data.buffer);
  }

  function hatchSample(kind) {
    const [d, width] = HATCHES[kind];
    const marks = svg("path", { d, class: "geo-hatch", "stroke-width": width, transform: "translate(-4,-4)" });
    return el("i", { class: "geo-hatched" }, canvas(8, marks));
  }

  // -------------------------------------------------------------------------------------------------- legend

  /** Lay out the grid and add the surface to the legend; called once the legend is there. */
  function addSurface() {
    for (const [name, z] of Object.entries(Z)) {
      const pane = app.map.createPane(`geo-${name}`);
      pane.style.zIndex = z;
      pane.classList.add("geo-through");
    }
    if (!app.pack.grid) return;
    Object.assign(surface, layOut(app.pack.grid));
    surface.opacity = Number(stored("opacity")) || OPACITY;
    surface.painter = new Painter({ pane: "geo-surface", padding: 0.2 });
    surface.key = legend();
    app.map.getContainer().querySelector(".geo-sites-key")?.after(surface.key);
    let waiting = 0;
    const ask = (event) => {
      clearTimeout(waiting);
      surface.answer?.remove();
      if (event.type === "mousemove" && drawn()) waiting = setTimeout(() => answer(event), STILL_MS);
    };
    if (window.matchMedia("(hover: hover)").matches) app.map.on("mousemove mouseout movestart click", ask);
    app.signal.addEventListener("abort", () => clearTimeout(waiting));
    app.map.on("click", (event) => {
      if (app.listener && !app.busy(event) && inside(event.latlng)) mark(app.at(event.latlng));
    });
    if (app.listener) aim(app.map.getContainer());
  }

  const inside = (latlng) => L.latLngBounds(app.pack.bounds).contains(latlng);

  /** By keyboard: arrow keys move the map beneath a cross in its middle, Enter asks for the place there. */
  function aim(box) {
    const { signal } = app;
    const rest = () => box.classList.remove("geo-aim");
    box.addEventListener("blur", rest, { signal });
    box.addEventListener("pointerdown", rest, { signal });
    const keyed = (event) => {
      if (event.target !== box || app.busy()) return;
      if (event.key.startsWith("Arrow")) box.classList.add("geo-aim");
      const middle = app.map.getCenter();
      if (event.key !== "Enter" || !inside(middle)) return;
      event.preventDefault();
      mark(app.at(middle));
      app.tell({ kind: "place", ...app.at(middle) });
    };
    box.addEventListener("keydown", keyed, { signal });
  }

  const drawn = () => surface.codes && surface.painter && app.map.hasLayer(surface.painter);

  function legend() {
    const { texts, words } = surface.grid;
    surface.box = el("input", { type: "checkbox", onchange: (event) => turn(event.target.checked) });
    const shades = colors().map(css);
    const swatch = shades.map((fill, k, all) =>
      svg("rect", { x: -11 + (k * 22) / all.length, y: -7, width: 22 / all.length + 0.3, height: 14, fill }),
    );
    const samples = shades.map((color) => el("i", { style: `background:${color}` }));
    const keys = [...words, texts.unknown, texts.excluded];
    const slider = el("input", {
      type: "range",
      min: 20,
      max: 100,
      step: 5,
      value: 100 * surface.opacity,
      oninput: (event) => fade(Number(event.target.value) / 100),
    });
    surface.note = el("p", { class: "geo-small" });
    surface.more = el(
      "div",
      { class: "geo-surface-more" },
      el(
        "div",
        { class: "geo-classes" },
        el("span", { class: "geo-small" }, texts.scale),
        ...[...samples, hatchSample("unknown"), hatchSample("excluded")].map((sample, k) =>
          el("span", { class: "geo-class" }, sample, keys[k]),
        ),
      ),
      el("label", { class: "geo-fader" }, texts.opacity, slider),
      surface.note,
    );
    return el(
      "div",
      { class: "geo-surface-key", hidden: true },
      el(
        "label",
        { class: "geo-layer" },
        surface.box,
        el("span", { class: "geo-swatch" }, canvas(26, ...swatch)),
        el("span", {}, texts.title),
      ),
      surface.more,
    );
  }

  function fade(opacity) {
    surface.opacity = opacity;
    if (surface.painter?._container) surface.painter._container.style.opacity = opacity;
    store("opacity", opacity);
  }

  /** Turn the surface on or off at once; a page behind the map then works it out, or no longer does. */
  function turn(on) {
    surface.on = on;
    surface.acked = false;
    paint();
    app.tell({ kind: on ? "surface_on" : "surface_off" });
  }

  const name = (what) => `geo-surface-${what}`;
  function stored(what) {
    try {
      return sessionStorage.getItem(name(what));
    } catch {
      return null; // storage is blocked
    }
  }
  function store(what, value) {
    try {
      sessionStorage.setItem(name(what), value);
    } catch {
      /* storage is blocked: the next map starts afresh */
    }
  }

  // ------------------------------------------------------------------------------------------- from the page

  /** Follow a payload: the cells' scores, the best of them, and the place whose explanation is open. */
  function showSurface(next) {
    mark(next.place);
    tellOf(next.place);
    if (!surface.grid) return;
    const cells = next.cells && next.cells.grid === surface.grid.key ? next.cells : null;
    // What was told and is not answered yet holds; after the answer, what the page says.
    if (surface.acked || Boolean(cells) === surface.on) {
      surface.on = Boolean(cells);
      surface.acked = true;
    }
    if (cells?.bytes && cells.bytes !== surface.text) {
      surface.text = cells.bytes;
      surface.codes = Uint8Array.from(atob(cells.bytes), (byte) => byte.charCodeAt(0));
    }
    if (!cells && surface.acked) Object.assign(surface, { codes: null, text: "" });
    surface.key.hidden = !(cells || app.listener);
    surface.note.textContent = cells?.note || (app.listener ? surface.grid.texts.click : "");
    surface.top = cells?.top || [];
    if (cells?.bytes) hush();
    paint();
  }

  /** Open a card about the place, once; while it stays open, it follows the weights. */
  function tellOf(place) {
    const open = surface.card && !app.card.hidden && app.card.firstChild === surface.card;
    const told = place ? `${place.lon} ${place.lat}` : "";
    if (place && (open || told !== surface.told)) {
      app.siteCard(place);
      delete app.card.dataset.site; // it is about no site
      surface.card = app.card.firstChild;
      if (told !== surface.told) app.uncover(L.latLng(place.lat, place.lon));
    } else if (!place && open) app.closeCard();
    surface.told = told;
  }

  /** Two choropleths on each other are none: with the first surface, the pack's own are put out. */
  function hush() {
    if (app.staged || stored("hushed")) return;
    store("hushed", "yes");
    for (const [id, record] of app.layers) if (record.entry.classes && record.on) app.toggle(id, false);
  }

  function paint() {
    const { painter, on, codes } = surface;
    surface.box.checked = on;
    surface.more.hidden = !on;
    if (!on || !codes) painter.remove();
    else if (!app.map.hasLayer(painter)) painter.addTo(app.map);
    else painter.paint();
    app.map.getContainer().dataset.surface = on && codes ? "yes" : "";
    markTop();
  }

  function markTop() {
    surface.marks?.remove();
    const style = { pane: "geo-places", renderer: app.renderer("places"), interactive: false };
    const marks = surface.on && surface.codes ? surface.top : [];
    surface.marks = L.layerGroup(
      marks.flatMap((cell, k) => {
        const at = toLatLng(surface.centres[2 * cell], surface.centres[2 * cell + 1]);
        const number = svg("text", { class: "geo-top-rank", y: -19 }, (k + 1).toLocaleString(app.look.lang));
        return [
          L.polygon(outline(cell), { ...style, className: "geo-top-cell" }),
          pin(at, "geo-top-pin", number),
        ];
      }),
    ).addTo(app.map);
  }

  /** Make a pin whose tip is at a place; clicks go through it. */
  function pin(at, className, sign) {
    const drop = svg("path", { d: "M0,0C-7,-9 -10,-13 -10,-19A10,10 0 1 1 10,-19C10,-13 7,-9 0,0Z", class: className });
    const icon = L.divIcon({ className: "geo-pin-box", iconSize: [0, 0], html: canvas(62, drop, sign) });
    return L.marker(at, { pane: "geo-pins", icon, interactive: false, keyboard: false });
  }

  /** Mark the place whose explanation is open, and move the map if it is out of sight. */
  function mark(at) {
    const spot = at ? `${at.lon.toFixed(6)} ${at.lat.toFixed(6)}` : "";
    if (spot === surface.spot) return;
    surface.spot = spot;
    surface.pin?.remove();
    surface.pin = null;
    if (!at) return;
    const latlng = L.latLng(at.lat, at.lon);
    const cell = surface.grid ? cellAt(latlng) : -1;
    const style = { pane: "geo-places", renderer: app.renderer("places"), interactive: false };
    const eye = svg("circle", { cy: -19, r: 3.4, class: "geo-pin-eye" });
    surface.pin = L.layerGroup([
      ...(cell < 0 ? [] : [L.polygon(outline(cell), { ...style, className: "geo-top-cell" })]),
      pin(latlng, "geo-pin", eye),
    ]).addTo(app.map);
    const padding = { paddingTopLeft: [60, 60], paddingBottomRight: [60 + app.panelWidth(), 60] };
    app.map.panInside(latlng, { ...padding, animate: !calm() });
  }

  /** Say the score under a pointer that rests, where nothing else does. */
  function answer(event) {
    const over = event.originalEvent.target;
    if (!over.isConnected || over.closest(".leaflet-interactive, .leaflet-control, button")) return;
    const cell = drawn() ? cellAt(event.latlng) : -1;
    if (cell < 0) return;
    const { texts, steps } = surface.grid;
    const code = surface.codes[cell];
    const kind = codeClass(code) - classes();
    const score = Math.round(code / steps).toLocaleString(app.look.lang);
    const text = kind === 0 ? texts.unknown : kind === 1 ? texts.excluded : texts.of.replace("{score}", score);
    surface.answer = L.tooltip({ className: "geo-tip", opacity: 1, direction: "top", offset: [0, -8] })
      .setLatLng(event.latlng)
      .setContent(el("span", {}, text))
      .addTo(app.map);
  }

  Object.assign(app, {
    addSurface,
    showSurface,
    cellAt,
    surfaceCode: (cell) => surface.codes?.[cell],
    surfaceOpacity: () => surface.opacity,
    fadeSurface: fade,
  });
})();

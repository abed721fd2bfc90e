/* Thin lines from the selected site to what its criteria measured, and whatever is written on the map. */
(function () {
  "use strict";

  const app = (window.geoApp = window.geoApp || {});
  const { el } = app.draw;

  const SYMBOL = 6; // half of a symbol, which no text may cover

  let links = null;
  let labels = null;
  app.onStart(() => (links = labels = null));

  /** What the lines start from: the place whose explanation is open, else the selected site. */
  const start = () => {
    const place = app.payload?.place;
    return place ? { data: place, links: place.links } : app.sites.get(app.selected);
  };
  const linksOf = (site) =>
    site?.links || (site && app.map.hasLayer(site.layer) && app.payload.links[site.data.id]) || [];

  /** Draw thin lines from the selected site, and from the compared ones in their colours, to what was measured. */
  function drawLinks() {
    if (links) links.remove();
    links = L.layerGroup().addTo(app.map);
    const compare = app.payload?.compare ?? []; // a file draws before its payload is there
    compare.forEach((id, k) => drawLinksOf(app.sites.get(id), ` geo-link-${"ABCD"[k]}`));
    if (app.payload?.place || !compare.includes(app.selected)) drawLinksOf(start(), "");
  }

  function drawLinksOf(site, look) {
    const options = { pane: "geo-links", renderer: app.renderer("links"), interactive: false };
    for (const link of linksOf(site)) {
      const to = [link.lat, link.lon];
      for (const className of ["geo-link geo-link-halo", `geo-link${look}`]) {
        links.addLayer(L.polyline([[site.data.lat, site.data.lon], to], { ...options, className }));
      }
      links.addLayer(L.circleMarker(to, { ...options, radius: 3.5, className: `geo-link-end${look}` }));
    }
  }

  /** Write each line's length at its end, or somewhere before it, wherever there is room. */
  function writeLengths(boxes) {
    const site = start();
    for (const link of linksOf(site)) {
      const a = app.map.latLngToContainerPoint([site.data.lat, site.data.lon]);
      const end = clip(a, app.map.latLngToContainerPoint([link.lat, link.lon]), app.map.getSize());
      if (!end || a.distanceTo(end) < 16) continue;
      // Without the name where there is no room for it: the line shows what it leads to.
      for (const name of [` ${link.name}`, ""]) {
        const wide = Math.min(240, textWidth(link.text + name) + 16);
        const spot = spotsAlong(a, end, wide / 2).find(([x, y]) => claim(boxes, x, y, wide, 20));
        if (!spot) continue;
        write(spot, "geo-link-label", el("b", {}, link.text), name);
        break;
      }
    }
  }

  const spotsAlong = (a, end, half) =>
    [1, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2].flatMap((share) =>
      [
        [0, -17],
        [half + 9, 0],
        [-half - 9, 0],
        [0, 17],
      ].map(([dx, dy]) => [a.x + (end.x - a.x) * share + dx, a.y + (end.y - a.y) * share + dy]),
    );

  let ruler = null;
  app.onStart(() => (ruler = null));

  /** Measure a text as the map sets it. */
  function textWidth(text, font = "500 12px") {
    if (!ruler) {
      ruler = document.createElement("canvas").getContext("2d");
      ruler.family = getComputedStyle(app.map.getContainer()).fontFamily;
    }
    ruler.font = `${font} ${ruler.family}`;
    return ruler.measureText(text).width;
  }

  function write([x, y], className, ...content) {
    labels.addLayer(
      L.marker(app.map.containerPointToLatLng([x, y]), {
        pane: "geo-labels",
        interactive: false,
        keyboard: false,
        icon: L.divIcon({
          className: "geo-label",
          iconSize: [0, 0],
          html: el("span", { class: className }, ...content),
        }),
      }),
    );
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
    const origin = app.map.getContainer().getBoundingClientRect();
    const boxes = [...app.map.getContainer().querySelectorAll(".geo-panel, .geo-card, .geo-credits, .leaflet-bar")].map(
      (node) => {
        const box = node.getBoundingClientRect();
        return [box.left - origin.left, box.top - origin.top, box.right - origin.left, box.bottom - origin.top];
      },
    );
    for (const site of app.badges()) {
      const at = app.map.latLngToContainerPoint(site.layer.getLatLng());
      const half = app.badgeSize(site.data) / 2 + 1;
      if (site.hidden) continue;
      boxes.push([at.x + site.dx - half, at.y + site.dy - half, at.x + site.dx + half, at.y + site.dy + half]);
    }
    for (const { entry, group, features } of app.layers.values()) {
      if (entry.kind !== "point" || !app.map.hasLayer(group)) continue;
      for (const point of features.values()) {
        if (!group.hasLayer(point)) continue;
        const at = app.map.latLngToContainerPoint(point.getLatLng());
        boxes.push([at.x - SYMBOL, at.y - SYMBOL, at.x + SYMBOL, at.y + SYMBOL]);
      }
    }
    return boxes;
  }

  function claim(boxes, x, y, width, height) {
    const box = [x - width / 2, y - height / 2, x + width / 2, y + height / 2];
    const size = app.map.getSize();
    if (box[0] < 2 || box[1] < 2 || box[2] > size.x - 2 || box[3] > size.y - 2) return false;
    if (boxes.some((other) => box[0] < other[2] && other[0] < box[2] && box[1] < other[3] && other[1] < box[3]))
      return false;
    boxes.push(box);
    return true;
  }

  /** Write lengths, where the routes lead, then names beside the largest features, as far as there is room. */
  function arrangeLabels() {
    if (labels) labels.remove();
    labels = L.layerGroup().addTo(app.map);
    const boxes = takenBoxes();
    writeLengths(boxes);
    app.drawRoutes((name, at, className) => writeBeside(name, at, boxes, className));
    const view = app.map.getBounds();
    const room = Math.max(5, Math.round(5 * 2.2 ** (app.map.getZoom() - 6)));
    const named = [...app.layers.values()].filter(({ entry, group }) => entry.labels && app.map.hasLayer(group));
    // Areas come last: their names may stand anywhere within them.
    for (const { entry } of named.sort((a, b) => (a.entry.kind === "polygon") - (b.entry.kind === "polygon"))) {
      const byRank = entry.labels.map((rank, k) => [rank, entry.features[k]]).sort((a, b) => a[0] - b[0]);
      for (const [rank, feature] of byRank.slice(0, room)) {
        if (!feature.name) continue;
        if (entry.kind === "polygon") writeWithin(entry, feature, boxes);
        else if (view.contains(anchor(feature))) {
          const className = `geo-name-${entry.kind}${rank < 3 ? " geo-name-large" : rank < 10 ? "" : " geo-name-small"}`;
          writeBeside(feature.name, app.map.latLngToContainerPoint(anchor(feature)), boxes, className);
        }
      }
    }
  }

  const FONTS = { "geo-name-large": "650 14px", "geo-name-polygon": "500 13px", "geo-name-route": "600 13px" };

  function writeBeside(name, { x, y }, boxes, className) {
    const font = Object.entries(FONTS).find(([known]) => className.includes(known));
    const wide = textWidth(name, font && font[1]) + 4;
    // What everybody looks for may stand a little farther off.
    const gaps = className.includes("geo-name-large") ? [6, 18, 30, 42, 56] : [6, 18, 30];
    const sides = gaps.flatMap((gap) => [
      [gap + wide / 2, 0],
      [-gap - wide / 2, 0],
      [0, gap + 8],
      [0, -gap - 8],
      [gap + wide / 2, gap],
      [-gap - wide / 2, gap],
    ]);
    const side = sides.find(([dx, dy]) => claim(boxes, x + dx, y + dy, wide, 17));
    if (!side) return false;
    const [middle, level] = [x + side[0], y + side[1]];
    write([middle, level], `geo-name ${className}`, name);
    // Far from its place a name is tied to it.
    const end = [Math.min(Math.max(x, middle - wide / 2), middle + wide / 2), level + Math.sign(y - level) * 8];
    if (Math.hypot(end[0] - x, end[1] - y) > 34) {
      const way = [[x, y], end].map((point) => app.map.containerPointToLatLng(point));
      const options = { pane: "geo-leaders", renderer: app.renderer("leaders"), interactive: false };
      labels.addLayer(L.polyline(way, { ...options, className: "geo-leader" }));
    }
    return true;
  }

  const CELL = 40; // pixels between places where an area's name may stand

  /** Write an area's name within what is seen of it, as far from its edges as can be. */
  function writeWithin(entry, feature, boxes) {
    feature.bounds = feature.bounds || L.geoJSON(app.asFeature(feature)).getBounds();
    if (!app.map.getBounds().intersects(feature.bounds)) return;
    const wide = (textWidth(feature.name, FONTS["geo-name-polygon"]) + 8) * 1.08; // letters are spaced
    const spot = spotsWithin(feature, wide).find(([x, y]) => claim(boxes, x, y, wide, 18));
    if (spot) write(spot, "geo-name geo-name-polygon", feature.name);
  }

  let places = new Map(); // feature -> places for its name, in the view that `placesOf` names
  let placesOf = "";
  app.onStart(() => (placesOf = ""));

  /** Find places within what is seen of an area, the innermost first; a change of weights finds them again at once. */
  function spotsWithin(feature, wide) {
    const size = app.map.getSize();
    const view = `${app.map.getBounds().toBBoxString()} ${size.x} ${size.y}`;
    if (placesOf !== view) {
      places = new Map();
      placesOf = view;
    }
    if (places.has(feature)) return places.get(feature);
    const [columns, rows] = [Math.floor(size.x / CELL), Math.floor(size.y / CELL)];
    const middle = (k) => [((k % columns) + 0.5) * CELL, (Math.floor(k / columns) + 0.5) * CELL];
    const rings = ringsOf(feature);
    const grid = Array.from({ length: columns * rows }, (_, k) => {
      const { lat, lng } = app.map.containerPointToLatLng(middle(k));
      return within(rings, lng, lat);
    });
    const known = (column, row) =>
      column >= 0 && row >= 0 && column < columns && row < rows && grid[row * columns + column];
    const half = Math.ceil(wide / 2 / CELL);
    const depth = (k) => {
      const [column, row] = [k % columns, Math.floor(k / columns)];
      for (let deep = 0; deep < 5; deep++) {
        for (let dx = -half - deep; dx <= half + deep; dx++) {
          if (!known(column + dx, row - deep) || !known(column + dx, row + deep)) return deep;
        }
      }
      return 5;
    };
    const spots = grid
      .map((here, k) => [here ? depth(k) : 0, k])
      .filter(([deep]) => deep > 0)
      .sort((a, b) => b[0] - a[0])
      .slice(0, 60)
      .map(([, k]) => middle(k));
    places.set(feature, spots);
    return spots;
  }

  function ringsOf(feature) {
    const { type, coordinates } = feature.shape;
    return type === "Polygon" ? coordinates : coordinates.flat();
  }

  /** Whether a place is within rings, by how often a line from it to the north crosses them. */
  function within(rings, lon, lat) {
    let odd = false;
    for (const ring of rings) {
      for (let k = 0, last = ring.length - 1; k < ring.length; last = k++) {
        const [x1, y1] = ring[k];
        const [x2, y2] = ring[last];
        if (x1 > lon !== x2 > lon && lat < y1 + ((lon - x1) / (x2 - x1)) * (y2 - y1)) odd = !odd;
      }
    }
    return odd;
  }

  function anchor(feature) {
    const { type, coordinates } = feature.shape;
    if (type === "Point") return L.latLng(coordinates[1], coordinates[0]);
    feature.bounds = feature.bounds || L.geoJSON(app.asFeature(feature)).getBounds();
    return feature.bounds.getCenter();
  }

  Object.assign(app, { drawLinks, arrangeLabels });
})();

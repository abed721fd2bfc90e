/* Thin lines from the selected site to what its criteria measured, and whatever is written on the map. */
(function () {
  "use strict";

  const app = (window.geoApp = window.geoApp || {});
  const { el } = app.draw;

  const SYMBOL = 6; // half of a symbol, which no text may cover

  let links = null;
  let labels = null;
  app.onStart(() => (links = labels = null));

  const linksOf = (site) => (site && app.map.hasLayer(site.layer) && app.payload.links[site.data.id]) || [];

  function drawLinks() {
    if (links) links.remove();
    links = L.layerGroup().addTo(app.map);
    const site = app.sites.get(app.selected);
    for (const link of linksOf(site)) {
      const to = [link.lat, link.lon];
      for (const className of ["geo-link geo-link-halo", "geo-link"]) {
        links.addLayer(
          L.polyline([[site.data.lat, site.data.lon], to], {
            pane: "geo-links",
            renderer: app.renderer("links"),
            interactive: false,
            className,
          }),
        );
      }
      links.addLayer(
        L.circleMarker(to, {
          pane: "geo-links",
          renderer: app.renderer("links"),
          radius: 3.5,
          interactive: false,
          className: "geo-link-end",
        }),
      );
    }
  }

  /** Write each line's length at its end, or somewhere before it, wherever there is room. */
  function writeLengths(boxes) {
    const site = app.sites.get(app.selected);
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

  const textWidth = (text) => [...text].reduce((sum, letter) => sum + (letter > "\u2e80" ? 13 : 7), 0);

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

  /** Write lengths, then names beside the largest features, as far as there is room. */
  function arrangeLabels() {
    if (labels) labels.remove();
    labels = L.layerGroup().addTo(app.map);
    const boxes = takenBoxes();
    writeLengths(boxes);
    const view = app.map.getBounds();
    const room = Math.max(4, Math.round(4 * 2.2 ** (app.map.getZoom() - 6)));
    for (const { entry, group } of app.layers.values()) {
      if (!entry.labels || !app.map.hasLayer(group)) continue;
      const byRank = entry.labels.map((rank, k) => [rank, entry.features[k]]).sort((a, b) => a[0] - b[0]);
      for (const [, feature] of byRank.slice(0, room)) {
        const at = anchor(feature);
        if (feature.name && view.contains(at))
          writeName(feature.name, app.map.latLngToContainerPoint(at), boxes, entry.kind);
      }
    }
  }

  function writeName(name, { x, y }, boxes, kind) {
    const wide = textWidth(name) + 4;
    const sides =
      kind !== "point"
        ? [[0, 0]]
        : [8, 20, 32].flatMap((gap) => [
            [gap + wide / 2, 0],
            [-gap - wide / 2, 0],
            [0, gap + 7],
            [0, -gap - 7],
            [gap + wide / 2, gap],
            [-gap - wide / 2, gap],
          ]);
    const side = sides.find(([dx, dy]) => claim(boxes, x + dx, y + dy, wide, 16));
    if (side) write([x + side[0], y + side[1]], `geo-name geo-name-${kind}`, name);
  }

  function anchor(feature) {
    const { type, coordinates } = feature.shape;
    if (type === "Point") return L.latLng(coordinates[1], coordinates[0]);
    feature.bounds = feature.bounds || L.geoJSON(app.asFeature(feature)).getBounds();
    return feature.bounds.getCenter();
  }

  Object.assign(app, { drawLinks, arrangeLabels });
})();

/* Where a strong line leads: arrows along it, its gateways, and the names of its ends where it leaves the view. */
(function () {
  "use strict";

  const app = (window.geoApp = window.geoApp || {});

  const EVERY = 120; // pixels from one arrow to the next
  const ARROW = 6.5; // half the length of an arrow
  const INSET = 26; // how far from the edge of the map the name of an end stands
  const GLYPHS = ["→", "↘", "↓", "↙", "←", "↖", "↑", "↗"];

  let drawn = null;
  app.onStart(() => (drawn = null));

  /** Draw the routes that are on; `write(name, point, className)` writes a name and says whether there was room. */
  function drawRoutes(write) {
    if (drawn) drawn.remove();
    drawn = L.layerGroup().addTo(app.map);
    for (const { entry, group, features, opacity } of app.layers.values()) {
      if (!entry.route || !app.map.hasLayer(group)) continue;
      const parts = [...features.values()].flatMap((path) => linesOf(path.getLatLngs()));
      const seen = parts.map((part) => part.map((at) => app.map.latLngToContainerPoint(at)));
      drawArrows(seen, entry.style.color, opacity);
      drawGateways(entry, write);
      writeEnds(entry.route, seen, write);
    }
  }

  const linesOf = (latlngs) => (Array.isArray(latlngs[0]) ? latlngs.flatMap(linesOf) : [latlngs]);

  const inView = ({ x, y }, inset) => {
    const size = app.map.getSize();
    return x >= inset && y >= inset && x <= size.x - inset && y <= size.y - inset;
  };

  function drawArrows(lines, color, opacity) {
    const arrows = [];
    for (const line of lines) {
      let left = EVERY / 2;
      for (let k = 1; k < line.length; k++) {
        const [a, b] = [line[k - 1], line[k]];
        const length = a.distanceTo(b);
        if (length === 0) continue;
        const [ux, uy] = [(b.x - a.x) / length, (b.y - a.y) / length];
        let at = left;
        // What is far outside is passed over in one step.
        if (length > 4000) at = Math.max(at, length);
        for (; at <= length; at += EVERY) {
          const tip = L.point(a.x + ux * at, a.y + uy * at);
          if (!inView(tip, -10)) continue;
          const corner = (along, across) => [
            tip.x + (ux * along - uy * across) * ARROW,
            tip.y + (uy * along + ux * across) * ARROW,
          ];
          const corners = [corner(1.2, 0), corner(-1, 0.95), corner(-0.55, 0), corner(-1, -0.95)];
          arrows.push(corners.map((point) => app.map.containerPointToLatLng(point)));
        }
        left = at - length;
      }
    }
    drawn.addLayer(
      L.polygon(
        arrows.map((corners) => [corners]),
        {
          pane: "geo-routes",
          renderer: app.renderer("routes"),
          interactive: false,
          className: "geo-arrow",
          fillColor: color,
          fillOpacity: opacity,
          opacity,
        },
      ),
    );
  }

  function drawGateways(entry, write) {
    for (const { lon, lat, name } of entry.route.gateways) {
      const at = app.map.latLngToContainerPoint([lat, lon]);
      if (!inView(at, 0)) continue;
      drawn.addLayer(
        L.circleMarker([lat, lon], {
          pane: "geo-routes",
          renderer: app.renderer("routes"),
          interactive: false,
          radius: 5,
          className: "geo-gateway",
          color: entry.style.color,
        }),
      );
      write(name, at, "geo-name-gateway");
    }
  }

  /** Say where the route comes from and goes to, where it leaves the view. */
  function writeEnds(route, lines, write) {
    const steps = lines.flatMap((line) => line.slice(1).map((b, k) => [line[k], b]));
    const enters = steps.find(([a, b]) => !inView(a, INSET) && inView(b, INSET));
    const leaves = steps.findLast(([a, b]) => inView(a, INSET) && !inView(b, INSET));
    const glyph = (from, to) => GLYPHS[(Math.round(Math.atan2(to.y - from.y, to.x - from.x) / (Math.PI / 4)) + 8) % 8];
    for (const [name, step] of [
      [route.from, enters && [enters[1], enters[0]]],
      [route.to, leaves],
    ]) {
      if (name && step) write(`${glyph(...step)} ${name}`, edge(...step), "geo-name-route");
    }
  }

  /** Find where the way from a point in view to one outside crosses the inset edge. */
  function edge(inside, outside) {
    const size = app.map.getSize();
    const share = (from, to, low, high) => {
      if (to > high) return (high - from) / (to - from);
      return to < low ? (from - low) / (from - to) : 1;
    };
    const part = Math.min(
      share(inside.x, outside.x, INSET, size.x - INSET),
      share(inside.y, outside.y, INSET, size.y - INSET),
    );
    return L.point(inside.x + (outside.x - inside.x) * part, inside.y + (outside.y - inside.y) * part);
  }

  app.drawRoutes = drawRoutes;
})();

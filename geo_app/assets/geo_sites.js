/* The candidate sites: a badge with the rank, coloured by score; a dot where there are too many; their keyboard. */
(function () {
  "use strict";

  const app = (window.geoApp = window.geoApp || {});
  const { el, svg, shape, canvas, ink, scoreColor, css, calm } = app.draw;

  const BADGE = { top: 30, plain: 25, excluded: 20 };
  const GROWTH = [0, 3, 7, 12]; // by class of area; what is not known is as small as the smallest
  const TOP_RANKS = 3;
  const MAX_BADGES = 150; // the rest are dots
  const REACH = 5; // rings around its point in which a badge looks for room, before it joins the next one; fewer from afar
  const LETTERS = "ABCD";

  function showSites(next) {
    const wanted = new Set(next.sites.map((site) => site.id));
    for (const [id, site] of app.sites)
      if (!wanted.has(id)) {
        site.layer.remove();
        site.doubt?.remove();
        app.sites.delete(id);
      }
    const doubts = new Set();
    next.sites.forEach((data, order) => {
      const kind = order < MAX_BADGES || data.id === app.selected ? "badge" : "dot";
      let site = app.sites.get(data.id);
      if (site && site.kind !== kind) {
        site.layer.remove();
        site.doubt?.remove();
        site = null;
      }
      site = site || newSite(data, kind);
      site.data = data;
      site.order = order;
      app.sites.set(data.id, site);
      dress(site);
      // Zones that share a district's centre share its circle.
      const circle = `${data.lon} ${data.lat} ${data.accuracy_m}`;
      site.repeated = doubts.has(circle);
      doubts.add(circle);
      place(site, app.layers.get(data.layer)?.on ?? true);
    });
    for (const record of app.layers.values()) {
      if (!record.entry.candidates) continue;
      // A candidate that is ranked is drawn with its rank, not with its layer's symbol too.
      for (const [id, point] of record.features) {
        if (wanted.has(id)) record.group.removeLayer(point);
        else record.group.addLayer(point);
      }
    }
    if (app.legend.own) app.legend.own.hidden = !next.sites.some((site) => !app.layers.has(site.layer));
    if (app.legend.compared) app.legend.compared.hidden = !next.compare.length;
    if (app.legend.more) app.legend.more.textContent = next.more || "";
  }

  function newSite(data, kind) {
    const site = { kind, data };
    if (kind === "dot") {
      site.layer = L.circleMarker([data.lat, data.lon], {
        pane: "geo-cells",
        renderer: app.renderer("cells"),
        radius: 5,
        weight: 1,
        color: "#fff",
        fillOpacity: 1,
      });
    } else {
      site.node = el("div", { class: "geo-site-body" });
      site.layer = L.marker([data.lat, data.lon], {
        pane: "geo-sites",
        keyboard: true,
        riseOnHover: true,
        bubblingMouseEvents: true, // to a tool that waits for clicks
        icon: L.divIcon({ className: "geo-site", iconSize: [0, 0], html: site.node }),
      });
    }
    app.hint(site.layer, () => tip(site.data), { direction: "top", sticky: kind === "dot", offset: [0, 0] });
    site.layer.on("click", (event) => {
      if (app.busy()) return; // the map gets the click
      L.DomEvent.stopPropagation(event);
      choose(site);
    });
    site.layer.on("keypress", (event) => {
      if ([" ", "Enter"].includes(event.originalEvent.key)) choose(site);
    });
    return site;
  }

  function choose(site) {
    // Shown at once; the server's answer brings the lines.
    app.selected = site.data.id;
    for (const other of app.sites.values()) dress(other);
    arrange();
    app.siteCard(site.data);
    site.layer.closeTooltip(); // the card says the same and more
    app.uncover(site.layer.getLatLng());
    const { id, layer } = site.data;
    app.tell({ kind: "site", site: id, layer, feature: layer && id, ...app.at(site.layer.getLatLng()) });
  }

  function tip(data) {
    const { texts } = app.pack;
    const told = [el("b", {}, data.name), el("br"), standing(data)];
    if (data.best) told.push(el("br"), `+ ${texts.best}: ${data.best}`);
    if (data.worst) told.push(el("br"), `− ${texts.worst}: ${data.worst}`);
    return el("span", {}, ...told);
  }

  const standing = (data) =>
    [data.place, data.score_text && `${app.pack.texts.score}: ${data.score_text}`, ...data.why]
      .filter(Boolean)
      .join(" · ");

  function place(site, on) {
    if (!on) {
      site.layer.remove();
      site.doubt?.remove();
      return;
    }
    const { data } = site;
    site.layer.setLatLng([data.lat, data.lon]).addTo(app.map);
    if (site.kind === "badge") nameMarker(site);
    site.doubt?.remove();
    if (data.accuracy_m >= app.VAGUE_M && !site.repeated && site.kind === "badge") {
      site.doubt = app.doubt(data.lat, data.lon, data.accuracy_m).addTo(app.map);
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
    if (next?.hidden) {
      openedAt = app.map.getZoom();
      opened.add(next.data.id);
      arrange();
    }
    if (next) next.layer.getElement().focus({ preventScroll: true });
  }

  const badges = () =>
    [...app.sites.values()]
      .filter((site) => site.kind === "badge" && app.map.hasLayer(site.layer))
      .sort((a, b) => a.order - b.order);

  function nameMarker(site) {
    const node = site.layer.getElement();
    node.tabIndex = site.data.id === app.selected || (!app.sites.has(app.selected) && site.order === 0) ? 0 : -1;
    node.setAttribute("role", "button");
    const letter = LETTERS[app.payload.compare.indexOf(site.data.id)];
    node.setAttribute("aria-label", `${letter ? `${letter}. ` : ""}${site.data.name}. ${standing(site.data)}`);
    node.setAttribute("aria-pressed", String(site.data.id === app.selected));
    node.dataset.site = site.data.id;
  }

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
    const style = app.layers.get(data.layer)?.entry.style || app.OWN;
    const chosen = data.id === app.selected;
    const letter = LETTERS[app.payload.compare.indexOf(data.id)];
    const radius = size * 0.44;
    const box = size * 1.7;
    const picture = canvas(box);
    if (letter) picture.append(shape(style.shape, radius + 7, { class: `geo-ring geo-ring-${letter}` }));
    if (chosen) picture.append(shape(style.shape, radius + (letter ? 3.5 : 5.5), { class: "geo-ring" }));
    picture.append(svg("circle", { r: 13, fill: "transparent" })); // never less than 24 px to hit
    picture.append(shape(style.shape, radius + 2, { class: "geo-edge" }));
    if (excluded) {
      const arm = radius * 0.42;
      picture.append(
        shape(style.shape, radius, { class: "geo-gone" }),
        svg("path", { d: `M${-arm},${-arm}L${arm},${arm}M${-arm},${arm}L${arm},${-arm}`, class: "geo-cross" }),
      );
    } else {
      const hollow = featureOf(data)?.hollow;
      const look = hollow ? { class: "geo-hollow", stroke: css(rgb), "stroke-width": 3.4 } : { fill: css(rgb) };
      picture.append(shape(style.shape, hollow ? radius - 1.2 : radius, look));
      const down = style.shape === "triangle" ? radius * 0.22 : 0;
      picture.append(
        svg(
          "text",
          {
            class: hollow ? "geo-rank geo-rank-hollow" : "geo-rank",
            y: down,
            fill: hollow ? null : ink(rgb),
            "font-size": data.rank <= TOP_RANKS ? 15 : data.rank > 99 ? 12 : 13,
          },
          String(data.rank),
        ),
      );
    }
    const body = el("div", { class: "geo-marker", style: `width:${box}px;height:${box}px` });
    body.append(picture);
    // The style writes the letter, as what stands in a button's text has to stand in its name the same way.
    if (letter) {
      const corner = box / 2 + radius + 5;
      const place = `left:${corner}px;top:${corner}px`;
      body.append(el("i", { class: `geo-letter-tag geo-letter-${letter}`, "data-letter": letter, style: place }));
    }
    site.node.replaceChildren(body);
    site.badge = body;
    site.layer.setZIndexOffset(chosen ? 100000 : excluded ? -1000 : 10000 - 10 * Math.min(data.rank, 900));
    if (site.layer.getElement()) nameMarker(site);
  }

  /** The feature of the pack that a site is, if it is one. */
  function featureOf(data) {
    const record = app.layers.get(data.layer);
    if (!record) return null;
    record.byId = record.byId || new Map(record.entry.features.map((feature) => [feature.id, feature]));
    return record.byId.get(data.id) || null;
  }

  const badgeRadius = (size) => (BADGE.plain + GROWTH[size]) * 0.44;

  function badgeSize(data) {
    if (data.rank == null) return BADGE.excluded;
    const grown = GROWTH[featureOf(data)?.size] || 0;
    return Math.max(BADGE.plain + grown, data.rank <= TOP_RANKS ? BADGE.top : 0);
  }

  /** Move badges apart, by rank, so that each can be seen and hit; a leader shows the true point.
   *
   * Where they crowd, the last ones join the nearest badge, which says how many there are and opens at a click. */
  function arrange() {
    if (!app.pack) return;
    if (openedAt !== app.map.getZoom()) opened.clear();
    const taken = [];
    const placed = [];
    const all = badges();
    const first = (site) => site.data.id === app.selected || app.payload.compare.includes(site.data.id);
    for (const site of [...all.filter(first), ...all.filter((site) => !first(site))]) {
      const at = app.map.latLngToLayerPoint(site.layer.getLatLng());
      const size = badgeSize(site.data);
      site.tucked = [];
      const spot = freePlace(at, size, site.data, taken, first(site) || opened.has(site.data.id));
      const host = spot ? null : nearest(at, placed);
      site.layer.getElement().classList.toggle("geo-tucked", Boolean(host));
      site.hidden = Boolean(host);
      if (host) {
        host.site.tucked.push(site);
        continue;
      }
      const [dx, dy] = spot || [site.data.dx, site.data.dy];
      const ringed = app.payload.compare.includes(site.data.id) ? 16 : 0;
      taken.push({ x: at.x + dx, y: at.y + dy, size: size + ringed });
      placed.push({ site, x: at.x + dx, y: at.y + dy });
      shift(site, dx, dy);
    }
    tellOfCrowds(taken);
    drawLeaders();
    app.drawLinks();
    app.arrangeLabels();
    for (const record of app.layers.values()) {
      for (const point of record.features.values()) hideSmall(point.doubt);
    }
    for (const site of app.sites.values()) hideSmall(site.doubt);
  }

  const nearest = (at, placed) =>
    placed.reduce((best, one) => {
      const far = Math.hypot(one.x - at.x, one.y - at.y);
      return !best || far < best.far ? { ...one, far } : best;
    }, null);

  function hideSmall(circle) {
    // A circle no larger than the symbol in it only smudges the symbol.
    if (circle && circle._path) circle._path.style.display = circle._radius < 10 ? "none" : "";
  }

  function freePlace(at, size, data, taken, farther) {
    const free = (dx, dy) =>
      taken.every((other) => Math.hypot(other.x - at.x - dx, other.y - at.y - dy) >= (other.size + size) / 2 + 3);
    if (free(data.dx, data.dy)) return [data.dx, data.dy];
    const reach = Math.min(REACH, Math.max(1, Math.round(1.5 * (app.map.getZoom() - 4.5))));
    for (let ring = 1; ring <= (farther ? 12 : reach); ring++) {
      const radius = 14 * ring + 6;
      const steps = 8 + 2 * ring;
      for (let k = 0; k < steps; k++) {
        const angle = (Math.PI * 2 * k) / steps - Math.PI / 2;
        const dx = data.dx + radius * Math.cos(angle),
          dy = data.dy + radius * Math.sin(angle);
        if (free(dx, dy)) return [dx, dy];
      }
    }
    return null;
  }

  let crowds = [];
  const opened = new Set(); // sites that are shown however far from their point, until the zoom changes
  let openedAt = null;
  app.onStart(() => {
    crowds = [];
    opened.clear();
  });

  /** Put a "+3" beside each badge that stands for others too. */
  function tellOfCrowds(taken) {
    for (const crowd of crowds) crowd.remove();
    crowds = badges()
      .filter((site) => site.tucked?.length)
      .map((site) => {
        const label = app.pack.texts.more_here.replace("{n}", site.tucked.length);
        const button = el(
          "button",
          { type: "button", class: "geo-crowd", title: label, "aria-label": label, onclick: () => openCrowd(site) },
          `+${site.tucked.length}`,
        );
        L.DomEvent.disableClickPropagation(button);
        const [x, y] = cornerOf(site, taken);
        button.style.transform = `translate(-50%, -50%) translate(${x}px, ${y}px)`;
        return L.marker(site.layer.getLatLng(), {
          pane: "geo-sites",
          keyboard: false,
          zIndexOffset: 50000,
          icon: L.divIcon({ className: "geo-crowd-spot", iconSize: [0, 0], html: button }),
        }).addTo(app.map);
      });
  }

  /** Find a corner of a badge where a crowd's number covers no other badge. */
  function cornerOf(site, taken) {
    const at = app.map.latLngToLayerPoint(site.layer.getLatLng());
    const half = badgeSize(site.data) / 2;
    const corners = [
      [1, -1],
      [-1, -1],
      [1, 1],
      [-1, 1],
      [1.3, 0],
      [-1.3, 0],
      [0, -1.3],
      [0, 1.3],
    ].map(([right, down]) => [site.dx + right * (half + 9), site.dy + down * (half + 7)]);
    const room = ([x, y]) =>
      Math.min(...taken.map((other) => Math.hypot(other.x - at.x - x, other.y - at.y - y) - other.size / 2));
    const best = corners.reduce((one, other) => (room(other) > room(one) + 1 ? other : one));
    taken.push({ x: at.x + best[0], y: at.y + best[1], size: 26 });
    return best;
  }

  /** Zoom to where a crowd falls apart; what lies on one point is spread out around it. */
  function openCrowd(site) {
    const members = [site, ...site.tucked];
    const bounds = L.latLngBounds(members.map((one) => one.layer.getLatLng()));
    const zoom = Math.min(app.map.getBoundsZoom(bounds.pad(0.3)), app.map.getMaxZoom() - 2);
    if (zoom > app.map.getZoom() + 0.5) return app.map.setView(bounds.getCenter(), zoom, { animate: !calm() });
    openedAt = app.map.getZoom();
    for (const one of members) opened.add(one.data.id);
    arrange();
    site.layer.getElement().focus({ preventScroll: true });
  }

  let leaders = null;
  app.onStart(() => (leaders = null));

  /** Tie each badge that was moved to its true point, beneath all badges: no line crosses a number. */
  function drawLeaders() {
    if (leaders) leaders.remove();
    const moved = badges().filter((site) => !site.hidden && Math.hypot(site.dx, site.dy) > 8);
    const options = { pane: "geo-leaders", renderer: app.renderer("leaders"), interactive: false };
    const lines = moved.map((site) => {
      const at = site.layer.getLatLng();
      const to = app.map.latLngToLayerPoint(at).add([site.dx, site.dy]);
      return [at, app.map.layerPointToLatLng(to)];
    });
    const ends = lines.map(([at]) => L.circleMarker(at, { ...options, radius: 2.5, className: "geo-leader-end" }));
    leaders = L.layerGroup([L.polyline(lines, { ...options, className: "geo-leader" }), ...ends]).addTo(app.map);
  }

  function shift(site, dx, dy) {
    site.dx = dx;
    site.dy = dy;
    site.badge.style.transform = `translate(-50%, -50%) translate(${dx}px, ${dy}px)`;
    const tooltip = site.layer.getTooltip();
    if (tooltip) tooltip.options.offset = L.point(dx, dy - badgeSize(site.data) / 2 - 2);
  }

  Object.assign(app, { showSites, arrange, place, walk, badges, badgeSize, badgeRadius, featureOf, standing });
})();

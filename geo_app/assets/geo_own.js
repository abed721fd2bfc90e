/* The user's own sites on the map: outlines, and moving, reshaping and removing them by mouse, finger and keyboard.
 *
 * The page holds the sites. What is done here is shown at once and told; where no answer comes, it is taken back. */
(function () {
  "use strict";

  const app = (window.geoApp = window.geoApp || {});
  const { el } = app.draw;

  const STEP_PX = 8; // by which Shift and an arrow key move a site or a corner
  const SETTLE_MS = 700; // after the last key, the place is told
  const ANSWER_MS = 4000;
  const STEPS = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

  let own; // id -> {data, path}
  let handles; // of the selected area
  let timers;

  app.onStart(() => {
    own = new Map();
    handles = null;
    timers = { settle: 0, answer: 0 };
    app.signal.addEventListener("abort", () => Object.values(timers).forEach(clearTimeout));
  });

  const isOwn = (id) => Boolean(own?.has(id));

  /** Show a payload's outlines, and let its markers be moved. */
  function showOwn(next) {
    clearTimeout(timers.answer);
    for (const { path } of own.values()) path?.remove();
    own = new Map((next.own || []).map((data) => [data.id, { data, path: outline(data) }]));
    for (const id of own.keys()) enliven(app.sites.get(id));
    showHandles();
  }

  function outline(data) {
    if (!data.ring.length) return null;
    const path = L.polygon(data.ring.map(latlng), {
      pane: "geo-areas",
      renderer: app.renderer("areas"),
      className: "geo-own-area",
      smoothFactor: 0,
    });
    app.hint(path, () => el("span", {}, data.name), { sticky: true });
    path.on("click", (event) => {
      if (app.busy()) return;
      L.DomEvent.stopPropagation(event);
      app.sites.get(data.id)?.layer.fire("click", event);
    });
    return path.addTo(app.map);
  }

  const latlng = ([lon, lat]) => L.latLng(lat, lon);

  /** Make a site's marker one that can be dragged, and moved with Shift and the arrow keys. */
  function enliven(site) {
    const node = site?.layer.getElement?.();
    if (!node || !app.listener || site.kind !== "badge") return;
    site.layer.dragging.enable();
    node.setAttribute("aria-keyshortcuts", "Shift+ArrowUp Shift+ArrowDown Shift+ArrowLeft Shift+ArrowRight Delete");
    node.setAttribute("aria-description", app.pack.texts.move_hint);
    if (site.movable) return;
    site.movable = true;
    site.layer.on("dragstart", () => site.layer.closeTooltip());
    site.layer.on("drag", () => carry(site));
    site.layer.on("dragend", () => moved(site));
  }

  /** Draw the outline where its marker is being dragged to. */
  function carry(site) {
    const { data, path } = own.get(site.data.id) || {};
    if (!path) return;
    const [dLat, dLng] = [site.layer.getLatLng().lat - site.data.lat, site.layer.getLatLng().lng - site.data.lon];
    path.setLatLngs(data.ring.map(([lon, lat]) => [lat + dLat, lon + dLng]));
    handles?.remove();
  }

  function moved(site) {
    const at = site.layer.getLatLng();
    if (!isOwn(site.data.id)) return;
    if (!within([at, ...(own.get(site.data.id).path?.getLatLngs()[0] || [])])) return takeBack();
    report({ kind: "moved", site: site.data.id, ...app.at(at), ring: [] });
  }

  function reshaped(id) {
    const { path } = own.get(id);
    const corners = path.getLatLngs()[0];
    if (!within(corners) || app.crosses(corners)) return takeBack();
    const { lat, lng } = path.getCenter();
    report({ kind: "moved", site: id, lon: lng, lat, ring: corners.map((at) => [at.lng, at.lat]) });
  }

  const within = (corners) => corners.every((at) => L.latLngBounds(app.pack.bounds).contains(at));

  function report(event) {
    app.tell(event);
    clearTimeout(timers.answer);
    timers.answer = setTimeout(takeBack, ANSWER_MS);
  }

  /** Show everything where the page has it. */
  function takeBack() {
    if (app.payload) app.update(app.payload);
  }

  function removeOwn(id) {
    if (isOwn(id)) report({ kind: "removed", site: id });
  }

  // ------------------------------------------------------------------------------------------------- corners

  /** Put handles on the corners of the selected area, and fainter ones between them that make new corners. */
  function showHandles() {
    handles?.remove();
    handles = null;
    const { data, path } = own.get(app.selected) || {};
    if (!path || !app.listener) return;
    const corners = data.ring.map(latlng);
    const markers = corners.map((at, k) => handle(data.id, corners, k, at, false));
    corners.forEach((at, k) => {
      const next = corners[(k + 1) % corners.length];
      const [a, b] = [at, next].map((one) => app.map.latLngToLayerPoint(one));
      if (a.distanceTo(b) > 60)
        markers.push(handle(data.id, corners, k + 1, app.map.layerPointToLatLng(a.add(b).divideBy(2)), true));
    });
    handles = L.layerGroup(markers).addTo(app.map);
    for (const marker of markers) name(marker);
  }

  function handle(id, corners, place, at, between) {
    const icon = L.divIcon({
      className: between ? "geo-handle geo-handle-new" : "geo-handle",
      iconSize: [24, 24],
      html: el("i"),
    });
    const marker = L.marker(at, { pane: "geo-sites", icon, draggable: true, keyboard: true, zIndexOffset: 200000 });
    const others = [...corners];
    if (between) others.splice(place, 0, at);
    const follow = () => {
      others[place] = marker.getLatLng();
      own.get(id).path.setLatLngs(others);
    };
    marker.on("drag", follow);
    marker.on("dragend", () => reshaped(id));
    marker.on("click", L.DomEvent.stopPropagation);
    marker.handle = {
      text: between ? app.pack.texts.corner_new : `${app.pack.texts.corner} ${place + 1}`,
      step: (to) => {
        marker.setLatLng(to);
        follow();
        settle(() => reshaped(id));
      },
      drop: () => {
        if (between || corners.length < 4) return;
        own.get(id).path.setLatLngs(corners.filter((_, k) => k !== place));
        reshaped(id);
      },
    };
    return marker;
  }

  function name(marker) {
    const node = marker.getElement();
    node.setAttribute("role", "button");
    node.setAttribute("aria-label", marker.handle.text);
    node.setAttribute("aria-keyshortcuts", "ArrowUp ArrowDown ArrowLeft ArrowRight Delete");
    node.addEventListener("keydown", (event) => {
      const step = STEPS[event.key];
      if (step) marker.handle.step(beside(marker.getLatLng(), step));
      else if (event.key === "Delete" || event.key === "Backspace") marker.handle.drop();
      else return;
      event.preventDefault();
      event.stopPropagation();
    });
  }

  const beside = (at, [x, y]) =>
    app.map.layerPointToLatLng(app.map.latLngToLayerPoint(at).add([x * STEP_PX, y * STEP_PX]));

  function settle(act) {
    clearTimeout(timers.settle);
    timers.settle = setTimeout(act, SETTLE_MS);
  }

  /** Keys on an own site's marker; before those that go from one marker to the next. */
  function keyed(event) {
    const site = app.sites.get(event.target.closest?.(".geo-site")?.dataset.site);
    if (!site || !isOwn(site.data.id) || app.busy()) return;
    const step = event.shiftKey && STEPS[event.key];
    if (step) {
      site.layer.setLatLng(beside(site.layer.getLatLng(), step));
      carry(site);
      settle(() => moved(site));
    } else if (event.key === "Delete") removeOwn(site.data.id);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  function addOwn() {
    if (!app.listener) return;
    app.map.getContainer().addEventListener("keydown", keyed, { capture: true, signal: app.signal });
    app.map.on("zoomend", showHandles);
  }

  Object.assign(app, { addOwn, showOwn, isOwn, removeOwn });
})();

/* What stands around the map: layer switch and legend, buttons, scale, sources, and the card of what was clicked. */
(function () {
  "use strict";

  const app = (window.geoApp = window.geoApp || {});
  const { el, svg, shape, canvas, ramp, scoreColor, css, safeColor, calm } = app.draw;

  const WIDE = 880; // from here on the panel is open at first, and the view leaves room for it

  const legend = {};
  let card = null;
  app.onStart(() => (card = app.card = el("section", { class: "geo-card", hidden: true, "aria-live": "polite" })));

  function addControls() {
    const { texts } = app.pack;
    L.control.zoom({ position: "topleft", zoomInTitle: texts.zoom_in, zoomOutTitle: texts.zoom_out }).addTo(app.map);
    addButtons();
    dock("bottomleft", north());
    Scale.addTo(app.map);
    dock("topright", panel());
    dock("bottomleft", card);
    dock("bottomright", credits());
    credit();
  }

  const Scale = new (L.Control.Scale.extend({
    _updateMetric(metres) {
      const round = this._getRoundNum(metres);
      const text = round < 1000 ? `${round} ${app.pack.texts.m}` : `${round / 1000} ${app.pack.texts.km}`;
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
    control.addTo(app.map);
  }

  const north = () =>
    el(
      "div",
      { class: "geo-north", role: "img", "aria-label": app.pack.texts.north, title: app.pack.texts.north },
      canvas(26, svg("path", { d: "M0,-11L7,10L0,5L-7,10Z", class: "geo-needle" }), svg("path", { d: "M0,-11L0,5L-7,10Z", class: "geo-needle-dark" })),
      el("span", { "aria-hidden": "true" }, app.pack.texts.n),
    );

  function addButtons() {
    const { texts } = app.pack;
    const bar = el("div", { class: "leaflet-bar geo-buttons" });
    const button = (name, path, act) =>
      el(
        "button",
        { type: "button", title: texts[name], "aria-label": texts[name], onclick: act },
        canvas(20, svg("path", { d: path, class: "geo-icon" })),
      );
    bar.append(button("home", "M-7,1L0,-6L7,1M-4.5,-1V7H4.5V-1", app.home));
    const box = app.map.getContainer();
    if (document.fullscreenEnabled) {
      bar.append(
        button("fullscreen", "M-7,-3V-7H-3M3,-7H7V-3M7,3V7H3M-3,7H-7V3", () => {
          if (document.fullscreenElement) document.exitFullscreen();
          else box.requestFullscreen();
        }),
      );
    }
    dock("topleft", bar);
  }

  function panel() {
    const { texts } = app.pack;
    const body = el("div", { class: "geo-panel-body" }, siteLegend(), app.onlineSwitch() || "");
    for (const group of app.pack.groups) {
      const entries = app.pack.layers.filter((entry) => entry.group === group.id && !app.layers.get(entry.id).fixed);
      if (!entries.length) continue;
      body.append(el("fieldset", {}, el("legend", {}, group.title), ...entries.map(layerRow)));
    }
    return el(
      "details",
      { class: "geo-panel", open: app.map.getSize().x >= WIDE },
      el("summary", {}, texts.panel, rampRow()),
      body,
    );
  }

  const rampRow = () =>
    el(
      "span",
      { class: "geo-ramp-row" },
      el("span", {}, app.pack.texts.score),
      el("span", {}, "0"),
      el("span", { class: "geo-ramp", style: `background:linear-gradient(90deg, ${ramp().join(",")})` }),
      el("span", {}, "100"),
    );

  function siteLegend() {
    const { texts } = app.pack;
    legend.compared = el(
      "p",
      { class: "geo-key", hidden: true },
      canvas(
        24,
        svg("path", { d: "M-10,5L8,-6", class: "geo-link geo-link-A" }),
        svg("circle", { cx: 8, cy: -6, r: 3.5, class: "geo-link-end geo-link-A" }),
      ),
      texts.compared,
    );
    legend.more = el("p", { class: "geo-small" });
    legend.own = el("p", { class: "geo-key", hidden: true }, app.sample(app.OWN), texts.own_sites);
    return el(
      "div",
      { class: "geo-sites-key" },
      el("h2", {}, texts.sites),
      legend.own,
      el(
        "p",
        { class: "geo-key" },
        canvas(
          24,
          shape("circle", 9, { class: "geo-gone" }),
          svg("path", { d: "M-4,-4L4,4M-4,4L4,-4", class: "geo-cross" }),
        ),
        texts.excluded,
      ),
      ...statusKeys(),
      ...sizeKeys(),
      el("p", { class: "geo-key" }, canvas(24, svg("circle", { r: 9, class: "geo-doubt-key" })), texts.doubt),
      el(
        "p",
        { class: "geo-key" },
        canvas(
          24,
          svg("path", { d: "M-10,5L8,-6", class: "geo-link" }),
          svg("circle", { cx: 8, cy: -6, r: 3.5, class: "geo-link-end" }),
        ),
        texts.selected,
      ),
      legend.compared,
      legend.more,
    );
  }

  function statusKeys() {
    const color = css(scoreColor(70));
    return [
      ["operating", { fill: color }],
      ["not_operating", { class: "geo-hollow", stroke: color, "stroke-width": 3 }],
    ].map(([name, look]) =>
      el("p", { class: "geo-key" }, canvas(24, shape("square", 8.5, look)), app.pack.texts[name]),
    );
  }

  /** Show how symbols grow, once for all candidate layers that do. */
  function sizeKeys() {
    const entry = app.pack.layers.find((one) => one.candidates && one.sizes);
    if (!entry) return [];
    const color = css(scoreColor(70));
    const known = entry.sizes.words.slice(0, -1);
    return [
      el("p", { class: "geo-small" }, entry.sizes.title),
      el(
        "p",
        { class: "geo-sizes" },
        ...known.map((word, k) =>
          el("span", {}, canvas(38, shape("square", app.badgeRadius(k), { fill: color })), word),
        ),
      ),
    ];
  }

  function layerRow(entry) {
    const record = app.layers.get(entry.id);
    record.box = el("input", {
      type: "checkbox",
      checked: record.on,
      onchange: (event) => app.toggle(entry.id, event.target.checked),
    });
    const row = el(
      "div",
      { class: "geo-row" },
      el("label", { class: "geo-layer" }, record.box, swatch(entry), el("span", {}, entry.title)),
      ...(entry.candidates ? [] : app.looksOf(entry)),
    );
    if (entry.classes) {
      record.classes = el("div", { class: "geo-classes" });
      row.append(record.classes);
      classLegend(record, entry.classes);
    }
    return row;
  }

  function swatch(entry) {
    const { style } = entry;
    if (entry.candidates) return el("span", { class: "geo-swatch" }, app.sample(style));
    if (entry.kind === "point") {
      const node = app.symbol({ ...style, size: Math.min(Math.max(style.size || 6, 6), 10) }, false);
      return el("span", { class: "geo-swatch" }, node);
    }
    const colors = entry.classes ? entry.classes.colors : [style.color];
    const line = {
      stroke: style.color,
      "stroke-width": Math.max(style.width || 1, 1),
      "stroke-dasharray": style.dash || null,
    };
    const picture =
      entry.kind === "line"
        ? [svg("path", { d: "M-12,0H12", fill: "none", ...line })]
        : entry.classes
          ? colors.slice(0, 8).map((color, k, all) =>
              svg("rect", {
                x: -11 + (k * 22) / all.length,
                y: -7,
                width: 22 / all.length + 0.3,
                height: 14,
                fill: color,
              }),
            )
          : [
              svg("rect", {
                x: -11,
                y: -7,
                width: 22,
                height: 14,
                rx: 2,
                fill: style.color,
                "fill-opacity": style.fill ?? 0.2,
                ...line,
              }),
            ];
    return el("span", { class: "geo-swatch" }, canvas(26, ...picture));
  }

  function classLegend(record, classes) {
    record.classes.replaceChildren(
      el("span", { class: "geo-small" }, classes.title),
      ...classes.words.map((word, k) =>
        el(
          "span",
          { class: "geo-class" },
          el("i", { style: `background:${safeColor(classes.colors[k])};opacity:${record.entry.style.fill ?? 0.5}` }),
          word,
        ),
      ),
    );
  }

  /** Name the sources of what is shown in one line; unfolded, each is a line with its address. */
  function credits() {
    const { texts } = app.pack;
    legend.credits = el("span", { class: "geo-credits-line" });
    legend.sources = el("ul", { class: "geo-credits-list", hidden: true });
    const more = el(
      "button",
      {
        type: "button",
        "aria-expanded": "false",
        "aria-label": texts.sources,
        title: texts.sources,
        onclick: () => {
          const open = legend.sources.hidden;
          more.setAttribute("aria-expanded", String(open));
          legend.sources.hidden = !open;
          legend.credits.hidden = open;
          app.arrangeLabels();
        },
      },
      canvas(
        16,
        svg("path", { d: "M0,-1V5M0,-4.6V-4.4", class: "geo-icon" }),
        svg("circle", { r: 7, class: "geo-icon" }),
      ),
    );
    return el("div", { class: "geo-credits" }, legend.credits, legend.sources, more);
  }

  /** Bring the credits up to date with the layers that are on. */
  function credit() {
    const shown = new Set([...app.layers.values()].filter(({ on, fixed }) => on || fixed).flatMap((r) => r.entry.sources));
    const sources = app.pack.attributions.filter((source, k) => shown.has(k));
    if (app.online) sources.unshift([app.look.online.attribution, ""]);
    const names = sources.map(([text]) => text.replace(/^©\s*/, ""));
    legend.credits.textContent = `© ${names.join(" · ")}`;
    // Links are there only when all of them can be seen: cut off at an edge, they would lie under the button.
    legend.sources.replaceChildren(
      ...sources.map(([, url], k) =>
        el(
          "li",
          {},
          /^https?:\/\//.test(url)
            ? el("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, names[k])
            : names[k],
        ),
      ),
    );
  }

  function openCard(title, subtitle, facts) {
    const close = el(
      "button",
      {
        type: "button",
        class: "geo-close",
        "aria-label": app.pack.texts.close,
        title: app.pack.texts.close,
        onclick: () => {
          closeCard();
          app.arrangeLabels();
          app.map.getContainer().focus();
        },
      },
      canvas(16, svg("path", { d: "M-5,-5L5,5M-5,5L5,-5", class: "geo-icon" })),
    );
    const list = el("dl", {});
    for (const [term, text] of facts) list.append(el("dt", {}, term), el("dd", {}, text));
    card.replaceChildren(el("header", {}, el("h2", {}, title), close), el("p", { class: "geo-small" }, subtitle), list);
    card.hidden = false;
    card.scrollTop = 0;
  }

  function closeCard() {
    card.hidden = true;
    delete card.dataset.site;
  }

  /** Move the map if the card has come to lie over what it tells about. */
  function uncover(latlng) {
    const frame = app.map.getContainer().getBoundingClientRect();
    const box = card.getBoundingClientRect();
    const at = app.map.latLngToContainerPoint(latlng);
    const [right, top] = [box.right - frame.left + 24, box.top - frame.top - 24];
    if (at.x > right || at.y < top) return app.arrangeLabels();
    const room = right < frame.width * 0.7; // else the card is as wide as the map
    app.map.panBy(room ? [at.x - right, 0] : [0, at.y - top], { animate: !calm() });
  }

  function factsOf(entry, feature) {
    const facts = [];
    for (let k = 0; k < feature.facts.length; k += 2)
      facts.push([entry.words[feature.facts[k]], entry.words[feature.facts[k + 1]]]);
    return facts;
  }

  function featureCard(entry, feature) {
    delete card.dataset.site;
    openCard(feature.name || entry.title, entry.title, factsOf(entry, feature));
  }

  function siteCard(data) {
    const entry = app.layers.get(data.layer)?.entry;
    const feature = entry && entry.features.find((one) => one.id === data.id);
    const { texts } = app.pack;
    const known = [
      [texts.best, data.best],
      [texts.worst, data.worst],
      [texts.accuracy, data.accuracy],
    ];
    const facts = feature ? factsOf(entry, feature) : known.filter(([, text]) => text);
    openCard(data.name, [app.standing(data), entry && entry.title].filter(Boolean).join(" · "), facts);
    card.dataset.site = data.id;
  }

  Object.assign(app, { addControls, credit, legend, closeCard, featureCard, siteCard, uncover });
})();

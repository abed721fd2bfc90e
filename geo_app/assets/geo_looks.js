/* How the layers lie: the opacity of each, and which is in front. */
(function () {
  "use strict";

  const app = (window.geoApp = window.geoApp || {});
  const { el, svg, canvas } = app.draw;

  /** Make a layer as opaque as is wished, a share of what its style has. */
  function setOpacity(record, share) {
    record.opacity = share;
    record.group.eachLayer((layer) => fade(layer, share));
  }

  function fade(layer, share) {
    if (layer.setOpacity) return void layer.setOpacity(share); // a marker
    layer.own = layer.own || { opacity: layer.options.opacity, fillOpacity: layer.options.fillOpacity };
    layer.setStyle({ opacity: layer.own.opacity * share, fillOpacity: layer.own.fillOpacity * share });
  }

  /** Bring a layer in front of the others of its kind (areas, lines, points), or behind them. */
  function move(id, front) {
    app.order = app.order.filter((other) => other !== id);
    if (front) app.order.push(id);
    else app.order.unshift(id);
    app.sent = app.sent.filter((other) => other !== id);
    if (!front) app.sent.push(id);
    stack();
  }

  /** Put the layers in the order that the user chose; those never moved lie between. */
  function stack() {
    for (const id of [...app.order].reverse()) if (app.sent.includes(id)) lay(id, false);
    for (const id of app.order) if (!app.sent.includes(id)) lay(id, true);
  }

  function lay(id, front) {
    const record = app.layers.get(id);
    if (!record || !app.map.hasLayer(record.group)) return;
    record.group.eachLayer((layer) => {
      if (layer.setZIndexOffset) layer.setZIndexOffset(front ? 5000 : -5000);
      else if (front) layer.bringToFront();
      else layer.bringToBack();
    });
  }

  /** Give the layers the looks of a view that was kept. */
  function restoreLooks(before) {
    for (const [id, share] of Object.entries(before?.opacity || {})) {
      if (app.layers.has(id)) setOpacity(app.layers.get(id), share);
    }
    app.order = before?.order || [];
    app.sent = before?.sent || [];
    stack();
  }

  /** Give a layer's row a button that unfolds its opacity and order. */
  function looksOf(entry) {
    const { texts } = app.pack;
    const record = app.layers.get(entry.id);
    const share = el("output", {}, percent(record.opacity));
    const range = el("input", {
      type: "range",
      min: 10,
      max: 100,
      step: 5,
      value: Math.round(record.opacity * 100),
      "aria-label": `${texts.opacity}: ${entry.title}`,
      oninput: (event) => {
        setOpacity(record, event.target.value / 100);
        share.textContent = percent(record.opacity);
        app.arrange();
      },
      onchange: app.remember,
    });
    const turn = (front, path) =>
      el(
        "button",
        {
          type: "button",
          title: front ? texts.to_front : texts.to_back,
          "aria-label": `${front ? texts.to_front : texts.to_back}: ${entry.title}`,
          onclick: () => {
            move(entry.id, front);
            app.remember();
          },
        },
        canvas(16, svg("path", { d: path, class: "geo-icon" })),
      );
    const looks = el(
      "div",
      { class: "geo-looks", hidden: true },
      el("span", { "aria-hidden": "true" }, texts.opacity),
      range,
      share,
      turn(true, "M-6,6H6M0,3V-6M-4,-2L0,-6L4,-2"),
      turn(false, "M-6,-6H6M0,-3V6M-4,2L0,6L4,2"),
    );
    const more = el(
      "button",
      {
        type: "button",
        class: "geo-more",
        title: texts.options,
        "aria-label": `${texts.options}: ${entry.title}`,
        "aria-expanded": "false",
        onclick: () => {
          looks.hidden = !looks.hidden;
          more.setAttribute("aria-expanded", String(!looks.hidden));
        },
      },
      canvas(
        16,
        ...[-5, 0, 5].map((cx) => svg("circle", { cx, r: 1.6, fill: "currentColor" })),
      ),
    );
    return [more, looks];
  }

  const percent = (share) => share.toLocaleString(app.look.lang, { style: "percent" });

  Object.assign(app, { setOpacity, stack, restoreLooks, looksOf });
})();

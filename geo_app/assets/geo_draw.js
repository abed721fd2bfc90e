/* What everything on the map is drawn with: elements, symbols and colours. Texts become text nodes, never markup. */
(function () {
  "use strict";

  const app = (window.geoApp = window.geoApp || {});

  const RAMP = {
    // score 0..100, dark is high on a light page and bright is high on a dark one
    light: ["#e9f0c2", "#a9dbb4", "#5fbdbe", "#2f90b8", "#2b5fa0", "#35296b"],
    dark: ["#35296b", "#2f5c9e", "#2f8fb6", "#52bbb5", "#a3dba9", "#f0f3b8"],
  };
  const calm = () => window.matchMedia("(prefers-reduced-motion: reduce)").matches;

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
    square: [
      [-0.86, -0.86],
      [0.86, -0.86],
      [0.86, 0.86],
      [-0.86, 0.86],
    ],
    diamond: [
      [0, -1.15],
      [1.15, 0],
      [0, 1.15],
      [-1.15, 0],
    ],
    triangle: [
      [0, -1.15],
      [1.1, 0.85],
      [-1.1, 0.85],
    ],
    hexagon: [0, 1, 2, 3, 4, 5].map((k) => [Math.sin((k * Math.PI) / 3) * 1.08, -Math.cos((k * Math.PI) / 3) * 1.08]),
    star: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9].map((k) =>
      [0, 1].map((a) => (a ? -Math.cos((k * Math.PI) / 5) : Math.sin((k * Math.PI) / 5)) * (k % 2 ? 0.55 : 1.25)),
    ),
  };

  function shape(name, radius, attributes) {
    const corners = SHAPES[name];
    if (!corners) return svg("circle", { r: radius, ...attributes });
    const points = corners.map(([x, y]) => `${(x * radius).toFixed(1)},${(y * radius).toFixed(1)}`).join(" ");
    return svg("polygon", { points, "stroke-linejoin": "round", ...attributes });
  }

  function canvas(size, ...children) {
    return svg(
      "svg",
      {
        width: size,
        height: size,
        viewBox: `${-size / 2} ${-size / 2} ${size} ${size}`,
        "aria-hidden": "true",
        focusable: "false",
      },
      ...children,
    );
  }

  function mix(colors, share) {
    const at = Math.min(Math.max(share, 0), 1) * (colors.length - 1);
    const low = Math.min(Math.floor(at), colors.length - 2);
    const part = (hex, k) => parseInt(hex.slice(1 + 2 * k, 3 + 2 * k), 16);
    return [0, 1, 2].map((k) =>
      Math.round(part(colors[low], k) * (1 - at + low) + part(colors[low + 1], k) * (at - low)),
    );
  }

  /** Choose black or white, whichever is easier to read on the colour. */
  const ink = (rgb) => (luminance(rgb) > 0.179 ? "#111827" : "#ffffff");

  function luminance(rgb) {
    const [r, g, b] = rgb.map((v) => (v / 255 <= 0.04045 ? v / 255 / 12.92 : ((v / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  }

  /** Give a pack's colour, or a light grey where it would be lost on a dark page. */
  function seen(color) {
    const parts = /^#[0-9a-f]{6}$/i.test(color) && [1, 3, 5].map((k) => parseInt(color.slice(k, k + 2), 16));
    if (app.look.theme !== "dark" || !parts || luminance(parts) > 0.128) return color;
    return luminance(parts) < 0.04 ? "#cbd5e1" : css(mix([color, "#ffffff"], 0.4));
  }

  /** Turn a choropleth's colours around on a dark page, where much is bright; what has no data keeps its grey. */
  function seenClasses(classes) {
    if (app.look.theme !== "dark") return classes;
    const { colors, known = colors.length } = classes;
    return { ...classes, colors: [...colors.slice(0, known).reverse(), ...colors.slice(known)] };
  }

  const ramp = () => RAMP[app.look.theme] || RAMP.light;
  const scoreColor = (score) => mix(ramp(), score / 100);
  const css = (rgb) => `rgb(${rgb.join(",")})`;

  /** A colour from the pack goes into a style only if it is one. */
  const safeColor = (color) => (/^#[0-9a-f]{3,8}$/i.test(color) ? color : "transparent");

  app.draw = { el, svg, shape, canvas, ink, ramp, scoreColor, css, safeColor, seen, seenClasses, calm };
})();

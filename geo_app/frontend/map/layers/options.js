// @ts-check
/* A layer's row in the legend has a button that unfolds its opacity and order. */

import { el, svg } from "../../shared/dom.js";
import { arrange } from "../sites/arrangement.js";
import { moveLayer, setOpacity } from "./order.js";
import { session } from "../state.js";
import { icon, picture } from "../symbols.js";
import { storeView } from "../view.js";

/** @import { LayerRecord } from "../state.js" */

/** Make the button, and what it unfolds.
 *
 * @param {LayerRecord} record
 */
export function layerOptions(record) {
  const { texts } = session.pack;
  const { title } = record.entry;
  const options = el(
    "div",
    { class: "geo-looks", hidden: true },
    el("span", { "aria-hidden": "true" }, texts.opacity),
    ...opacitySlider(record),
    orderButton(record, true, "M-6,6H6M0,3V-6M-4,-2L0,-6L4,-2"),
    orderButton(record, false, "M-6,-6H6M0,-3V6M-4,2L0,6L4,2"),
  );
  const attributes = {
    type: "button",
    class: "geo-more",
    title: texts.options,
    "aria-label": `${texts.options}: ${title}`,
    "aria-expanded": "false",
    onclick: () => {
      options.hidden = !options.hidden;
      button.setAttribute("aria-expanded", String(!options.hidden));
    },
  };
  const dots = [-5, 0, 5].map((cx) => svg("circle", { cx, r: 1.6, fill: "currentColor" }));
  const button = el("button", attributes, picture(16, ...dots));
  return [button, options];
}

/** @param {LayerRecord} record */
function opacitySlider(record) {
  const output = el("output", {}, percent(record.opacity));
  const slider = el("input", {
    type: "range",
    min: 10,
    max: 100,
    step: 5,
    value: Math.round(record.opacity * 100),
    "aria-label": `${session.pack.texts.opacity}: ${record.entry.title}`,
    oninput: () => {
      setOpacity(record, slider.valueAsNumber / 100);
      output.textContent = percent(record.opacity);
      arrange();
    },
    onchange: storeView,
  });
  return [slider, output];
}

/** @param {LayerRecord} record @param {boolean} front @param {string} path */
function orderButton({ entry }, front, path) {
  const { texts } = session.pack;
  const title = front ? texts.to_front : texts.to_back;
  const onclick = () => {
    moveLayer(entry.id, front);
    storeView();
  };
  return el("button", { type: "button", title, "aria-label": `${title}: ${entry.title}`, onclick }, icon(path, 16));
}

/** @param {number} share */
const percent = (share) => share.toLocaleString(session.look.lang, { style: "percent" });

// @ts-check
/* How cautious the ordered weighted average is: a slider that map and table follow in the same frame. */

import { rootOf } from "../../shared/component.js";
import { el } from "../../shared/dom.js";
import { EventQueue } from "../../shared/event_queue.js";
import { REST_MS, moveLive, settleLive } from "./live_ranking.js";

/** @import { CautionData } from "../../contract.js" */
/** @import { ComponentArguments } from "../../shared/component.js" */

/** @typedef {{ slider: HTMLInputElement, queue: EventQueue }} Control */

/** @type {WeakMap<HTMLElement, Control>} */
const controls = new WeakMap();

/** @param {ComponentArguments<CautionData>} component */
export function cautionSlider({ data, parentElement, setTriggerValue }) {
  const root = rootOf(parentElement, ".caution");
  const control = controls.get(root) ?? build(root, data);
  controls.set(root, control);
  const { slider, queue } = control;
  queue.send = (event) => setTriggerValue("change", event);
  queue.answer(data.heard);
  rootOf(root, ".ends").replaceChildren(el("small", {}, data.low), el("small", {}, data.high));
  rootOf(root, "label span").textContent = data.label;
  if (queue.isPending) return;
  slider.value = String(data.step);
  settleLive((move) => move.caution === null || Math.abs(move.caution - data.step / data.steps) < 1e-9);
}

/** @param {HTMLElement} root @param {CautionData} data @returns {Control} */
function build(root, { steps, heard }) {
  const queue = new EventQueue();
  queue.answer(heard);
  const act = () => {
    const isLive = moveLive("caution", { caution: slider.valueAsNumber / steps }, () => queue.isPending);
    queue.push({ kind: "caution", value: slider.valueAsNumber }, true, isLive ? REST_MS : 0);
  };
  const slider = el("input", { type: "range", min: 0, max: steps, step: 1, oninput: act });
  root.replaceChildren(el("label", {}, el("span"), slider), el("div", { class: "ends" }));
  return { slider, queue };
}

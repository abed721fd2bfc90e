// @ts-check
/* Lengths and areas in words. */

import { session } from "./state.js";

/** @param {number} value @param {number} digits */
const written = (value, digits) =>
  value.toLocaleString(session.look.lang, { maximumFractionDigits: digits, minimumFractionDigits: digits });

/** @param {number} metres */
export function lengthText(metres) {
  const { texts } = session.pack;
  if (metres < 1000) return `${written(metres, 0)} ${texts.m}`;
  return `${written(metres / 1000, metres < 100_000 ? 2 : 1)} ${texts.km}`;
}

/** @param {number} squareMetres */
export function areaText(squareMetres) {
  const ha = squareMetres / 10_000;
  return `${written(ha, ha < 10 ? 2 : ha < 1000 ? 1 : 0)} ${session.pack.texts.ha}`;
}

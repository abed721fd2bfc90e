// @ts-check
/* Weights that move: the map follows a hand in the same frame, from values that travelled once.
 *
 * The server's ranking is the truth. What is worked out here is the same (tests/frontend/scoring_examples.json,
 * tests/browser/test_live.py), and holds until a payload by the same weights is there, or the user is not ahead any more. */

import { cellCodes, cellColumn, orderedAverages, ranks, scoreText, valueOrder, wholeText } from "../../shared/scoring.js";
import { isAnswered } from "../../shared/weights.js";
import { cardSite, openSiteCard } from "../card.js";
import { arrange } from "../sites/arrangement.js";
import { drawMarker, rerankMarker } from "../sites/markers.js";
import { onReset, session } from "../state.js";
import { noteOnSurface, showCodes } from "../surface/surface.js";
import { bytesOf, load } from "./values.js";

/** @import { LiveDocument, Payload, SiteMark, SurfaceCells } from "../../contract.js" */
/** @import { CellColumn, Column } from "../../shared/scoring.js" */

/** @import { Move } from "../../shared/weights.js" */

/**
 * @typedef {object} LiveSite a site by the weights that move
 * @property {string} id
 * @property {number} rank
 * @property {string} rank_text
 * @property {number} score
 * @property {string} score_text
 * @property {string} name
 * @property {string} accuracy
 */

/** @typedef {{ sites: LiveSite[], note: string }} LiveRanking the best first; empty where `note` says that it waits */

/** @typedef {{ values: Column[], order: Uint8Array | null }} SiteValues `order` once caution needs it */
/** @typedef {{ columns: (CellColumn | null)[], excluded: Uint8Array, order: Uint8Array | null }} CellValues */

/** @typedef {object} State
 * @property {LiveDocument | null} document
 * @property {SiteValues | null} sites
 * @property {CellValues | null} cells
 * @property {Move | null} move
 * @property {() => boolean} isAhead whether the user has done what the page has not answered
 * @property {LiveSite[]} ranking
 */

/** @returns {State} */
const initial = () => ({ document: null, sites: null, cells: null, move: null, isAhead: () => false, ranking: [] });

/** @type {State} */
const state = initial();
let payloads = 0;
onReset(() => Object.assign(state, initial()));

/** Take the values that a payload names, as soon as they are there; what moves stays ahead of it.
 *
 * @param {Payload} payload
 */
export function followPayload({ live, cells }) {
  const number = ++payloads;
  if (!live || (state.move && (isAnswered(live, state.move) || !state.isAhead()))) forget();
  state.document = live ?? null;
  const places = cells?.grid === session.surface?.grid.key ? (cells?.values ?? []) : [];
  const addresses = live ? [live.values, ...places] : [];
  if (take(addresses, cells)) return;
  state.sites = state.cells = null;
  load(addresses)
    .then(() => number === payloads && take(addresses, cells))
    .catch((error) => {
      console.error(error);
      if (number === payloads) noteOnSurface(session.look.failed);
    });
}

/** @param {readonly string[]} addresses @param {SurfaceCells | null | undefined} cells @returns {boolean} whether all is there */
function take(addresses, cells) {
  const bytes = bytesOf(addresses);
  if (!bytes) return false;
  const [sites, ...columns] = bytes;
  state.sites = sites && state.document ? siteValues(sites, state.document) : null;
  state.cells = columns.length ? cellValues(columns, cells?.excluded ?? "") : null;
  paintCells();
  if (state.move) paintSites();
  return true;
}

/** @param {ArrayBuffer} bytes @param {LiveDocument} document @returns {SiteValues} */
function siteValues(bytes, { criteria, sites }) {
  const all = new Float64Array(bytes); // the lowest byte first, as in every machine that runs a browser
  return { values: criteria.map((_, k) => all.subarray(k * sites.length, (k + 1) * sites.length)), order: null };
}

/** @type {WeakMap<ArrayBuffer, CellColumn>} */
const columnsOf = new WeakMap();

/** @param {(ArrayBuffer | null)[]} bytes @param {string} excluded @returns {CellValues} */
function cellValues(bytes, excluded) {
  const columns = bytes.map((each) => {
    if (!each) return null;
    const column = columnsOf.get(each) ?? cellColumn(new Uint16Array(each), session.pack.grid);
    columnsOf.set(each, column);
    return column;
  });
  return { columns, excluded: Uint8Array.from(atob(excluded), (byte) => byte.charCodeAt(0)), order: null };
}

// ------------------------------------------------------------------------------------------------- the hand

/** Whether the map can follow, with sites or places, or say why not. */
export const isReady = () => Boolean(state.document && (state.sites || state.cells));

/** Show other weights at once.
 *
 * @param {Move} move
 * @param {() => boolean} isAhead
 * @returns {LiveRanking | null} null where nothing can be shown before the page answers
 */
export function weigh(move, isAhead) {
  if (!isReady()) return null;
  Object.assign(state, { move, isAhead });
  session.map.getContainer().dataset.live = "yes";
  paintCells();
  paintSites();
  return liveRanking();
}

/** What moves by now; null where nothing does.
 *
 * @returns {LiveRanking | null}
 */
export const liveRanking = () =>
  state.move && state.document ? { sites: state.ranking, note: state.document.note } : null;

/** Go back to what the page says: it has not taken what was moved. */
export function rest() {
  forget();
  paintCells();
}

/** Finish where no page answers: names for a screen reader, room for the badges, the card of the chosen site. */
export function settleHere() {
  for (const site of session.sites.values()) drawMarker(site);
  arrange();
  const chosen = session.sites.get(cardSite());
  if (chosen) openSiteCard(chosen.data);
  delete session.map.getContainer().dataset.live;
}

function forget() {
  state.move = null;
  delete session.map.getContainer().dataset.live;
}

/** The weights in force, in the order of the criteria, and the caution. @param {LiveDocument} document */
function inForce({ criteria, weights, method, caution }) {
  const chosen = state.move?.weights ?? weights;
  const shares = criteria.map((name) => chosen[name] ?? 0);
  const sum = shares.reduce((total, share) => total + share, 0);
  // As Python divides by the sum; what is 1 to the last bits stays as it is.
  const normalised = Math.abs(sum - 1) < 1e-12 ? shares : shares.map((share) => share / sum);
  return { weights: normalised, caution: method === "owa" ? (state.move?.caution ?? caution) : 0 };
}

function paintCells() {
  const { cells, document } = state;
  if (!cells || !document) return;
  const { weights, caution } = inForce(document);
  // A criterion that is not measured everywhere yet comes with the page's answer.
  if (cells.columns.some((column, k) => !column && weights[k] > 0)) return;
  const used = cells.columns.flatMap((column, k) => (column ? [{ column, weight: weights[k] }] : []));
  const columns = used.map(({ column }) => column);
  const values = columns.map((column) => column.values);
  const shares = used.map(({ weight }) => weight);
  if (caution > 0) cells.order ??= valueOrder(values);
  const scores = orderedAverages(values, shares, caution, cells.order ?? undefined);
  showCodes(cellCodes(scores, columns, shares, cells.excluded, session.pack.grid));
}

function paintSites() {
  const { sites, document } = state;
  if (!sites || !document) return;
  const { weights, caution } = inForce(document);
  if (caution > 0) sites.order ??= valueOrder(sites.values);
  const scores = orderedAverages(sites.values, weights, caution, sites.order ?? undefined);
  const places = ranks(scores);
  const order = document.sites.map((_, k) => k).sort((a, b) => Number(places[a]) - Number(places[b]) || a - b);
  state.ranking = order.flatMap((k) => {
    const site = session.sites.get(document.sites[k]);
    if (!site) return [];
    const live = liveSite(site.data, Number(places[k]), scores[k]);
    rerankMarker(site, marked(site.data, live, document.sites.length));
    return [live];
  });
}

/** @param {SiteMark} data @param {number} rank @param {number} score @returns {LiveSite} */
function liveSite({ id, name, accuracy }, rank, score) {
  const { decimal, thousands } = session.pack.texts;
  const texts = { rank_text: wholeText(rank, thousands), score_text: scoreText(score, decimal) };
  return { id, rank, score, ...texts, name, accuracy };
}

/** What a marker says; strengths and weaknesses come with the page's answer.
 *
 * @param {SiteMark} data
 * @param {LiveSite} live
 * @param {number} total
 * @returns {SiteMark}
 */
const marked = (data, { rank, score, score_text }, total) => ({
  ...data,
  rank,
  score,
  score_text,
  place: session.pack.texts.rank_of.replace("{rank}", String(rank)).replace("{total}", String(total)),
  best: "",
  worst: "",
});

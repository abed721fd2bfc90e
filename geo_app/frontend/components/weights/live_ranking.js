// @ts-check
/* Weights that move, between the components: the hand is in one, the map ranks, the table shows it.
 *
 * Nothing is sent. The component with the hand tells the server once the hand rests. */

import { isAnswered } from "../../shared/weights.js";
import { liveMap } from "../map_view.js";

/** @import { LiveRanking } from "../../map/live/live.js" */
/** @import { Move } from "../../shared/weights.js" */

export const REST_MS = 250; // without a change, and the server hears of the last one

/** What is ahead of the server, by the component that says so.
 *
 * @type {Map<string, () => boolean>}
 */
const hands = new Map();
/** @type {Move} */
let move = { weights: null, caution: null };
let frame = 0;
/** Called with each ranking, null once the server's holds again.
 *
 * @type {Set<(ranking: LiveRanking | null) => void>}
 */
const listeners = new Set();

const isAhead = () => [...hands.values()].some((ahead) => ahead());

/** Show a change within the frame.
 *
 * @param {string} hand who moves
 * @param {Partial<Move>} change
 * @param {() => boolean} ahead whether the server has yet to answer what this hand did
 * @returns {boolean} whether the map can; otherwise the server has to be asked at each step
 */
export function moveLive(hand, change, ahead) {
  const live = liveMap();
  if (!live?.isReady()) return false;
  if (!isAhead()) move = { weights: null, caution: null };
  hands.set(hand, ahead);
  move = { ...move, ...change };
  frame ||= requestAnimationFrame(show);
  return true;
}

function show() {
  frame = 0;
  const ranking = liveMap()?.weigh(move, isAhead) ?? null;
  for (const listener of listeners) listener(ranking);
}

/** The server has answered all that a hand did: where it has not taken it, its own weights hold again.
 *
 * @param {(move: Move) => boolean} hasTaken
 */
export function settleLive(hasTaken) {
  if (!liveRanking() || isAhead() || hasTaken(move)) return;
  cancelAnimationFrame(frame);
  frame = 0;
  liveMap()?.rest();
  for (const listener of listeners) listener(null);
}

/** What moves by now, as the map has ranked it; null where nothing does, or the server is up to date.
 *
 * @returns {LiveRanking | null}
 */
export const liveRanking = () => liveMap()?.ranking() ?? null;

/** What a table is to show in place of data that were ranked by some weights: null where it is the data.
 *
 * @param {{ weights: Record<string, number>, caution: number }} data
 */
export const rankingBeside = (data) => (isAnswered(data, move) || !isAhead() ? null : liveRanking());

/** Be told of each ranking while a hand moves.
 *
 * @param {(ranking: LiveRanking | null) => void} listener
 * @returns {() => void} stops it
 */
export function onLive(listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

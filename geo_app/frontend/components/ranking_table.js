// @ts-check
/* The ranked table: real rows and buttons, so that keyboard and screen reader meet what the eye sees. */

import { keepFocus, rootOf } from "../shared/component.js";
import { html, nothing, render, repeat } from "../vendor/lit-html/lit-html.js";
import { onLive, rankingBeside } from "./weights/live_ranking.js";

/** @import { RankingTableData, RankingTableRow } from "../contract.js" */
/** @import { ComponentArguments } from "../shared/component.js" */
/** @import { LiveRanking } from "../map/live/live.js" */
/** @typedef {(trigger: string, value: unknown) => void} Report */

const REST_MS = 700; // a screen reader hears of a new ranking once the weights rest

/** What is announced of each table, and when.
 *
 * @type {WeakMap<HTMLElement, { text: string, timer?: ReturnType<typeof setTimeout> }>}
 */
const announced = new WeakMap();

/** What each table was told last, for a hand that moves the weights.
 *
 * @type {WeakMap<HTMLElement, { data: RankingTableData, report: Report }>}
 */
const tables = new WeakMap();

/** @param {ComponentArguments<RankingTableData>} component */
export function rankingTable({ data, parentElement, setTriggerValue }) {
  const root = rootOf(parentElement, ".ranking");
  if (!tables.has(root)) follow(root);
  tables.set(root, { data, report: setTriggerValue });
  draw(root, rankingBeside(data));
  announce(root, data.announcement);
}

/** Follow a hand while the table is on the page. @param {HTMLElement} root */
function follow(root) {
  const stop = onLive((ranking) => (root.isConnected ? draw(root, ranking) : stop()));
}

/** @param {HTMLElement} root @param {LiveRanking | null} ranking by weights that the server has not heard of */
function draw(root, ranking) {
  const known = tables.get(root);
  if (!known) return;
  const { data, report } = known;
  root.toggleAttribute("data-live", Boolean(ranking));
  root.setAttribute("aria-busy", String(Boolean(ranking)));
  keepFocus(root, () => render(template(ranking ? liveData(data, ranking) : data, report), root));
}

/** Put the rows in their new order; what only the server knows of them stays as it was, dimmed, until it answers.
 *
 * @param {RankingTableData} data
 * @param {LiveRanking} ranking
 * @returns {RankingTableData & { note: string }}
 */
export function liveData(data, { sites, note }) {
  const known = new Map(data.rows.map((row) => [row.id, row]));
  const most = data.most ?? sites.length;
  const listed = data.only ? sites.filter(({ id }) => data.only?.includes(id)) : sites;
  const shown = listed.filter(({ id }, k) => k < most || id === data.selected);
  const rows = shown.map(({ id, name, accuracy, rank_text, score, score_text }) => ({
    ...(known.get(id) ?? { id, name, accuracy, detail: "", sure: "", alike: "", letter: "" }),
    rank: rank_text,
    score: score_text,
    share: score / 100,
  }));
  return { ...data, note, rows: sites.length ? rows : data.rows };
}

/** @param {RankingTableData & { note?: string }} data @param {Report} report */
const template = (data, report) => html`
  <p role="status" class="unseen"></p>
  ${data.note ? html`<p class="note">${data.note}</p>` : nothing}
  <table>
    <caption>${data.caption}</caption>
    <thead>
      <tr>
        ${data.columns.map(
          ([title, className, text]) => html`<th scope="col" class=${className}>
            <span class="head" tabindex="0">${title}<span class="tip" role="tooltip">${text}</span></span>
          </th>`,
        )}
        <th scope="col"><span class="unseen">${data.comparing}</span></th>
      </tr>
    </thead>
    <tbody>${repeat(data.rows, ({ id }) => id, (row) => rowTemplate(row, data, report))}</tbody>
  </table>
  ${data.more ? html`<button type="button" class="more" @click=${() => report("more", true)}>${data.more}</button>` : nothing}
`;

/** @param {RankingTableRow} row @param {RankingTableData} data @param {Report} report */
const rowTemplate = (row, { selected, comparing }, report) => html`
  <tr aria-selected=${String(row.id === selected)} @click=${() => report("site", row.id)}>
    <td class="rank">${row.rank}</td>
    <th scope="row" class="name">
      <button type="button" data-site=${row.id} aria-pressed=${String(row.id === selected)}>${row.name}</button>
      <small title=${row.detail}>${[row.accuracy, row.detail].filter(Boolean).join(" · ")}</small>
    </th>
    <td class="score"><span>${row.score}</span><div class="bar" style="--share: ${row.share}"></div></td>
    <td class="sure">${row.sure}${row.alike ? html`<small>${row.alike}</small>` : nothing}</td>
    <td class="compare">${compareButton(row, `${comparing}: ${row.name}`, report)}</td>
  </tr>
`;

/** @param {RankingTableRow} row @param {string} title @param {Report} report */
function compareButton({ id, letter }, title, report) {
  const compare = (/** @type {Event} */ event) => {
    event.stopPropagation();
    report("compare", id);
  };
  return html`<button
    type="button"
    class=${letter && `letter-${letter}`}
    data-compare=${id}
    title=${title}
    aria-label=${title}
    aria-pressed=${String(Boolean(letter))}
    @click=${compare}
  >${letter || "+"}</button>`;
}

/** @param {HTMLElement} root @param {string} text */
function announce(root, text) {
  const last = announced.get(root) ?? { text }; // nothing is new at a first visit
  announced.set(root, last);
  clearTimeout(last.timer);
  last.timer = setTimeout(() => {
    if (last.text === text) return;
    last.text = text;
    rootOf(root, "[role=status]").textContent = text;
  }, REST_MS);
}

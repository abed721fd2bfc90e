// @ts-check
/* The best places of the region: real rows and buttons, so that keyboard and screen reader meet what the eye sees. */

import { keepFocus, rootOf } from "../shared/component.js";
import { html, render } from "../vendor/lit-html/lit-html.js";

/** @import { BestPlacesData, BestPlacesRow, Texts } from "../contract.js" */
/** @import { ComponentArguments } from "../shared/component.js" */
/** @typedef {(trigger: string, value: unknown) => void} Report */

/** @param {ComponentArguments<BestPlacesData>} component */
export function bestPlaces({ data, parentElement, setTriggerValue }) {
  const root = rootOf(parentElement, ".places");
  keepFocus(root, () => render(template(data, setTriggerValue), root));
}

/** @param {BestPlacesData} data @param {Report} report */
const template = ({ words, rows }, report) => html`
  <table>
    <caption>${words.caption}</caption>
    <thead>
      <tr>
        <td></td>
        <th scope="col">${words.place}</th>
        <th scope="col" class="wide">${words.score}</th>
        <th scope="col" class="wide">${words.rank}</th>
        <th scope="col" class="wide">${words.why}</th>
        <td></td>
      </tr>
    </thead>
    <tbody>${rows.map((row, at) => rowTemplate(row, at, words, report))}</tbody>
  </table>
`;

/** @param {BestPlacesRow} row @param {number} at @param {Texts} words @param {Report} report */
const rowTemplate = (row, at, words, report) => html`
  <tr aria-selected=${String(row.shown)}>
    <td class="number">${row.number}</td>
    <th scope="row">
      ${row.name}<small class="narrow">${words.score} ${row.score}${row.rank && ` · ${words.rank} ${row.rank}`}</small>
    </th>
    <td class="score wide"><span>${row.score}</span><div class="bar" style="--share: ${row.share}"></div></td>
    <td class="rank wide">${row.rank}</td>
    <td class="wide">${row.why}</td>
    <td class="acts">
      <button
        type="button"
        data-act=${`show ${at}`}
        aria-label=${`${words.show}: ${row.name}`}
        aria-pressed=${String(row.shown)}
        @click=${() => report("show", at)}
      >${words.show}</button>
      ${row.added ? html`<span class="added">${words.added}</span>` : addButton(row, at, words, report)}
    </td>
  </tr>
`;

/** @param {BestPlacesRow} row @param {number} at @param {Texts} words @param {Report} report */
const addButton = ({ name }, at, words, report) => html`
  <button type="button" data-act=${`add ${at}`} aria-label=${`${words.add}: ${name}`} @click=${() => report("add", at)}>
    ${words.add}
  </button>
`;

// @ts-check
/* Pieces of templates that several components have. */

import { html, nothing } from "../vendor/lit-html/lit-html.js";

/** @param {string} path */
export const iconTemplate = (path) => html`<svg viewBox="-10 -10 20 20" aria-hidden="true"><path d=${path} /></svg>`;

/** A list of messages, or nothing where there are none.
 *
 * @param {string} className
 * @param {readonly string[]} texts
 */
export const messageList = (className, texts) =>
  texts.length ? html`<ul class=${className}>${texts.map((text) => html`<li>${text}</li>`)}</ul>` : nothing;

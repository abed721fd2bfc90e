// @ts-check
/* A combobox: what is typed is asked for, the answers are a list, arrows and Enter choose. */

import { rootOf } from "../shared/component.js";
import { html, nothing, render } from "../vendor/lit-html/lit-html.js";

/** @import { PlaceSearchData } from "../contract.js" */
/** @import { ComponentArguments } from "../shared/component.js" */

const PAUSE_MS = 180; // between the last key and the question
let boxes = 0; // so that each has ids of its own

/** One box: what it shows, and what of the list is marked. */
class SearchBox {
  /** @type {PlaceSearchData} */
  data = { label: "", query: "", results: [], status: "", most: 0 };
  /** @type {(trigger: string, value: unknown) => void} */
  report = () => {};
  typed = false; // since the last choice
  listed = false;
  /** What is said of the answer; a list that can be seen is named to a screen reader only. */
  status = { text: "", className: "" };
  marked = -1;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  #id = `geo-places-${++boxes}`;
  #root;

  /** @param {HTMLElement} root */
  constructor(root) {
    this.#root = root;
  }

  get #input() {
    return /** @type {HTMLInputElement} */ (this.#root.querySelector("input"));
  }

  get #query() {
    return this.#root.firstElementChild ? this.#input.value.trim() : "";
  }

  get #answered() {
    return this.data.query !== "" && this.#query === this.data.query.trim();
  }

  get #results() {
    return this.listed ? this.data.results : [];
  }

  /** Follow new data: an answer to what is typed opens the list. */
  update() {
    if (this.typed && this.#query === this.data.query.trim()) this.#list();
    else {
      if (!this.#query) this.status.text = "";
      this.draw();
    }
  }

  draw() {
    const { data } = this;
    const open = this.#results.length > 0;
    render(
      html`
        <input
          type="search"
          autocomplete="off"
          spellcheck="false"
          role="combobox"
          aria-autocomplete="list"
          aria-controls=${this.#id}
          aria-expanded=${String(open)}
          aria-activedescendant=${this.marked < 0 ? nothing : `${this.#id}-${this.marked}`}
          aria-label=${data.label}
          placeholder=${data.label}
          maxlength=${data.most || 200}
          @input=${() => this.#onInput()}
          @keydown=${(/** @type {KeyboardEvent} */ event) => this.#onKey(event)}
          @blur=${() => this.#hide()}
          @focus=${() => this.#answered && this.#list()}
        />
        <ul id=${this.#id} role="listbox" aria-label=${data.label} ?hidden=${!open}>${this.#options()}</ul>
        <p role="status" class=${this.status.className}>${this.status.text}</p>
      `,
      this.#root,
    );
    if (this.marked >= 0) this.#root.querySelector("[aria-selected=true]")?.scrollIntoView({ block: "nearest" });
  }

  #options() {
    const choose = (/** @type {number} */ k) => (/** @type {Event} */ event) => {
      event.preventDefault(); // the focus stays in the box
      this.#choose(k);
    };
    return this.#results.map(
      ({ name, kind }, k) => html`
        <li id=${`${this.#id}-${k}`} role="option" aria-selected=${String(k === this.marked)} @mousedown=${choose(k)}>
          <b>${name}</b><span>${kind}</span>
        </li>
      `,
    );
  }

  #list() {
    this.listed = true;
    this.status = { text: this.data.status, className: this.data.results.length ? "unseen" : "" };
    this.#mark(-1);
  }

  #hide() {
    this.listed = false;
    this.#mark(-1);
  }

  /** @param {number} at */
  #mark(at) {
    this.marked = at;
    this.draw();
  }

  #onInput() {
    clearTimeout(this.#timer);
    this.typed = true;
    if (!this.#query) this.status.text = "";
    this.#hide();
    if (this.#query) this.#timer = setTimeout(() => this.report("query", this.#query), PAUSE_MS);
  }

  /** @param {KeyboardEvent} event */
  #onKey(event) {
    const { length } = this.#results;
    const step = { ArrowDown: 1, ArrowUp: this.marked < 0 ? 0 : -1 }[event.key];
    if (event.key === "Escape") {
      if (!length) this.#input.value = "";
      this.#hide();
    } else if (event.key === "Enter") {
      clearTimeout(this.#timer);
      // The server finds the same for the same text: no need to wait for the list.
      if (this.#query) this.#choose(Math.max(this.marked, 0));
    } else if (step !== undefined && length) this.#mark((this.marked + step + length) % length);
    else return;
    event.preventDefault();
  }

  /** @param {number} at */
  #choose(at) {
    const found = this.#answered ? this.data.results[at] : null;
    if (this.#answered && !this.data.results.length) return;
    this.report("choose", { query: this.#query, at });
    this.typed = false;
    if (found) this.#input.value = found.name;
    this.#hide();
  }
}

/** @type {WeakMap<HTMLElement, SearchBox>} */
const known = new WeakMap();

/** @param {ComponentArguments<PlaceSearchData>} component */
export function placeSearch({ data, parentElement, setTriggerValue }) {
  const root = rootOf(parentElement, ".search");
  const box = known.get(root) ?? new SearchBox(root);
  known.set(root, box);
  Object.assign(box, { data, report: setTriggerValue });
  box.update();
}

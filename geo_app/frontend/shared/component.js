// @ts-check
/* What all components of the page have in common. Streamlit calls each again whenever its data change. */

/**
 * @template Data
 * @typedef {object} ComponentArguments what Streamlit hands to a component
 * @property {Data} data
 * @property {HTMLElement | ShadowRoot} parentElement
 * @property {(trigger: string, value: unknown) => void} setTriggerValue reports what the user did
 */

/** @typedef {(component: ComponentArguments<any>) => void | (() => void)} Component */

/** Give a component its style, once for each element that it stands in.
 *
 * @param {Component} show
 * @param {string} style
 * @returns {Component}
 */
export const withStyle = (show, style) => (component) => {
  const { parentElement } = component;
  if (!parentElement.querySelector("style[data-component]")) {
    const node = document.createElement("style");
    node.dataset.component = "";
    node.textContent = style;
    parentElement.prepend(node);
  }
  return show(component);
};

/** Find the element that a component draws in.
 *
 * @param {HTMLElement | ShadowRoot} parent
 * @param {string} selector
 */
export function rootOf(parent, selector) {
  const found = parent.querySelector(selector);
  if (!(found instanceof HTMLElement)) throw new Error(`the page has no ${selector} for its component`);
  return found;
}

/** Draw, and give the focus back to the element that had it, where drawing has moved it.
 *
 * @param {HTMLElement} root
 * @param {() => void} draw
 */
export function keepFocus(root, draw) {
  const tree = /** @type {Document | ShadowRoot} */ (root.getRootNode());
  const focused = tree.activeElement;
  draw();
  if (focused instanceof HTMLElement && root.contains(focused) && tree.activeElement !== focused) {
    focused.focus({ preventScroll: true });
  }
}

/** Fill the places of a text.
 *
 * @param {string} text with names in braces
 * @param {Record<string, string>} values
 */
export const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");

/** Have the browser save a text as a file.
 *
 * @param {string} text
 * @param {string} name of the file
 * @param {string} type
 */
export function saveFile(text, name, type) {
  const url = URL.createObjectURL(new Blob([text], { type }));
  Object.assign(document.createElement("a"), { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 1000);
}

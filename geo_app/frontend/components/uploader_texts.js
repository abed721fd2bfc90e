// @ts-check
/* Streamlit's uploader speaks English only, and says that it is nothing to a screen reader. This puts the user's words
 * in its place, again whenever Streamlit draws it anew. */

/** @import { UploaderTexts } from "../contract.js" */
/** @import { ComponentArguments } from "../shared/component.js" */

/** @type {MutationObserver | undefined} */
let observer;

/** @param {ComponentArguments<UploaderTexts>} component */
export function uploaderTexts({ data }) {
  observer?.disconnect();
  translate(data);
  const current = new MutationObserver(() => translate(data));
  observer = current;
  current.observe(document.body, { childList: true, subtree: true });
  return () => current.disconnect();
}

/** @param {UploaderTexts} texts */
function translate({ choose, limit, remove }) {
  for (const zone of document.querySelectorAll("[data-testid=stFileUploaderDropzone]")) {
    if (zone.getAttribute("role") !== "group") zone.setAttribute("role", "group");
    setName(zone.querySelector("input"), zone.getAttribute("aria-label"));
    setText(zone.querySelector("[data-testid=stBaseButton-secondary] p"), choose);
    setText(zone.querySelector("[data-testid=stFileUploaderDropzoneInstructions] span"), limit);
    setName(zone.querySelector("[data-testid=stBaseButton-borderlessIcon]"), choose);
    for (const chip of zone.querySelectorAll("[data-testid=stFileChip]")) setName(chip.querySelector("button"), remove);
  }
}

/** Change a text only where it is another one: the observer would hear of it again. @param {Element | null} node @param {string} text */
function setText(node, text) {
  if (node && node.textContent !== text) node.textContent = text;
}

/** @param {Element | null} node @param {string | null} text */
function setName(node, text) {
  if (node && text !== null && node.getAttribute("aria-label") !== text) node.setAttribute("aria-label", text);
}

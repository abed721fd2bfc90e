// Streamlit's uploader speaks English only, and says that it is nothing to a screen reader. This puts the user's words
// in its place, again whenever Streamlit draws it anew.
export default function ({ data, parentElement }) {
  const put = (node, text) => node && node.textContent !== text && (node.textContent = text);
  const name = (node, text) => node && node.getAttribute("aria-label") !== text && node.setAttribute("aria-label", text);
  const translate = () => {
    for (const zone of document.querySelectorAll("[data-testid=stFileUploaderDropzone]")) {
      if (zone.getAttribute("role") !== "group") zone.setAttribute("role", "group");
      name(zone.querySelector("input"), zone.getAttribute("aria-label"));
      put(zone.querySelector("[data-testid=stBaseButton-secondary] p"), data.choose);
      put(zone.querySelector("[data-testid=stFileUploaderDropzoneInstructions] span"), data.limit);
      name(zone.querySelector("[data-testid=stBaseButton-borderlessIcon]"), data.choose);
      for (const chip of zone.querySelectorAll("[data-testid=stFileChip]")) name(chip.querySelector("button"), data.remove);
    }
  };
  const holder = parentElement.holder ?? (parentElement.holder = {});
  holder.watch?.disconnect();
  translate();
  holder.watch = new MutationObserver(translate);
  holder.watch.observe(document.body, { childList: true, subtree: true });
  return () => holder.watch.disconnect();
}

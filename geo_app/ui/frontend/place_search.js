// A combobox: what is typed is asked for, the answers are a list, arrows and Enter choose.
const PAUSE_MS = 180;
let serial = 0;

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".search");
  if (!root.firstChild) build(root);
  const { input, list, told } = root.parts;
  Object.assign(root, { data, ask: setTriggerValue });
  input.placeholder = input.ariaLabel = list.ariaLabel = data.label;
  input.maxLength = data.most;
  if (input.value.trim() === data.query.trim() && root.open) show(root);
  else if (!input.value) told.textContent = "";
}

function build(root) {
  const id = `geo-places-${++serial}`;
  const make = (tag, values) => Object.assign(document.createElement(tag), values);
  const input = make("input", { type: "search", autocomplete: "off", spellcheck: false, role: "combobox" });
  const list = make("ul", { id, role: "listbox", hidden: true });
  const told = make("p", { role: "status" });
  for (const [name, value] of [["aria-autocomplete", "list"], ["aria-expanded", "false"], ["aria-controls", id]]) {
    input.setAttribute(name, value);
  }
  Object.assign(root, { parts: { input, list, told }, open: false, at: -1, timer: 0 });
  root.append(input, list, told);
  input.oninput = () => {
    clearTimeout(root.timer);
    root.open = true;
    hide(root);
    if (!input.value.trim()) told.textContent = "";
    else root.timer = setTimeout(() => root.ask("query", input.value.trim()), PAUSE_MS);
  };
  input.onkeydown = (event) => keyed(event, root);
  input.onblur = () => hide(root);
  input.onfocus = () => answered(root) && show(root);
}

const answered = (root) => root.data && root.data.query && root.parts.input.value.trim() === root.data.query.trim();

function show(root) {
  const { input, list, told } = root.parts;
  const { results } = root.data;
  list.replaceChildren(
    ...results.map((place, k) => {
      const item = document.createElement("li");
      Object.assign(item, { id: `${list.id}-${k}`, role: "option", ariaSelected: "false" });
      item.append(Object.assign(document.createElement("b"), { textContent: place.name }));
      item.append(Object.assign(document.createElement("span"), { textContent: place.kind }));
      item.onmousedown = (event) => {
        event.preventDefault(); // the focus stays in the box
        choose(root, k);
      };
      return item;
    }),
  );
  list.hidden = !results.length;
  input.setAttribute("aria-expanded", String(results.length > 0));
  told.textContent = root.data.told;
  told.classList.toggle("unseen", results.length > 0);
  mark(root, -1);
}

function hide(root) {
  const { input, list } = root.parts;
  list.hidden = true;
  input.setAttribute("aria-expanded", "false");
  mark(root, -1);
}

function mark(root, at) {
  const { input, list } = root.parts;
  root.at = at;
  [...list.children].forEach((item, k) => (item.ariaSelected = String(k === at)));
  if (at < 0) input.removeAttribute("aria-activedescendant");
  else {
    input.setAttribute("aria-activedescendant", list.children[at].id);
    list.children[at].scrollIntoView({ block: "nearest" });
  }
}

function keyed(event, root) {
  const { input, list } = root.parts;
  const { length } = list.hidden ? [] : list.children;
  if (event.key === "Escape") {
    if (list.hidden) input.value = "";
    hide(root);
  } else if (event.key === "Enter") {
    clearTimeout(root.timer);
    // The server finds the same for the same text: no need to wait for the list.
    if (input.value.trim()) choose(root, Math.max(root.at, 0));
  } else if (["ArrowDown", "ArrowUp"].includes(event.key) && length) {
    mark(root, (root.at + (event.key === "ArrowDown" ? 1 : root.at < 0 ? 0 : -1) + length) % length);
  } else return;
  event.preventDefault();
}

function choose(root, at) {
  const { input } = root.parts;
  const query = input.value.trim();
  if (answered(root) && !root.data.results.length) return;
  root.ask("choose", { query, at });
  root.open = false;
  hide(root);
  if (answered(root)) input.value = root.data.results[at].name;
}

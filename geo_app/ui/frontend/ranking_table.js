// The ranked table: real rows and buttons, so keyboard and screen reader meet what the eye sees.
export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".ranking");
  const cell = (row, kind, text, className) => {
    const element = row.appendChild(document.createElement(kind));
    element.textContent = text;
    if (className) element.className = className;
    return element;
  };
  const table = document.createElement("table");
  table.appendChild(document.createElement("caption")).textContent = data.caption;
  const head = table.createTHead().insertRow();
  for (const [title, className] of data.columns) cell(head, "th", title, className).scope = "col";
  const comparing = cell(head, "th", "", "");
  comparing.scope = "col";
  cell(comparing, "span", data.comparing, "unseen");
  const body = table.createTBody();
  for (const item of data.rows) {
    const row = body.insertRow();
    row.setAttribute("aria-selected", String(item.id === data.selected));
    cell(row, "td", item.rank, "rank");
    const name = cell(row, "th", "", "name");
    name.scope = "row";
    const button = cell(name, "button", item.name, "");
    button.type = "button";
    button.dataset.site = item.id;
    button.setAttribute("aria-pressed", String(item.id === data.selected));
    row.onclick = () => setTriggerValue("site", item.id);
    cell(name, "small", item.detail, "");
    const score = cell(row, "td", "", "score");
    cell(score, "span", item.score, "");
    const bar = cell(score, "div", "", "bar");
    bar.style.setProperty("--share", item.share);
    const sure = cell(row, "td", item.sure, "sure");
    if (item.alike) cell(sure, "small", item.alike, "");
    cell(row, "td", item.accuracy, "accuracy");
    const compare = cell(cell(row, "td", "", "compare"), "button", item.letter || "+", item.letter && `letter-${item.letter}`);
    compare.type = "button";
    compare.dataset.compare = item.id;
    compare.title = `${data.comparing}: ${item.name}`;
    compare.setAttribute("aria-label", compare.title);
    compare.setAttribute("aria-pressed", String(Boolean(item.letter)));
    compare.onclick = (event) => {
      event.stopPropagation();
      setTriggerValue("compare", item.id);
    };
  }
  announce(root, data.announcement);
  // The focused row keeps the focus when a new ranking redraws the table.
  const active = root.getRootNode().activeElement;
  const focused = active && active.dataset ? JSON.stringify({ ...active.dataset }) : null;
  root.querySelector("table")?.remove();
  root.querySelector(".more")?.remove();
  root.append(table);
  if (data.more) {
    const more = cell(root, "button", data.more, "more");
    more.type = "button";
    more.onclick = () => setTriggerValue("more", true);
  }
  if (focused) {
    const again = [...root.querySelectorAll("button")].find((b) => JSON.stringify({ ...b.dataset }) === focused);
    if (again) again.focus({ preventScroll: true });
  }
  if (root.dataset.selected !== data.selected) {
    root.dataset.selected = data.selected;
    const chosen = root.querySelector('tr[aria-selected="true"]');
    if (chosen) {
      const box = root.getBoundingClientRect();
      const at = chosen.getBoundingClientRect();
      if (at.top < box.top || at.bottom > box.bottom) root.scrollTop += at.top - box.top - box.height / 3;
    }
  }
}

// A screen reader hears of a new ranking once the weights rest, not at every step of a slider.
function announce(root, text) {
  let status = root.querySelector("[role=status]");
  if (!status) {
    status = root.appendChild(document.createElement("p"));
    status.setAttribute("role", "status");
    status.className = "unseen";
    status.dataset.told = text; // nothing is new at a first visit
  }
  clearTimeout(status.timer);
  status.timer = setTimeout(() => {
    if (status.dataset.told !== text) status.dataset.told = status.textContent = text;
  }, 700);
}

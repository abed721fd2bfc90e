// The best places: real rows and buttons, so keyboard and screen reader meet what the eye sees.
export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".places");
  const { words, rows } = data;
  const add = (parent, kind, text, className) => {
    const node = parent.appendChild(document.createElement(kind));
    node.textContent = text;
    if (className) node.className = className;
    return node;
  };
  const button = (parent, act, row, at) => {
    const node = add(parent, "button", words[act], "");
    node.type = "button";
    node.dataset.act = `${act} ${at}`;
    node.setAttribute("aria-label", `${words[act]}: ${row.name}`);
    node.onclick = () => setTriggerValue(act, at);
    return node;
  };
  const table = document.createElement("table");
  add(table, "caption", words.caption, "");
  const head = table.createTHead().insertRow();
  for (const title of ["", words.place, words.score, words.rank, words.why, ""]) {
    const made = add(head, title ? "th" : "td", title, title && title !== words.place ? "wide" : "");
    if (title) made.scope = "col";
  }
  const body = table.createTBody();
  rows.forEach((row, at) => {
    const line = body.insertRow();
    line.setAttribute("aria-selected", String(row.shown));
    add(line, "td", row.number, "number");
    const name = add(line, "th", row.name, "");
    name.scope = "row";
    const standing = row.rank && ` · ${words.rank} ${row.rank}`;
    add(name, "small", `${words.score} ${row.score}${standing}`, "narrow");
    const score = add(line, "td", "", "score wide");
    add(score, "span", row.score, "");
    add(score, "div", "", "bar").style.setProperty("--share", row.share);
    add(line, "td", row.rank, "rank wide");
    add(line, "td", row.why, "wide");
    const acts = add(line, "td", "", "acts");
    button(acts, "show", row, at).setAttribute("aria-pressed", String(row.shown));
    if (row.added) add(acts, "span", words.added, "added");
    else button(acts, "add", row, at);
  });
  // The focused button keeps the focus when the list is drawn anew.
  const focused = root.getRootNode().activeElement?.dataset?.act;
  root.replaceChildren(table);
  if (focused) root.querySelector(`[data-act="${focused}"]`)?.focus({ preventScroll: true });
}

// Weights that keep to 100 %, and the opened criterion's curve. The server's numbers are the truth; while a slider
// moves, the same rule is applied here so that the others follow the finger.
const FRAME_MS = 80;
const PATIENCE_MS = 1500;
const SVG = "http://www.w3.org/2000/svg";

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".criteria");
  const live = (root.live ??= { number: 0, heard: 0, sent: 0, waiting: null, held: null });
  live.data = data;
  live.send = (kind, criterion, value) => {
    live.number = Math.max(live.number, data.heard) + 1;
    live.sent = performance.now();
    setTriggerValue("change", { number: live.number, kind, criterion, value });
  };
  live.heard = Math.max(live.heard, data.heard);
  const shape = JSON.stringify([data.words, data.profile, data.rows.map((row) => row.id), data.more, data.opened, data.detail?.kind,
    data.detail?.points.length, Boolean(data.detail?.undo)]);
  if (live.shape !== shape) {
    live.shape = shape;
    build(root, live);
  }
  settle(root, live);
  flush(live);
}

const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");

function node(tag, values = {}, children = []) {
  const { dataset, ...rest } = values;
  const made = Object.assign(document.createElement(tag), rest);
  Object.assign(made.dataset, dataset);
  made.append(...children);
  return made;
}

function label(element, text) {
  element.setAttribute("aria-label", text);
  return element;
}

/** Draw anew what a change of rows or of the opened criterion changes; the focus stays. */
function build(root, live) {
  const { data } = live;
  const active = root.getRootNode().activeElement;
  const focused = active?.dataset?.name;
  const list = node("ul", {}, data.rows.map((row) => line(row, live)));
  label(list, data.words.weights);
  const foot = node("div", { className: "foot" });
  if (data.more.length) foot.append(adder(live));
  const reset = node("button", { type: "button", className: "plain", textContent: data.words.reset, dataset: { name: "reset" } });
  reset.onclick = () => live.send("reset");
  foot.append(reset);
  root.replaceChildren(list, foot);
  if (focused) root.querySelector(`[data-name="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
}

function line(row, live) {
  const { data } = live;
  const { words } = data;
  const told = { criterion: row.title };
  const open = node("button", { type: "button", className: "title", dataset: { name: `open ${row.id}` } }, [
    node("span", { className: "mark", ariaHidden: "true" }),
    node("span", { textContent: row.title }),
    node("small", { className: "changed" }),
  ]);
  label(open, fill(words.open, told));
  open.onclick = () => live.send("open", data.opened === row.id ? "" : row.id);
  const slider = label(node("input", { type: "range", min: 0, max: 100, step: 1, dataset: { name: `slide ${row.id}` } }), fill(words.weight, told));
  slider.oninput = () => move(slider.getRootNode().querySelector(".criteria"), live, row.id, slider.valueAsNumber);
  slider.onpointerdown = () => (live.held = row.id);
  slider.onpointerup = slider.onpointercancel = () => (live.held = null);
  const number = label(node("input", { type: "number", min: 0, max: 100, step: 1, dataset: { name: `number ${row.id}` } }), fill(words.weight, told));
  number.onchange = () => {
    if (Number.isFinite(number.valueAsNumber))
      move(number.getRootNode().querySelector(".criteria"), live, row.id, Math.min(100, Math.max(0, number.valueAsNumber)));
  };
  const lock = label(node("button", { type: "button", className: "lock", dataset: { name: `lock ${row.id}` } }), fill(words.lock, told));
  lock.onclick = () => live.send("lock", row.id);
  const item = node("li", { dataset: { row: row.id } }, [
    node("div", { className: "line" }, [open, slider, node("span", { className: "percent" }, [number, "%"]), lock]),
  ]);
  if (data.opened === row.id) item.append(detail(data.detail, row, live));
  return item;
}

function adder(live) {
  const { words, more } = live.data;
  const select = label(node("select", { dataset: { name: "add" } }), words.add);
  select.append(new Option(words.add, ""), ...more.map(([id, title]) => new Option(title, id)));
  select.onchange = () => {
    if (select.value) live.send("add", select.value);
    select.value = "";
  };
  return select;
}

// ------------------------------------------------------------------------------------------------ weights

/** Move one weight here at once, and tell the server as often as it answers. */
function move(root, live, id, percent) {
  const weights = live.local ?? Object.fromEntries(live.data.rows.map((row) => [row.id, row.percent]));
  const held = new Set(live.data.rows.filter((row) => row.locked).map((row) => row.id));
  if (held.has(id)) return settle(root, live);
  live.local = rebalanced(weights, id, percent, held);
  live.waiting = { id, percent: live.local[id] };
  paint(root, live.local, id);
  flush(live);
}

function rebalanced(weights, id, percent, held) {
  const sum = (names) => names.reduce((total, name) => total + weights[name], 0);
  const names = Object.keys(weights);
  const free = names.filter((name) => name !== id && !held.has(name));
  const room = Math.max(0, 100 - sum(names.filter((name) => held.has(name))));
  const moved = free.length ? Math.min(percent, room) : room;
  const before = sum(free);
  const after = { ...weights, [id]: moved };
  for (const name of free) after[name] = before > 0 ? ((room - moved) * weights[name]) / before : (room - moved) / free.length;
  return after;
}

/** Send the last position once the server has answered the one before: it draws each, and is never overrun. */
function flush(live) {
  clearTimeout(live.timer);
  if (!live.waiting) return;
  const now = performance.now();
  const answered = live.heard >= live.number;
  const due = live.sent + (answered ? FRAME_MS : PATIENCE_MS);
  if (now < due) {
    live.timer = setTimeout(() => flush(live), due - now);
    return;
  }
  const { id, percent } = live.waiting;
  live.waiting = null;
  live.send("weight", id, percent);
}

/** Show the server's numbers, unless the user is ahead of it. */
function settle(root, live) {
  const { data } = live;
  const ahead = live.waiting || live.heard < live.number || live.held;
  if (!ahead) live.local = null;
  const weights = live.local ?? Object.fromEntries(data.rows.map((row) => [row.id, row.percent]));
  paint(root, weights, live.held, live.local ? null : data.rows);
  for (const row of data.rows) {
    const item = root.querySelector(`[data-row="${CSS.escape(row.id)}"]`);
    const lock = item.querySelector(".lock");
    lock.setAttribute("aria-pressed", String(row.locked));
    for (const input of item.querySelectorAll(".line input")) input.disabled = row.locked;
    item.querySelector(".title").setAttribute("aria-expanded", String(row.id === data.opened));
    item.querySelector(".changed").textContent = row.changed ? data.words.changed : "";
  }
  if (data.detail) curve(root, live);
}

function paint(root, weights, moving, rows = null) {
  const shown = rows ? Object.fromEntries(rows.map((row) => [row.id, row.shown])) : whole(weights);
  for (const [id, percent] of Object.entries(weights)) {
    const item = root.querySelector(`[data-row="${CSS.escape(id)}"]`);
    if (!item) continue;
    const [slider, number] = item.querySelectorAll(".line input");
    if (id !== moving) slider.value = percent;
    slider.style.setProperty("--share", `${percent}%`);
    if (number.getRootNode().activeElement !== number || !moving) number.value = shown[id];
  }
}

/** Round to whole numbers of the same sum, the largest remainders up. */
function whole(weights) {
  const names = Object.keys(weights);
  const down = Object.fromEntries(names.map((name) => [name, Math.floor(weights[name])]));
  let missing = Math.round(names.reduce((sum, name) => sum + weights[name] - down[name], 0));
  for (const name of [...names].sort((a, b) => weights[b] - down[b] - (weights[a] - down[a]))) if (missing-- > 0) down[name] += 1;
  return down;
}

// ----------------------------------------------------------------------------------------- the opened criterion

function detail(content, row, live) {
  const { words } = live.data;
  const kind = label(node("select", { dataset: { name: "kind" } }), content.kind_label);
  kind.append(...content.kinds.map(([id, title]) => new Option(title, id, false, id === content.kind)));
  kind.onchange = () => live.send("shape", row.id, kind.value);
  const buttons = node("div", { className: "buttons" }, [kind]);
  const button = (text, name, act) => {
    const made = node("button", { type: "button", className: "plain", textContent: text, dataset: { name } });
    made.onclick = act;
    buttons.append(made);
  };
  const points = () => live.data.detail.points;
  if (content.many) {
    button(content.add_anchor, "more", () => live.send("anchors", row.id, halved(points())));
    if (content.points.length > 2) button(content.remove_anchor, "fewer", () => live.send("anchors", row.id, points().slice(0, -1)));
  }
  if (content.undo) button(content.undo, "undo", () => live.send("unshape", row.id));
  button(words.remove, "remove", () => live.send("remove", row.id));
  const numbers = node("div", { className: "numbers" }, content.numbers.map((number, k) => {
    const input = node("input", { type: "number", step: "any", dataset: { name: `anchor ${k}` } });
    input.onchange = () => {
      const next = points().map((point) => [...point]);
      const value = Number.isFinite(input.valueAsNumber) ? input.valueAsNumber : null;
      for (const [point, part] of live.data.detail.numbers[k].at) next[point][part] = value;
      live.send("anchors", row.id, next);
    };
    return node("label", {}, [node("span", { textContent: number.label }), input]);
  }));
  return node("div", { className: "detail" }, [
    node("p", { className: "text" }),
    node("p", { className: "reason" }),
    node("div", { className: "chart" }, [
      node("div", { className: "values", ariaHidden: "true" }, [node("span", { textContent: "100" }), node("span", { textContent: "0" })]),
      picture(),
      node("div", { className: "ends", ariaHidden: "true" }, [node("span"), node("span")]),
    ]),
    node("p", { className: "chosen" }),
    numbers,
    node("p", { className: "problem", role: "alert" }),
    buttons,
  ]);
}

/** Put an anchor half way between the last two. */
function halved(points) {
  const [[x0, v0], [x1, v1]] = points.slice(-2);
  return [...points.slice(0, -1), [(x0 + x1) / 2, (v0 + v1) / 2], points.at(-1)];
}

function picture() {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 100 100");
  svg.setAttribute("preserveAspectRatio", "none");
  svg.setAttribute("role", "img");
  return svg;
}

/** Draw the curve that the server worked out, and where the sites lie on it. */
function curve(root, live) {
  const { detail: content, opened } = live.data;
  const box = root.querySelector(`[data-row="${CSS.escape(opened)}"] .detail`);
  box.querySelector(".text").textContent = content.text;
  box.querySelector(".reason").textContent = content.reason;
  box.querySelector(".chosen").textContent = content.chosen;
  box.querySelector(".problem").textContent = content.problem;
  const [low, high] = box.querySelectorAll(".ends span");
  low.textContent = content.low_text;
  high.textContent = content.high_text;
  const at = (x) => (100 * (x - content.low)) / (content.high - content.low);
  const svg = box.querySelector("svg");
  svg.setAttribute("aria-label", content.curve_label);
  const path = (d, className) => {
    const made = document.createElementNS(SVG, "path");
    made.setAttribute("d", d);
    made.setAttribute("class", className);
    return made;
  };
  const tick = (one, from, to) => `M${at(one.x)},${from}V${to}`;
  const points = content.curve.map(([x, value]) => `${at(x)},${100 - 100 * value}`);
  const out = content.ticks.filter((one) => one.out);
  const ranked = content.ticks.filter((one) => !one.out);
  svg.replaceChildren(
    path(`M0,100L${points.join("L")}L100,100Z`, "under"),
    path(out.map((one) => tick(one, 92, 100)).join(""), "out"),
    path(ranked.map((one) => tick(one, 86, 100)).join(""), "tick"),
    path(content.ticks.filter((one) => one.selected).map((one) => tick(one, 0, 100)).join(""), "selected"),
    path(`M${points.join("L")}`, "curve"),
  );
  // What was refused stays, for the user to correct.
  if (!content.problem) box.querySelectorAll(".numbers input").forEach((input, k) => (input.value = content.numbers[k].value));
}

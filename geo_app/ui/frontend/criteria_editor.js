// Weights that keep to 100 %, and the opened criterion's curve. The server's numbers are the truth; while a slider
// moves, the same rule is applied here so that the others follow the finger.
const FRAME_MS = 80;
const PATIENCE_MS = 1500;
const LOST_MS = 6000;
const SVG = "http://www.w3.org/2000/svg";

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".criteria");
  const live = (root.live ??= { root, queue: [], number: 0, heard: 0, sent: 0, built: 0, held: null, grip: null });
  live.data = data;
  live.tell = (event) => setTriggerValue("change", event);
  live.heard = Math.max(live.heard, data.heard);
  const shape = JSON.stringify([data.words, data.profile, data.rows.map((row) => row.id), data.more, data.opened,
    data.detail?.kind, data.detail?.points.length]);
  if (live.shape !== shape) {
    live.shape = shape;
    live.built = data.heard;
    live.grip = null;
    build(live);
  }
  settle(live);
  flush(live);
}

const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
const rowOf = (live, id) => live.root.querySelector(`[data-row="${CSS.escape(id)}"]`);

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

function button(text, name, act) {
  const made = node("button", { type: "button", className: "plain", textContent: text, dataset: { name } });
  made.onclick = act;
  return made;
}

// ---------------------------------------------------------------------------------------- to the server and back

/** Tell what the user did, in order; of one thing that moves only the last position waits. */
function push(live, kind, criterion, value) {
  if (kind !== "weight") live.base = null;
  const last = live.queue.at(-1);
  if (last && last.kind === kind && last.criterion === criterion && kind !== "lock") live.queue.pop();
  live.queue.push({ kind, criterion, value });
  flush(live);
}

/** Send the next event once the server has answered the one before: it draws each, and is never overrun. */
function flush(live) {
  clearTimeout(live.timer);
  if (!live.queue.length) return;
  const now = performance.now();
  const due = live.sent + (live.heard >= live.number ? FRAME_MS : PATIENCE_MS);
  if (now < due) {
    live.timer = setTimeout(() => flush(live), due - now);
    return;
  }
  live.number = Math.max(live.number, live.data.heard) + 1;
  live.sent = now;
  live.tell({ number: live.number, ...live.queue.shift() });
}

/** Whether the user has done what the server has not answered yet. */
function ahead(live) {
  const unanswered = live.heard < live.number && performance.now() < live.sent + LOST_MS;
  return Boolean(live.queue.length || live.held || live.grip || unanswered);
}

/** Show the server's numbers, unless the user is ahead of it. */
function settle(live) {
  const { data } = live;
  if (!ahead(live)) {
    const moved = live.local && data.rows.some((row) => !(Math.abs(row.percent - live.local[row.id]) < 0.01));
    if (moved) live.base = null;
    live.local = null;
  }
  paint(live, live.local ?? weightsOf(data), live.local ? null : data.rows);
  for (const row of data.rows) {
    const item = rowOf(live, row.id);
    item.querySelector(".lock").setAttribute("aria-pressed", String(row.locked));
    for (const input of item.querySelectorAll(".line input")) input.disabled = row.locked;
    item.querySelector(".title").setAttribute("aria-expanded", String(row.id === data.opened));
    item.querySelector(".changed").textContent = row.changed ? data.words.changed : "";
  }
  if (data.detail) curve(live);
}

// ---------------------------------------------------------------------------------------------------- the rows

/** Draw anew what a change of rows or of the opened criterion changes; the focus stays. */
function build(live) {
  const { data, root } = live;
  const focused = root.getRootNode().activeElement?.dataset?.name;
  const list = node("ul", {}, data.rows.map((row) => line(row, live)));
  label(list, data.words.weights);
  const foot = node("div", { className: "foot" });
  if (data.more.length) foot.append(adder(live));
  foot.append(button(data.words.reset, "reset", () => push(live, "reset")));
  root.replaceChildren(list, foot);
  if (focused) root.querySelector(`[data-name="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
}

function line(row, live) {
  const { words, opened, detail: content } = live.data;
  const told = { criterion: row.title };
  const open = node("button", { type: "button", className: "title", dataset: { name: `open ${row.id}` } }, [
    node("span", { className: "mark", ariaHidden: "true" }),
    node("span", { textContent: row.title }),
    node("small", { className: "changed" }),
  ]);
  open.onclick = () => push(live, "open", live.data.opened === row.id ? "" : row.id);
  const input = (type) =>
    label(node("input", { type, min: 0, max: 100, step: 1, dataset: { name: `${type} ${row.id}` } }), fill(words.weight, told));
  const slider = input("range");
  slider.oninput = () => move(live, row.id, slider.valueAsNumber);
  slider.onpointerdown = () => (live.held = row.id);
  slider.onpointerup = slider.onpointercancel = () => {
    live.held = null;
    settle(live);
  };
  const number = input("number");
  number.oninput = () => (number.dirty = true);
  number.onchange = number.onblur = () => {
    if (number.dirty && Number.isFinite(number.valueAsNumber))
      move(live, row.id, Math.min(100, Math.max(0, number.valueAsNumber)));
    number.dirty = false;
    settle(live);
  };
  const lock = label(node("button", { type: "button", className: "lock", dataset: { name: `lock ${row.id}` } }), fill(words.lock, told));
  lock.onclick = () => push(live, "lock", row.id);
  const item = node("li", { dataset: { row: row.id } }, [
    node("div", { className: "line" }, [open, slider, node("span", { className: "percent" }, [number, "%"]), lock]),
  ]);
  if (opened === row.id) item.append(detail(content, row, live));
  return item;
}

function adder(live) {
  const { words, more } = live.data;
  const select = label(node("select", { dataset: { name: "add" } }), words.add);
  select.append(new Option(words.add, ""), ...more.map(([id, title]) => new Option(title, id)));
  select.onchange = () => {
    if (select.value) push(live, "add", select.value);
    select.value = "";
  };
  return select;
}

// ------------------------------------------------------------------------------------------------ weights

const weightsOf = (data) => Object.fromEntries(data.rows.map((row) => [row.id, row.percent]));

/** Move one weight here at once, from where all were before it left, and tell the server. */
function move(live, id, percent) {
  const held = new Set(live.data.rows.filter((row) => row.locked).map((row) => row.id));
  if (held.has(id)) return;
  if (live.base?.id !== id) live.base = { id, weights: live.local ?? weightsOf(live.data) };
  live.local = rebalanced(live.base.weights, id, percent, held);
  paint(live, live.local);
  push(live, "weight", id, live.local[id]);
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

function paint(live, weights, rows = null) {
  const shown = rows ? Object.fromEntries(rows.map((row) => [row.id, row.shown])) : whole(weights);
  for (const [id, percent] of Object.entries(weights)) {
    const item = rowOf(live, id);
    if (!item) continue;
    const [slider, number] = item.querySelectorAll(".line input");
    if (id !== live.held) slider.value = percent;
    slider.style.setProperty("--share", `${percent}%`);
    if (!number.dirty) number.value = shown[id];
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
  const kind = node("select", { dataset: { name: "kind" } });
  kind.append(...content.kinds.map(([id, title]) => new Option(title, id, false, id === content.kind)));
  kind.onchange = () => push(live, "shape", row.id, kind.value);
  const points = () => live.data.detail.points;
  const anchors = (next) => push(live, "anchors", row.id, next);
  const buttons = [];
  if (content.many) {
    buttons.push(button(content.add_anchor, "more", () => anchors(halved(points()))));
    if (content.points.length > 2) buttons.push(button(content.remove_anchor, "fewer", () => anchors(points().slice(0, -1))));
  }
  buttons.push(button(content.undo, "undo", () => push(live, "unshape", row.id)));
  buttons.push(button(words.remove, "remove", () => push(live, "remove", row.id)));
  const source = node("a", { target: "_blank", rel: "noopener noreferrer" });
  const reason = node("p", { className: "reason" }, [node("span"), " ", source]);
  const svg = document.createElementNS(SVG, "svg");
  for (const [name, value] of [["viewBox", "0 0 100 100"], ["preserveAspectRatio", "none"], ["role", "img"]]) svg.setAttribute(name, value);
  const values = node("div", { className: "values", ariaHidden: "true" }, [node("span", { textContent: "100" }), node("span", { textContent: "0" })]);
  const box = node("div", { className: "detail" }, [
    node("p", { className: "text" }),
    reason,
    node("div", { className: "chart" }, [
      values,
      node("div", { className: "plot" }, [svg, ...content.handles.map((_, k) => handle(k, row, live))]),
      node("div", { className: "ends", ariaHidden: "true" }, [node("span"), node("span")]),
    ]),
    node("p", { className: "chosen" }),
    node("div", { className: "numbers" }, [
      node("label", { className: "kind" }, [node("span", { textContent: content.kind_label }), kind]),
      ...content.numbers.map((number, k) => numberField(number, k, row, live)),
    ]),
    node("p", { className: "problem", role: "alert" }),
    node("div", { className: "buttons" }, buttons),
  ]);
  return box;
}

function numberField(number, k, row, live) {
  const input = node("input", { type: "number", step: "any", dataset: { name: `anchor ${k}` } });
  input.oninput = () => (input.dirty = true);
  input.onchange = () => {
    input.dirty = false;
    push(live, "anchors", row.id, written(live, row.id));
  };
  return node("label", {}, [node("span", { textContent: number.label }), input]);
}

/** Read the points from the fields: what was refused before counts together with what is new. */
function written(live, id) {
  const { points, numbers } = live.data.detail;
  const next = points.map((point) => [...point]);
  rowOf(live, id).querySelectorAll(".numbers input").forEach((input, k) => {
    const value = Number.isFinite(input.valueAsNumber) ? input.valueAsNumber : null;
    for (const [point, part] of numbers[k].at) next[point][part] = value;
  });
  return next;
}

/** Put an anchor half way between the last two. */
function halved(points) {
  const [[x0, v0], [x1, v1]] = points.slice(-2);
  return [...points.slice(0, -1), [(x0 + x1) / 2, (v0 + v1) / 2], points.at(-1)];
}

/** Make an anchor that can be dragged; the fields below do the same by keyboard. */
function handle(k, row, live) {
  const made = node("span", { className: "handle", ariaHidden: "true" });
  made.onpointerdown = (event) => {
    const { low, high } = live.data.detail;
    made.setPointerCapture(event.pointerId);
    live.grip = { k, low, high };
    event.preventDefault();
  };
  made.onpointermove = (event) => live.grip?.k === k && drag(made, event, row, live);
  made.onpointerup = made.onpointercancel = () => {
    live.grip = null;
    settle(live);
  };
  return made;
}

function drag(made, event, row, live) {
  const { low, high } = live.grip;
  const { handles, points, numbers } = live.data.detail;
  const one = handles[live.grip.k];
  const frame = made.parentElement.getBoundingClientRect();
  const share = (part, all) => Math.min(1, Math.max(0, part / all));
  const step = 10 ** Math.floor(Math.log10((high - low) / 50));
  const [from, to] = one.between;
  const free = low + share(event.clientX - frame.left, frame.width) * (high - low);
  const between = Math.min(to === null ? Infinity : to - step, Math.max(from === null ? -Infinity : from + step, free));
  // A number of steps of a power of ten, written without the digits that binary fractions add.
  const x = Number((Math.round(between / step) * step).toPrecision(12));
  const y = one.free ? Math.round(100 * share(frame.bottom - event.clientY, frame.height)) : null;
  const next = points.map((point, k) => (one.points.includes(k) ? [x, y ?? point[1]] : point));
  place(made, { x, y: y ?? one.y }, live.grip);
  rowOf(live, row.id).querySelectorAll(".numbers input").forEach((input, k) => {
    const [point, part] = numbers[k].at[0];
    input.value = next[point][part];
  });
  push(live, "anchors", row.id, next);
}

function place(made, { x, y }, { low, high }) {
  made.style.left = `${(100 * (x - low)) / (high - low)}%`;
  made.style.top = `${100 - y}%`;
}

/** Draw the curve that the server worked out, and where the sites lie on it. */
function curve(live) {
  const { detail: content, opened } = live.data;
  const box = rowOf(live, opened).querySelector(".detail");
  const view = live.grip ?? content;
  const set = (name, text) => {
    const found = box.querySelector(name);
    if (found.textContent !== text) found.textContent = text;
  };
  set(".text", content.text);
  set(".reason span", content.reason);
  set(".reason a", content.source_label);
  set(".chosen", content.chosen);
  // Of what was wrong before this was drawn anew nothing is left in the fields.
  const problem = live.data.heard > live.built ? content.problem : "";
  set(".problem", problem);
  const link = box.querySelector(".reason a");
  link.hidden = !content.source;
  if (content.source) link.href = content.source;
  box.querySelector("[data-name=undo]").hidden = !content.changed;
  if (!live.grip) {
    set(".ends span:first-child", content.low_text);
    set(".ends span:last-child", content.high_text);
  }
  sketch(box.querySelector("svg"), content, view);
  if (!problem && !ahead(live)) {
    box.querySelectorAll(".numbers input").forEach((input, k) => input.dirty || (input.value = content.numbers[k].value));
    box.querySelectorAll(".handle").forEach((made, k) => place(made, content.handles[k], view));
  }
}

function sketch(svg, content, { low, high }) {
  const at = (x) => Math.round((1e4 * (x - low)) / (high - low)) / 100;
  const path = (d, className) => {
    const made = document.createElementNS(SVG, "path");
    made.setAttribute("d", d);
    made.setAttribute("class", className);
    return made;
  };
  const ticks = (places, top) => places.map((x) => `M${at(x)},${top}V100`).join("");
  const line = content.curve.map(([x, value]) => `${at(x)},${100 - 100 * value}`).join("L");
  const [first, last] = [content.curve[0][0], content.curve.at(-1)[0]].map(at);
  svg.setAttribute("aria-label", content.curve_label);
  svg.replaceChildren(
    path(`M${first},100L${line}L${last},100Z`, "under"),
    path(ticks(content.out, 92), "out"),
    path(ticks(content.ticks, 86), "tick"),
    path(content.chosen_at === null ? "" : ticks([content.chosen_at], 0), "selected"),
    path(`M${line}`, "curve"),
  );
}

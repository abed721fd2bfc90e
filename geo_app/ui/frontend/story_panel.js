// The views of a story: names and notes are fields; what the map looks at comes from the map itself.
export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".story");
  const { words } = data;
  const make = (tag, values, ...children) => {
    const node = Object.assign(document.createElement(tag), values);
    node.append(...children.filter((child) => child != null && child !== ""));
    return node;
  };
  const button = (text, act, values) => make("button", { type: "button", textContent: text, onclick: act, ...values });
  // `at` makes each event another one: Streamlit passes over a trigger that repeats the last.
  const send = (act, number = -1, text = "", view = null) => setTriggerValue("act", { act, number, text, view, at: Date.now() });
  const sight = () => (window.geoApp?.map ? JSON.parse(JSON.stringify(window.geoApp.view())) : null);

  if (!root.firstChild) {
    root.append(
      make("p", { className: "intro" }),
      make("div", { className: "acts" }),
      make("div", { className: "told" }),
      make("ol", {}),
    );
    root.children[2].setAttribute("role", "status");
  }
  const [intro, acts, told, list] = root.children;
  intro.textContent = words.intro;

  // ---- the views
  const rows = JSON.stringify([data.rows, words]);
  if (list.dataset.rows !== rows) {
    const active = list.getRootNode().activeElement;
    const held = list.contains(active) && [active.dataset.number, active.dataset.part];
    list.dataset.rows = rows;
    list.replaceChildren(...data.rows.map(row));
    list.hidden = !data.rows.length;
    if (held) list.querySelector(`[data-number="${held[0]}"][data-part="${held[1]}"]:enabled`)?.focus();
  }

  function row(view, number) {
    const name = `${number + 1}. ${view.title}`;
    const mark = (node, part) => {
      Object.assign(node.dataset, { number, part });
      return node;
    };
    const field = (tag, part, values) => {
      const input = make(tag, { value: view[part], maxLength: data.most[part], ariaLabel: `${words[part]}: ${name}`, ...values });
      input.onchange = () => send(part, number, input.value);
      input.onkeydown = (event) => {
        if (event.key === "Escape") input.value = view[part];
        if (event.key === "Enter" && tag === "input") input.blur();
      };
      return mark(input, part);
    };
    const icon = (part, path, act, disabled = false) => {
      const node = button("", act, { ariaLabel: `${words[part]}: ${name}`, title: words[part], disabled });
      node.innerHTML = `<svg viewBox="-10 -10 20 20" aria-hidden="true"><path d="${path}"/></svg>`;
      return mark(node, part);
    };
    return make(
      "li",
      {},
      make("span", { className: "number", textContent: number + 1 }),
      field("input", "title", { type: "text" }),
      make(
        "span",
        { className: "tools" },
        icon("go", "M-6,0H6M1,-5L6,0L1,5", () => send("go", number), !view.fits),
        icon("replace", "M6,-2A6.3,6.3 0 1 0 6,3M6,-7V-2H1", () => send("replace", number, "", sight())),
        icon("up", "M0,6V-6M-5,-1L0,-6L5,-1", () => send("up", number), number === 0),
        icon("down", "M0,-6V6M-5,1L0,6L5,1", () => send("down", number), number === data.rows.length - 1),
        icon("remove", "M-5,-5L5,5M5,-5L-5,5", () => send("remove", number)),
      ),
      make("small", { textContent: view.fits ? view.what : words.unfit, className: view.fits ? "" : "bad" }),
      field("textarea", "note", { rows: 2, placeholder: words.note }),
    );
  }

  // ---- what came of it, save, open
  told.replaceChildren(
    ...[
      data.problem && make("p", { className: "bad", textContent: data.problem }),
      data.full && make("p", { className: "notes", textContent: words.full }),
      !data.rows.length && make("p", { textContent: words.empty }),
      data.removed && make("p", {}, `${data.removed} `, button(words.undo, () => send("undo"))),
    ].filter(Boolean),
  );
  const file = make("input", { type: "file", accept: ".json", hidden: true, tabIndex: -1, ariaLabel: words.load });
  file.onchange = async () => {
    const [chosen] = file.files;
    if (!chosen) return;
    if (chosen.size > data.most.bytes) told.replaceChildren(make("p", { className: "bad", textContent: words.too_large }));
    else send("load", -1, await chosen.text(), chosen.name);
    file.value = "";
  };
  const save = () => {
    const url = URL.createObjectURL(new Blob([data.saved], { type: "application/json" }));
    make("a", { href: url, download: data.file }).click();
    setTimeout(() => URL.revokeObjectURL(url), 1000);
  };
  const actions = JSON.stringify([words, data.full, Boolean(data.saved)]);
  if (acts.dataset.actions !== actions) {
    acts.dataset.actions = actions;
    acts.replaceChildren(
      button(words.add, () => send("add", -1, "", sight()), { className: "first", disabled: data.full }),
      button(words.load, () => acts.querySelector("input").click()),
      button(words.save, () => acts.save(), { disabled: !data.saved }),
      file,
    );
  } else acts.querySelector("input").onchange = file.onchange;
  acts.save = save;
}

// The user's own sites: a list whose names and places are fields, a box to paste into, save and load.
// What is written in a field stays until it is taken: a new list does not touch the box.
export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".own");
  const { words } = data;
  const make = (tag, values, ...children) => {
    const node = Object.assign(document.createElement(tag), values);
    node.append(...children.filter((child) => child != null && child !== ""));
    return node;
  };
  const button = (text, act, values) => make("button", { type: "button", textContent: text, onclick: act, ...values });

  if (!root.firstChild) {
    root.append(
      make("ul", {}),
      make("div", { className: "told" }),
      make("label", { className: "paste" }, make("span", {}), make("textarea", { rows: 3, spellcheck: false }), make("small", {})),
      make("div", { className: "acts" }),
    );
  }
  const [list, told, paste, acts] = root.children;
  const [title, box, help] = paste.children;
  const send = (trigger, id, text) => setTriggerValue(trigger, { id, text });

  // ---- the list
  const rows = JSON.stringify([data.rows, words]);
  if (list.dataset.rows !== rows) {
    const active = list.getRootNode().activeElement;
    const held = list.contains(active) && [active.dataset.id, active.dataset.part];
    list.dataset.rows = rows;
    list.replaceChildren(...data.rows.map(row));
    list.hidden = !data.rows.length;
    if (held) list.querySelector(`[data-id="${held[0]}"][data-part="${held[1]}"]`)?.focus();
  }

  function row(site) {
    const part = (name) => ({ id: site.id, part: name });
    const field = (name, text, trigger) => {
      const input = make("input", { type: "text", value: text, className: name, ariaLabel: `${words[name]}: ${site.name}` });
      Object.assign(input.dataset, part(name));
      input.maxLength = name === "name" ? 80 : 2000;
      input.onchange = () => (input.value.trim() ? send(trigger, site.id, input.value) : (input.value = text));
      input.onkeydown = (event) => {
        if (event.key === "Enter") input.blur();
        if (event.key === "Escape") input.value = text;
      };
      return input;
    };
    const icon = (name, path, act) => {
      const node = button("", act, { ariaLabel: `${words[name]}: ${site.name}`, title: words[name] });
      node.innerHTML = `<svg viewBox="-10 -10 20 20" aria-hidden="true"><path d="${path}"/></svg>`;
      Object.assign(node.dataset, part(name));
      return node;
    };
    const item = make(
      "li",
      {},
      icon("show", "M0,8C-4,2 -5.5,0 -5.5,-3A5.5,5.5 0 1 1 5.5,-3C5.5,0 4,2 0,8Z", () => send("select", site.id, "")),
      field("name", site.name, "rename"),
      icon("remove", "M-5,-5L5,5M5,-5L-5,5", () => send("remove", site.id, "")),
      make("span", { className: "where" }, field("place", site.place, "move"), site.area && make("span", { textContent: site.area })),
    );
    if (site.selected) item.setAttribute("aria-current", "true");
    return item;
  }

  // ---- what came of the last change
  const lines = (className, texts) =>
    texts.length ? make("ul", { className }, ...texts.map((text) => make("li", { textContent: text }))) : null;
  const report = JSON.stringify([data.count, data.removed, words]);
  if (told.dataset.report !== report) {
    told.dataset.report = report;
    told.setAttribute("role", "status");
    const undo = data.removed
      ? make("p", {}, `${data.removed} `, button(words.undo, () => send("undo", "", "undo")))
      : null;
    told.replaceChildren(
      ...[
        data.rows.length ? null : make("p", { textContent: words.empty }),
        data.added && make("p", { className: "good", textContent: data.added }),
        lines("bad", data.problems),
        lines("notes", data.notes),
        undo,
      ].filter(Boolean),
    );
    if (data.rest !== null && root.dataset.count !== undefined && root.dataset.count !== String(data.count)) {
      box.value = [root.dataset.kept, data.rest].filter(Boolean).join("\n");
    }
    delete root.dataset.kept;
    root.dataset.count = data.count;
  }

  // ---- paste, save, load
  title.textContent = words.paste;
  help.textContent = words.paste_help;
  const add = () => (box.value.trim() ? send("paste", "", box.value) : box.focus());
  box.onkeydown = (event) => event.key === "Enter" && (event.ctrlKey || event.metaKey) && add();
  const file = make("input", { type: "file", accept: ".geojson,.json,.txt,.csv,.wkt", hidden: true, tabIndex: -1 });
  file.ariaLabel = words.load;
  file.onchange = async () => {
    const [chosen] = file.files;
    if (!chosen) return;
    if (chosen.size > 4 * data.most) told.replaceChildren(make("ul", { className: "bad" }, make("li", { textContent: words.too_large })));
    else {
      root.dataset.kept = box.value; // what a file brings does not take the place of what is written
      send("paste", "", await chosen.text());
    }
    file.value = "";
  };
  const save = () => {
    const url = URL.createObjectURL(new Blob([data.saved], { type: "application/geo+json" }));
    make("a", { href: url, download: "sites.geojson" }).click();
    setTimeout(() => URL.revokeObjectURL(url), 1000);
  };
  acts.replaceChildren(
    button(words.add, add, { className: "first" }),
    button(words.load, () => file.click()),
    button(words.save, save, { disabled: !data.saved }),
    file,
  );
}

// Suggestions below the search field, from /search.json. Without this script the form leads to a page of results.
// The pattern is the combobox of the ARIA Authoring Practices: focus stays in the field, arrows move in the list.
"use strict";

(() => {
  const field = document.getElementById("q");
  const list = document.getElementById("suggestions");
  if (!field || !list) return;
  const WAIT = 120;
  let asking = null;
  let timer = 0;
  let active = -1;

  const options = () => [...list.querySelectorAll("[role=option]")];

  function close() {
    list.hidden = true;
    active = -1;
    field.setAttribute("aria-expanded", "false");
    field.removeAttribute("aria-activedescendant");
  }

  function element(name, text, attributes) {
    const made = document.createElement(name);
    made.textContent = text;
    for (const [key, value] of Object.entries(attributes)) if (value) made.setAttribute(key, value);
    return made;
  }

  function option(item, number) {
    const row = element("div", "", { role: "option", id: `suggestion-${number}`, "aria-selected": "false" });
    row.dataset.page = item.page;
    row.append(element("span", item.label, { lang: item.language }));
    if (item.notes.length) row.append(" ", element("span", item.notes.join(" · "), { class: "note" }));
    return row;
  }

  function show(answer) {
    list.replaceChildren();
    let number = 0;
    for (const group of answer.groups) {
      const box = element("div", "", { role: "group", "aria-labelledby": `suggested-${group.kind}` });
      box.append(element("div", group.label, { id: `suggested-${group.kind}`, class: "heading", role: "presentation" }));
      for (const item of group.items) if (item.page) box.append(option(item, number++));
      list.append(box);
    }
    active = -1;
    field.removeAttribute("aria-activedescendant");
    list.hidden = number === 0;
    field.setAttribute("aria-expanded", String(number > 0));
  }

  async function ask() {
    asking?.abort();
    const question = field.value.trim();
    if (!question) return close();
    asking = new AbortController();
    const { signal } = asking;
    try {
      const answer = await fetch(`${field.form.getAttribute("action")}.json?q=${encodeURIComponent(question)}`, { signal });
      if (answer.ok) show(await answer.json());
      else close();
    } catch {
      // Somebody typed on, or the site cannot be reached: the form still works.
      if (!signal.aborted) close();
    }
  }

  function move(step) {
    const rows = options();
    if (list.hidden || !rows.length) return;
    rows[active]?.setAttribute("aria-selected", "false");
    active = (active + step + rows.length + (active < 0 && step < 0 ? 1 : 0)) % rows.length;
    rows[active].setAttribute("aria-selected", "true");
    rows[active].scrollIntoView({ block: "nearest" });
    field.setAttribute("aria-activedescendant", rows[active].id);
  }

  field.setAttribute("role", "combobox");
  field.setAttribute("aria-autocomplete", "list");
  field.setAttribute("aria-expanded", "false");
  field.setAttribute("aria-controls", list.id);
  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT);
  });
  field.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      move(event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      close();
    } else if (event.key === "Enter" && active >= 0) {
      event.preventDefault();
      location.assign(options()[active].dataset.page);
    }
  });
  // The field keeps the focus, so that a click is not lost to the list's closing.
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const row = event.target.closest("[role=option]");
    if (row) location.assign(row.dataset.page);
  });
  field.addEventListener("blur", close);
})();

"use strict";
(() => {
  const form = document.querySelector("form");
  const table = document.querySelector("table");
  if (!form || !table) return;
  const body = table.tBodies[0];
  const rows = [...body.rows];
  const texts = new Map(rows.map((row) => [row, row.textContent.toLowerCase()]));
  const shown = form.querySelector("output");

  const filter = () => {
    const { severity, rule, file, standing, text } = form.elements;
    const wanted = text.value.trim().toLowerCase();
    let count = 0;
    for (const row of rows) {
      const fits =
        (!severity.value || row.dataset.severity === severity.value) &&
        (!rule.value || row.dataset.rule === rule.value) &&
        (!file.value || JSON.parse(row.dataset.files).includes(file.value)) &&
        (!standing.value || row.dataset.standing === standing.value) &&
        texts.get(row).includes(wanted);
      row.hidden = !fits;
      count += fits ? 1 : 0;
    }
    shown.value = `${count} / ${rows.length} ${shown.dataset.word}`;
  };

  const sort = (head, column) => {
    const down = head.getAttribute("aria-sort") === "ascending";
    for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", down ? "descending" : "ascending");
    const key = (row) => row.cells[column].dataset.key ?? row.cells[column].textContent.trim();
    const compare = new Intl.Collator(document.documentElement.lang, { numeric: true }).compare;
    const sorted = rows.map((row) => [key(row), row]).sort((one, two) => compare(one[0], two[0]));
    body.append(...(down ? sorted.reverse() : sorted).map(([, row]) => row));
  };

  [...table.tHead.rows[0].cells].forEach((head, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.title = table.dataset.sort;
    button.textContent = head.textContent;
    button.addEventListener("click", () => sort(head, column));
    head.replaceChildren(button);
  });
  form.addEventListener("input", filter);
  form.addEventListener("change", filter);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.hidden = false;
  filter();
})();

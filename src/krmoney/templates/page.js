/* What a page of its own does beside showing: its tables sort, and lead to the text and back. Nothing is fetched. */
"use strict";

/* The first number of a cell, or its words; what is empty stands last. */
function keyOf(cell) {
  const number = /-?[\d,]+(?:\.\d+)?/.exec(cell.textContent.replaceAll("−", "-"));
  return cell.classList.contains("krm-number") ? (number ? Number(number[0].replaceAll(",", "")) : null) : cell.textContent || null;
}

function compare(one, two) {
  return typeof one === "number" ? one - two : one.localeCompare(two, "ko");
}

/* Sort by a column: first from the largest number or the first word, then the other way round, then as in the text. */
function makeSortable(table) {
  const body = table.tBodies[0];
  const written = [...body.rows];
  const heads = [...table.tHead.rows[0].cells];
  heads.forEach((head, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    const ways = head.classList.contains("krm-number") ? ["descending", "ascending"] : ["ascending", "descending"];
    button.addEventListener("click", () => {
      const way = ways[ways.indexOf(head.getAttribute("aria-sort")) + 1];
      heads.forEach((each) => each.removeAttribute("aria-sort"));
      if (!way) return body.append(...written);
      head.setAttribute("aria-sort", way);
      const sign = way === "ascending" ? 1 : -1;
      const keys = new Map(written.map((row) => [row, keyOf(row.cells[column])]));
      const [full, empty] = [written.filter((row) => keys.get(row) !== null), written.filter((row) => keys.get(row) === null)];
      body.append(...full.sort((one, two) => sign * compare(keys.get(one), keys.get(two))), ...empty);
    });
  });
  table.classList.add("krm-sorts");
}

/* Lead from the rows of a table to the figures of the text, and from these to the rows. */
function makeLinks(box, name) {
  const marks = new Map([...box.querySelectorAll("mark[data-at]")].map((mark) => [mark.dataset.at, mark]));
  for (const row of box.querySelectorAll("tr[data-at]")) {
    const mark = marks.get(row.dataset.at);
    if (!mark) continue;
    mark.id = `${name}-text-${row.dataset.at}`;
    const link = document.createElement("a");
    link.href = `#${mark.id}`;
    link.append(...row.cells[0].childNodes);
    row.cells[0].append(link);
    if (mark.dataset.row) continue; /* of several rows the first is about the whole figure */
    row.id = mark.dataset.row = `${name}-row-${row.dataset.at}`;
  }
}

function show(id) {
  document.getElementById(id)?.closest("details")?.setAttribute("open", "");
  location.hash = id;
}

/* Give what has been written below an element its links and its order. */
function enliven(root) {
  root.querySelectorAll(".krm").forEach((box, index) => {
    box.querySelectorAll(".krm-folds").forEach((table) => table.tHead && makeSortable(table));
    makeLinks(box, `figures-${index}`);
  });
}

/* A tap shows what is known of a figure; a click, where the pointer has shown it, and the Enter key lead to its row. */
document.addEventListener("click", (event) => {
  const mark = event.target.closest("mark[data-row]");
  const link = event.target.closest(".krm-table a");
  if (link) {
    event.preventDefault();
    show(link.hash.slice(1));
    document.getElementById(link.hash.slice(1)).focus();
  } else if (mark && getSelection().isCollapsed && matchMedia("(hover: hover)").matches) show(mark.dataset.row);
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && event.target.matches?.("mark[data-row]")) show(event.target.dataset.row);
});

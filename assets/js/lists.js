// Lists: what a script adds to filters, ticked rows and menus. Without it all of them are plain forms.

// Filters: empty ones stay out of the address; a menu says how many of its boxes are ticked, and finds among many.
document.addEventListener("htmx:configRequest", (event) => {
  if (!event.target.matches?.(".list-filters")) return;
  const asked = event.detail.formData;
  for (const [key, value] of [...asked]) {
    if (value !== "") continue;
    const kept = asked.getAll(key).filter((one) => one !== "");
    asked.delete(key);
    for (const one of kept) asked.append(key, one);
  }
});

function tally(menu) {
  const badge = menu.querySelector("[data-count]");
  const number = menu.querySelectorAll("input[type=checkbox]:checked").length;
  badge.textContent = number;
  badge.hidden = number === 0;
}

function narrow(field) {
  const words = plain(field.value);
  for (const label of field.parentElement.querySelectorAll("label")) {
    label.hidden = !plain(label.textContent).includes(words);
  }
}

function plain(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().trim();
}

for (const field of document.querySelectorAll("[data-find]")) field.hidden = false;

document.addEventListener("input", (event) => {
  if (!event.target.matches("[data-find]")) return;
  event.stopPropagation();
  narrow(event.target);
}, true);

// What was typed only to find a choice asks nothing of the server.
for (const kind of ["change", "keydown"]) {
  document.addEventListener(kind, (event) => {
    if (!event.target.matches?.("[data-find]")) return;
    if (kind === "change") event.stopPropagation();
    if (event.key === "Enter") event.preventDefault();
  }, true);
}

// What is searched for was asked while it was typed; leaving the field must not ask again, since the answer would
// take away the row that has the focus by then. To unfold the filters asks nothing either.
const QUIET = ".list-filters [type=search]:not([data-find]), .list-unfold input";
document.addEventListener("change", (event) => {
  if (event.target.matches?.(QUIET)) event.stopPropagation();
}, true);

document.addEventListener("change", (event) => {
  const menu = event.target.closest("details[data-choices]");
  if (menu) tally(menu);
  const form = event.target.closest("form[data-bulk]");
  if (form) tick(form, event.target);
});

// Rows: tick all of the page, say how many are ticked.
function tick(form, box) {
  const boxes = [...form.querySelectorAll('input[name="row"]')];
  if (box.matches("[data-all]")) for (const one of boxes) one.checked = box.checked;
  const number = boxes.filter((one) => one.checked).length;
  for (const one of boxes) one.closest("tr").classList.toggle("is-chosen", one.checked);
  const place = form.querySelector("[data-chosen]");
  place.dataset.before ??= place.textContent;
  place.textContent = number ? `${number} ${place.dataset.chosenWords}` : place.dataset.before;
}

// After a swap: how many rows there are now, for those who do not see it.
document.addEventListener("htmx:afterSwap", (event) => {
  if (event.target.id !== "results") return;
  const said = document.querySelector("[data-list-said]");
  const count = event.target.querySelector("[data-list-count]");
  if (said && count) said.textContent = count.textContent;
});

// Menus: one open at a time; Escape or a click elsewhere closes.
function closeMenus(except) {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (menu !== except) menu.open = false;
  }
}

document.addEventListener("click", (event) => closeMenus(event.target.closest("details.menu")));
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const menu = event.target.closest("details.menu[open]");
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});

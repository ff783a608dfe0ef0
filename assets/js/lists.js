// Lists: tick all rows, say how many are ticked, close a menu with Escape or a click elsewhere.

function say(form) {
  const ticked = form.querySelectorAll('input[name="row"]:checked').length;
  const place = form.querySelector("[data-chosen]");
  if (place) place.textContent = ticked ? `${ticked} ✓` : "";
}

document.addEventListener("change", (event) => {
  const form = event.target.closest("form[data-bulk]");
  if (!form) return;
  if (event.target.matches("[data-all]")) {
    for (const box of form.querySelectorAll('input[name="row"]')) box.checked = event.target.checked;
  }
  say(form);
});

function closeMenus(except) {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (menu !== except) menu.open = false;
  }
}

document.addEventListener("click", (event) => closeMenus(event.target.closest("details.menu")));
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const menu = event.target.closest("details.menu[open]");
  if (menu) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

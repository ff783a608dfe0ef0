// Dialogs are popovers in the page, so that they open without a script. With one they become modal:
// the page behind is out of reach, Escape closes, and the focus goes back to the button.

function open(opener) {
  const dialog = document.getElementById(opener.dataset.dialog);
  if (!dialog) return;
  dialog.removeAttribute("popover");
  dialog.returnFocus = opener;
  dialog.showModal();
}

document.addEventListener("click", (event) => {
  const opener = event.target.closest?.("[data-dialog]");
  if (opener) {
    event.preventDefault();
    open(opener);
    return;
  }
  const dialog = event.target.closest?.("dialog[open]");
  if (!dialog) return;
  if (event.target.closest("[data-close]") || event.target === dialog) {
    event.preventDefault();
    dialog.close();
  }
});

document.addEventListener(
  "close",
  (event) => {
    event.target.returnFocus?.focus();
  },
  true,
);

// A page may come back from the server with a dialog whose form has errors: it opens again by itself.
for (const dialog of document.querySelectorAll("dialog[data-open]")) {
  dialog.removeAttribute("popover");
  dialog.showModal();
}

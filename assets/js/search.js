// "/" goes to the search field, unless one is writing.

const WRITING = "input, textarea, select, [contenteditable]";

export function focusSearch() {
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest?.(WRITING) || document.querySelector("dialog:modal")) return;
    const field = document.querySelector("[data-search]");
    if (!field) return;
    event.preventDefault();
    field.focus();
    field.select();
  });
}

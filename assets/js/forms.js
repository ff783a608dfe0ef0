// Forms: sent once, and the summary of errors is where the reader starts.

const PATIENCE = 8000;

// A second click while the answer is under way is ignored. The button keeps its name and value, so it is
// marked and not disabled.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.getAttribute("method")?.toLowerCase() !== "post" || event.defaultPrevented) return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "1";
  event.submitter?.setAttribute("aria-busy", "true");
  setTimeout(release, PATIENCE); // an answer that is a file leaves the page as it is
});

// Back from the next page: the form may be sent again.
window.addEventListener("pageshow", release);
document.addEventListener("htmx:afterRequest", release);

function release() {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
  for (const button of document.querySelectorAll("[aria-busy]")) button.removeAttribute("aria-busy");
}

// Selects and boxes that act at once submit their form when they change: <select data-submit>.
document.addEventListener("change", (event) => {
  if (event.target.matches?.("[data-submit]")) event.target.form?.requestSubmit();
});

document.querySelector("[data-focus]")?.focus();

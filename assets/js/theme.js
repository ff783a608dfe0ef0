// Light or dark at once; the choice is still posted, so that the server draws the next page in it.

document.addEventListener("submit", async (event) => {
  const form = event.target.closest?.("[data-theme-form]");
  const chosen = event.submitter;
  if (!form || !chosen) return;
  event.preventDefault();
  document.documentElement.dataset.theme = chosen.value;
  for (const button of form.querySelectorAll("button")) button.setAttribute("aria-pressed", String(button === chosen));
  document.dispatchEvent(new CustomEvent("themechange"));
  await fetch(form.action, { method: "POST", body: new FormData(form, chosen), redirect: "manual" });
});

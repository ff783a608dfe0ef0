// The drawing of a procedure opens at the step at hand; a panel that was put in takes the focus.

function show() {
  for (const frame of document.querySelectorAll(".procedure-frame[data-current]")) {
    const node = frame.querySelector(`[data-node="${CSS.escape(frame.dataset.current)}"]`);
    if (!node) continue;
    node.classList.add("is-current");
    const [place, edge] = [node.getBoundingClientRect(), frame.getBoundingClientRect()];
    frame.scrollLeft += place.left + place.width / 2 - edge.left - edge.width / 2;
    frame.scrollTop += place.top + place.height / 2 - edge.top - edge.height / 2;
  }
}

document.addEventListener("htmx:afterSettle", (event) => {
  if (event.detail.elt?.id !== "editor") return;
  show();
  document.getElementById("panel")?.focus();
});

show();

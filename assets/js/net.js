// Whoever is pointed at on the map of collaboration stands out with all that passes there.

function show(net, party) {
  net.classList.toggle("is-walked", Boolean(party));
  for (const flow of net.querySelectorAll(".flow")) {
    flow.classList.toggle("is-near", Boolean(party) && [flow.dataset.one, flow.dataset.other].includes(party));
  }
}

for (const net of document.querySelectorAll("svg.net")) {
  const partyOf = (event) => event.target.closest("[data-party]")?.dataset.party;
  net.addEventListener("pointerover", (event) => show(net, partyOf(event)));
  net.addEventListener("pointerleave", () => show(net, undefined));
  net.addEventListener("focusin", (event) => show(net, partyOf(event)));
  net.addEventListener("focusout", () => show(net, undefined));
}

// What a script adds to every page. Everything works without it: forms post, popovers and details are native.
import htmx from "htmx.org";
import "./js/dialogs.js";
import "./js/forms.js";
import "./js/lists.js";
import "./js/net.js";
import "./js/procedures.js";
import "./js/theme.js";
import { focusSearch } from "./js/search.js";

window.htmx = htmx;
Object.assign(htmx.config, { allowEval: false, includeIndicatorStyles: false, selfRequestsOnly: true, historyCacheSize: 0, refreshOnHistoryMiss: true });

// An error answer is shown where it belongs (a form comes back as 422 with its sentences).
document.addEventListener("htmx:beforeSwap", (event) => {
  if ([400, 403, 404, 409, 422].includes(event.detail.xhr.status)) {
    event.detail.shouldSwap = true;
    event.detail.isError = false;
  }
});

focusSearch();

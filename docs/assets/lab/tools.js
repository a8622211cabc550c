// What goes with all instruments of a page: a switch that hides the prose, and a citation of what is to be seen.

import { button, make } from "./elements.js";

const SHOWN = "lab-projected";

/**
 * Put them there.
 * @param {HTMLElement} place
 * @param {import("./lab.js").Lab} lab
 */
export function mount(place, lab) {
  const note = make("output", { class: "lab-note" });
  const prose = make("input", { type: "checkbox" });
  prose.checked = lab.state.read().prose === "hidden";
  const hide = () => document.documentElement.classList.toggle(SHOWN, prose.checked);
  prose.addEventListener("change", () => {
    hide();
    lab.state.write({ prose: prose.checked ? "hidden" : null });
  });
  hide();

  const link = button("Copy a link to this state", () => copy(lab.state.address()));
  const cite = button("Copy a citation of this state", () => copy(citation(document, lab.state.address())));

  /** @param {string} text */
  async function copy(text) {
    try {
      await navigator.clipboard.writeText(text);
      note.textContent = "Copied.";
    } catch {
      note.textContent = text; // a page without a safe connection may not copy: the reader can
    }
    lab.say(note.textContent);
  }

  place.append(make("div", { class: "lab-row lab-tools" }, link, cite, make("label", { class: "lab-check" }, prose, " hide the prose")), note);
}

/**
 * Return a citation of what the page shows: the page's own, with the address that leads back to this state.
 * @param {Document} page
 * @param {string} address with the state
 */
export function citation(page, address) {
  const own = page.querySelector("#cite .cite-line")?.textContent?.trim() ?? page.title;
  return `${own} As shown at ${address}`;
}

// What both models say about an image: ten probabilities each, as bars and numbers.

import { CLASSES, softmax } from "./models.js";
import { make } from "./elements.js";

/**
 * @param {string} caption of the table
 * @returns {{element: HTMLTableElement, show: (network: ArrayLike<number>, linear: ArrayLike<number>) => string}} show
 *   takes the logits (10,) of both and returns what they say, as a sentence
 */
export function judges(caption) {
  const rows = Array.from({ length: CLASSES }, (_, cls) => {
    const cells = [0, 1].map(() => {
      const bar = make("span", { class: "lab-bar", "aria-hidden": "true" }), text = make("span");
      return { cell: make("td", {}, bar, text), bar, text };
    });
    return { row: make("tr", {}, make("th", { scope: "row" }, String(cls)), ...cells.map((each) => each.cell)), cells };
  });
  const head = ["Class", "Network", "Linear classifier"].map((name) => make("th", { scope: "col" }, name));
  const element = make("table", { class: "lab-judges" }, make("caption", {}, caption),
    make("thead", {}, make("tr", {}, ...head)), make("tbody", {}, ...rows.map((each) => each.row)));

  /** @param {ArrayLike<number>} network @param {ArrayLike<number>} linear */
  const show = (network, linear) => {
    const said = [network, linear].map((logits, model) => {
      const p = softmax(logits), leading = p.indexOf(Math.max(...p));
      rows.forEach(({ cells }, cls) => {
        const { cell, bar, text } = cells[model];
        bar.style.width = `${(100 * p[cls]).toFixed(1)}%`;
        text.textContent = percent(p[cls]);
        cell.classList.toggle("lab-leading", cls === leading);
      });
      return `${leading} (${percent(p[leading])})`;
    });
    return `The network says ${said[0]}, the linear classifier ${said[1]}.`;
  };
  return { element, show };
}

/** @param {number} share in [0, 1] @returns {string} never 0 or 100 %, which a softmax never gives */
function percent(share) {
  if (share < 0.001) return "< 0.1 %";
  return share > 0.999 ? "> 99.9 %" : `${(100 * share).toFixed(1)} %`;
}

/** Ten classes in a table: what both models make of an image, as bars and numbers. */

import { make, percent } from "./elements.js";
import { CLASSES } from "./models.js";

/** @typedef {ArrayLike<number>} Probabilities (10,) */

/** A table of ten rows, with a bar and a number for each model. */
export class Bars {
  /** @type {{row: HTMLTableRowElement, cells: {fill: HTMLElement, words: HTMLElement, cell: HTMLElement}[]}[]} */
  #rows = [];

  /** @param {string[]} models their names, one for each column */
  constructor(models) {
    const head = make(
      "tr",
      {},
      make("th", { scope: "col" }, "Digit"),
      ...models.map((name) => make("th", { scope: "col" }, name)),
    );
    const body = make("tbody");
    for (let cls = 0; cls < CLASSES; cls++) {
      const cells = models.map(() => {
        const [fill, words] = [make("span", { class: "lab-fill" }), make("span", { class: "lab-number" }, "–")];
        return {
          fill,
          words,
          cell: make("td", {}, make("span", { class: "lab-bar", "aria-hidden": "true" }, fill), words),
        };
      });
      const row = make("tr", {}, make("th", { scope: "row" }, String(cls)), ...cells.map(({ cell }) => cell));
      this.#rows.push({ row, cells });
      body.append(row);
    }
    this.element = make(
      "table",
      { class: "lab-bars" },
      make("caption", {}, "Probability of each digit"),
      make("thead", {}, head),
      body,
    );
  }

  /** @param {(Probabilities | null)[]} models what each of them says; null for nothing */
  show(models) {
    models.forEach((probabilities, column) => {
      const lead = probabilities ? leading(probabilities) : -1;
      this.#rows.forEach(({ cells }, cls) => {
        const { fill, words, cell } = cells[column];
        const value = probabilities ? probabilities[cls] : 0;
        fill.style.width = `${100 * value}%`;
        words.textContent = probabilities ? percent(value) : "–";
        cell.classList.toggle("lab-leading", cls === lead);
      });
    });
  }
}

/** @param {ArrayLike<number>} values @returns {number} where the largest is */
export function leading(values) {
  let most = 0;
  for (let at = 1; at < values.length; at++) if (values[at] > values[most]) most = at;
  return most;
}

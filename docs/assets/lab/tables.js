/** What the evidence is shown with: tables whose cells change, a choice of a class, and a map of 28×28. */

import { paint } from "./canvas.js";
import { make } from "./elements.js";
import { CLASSES, SIDE } from "./models.js";

/**
 * A table to be filled; the first row and the first column are headers.
 *
 * @param {string} caption
 * @param {number} rows
 * @param {number} columns
 * @returns {HTMLTableElement}
 */
export function table(caption, rows, columns) {
  const body = make("tbody");
  for (let row = 0; row < rows; row++) {
    const cells = Array.from({ length: columns }, (_, column) =>
      row === 0 ? make("th", { scope: "col" }) : column === 0 ? make("th", { scope: "row" }) : make("td"),
    );
    body.append(make("tr", {}, ...cells));
  }
  return make("table", { class: "lab-table" }, make("caption", {}, caption), body);
}

/** @param {HTMLTableElement} filling @param {string[][]} texts row by row; rows that have none are hidden */
export function filled(filling, texts) {
  [...filling.rows].forEach((row, at) => {
    row.hidden = at >= texts.length;
    [...row.cells].forEach((cell, column) => (cell.textContent = texts[at]?.[column] ?? ""));
  });
}

/** A choice among ten classes, or the one that the models choose. */
export class Choice {
  /** @param {string} label @param {string} auto what is chosen without a class, in words @param {number} value a class, or −1 @param {() => void} changed */
  constructor(label, auto, value, changed) {
    this.#auto = make("option", { value: -1 }, auto);
    this.#words = auto;
    this.#select = make(
      "select",
      { class: "lab-select" },
      this.#auto,
      ...Array.from({ length: CLASSES }, (_, cls) => make("option", { value: cls }, String(cls))),
    );
    this.#select.value = String(value);
    this.#select.addEventListener("change", changed);
    this.element = make("label", {}, `${label} `, this.#select);
  }

  #auto;
  #select;
  #words;

  /** @returns {number} the class, or −1 */
  get value() {
    return Number(this.#select.value);
  }

  /** @param {number} cls which class it is now */
  note(cls) {
    this.#auto.textContent = this.value === -1 ? `${this.#words} (${cls})` : this.#words;
  }
}

/** A heat map with its title, and marks around some pixels. */
export class Map28 {
  #canvas = make("canvas", { class: "lab-pixels", role: "img" });
  #title = make("figcaption");
  /** @type {HTMLElement[]} */
  #marks;

  /** @param {boolean} [marked] whether pixels are marked */
  constructor(marked = false) {
    this.#marks = Array.from({ length: marked ? 10 : 0 }, () => make("span", { class: "lab-mark", hidden: true }));
    this.element = make("figure", {}, make("div", { class: "lab-framed" }, this.#canvas, ...this.#marks), this.#title);
  }

  /**
   * @param {Float32Array} values (784,) in logits
   * @param {string} title
   * @param {number} limit the value with the full colour
   * @param {{row: number, column: number}[]} [pixels] to mark
   */
  show(values, title, limit, pixels = []) {
    paint(this.#canvas, values, { signed: true, limit });
    this.#title.textContent = `${title} (full colour: ±${limit.toFixed(2)})`;
    this.#canvas.setAttribute("aria-label", `${title}, weight × pixel as a map of 28×28; the table has the sums.`);
    this.#marks.forEach((mark, at) => {
      mark.hidden = at >= pixels.length;
      if (mark.hidden) return;
      mark.style.left = `${(100 * pixels[at].column) / SIDE}%`;
      mark.style.top = `${(100 * pixels[at].row) / SIDE}%`;
    });
  }
}

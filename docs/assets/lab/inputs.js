/** Other ways to an image than drawing: a test digit at random or by its number, a picture chosen or dropped. */

import { button, make } from "./elements.js";

/**
 * A row of controls.
 *
 * @param {number} count how many test digits there are
 * @param {{take: (index: number) => void, open: (file: Blob) => void, refuse: (words: string) => void}} then
 *     take a test digit, open a picture, or tell the reader why not
 * @returns {{element: HTMLElement, number: HTMLInputElement}} number: where the test digit's number stands
 */
export function inputs(count, { take, open, refuse }) {
  const number = make("input", {
    type: "number",
    min: 0,
    max: count - 1,
    value: 0,
    class: "lab-index",
    "aria-label": "Number of the test digit",
  });
  const file = make("input", { type: "file", accept: "image/*", class: "lab-file", id: "lab-draw-file" });
  const random = button("Random test digit", () => take(Math.floor(Math.random() * count)));
  const chosen = button("Take test digit", () => {
    const index = number.value === "" ? NaN : Number(number.value);
    if (Number.isInteger(index) && index >= 0 && index < count) take(index);
    else refuse(`Test digits have the numbers 0 to ${count - 1}.`);
  });
  file.addEventListener("change", () => {
    if (file.files?.[0]) open(file.files[0]);
    file.value = ""; // the same file may be chosen again
  });
  const label = make("label", { class: "lab-button", for: "lab-draw-file" }, "Upload or photograph");
  number.addEventListener("keydown", (event) => event.key === "Enter" && chosen.click());
  return { element: make("div", { class: "lab-row" }, random, number, chosen, file, label), number };
}

/**
 * Open files that are dropped on an element.
 *
 * @param {HTMLElement} panel
 * @param {(file: Blob) => void} open
 */
export function droppable(panel, open) {
  panel.addEventListener("dragover", (event) => event.preventDefault());
  panel.addEventListener("drop", (event) => {
    event.preventDefault(); // or the browser leaves the page for the file
    const file = event.dataTransfer?.files[0];
    if (file) open(file);
  });
}

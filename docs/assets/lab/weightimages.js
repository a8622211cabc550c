// The ten weight images as canvases, with one pixel chosen by pointer, touch or arrow keys.

import { make } from "./elements.js";
import { CLASSES, PIXELS, SIDE } from "./models.js";
import { largest, onTheme, paint } from "./pixels.js";

/** @typedef {{cls: number, row: number, column: number}} Place */

/** Ten canvases in a grid. Only one of them is in the order of Tab; arrow keys move within it, digits change it. */
export class WeightImages {
  /** @type {HTMLCanvasElement[]} */
  canvases = [];
  /** @type {HTMLElement} */
  element;
  /** @type {Place} */
  place = { cls: 0, row: 14, column: 14 };
  #changed;
  #again = () => {}; // shows what is shown, in the colours of another theme

  /**
   * @param {string} label what each is called, before its digit: "Weights of"
   * @param {(place: Place, event: Event) => void} changed told which pixel is chosen, and by what
   */
  constructor(label, changed) {
    this.#changed = changed;
    this.element = make("div", { class: "lab-ten" });
    onTheme(() => this.#again());
    for (let cls = 0; cls < CLASSES; cls++) {
      const canvas = make("canvas", { width: SIDE, height: SIDE, class: "lab-pixels", role: "img", "aria-label": `${label} ${cls}` });
      canvas.tabIndex = cls === 0 ? 0 : -1;
      const mark = make("span", { class: "lab-mark", hidden: true });
      for (const name of /** @type {const} */ (["pointerdown", "pointermove"]))
        canvas.addEventListener(name, (event) => this.#point(cls, event));
      canvas.addEventListener("keydown", (event) => this.#press(event));
      this.canvases.push(canvas);
      this.element.append(make("figure", {}, make("div", { class: "lab-framed" }, canvas, mark), make("figcaption", {}, String(cls))));
    }
  }

  /**
   * Show the weights, all on one symmetric scale.
   * @param {Float32Array} weights (10, 784)
   * @param {number} [limit] the end of the scale; the largest of them, unless it is given
   */
  show(weights, limit) {
    const end = limit ?? largest(weights);
    this.#again = () => this.show(weights, limit);
    this.canvases.forEach((canvas, cls) =>
      paint(canvas, weights.subarray(cls * PIXELS, (cls + 1) * PIXELS), { signed: true, limit: end }),
    );
  }

  /**
   * Choose a pixel and mark it.
   * @param {Place} place
   * @param {Event} event
   */
  choose(place, event) {
    this.place = place;
    this.canvases.forEach((canvas, cls) => {
      canvas.tabIndex = cls === place.cls ? 0 : -1;
      const mark = /** @type {HTMLElement} */ (canvas.nextElementSibling);
      mark.hidden = cls !== place.cls;
      mark.style.left = `${(100 * place.column) / SIDE}%`;
      mark.style.top = `${(100 * place.row) / SIDE}%`;
    });
    this.#changed(place, event);
  }

  /**
   * @param {number} cls
   * @param {PointerEvent} event
   */
  #point(cls, event) {
    const box = this.canvases[cls].getBoundingClientRect();
    const at = (/** @type {number} */ where, /** @type {number} */ size) =>
      Math.min(SIDE - 1, Math.max(0, Math.floor((SIDE * where) / size)));
    this.choose({ cls, row: at(event.clientY - box.top, box.height), column: at(event.clientX - box.left, box.width) }, event);
  }

  /** @param {KeyboardEvent} event */
  #press(event) {
    const { cls, row, column } = this.place;
    const far = event.shiftKey ? 4 : 1;
    const [down, across] = { ArrowUp: [-far, 0], ArrowDown: [far, 0], ArrowLeft: [0, -far], ArrowRight: [0, far] }[event.key] ?? [0, 0];
    const next = /^[0-9]$/.test(event.key) ? Number(event.key) : cls;
    if (!down && !across && next === cls) return;
    event.preventDefault();
    const within = (/** @type {number} */ value) => Math.min(SIDE - 1, Math.max(0, value));
    this.choose({ cls: next, row: within(row + down), column: within(column + across) }, event);
    this.canvases[next].focus();
  }
}

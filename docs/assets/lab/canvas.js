/**
 * The drawing board: pointer, touch, pen and keyboard make strokes, and the board shows them.
 *
 * It sends "input" while a stroke grows and "change" when the drawing has changed for good (a stroke's end, undo, clear),
 * and "cursor" with {down, row, column} when the keyboard's cross has moved.
 */

import { crosshair, traced } from "./brush.js";
import { SIDE } from "./normalise.js";
import { paint } from "./pixels.js";
import { PEN, simplified, smoothed } from "./strokes.js";

export { paint };

/** @typedef {import("./strokes.js").Stroke} Stroke */
/** @typedef {import("./strokes.js").Point} Point */
/** @typedef {{strokes: Stroke[], picture: HTMLCanvasElement | null}} Drawing strokes, or a square picture in their place */

const STEP = 1 / SIDE; // of the board: an arrow key's step, one pixel of the image
const LARGE = 4; // steps with Shift
/** @type {Record<string, [number, number]>} */
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

export class Board extends EventTarget {
  /** @type {Drawing} */
  #drawing = { strokes: [], picture: null };
  /** @type {Drawing[]} Earlier ones, for undo. */
  #before = [];
  /** @type {Stroke | null} The stroke that is being drawn: by a pointer as it came, by keys corner by corner. */
  #now = null;
  /** @type {number | "keys" | null} Which pointer draws; others wait. */
  #who = null;
  /** @type {Point} */
  #cursor = [0.5, 0.5, 0.5];
  #pen;

  /**
   * @param {HTMLCanvasElement} canvas square; CSS gives its size
   * @param {{pen?: import("./strokes.js").Pen}} [options]
   */
  constructor(canvas, { pen = PEN } = {}) {
    super();
    this.canvas = canvas;
    this.#pen = pen;
    canvas.tabIndex = 0;
    canvas.classList.add("lab-board");
    canvas.addEventListener("pointerdown", (event) => this.#down(event));
    canvas.addEventListener("pointermove", (event) => this.#move(event));
    canvas.addEventListener("pointerup", (event) => this.#up(event));
    canvas.addEventListener("pointercancel", (event) => this.#up(event));
    canvas.addEventListener("lostpointercapture", (event) => this.#up(event));
    canvas.addEventListener("keydown", (event) => this.#key(event));
    canvas.addEventListener("focus", () => this.show());
    canvas.addEventListener("blur", () => (this.#who === "keys" ? this.#finish() : this.show()));
    new ResizeObserver(() => this.show()).observe(canvas);
  }

  /** @returns {Stroke[]} the drawing, with the stroke that is being drawn */
  get strokes() {
    if (!this.#now) return this.#drawing.strokes;
    return [...this.#drawing.strokes, this.#who === "keys" ? this.#now : smoothed(this.#now)];
  }

  /** @returns {HTMLCanvasElement | null} the picture that is shown, until somebody draws */
  get picture() {
    return this.#now ? null : this.#drawing.picture;
  }

  /**
   * Put another drawing in place of this one; undo brings the old one back.
   *
   * @param {Stroke[]} strokes
   * @param {HTMLCanvasElement | null} [picture] a square one, ink opaque on nothing; then there are no strokes
   */
  replace(strokes, picture = null) {
    this.#now = this.#who = null;
    this.#before.push(this.#drawing);
    this.#drawing = { strokes, picture };
    this.#changed();
  }

  /** @param {import("./strokes.js").Pen} pen how thick to show strokes */
  set pen(pen) {
    this.#pen = pen;
    this.show();
  }

  get blank() {
    return this.#drawing.strokes.length === 0 && this.#drawing.picture === null && this.#now === null;
  }

  /** @returns {boolean} whether a stroke is being drawn */
  get drawing() {
    return this.#now !== null;
  }

  get canUndo() {
    return this.#before.length > 0 || this.#now !== null;
  }

  /** Take back the last stroke, or what replaced or cleared the drawing. */
  undo() {
    if (this.#now) this.#now = this.#who = null;
    else this.#drawing = this.#before.pop() ?? this.#drawing;
    this.#changed();
  }

  clear() {
    if (!this.blank) this.replace([]);
  }

  #changed() {
    this.show();
    this.dispatchEvent(new Event("change"));
  }

  /** @param {PointerEvent} event @returns {Point} */
  #point(event) {
    const box = this.canvas.getBoundingClientRect();
    const inside = (/** @type {number} */ value) => Math.min(1, Math.max(0, value));
    const pressure = event.pointerType === "pen" && event.pressure > 0 ? event.pressure : 0.5; // fingers' is no pressure
    return [inside((event.clientX - box.left) / box.width), inside((event.clientY - box.top) / box.height), pressure];
  }

  /** @param {PointerEvent} event */
  #down(event) {
    if (event.button !== 0 || typeof this.#who === "number") return; // a second finger or another button
    if (this.#who === "keys") this.#finish();
    try {
      this.canvas.setPointerCapture(event.pointerId);
    } catch {
      // A pointer that a script made cannot be captured, and draws all the same.
    }
    this.#who = event.pointerId;
    this.#now = [this.#point(event)];
    this.#drawn();
  }

  /** @param {PointerEvent} event */
  #move(event) {
    if (event.pointerId !== this.#who || !this.#now) return;
    const events = event.getCoalescedEvents?.() ?? [];
    for (const each of events.length > 0 ? events : [event]) {
      const [point, last] = [this.#point(each), this.#now[this.#now.length - 1]];
      if (Math.hypot(point[0] - last[0], point[1] - last[1]) > 0.002) this.#now.push(point);
    }
    this.#drawn();
  }

  /** @param {PointerEvent} event */
  #up(event) {
    if (event.pointerId === this.#who) this.#finish();
  }

  /** The stroke that is being drawn is complete. */
  #finish() {
    if (this.#now) {
      const line = simplified(this.#who === "keys" ? this.#now : smoothed(this.#now));
      this.#before.push(this.#drawing);
      this.#drawing = { strokes: [...this.#drawing.strokes, line], picture: null };
    }
    this.#now = this.#who = null;
    this.#changed();
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const arrow = ARROWS[event.key];
    if (arrow && !event.ctrlKey && !event.metaKey && !event.altKey) this.#step(arrow, event.shiftKey ? LARGE : 1);
    else if (event.key === " ") this.#toggle();
    else if (event.key === "Escape" && this.#who === "keys") this.#finish();
    else if (event.key.toLowerCase() === "z" && (event.ctrlKey || event.metaKey)) this.undo();
    else if (event.key === "Backspace" || event.key === "Delete") this.clear();
    else return;
    event.preventDefault(); // neither scrolls
  }

  /** @param {[number, number]} arrow @param {number} steps */
  #step([across, down], steps) {
    const moved = (/** @type {number} */ value, /** @type {number} */ by) =>
      Math.min(1, Math.max(0, value + by * steps * STEP));
    this.#cursor = [moved(this.#cursor[0], across), moved(this.#cursor[1], down), 0.5];
    if (this.#who === "keys" && this.#now) {
      this.#now.push(this.#cursor);
      this.#drawn();
    } else this.show();
    this.#moved();
  }

  /** Space: the pen goes down, or comes up. */
  #toggle() {
    if (this.#who === "keys") return this.#finish();
    if (this.#who !== null) return; // a pointer draws
    this.#who = "keys";
    this.#now = [this.#cursor];
    this.#drawn();
    this.#moved();
  }

  /** Say where the keyboard's cross is: row and column of 28, from 0. */
  #moved() {
    const of28 = (/** @type {number} */ value) => Math.min(SIDE - 1, Math.floor(value * SIDE));
    const detail = { down: this.#who === "keys", row: of28(this.#cursor[1]), column: of28(this.#cursor[0]) };
    if (detail.down || this.#who === null) this.dispatchEvent(new CustomEvent("cursor", { detail }));
  }

  #drawn() {
    this.show();
    this.dispatchEvent(new Event("input"));
  }

  /** Draw everything again, in the theme's colours and the screen's pixels. */
  show() {
    const context = this.canvas.getContext("2d");
    const side = Math.round(this.canvas.clientWidth * Math.min(3, window.devicePixelRatio || 1));
    if (context === null || side === 0) return;
    if (this.canvas.width !== side) this.canvas.width = this.canvas.height = side;
    context.clearRect(0, 0, side, side);
    context.imageSmoothingEnabled = false;
    if (this.picture) context.drawImage(this.picture, 0, 0, side, side);
    context.strokeStyle = getComputedStyle(this.canvas).color; // the theme's ink
    for (const stroke of this.strokes) traced(context, stroke, side, (this.#pen.width / SIDE) * side);
    const keys = document.activeElement === this.canvas && this.canvas.matches(":focus-visible");
    if (keys) crosshair(context, this.#cursor, side, this.#who === "keys");
  }
}

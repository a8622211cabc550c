// Draw a digit: a board, what the models are shown of it, and what both of them say.

import { Board, paint } from "./canvas.js";
import { button, make, replace } from "./elements.js";
import { droppable, inputs } from "./inputs.js";
import { PIXELS } from "./models.js";
import { normalise } from "./normalise.js";
import { inkOf, squared } from "./picture.js";
import { onTheme } from "./pixels.js";
import { pictured, stated, wanted } from "./source.js";
import { PEN, render } from "./strokes.js";
import { thickened } from "./thicken.js";
import { FAR } from "./unlike.js";
import { Verdict } from "./verdict.js";

/** @typedef {import("./source.js").Source} Source */

const HELP =
  "Draw with a mouse, a finger or a pen. With the keyboard: arrow keys move a cross, with Shift four times as far; " +
  "space puts the pen down and lifts it; Control and Z take a stroke back; Delete clears the board.";

/** @type {import("./lab.js").Mount} */
export async function mount(place, lab) {
  const [linear, network, digits, { pen, far }] = await Promise.all([
    lab.linear(),
    lab.network(),
    lab.digits(),
    measured(lab),
  ]);
  const count = digits.labels.length;
  const asked = wanted(lab.state.read(), count);
  /** @type {WeakMap<HTMLCanvasElement, Source & {shown: ArrayLike<number>}>} What each picture on the board stands for. */
  const sources = new WeakMap();
  /** @type {Source} */
  let source = { kind: "board" };
  let frame = 0;
  let stale = false; // whether something has been drawn since the models were shown it

  const canvas = make("canvas", {
    role: "application",
    "aria-label": "Drawing board",
    "aria-describedby": "lab-draw-help",
  });
  const board = new Board(canvas, { pen });
  const undo = button("Undo", () => board.undo());
  const clear = button("Clear", () => board.clear());
  const seen = make("canvas", { class: "lab-pixels", role: "img" });
  const raw = make("input", { type: "checkbox" });
  const verdict = new Verdict(linear, network, digits.images, far);
  const note = make("p", { class: "lab-note" }, asked.trouble);
  const others = inputs(count, { take, open, refuse: (words) => lab.say((note.textContent = words)) });

  /** @param {number} index @returns {Float32Array} a test digit's image */
  function digitOf(index) {
    return Float32Array.from(digits.images.subarray(index * PIXELS, (index + 1) * PIXELS), (grey) => grey / 255);
  }

  /** @param {number} index */
  function take(index) {
    others.number.value = String(index);
    put({ kind: "digit", index }, digitOf(index));
  }

  /** @param {Blob} file */
  async function open(file) {
    try {
      const whole = await inkOf(file);
      const square = squared(whole);
      put({ kind: "picture", whole, ink: thickened(square, pen) }, square.data);
    } catch (error) {
      note.textContent = error instanceof Error ? error.message : "That picture cannot be read.";
      lab.say(note.textContent);
    }
  }

  /** @param {Source} next @param {ArrayLike<number>} shown (side × side) ink */
  function put(next, shown) {
    const picture = pictured(shown);
    sources.set(picture, { ...next, shown });
    board.replace([], picture);
  }

  /** @returns {Float32Array | null} what the models are shown */
  function image() {
    if (source.kind === "digit") return digitOf(source.index);
    if (source.kind === "given") return source.image;
    if (source.kind === "board") return render(board.strokes, { fit: !raw.checked, pen });
    const { data, width, height } = raw.checked ? source.whole : source.ink;
    return normalise(data, width, height, { fit: !raw.checked });
  }

  /** Whatever is on the board now, it is what the models are shown; at once, but only once for each frame of the screen. */
  function tell() {
    const next = (board.picture && sources.get(board.picture)) ?? { kind: "board" };
    if (next.kind !== source.kind || next.kind !== "board") note.textContent = about(next);
    source = next;
    stale = frame !== 0;
    if (stale) return;
    frame = requestAnimationFrame(() => {
      frame = 0;
      if (stale) tell();
    });
    lab.setImage(image() ?? new Float32Array(PIXELS), { from: named(source) });
  }

  /** @param {Source} now @returns {string} what there is to know of it */
  function about(now) {
    if (now.kind === "digit") return `Test digit ${now.index}, whose label is ${digits.labels[now.index]}.`;
    if (now.kind === "given") return `From another instrument: ${now.from}. The address of the page does not hold it.`;
    return now.kind === "board" ? "" : "Your picture stays on this device; the address of the page does not hold it.";
  }

  function changed() {
    tell();
    lab.state.write(stated(source, board.strokes, raw.checked));
  }

  function show() {
    paint(seen, lab.image, { signed: false });
    seen.setAttribute("aria-label", `The image that the models are shown: ${lab.blank ? "blank" : lab.from}`);
    raw.disabled = source.kind === "digit" || source.kind === "given"; // which are normalised as they are
    undo.disabled = !board.canUndo;
    clear.disabled = board.blank;
    verdict.show(lab.blank ? null : lab.image);
    if (!lab.blank && !board.drawing) lab.say(verdict.words.textContent ?? ""); // else the pen's place is the news
  }

  /** @param {import("./source.js").Wanted} wish */
  function follow(wish) {
    raw.checked = wish.raw;
    if (wish.strokes.length > 0) board.replace(wish.strokes);
    else if (wish.digit !== null) take(wish.digit);
    else show();
    if (wish.trouble) note.textContent = wish.trouble;
  }

  board.addEventListener("input", tell);
  board.addEventListener("change", changed);
  board.addEventListener("cursor", (event) => {
    const { down, row, column } = /** @type {CustomEvent} */ (event).detail;
    lab.say(`Row ${row}, column ${column}. The pen is ${down ? "down" : "up"}.`);
  });
  raw.addEventListener("change", changed);
  lab.addEventListener("image", () => {
    if (lab.from === named(source)) return show();
    const digit = /^test digit (\d+)$/.exec(lab.from); // another instrument has put its own image there
    if (digit) take(Number(digit[1]));
    else put({ kind: "given", image: lab.image, from: lab.from }, lab.image);
  });
  onTheme(() => {
    const known = board.picture && sources.get(board.picture);
    if (known && board.picture) paint(board.picture, known.shown, { signed: false });
    board.show();
    show();
  });

  const sight = make("p", {}, "What the models see: 28×28 pixels.");
  const label = make("label", { class: "lab-check" }, raw, "without normalising");
  const left = make("div", {}, canvas, make("div", { class: "lab-row" }, undo, clear));
  const right = make("div", {}, make("div", { class: "lab-seen" }, seen, sight, label), verdict.element);
  const help = make("p", { id: "lab-draw-help", class: "lab-note" }, HELP);
  const both = make("div", { class: "lab-draw" }, left, right);
  droppable(replace(place, "Draw a digit", help, both, verdict.words, others.element, note), open);
  follow(asked);
}

/** @param {Source} source @returns {string} it in words */
function named(source) {
  if (source.kind === "digit") return `test digit ${source.index}`;
  if (source.kind === "given") return source.from;
  return source.kind === "board" ? "your drawing" : "your picture";
}

/**
 * What the build measured on its own data, or what it is for MNIST.
 *
 * @param {import("./lab.js").Lab} lab
 * @returns {Promise<{pen: import("./strokes.js").Pen, far: number}>}
 */
async function measured(lab) {
  const tensors = await lab.file("digits");
  const [stroke, far] = [tensors.get("stroke")?.data, tensors.get("far")?.data];
  return {
    pen: stroke?.length === 2 ? { width: stroke[0], edge: stroke[1] } : PEN,
    far: far?.length === 1 ? far[0] : FAR,
  };
}

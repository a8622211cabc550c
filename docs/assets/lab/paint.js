// Paint the weights: change a weight image with a brush, and watch accuracy and evidence; or add a face to all ten.

import { leading } from "./bars.js";
import { button, decimal, make, percent, replace } from "./elements.js";
import { CLASSES, PIXELS, SIDE, softmax } from "./models.js";
import { largest } from "./pixels.js";
import { whole } from "./state.js";
import { WeightImages } from "./weightimages.js";

const BRUSH = [ // what one touch adds, in the brush's strength: the pixel, its neighbours, those across a corner
  [0, 0, 1], [-1, 0, 0.5], [1, 0, 0.5], [0, -1, 0.5], [0, 1, 0.5], [-1, -1, 0.25], [-1, 1, 0.25], [1, -1, 0.25], [1, 1, 0.25],
];
const FACE_STRENGTH = 1; // of the largest weight

/** @type {import("./lab.js").Mount} */
export async function mount(place, lab) {
  const model = await lab.linear();
  const { images: greys, labels } = await lab.digits();
  const digits = Float32Array.from(greys, (grey) => grey / 255);
  const limit = largest(model.weights);
  const trained = model.weights.slice();
  const weights = model.weights.slice();
  const logits = scored(weights, model.biases, digits);
  const before = accuracy(logits, labels);
  let strength = limit / 4;
  let faces = false;
  let strokes = 0;

  const words = make("p", { class: "lab-words" });
  const about = make("p", { class: "lab-words" });
  const images = new WeightImages("Paint the weights of", ({ cls, row, column }, event) => {
    const pressed = event instanceof PointerEvent ? event.buttons & 1 : event instanceof KeyboardEvent && event.key === " ";
    if (event instanceof KeyboardEvent && !pressed) lab.say(`Weights of ${cls}, row ${row}, column ${column}.`);
    if (pressed && event instanceof PointerEvent) drag(cls, row, column, event.type === "pointerdown");
  });
  for (const canvas of images.canvases) {
    canvas.classList.add("lab-brush"); // a finger that paints does not scroll
    canvas.addEventListener("keydown", (event) => {
      if (event.key !== " ") return;
      event.preventDefault();
      const { cls, row, column } = images.place;
      touch(cls, row, column);
    });
  }

  /** @type {import("./weightimages.js").Place | null} where the brush was last */
  let from = null;

  /**
   * Paint the pixels between where the brush was and where it is, each once, however fast it went.
   * @param {number} cls
   * @param {number} row
   * @param {number} column
   * @param {boolean} down whether it has only now come down
   */
  function drag(cls, row, column, down) {
    const last = down || from?.cls !== cls ? null : from;
    const steps = last ? Math.max(Math.abs(row - last.row), Math.abs(column - last.column)) : 0;
    for (let step = 1; step <= steps && last; step++)
      stamp(cls, Math.round(last.row + ((row - last.row) * step) / steps), Math.round(last.column + ((column - last.column) * step) / steps));
    if (!last) stamp(cls, row, column);
    from = { cls, row, column };
    if (steps || !last) show();
  }

  /**
   * @param {number} cls
   * @param {number} row
   * @param {number} column
   */
  function touch(cls, row, column) {
    stamp(cls, row, column);
    show();
  }

  /**
   * @param {number} cls
   * @param {number} row
   * @param {number} column
   */
  function stamp(cls, row, column) {
    for (const [down, across, share] of BRUSH) {
      const [r, c] = [row + down, column + across];
      if (r >= 0 && r < SIDE && c >= 0 && c < SIDE) add(cls, r * SIDE + c, strength * share);
    }
    strokes++;
  }

  /**
   * Change one weight, and the logits of all digits with it.
   * @param {number} cls
   * @param {number} at
   * @param {number} change
   */
  function add(cls, at, change) {
    weights[cls * PIXELS + at] += change;
    for (let i = 0; i < labels.length; i++) logits[i * CLASSES + cls] += change * digits[i * PIXELS + at];
  }

  function show() {
    images.show(weights, limit * (faces ? 1.5 : 1));
    const now = accuracy(logits, labels);
    const moved = largestChange(logits, scored0);
    words.textContent =
      `${percent(now)} of ${labels.length.toLocaleString("en")} test digits are right; ${percent(before)} were before.` +
      (strokes || faces ? ` ${moved < 1e-4 ? "No probability has changed, but for rounding" : `A probability has changed by ${(100 * moved).toFixed(1)} percentage points, the most of all`}.` : "");
    about.textContent = lab.blank ? "Draw a digit to see what your changes do to its evidence." : yours();
    lab.say(words.textContent);
  }

  function yours() {
    const own = Float64Array.from({ length: CLASSES }, (_, k) => model.biases[k] + dot(weights, k, lab.image));
    const was = model.logits(lab.image);
    const probabilities = softmax(own);
    const first = leading(probabilities);
    return `Your image is taken for a ${first}, with ${percent(probabilities[first])}; the logit of ${first} is ${decimal(own[first])} and was ${decimal(was[first])}.`;
  }

  function reset() {
    weights.set(trained);
    logits.set(scored(weights, model.biases, digits));
    strokes = 0;
    faces = false;
    lab.state.write({ faces: null });
    show();
  }

  function addFaces() {
    const face = smile();
    for (let at = 0; at < PIXELS; at++)
      if (face[at]) for (let cls = 0; cls < CLASSES; cls++) add(cls, at, face[at] * limit * FACE_STRENGTH * (faces ? -1 : 1));
    faces = !faces;
    lab.state.write({ faces: faces ? 1 : null });
    show();
  }

  const scored0 = logits.slice();
  const kinds = make("fieldset", { class: "lab-row" }, make("legend", {}, "The brush adds"));
  for (const [label, sign] of /** @type {const} */ ([["for", 1], ["against", -1]])) {
    const input = make("input", { type: "radio", name: "lab-brush", checked: sign > 0 });
    input.addEventListener("change", () => (strength = (sign * limit) / 4));
    kinds.append(make("label", { class: "lab-check" }, input, ` evidence ${label}`));
  }
  replace(
    place,
    "Paint the weights",
    make("p", { class: "lab-note" }, "Drag over a weight image, or move with the arrow keys and press the space bar; a digit goes to its image. The address holds the faces, not what you paint."),
    kinds,
    images.element,
    words,
    about,
    make("div", { class: "lab-row" }, button("Add the same face to all ten, or take it away", addFaces), button("Start again", reset)),
  );
  lab.addEventListener("image", show);
  if (whole(lab.state.read().faces, 0, 1, 0)) addFaces();
  show();
}

/**
 * Return the logits (N, 10) of all digits (N, 784).
 * @param {Float32Array} weights
 * @param {ArrayLike<number>} biases
 * @param {Float32Array} digits
 */
function scored(weights, biases, digits) {
  const logits = new Float64Array((digits.length / PIXELS) * CLASSES);
  for (let i = 0; i * PIXELS < digits.length; i++) {
    const image = digits.subarray(i * PIXELS, (i + 1) * PIXELS);
    for (let k = 0; k < CLASSES; k++) logits[i * CLASSES + k] = biases[k] + dot(weights, k, image);
  }
  return logits;
}

/**
 * @param {Float32Array} weights
 * @param {number} cls
 * @param {Float32Array} image
 */
function dot(weights, cls, image) {
  let sum = 0;
  for (let at = 0; at < PIXELS; at++) if (image[at]) sum += weights[cls * PIXELS + at] * image[at];
  return sum;
}

/**
 * @param {Float64Array} logits (N, 10)
 * @param {Uint8Array} labels (N,)
 */
function accuracy(logits, labels) {
  let right = 0;
  for (let i = 0; i < labels.length; i++) {
    const own = logits.subarray(i * CLASSES, (i + 1) * CLASSES);
    if (leading(own) === labels[i]) right++;
  }
  return right / labels.length;
}

/**
 * @param {Float64Array} logits (N, 10)
 * @param {Float64Array} others
 */
function largestChange(logits, others) {
  let most = 0;
  for (let i = 0; i < logits.length; i += CLASSES) {
    const [p, q] = [softmax(logits.subarray(i, i + CLASSES)), softmax(others.subarray(i, i + CLASSES))];
    for (let k = 0; k < CLASSES; k++) most = Math.max(most, Math.abs(p[k] - q[k]));
  }
  return most;
}

/** Return a face, (784,) in {0, 1}: that of explainer/methods/weights.py. */
function smile() {
  const face = new Float32Array(PIXELS);
  const middle = (SIDE - 1) / 2;
  for (let at = 0; at < PIXELS; at++) {
    const [down, across] = [Math.floor(at / SIDE) - middle, (at % SIDE) - middle];
    const far = Math.hypot(down, across);
    const outline = Math.abs(far - 11) < 0.9;
    const mouth = Math.abs(far - 6.5) < 0.9 && down > 1.5;
    const eyes = Math.hypot(down + 3.5, Math.abs(across) - 4) < 1.4;
    if (outline || mouth || eyes) face[at] = 1;
  }
  return face;
}

// Paint the weights: change a weight image with a brush, and watch accuracy and evidence; or add a face to all ten.

import { button, decimal, make, percent, replace } from "./elements.js";
import { CLASSES, PIXELS, SIDE, softmax } from "./models.js";
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
  const limit = model.weights.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
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
    if (pressed) touch(cls, row, column);
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

  /**
   * @param {number} cls
   * @param {number} row
   * @param {number} column
   */
  function touch(cls, row, column) {
    for (const [down, across, share] of BRUSH) {
      const [r, c] = [row + down, column + across];
      if (r >= 0 && r < SIDE && c >= 0 && c < SIDE) add(cls, r * SIDE + c, strength * share);
    }
    strokes++;
    show();
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
      (strokes || faces ? ` The largest change of a probability is ${moved < 1e-4 ? "0, but for rounding" : percent(moved)}.` : "");
    about.textContent = lab.blank ? "Draw a digit to see what your changes do to its evidence." : yours();
    lab.say(words.textContent);
  }

  function yours() {
    const own = Float64Array.from({ length: CLASSES }, (_, k) => model.biases[k] + dot(weights, k, lab.image));
    const was = model.logits(lab.image);
    const probabilities = softmax(own);
    const first = probabilities.indexOf(Math.max(...probabilities));
    return `Your image: ${first} with ${percent(probabilities[first])}; its logit is ${decimal(own[first])} and was ${decimal(was[first])}.`;
  }

  function reset() {
    weights.set(trained);
    logits.set(scored(weights, model.biases, digits));
    strokes = 0;
    faces = false;
    show();
  }

  function addFaces() {
    const face = smile();
    for (let at = 0; at < PIXELS; at++)
      if (face[at]) for (let cls = 0; cls < CLASSES; cls++) add(cls, at, face[at] * limit * FACE_STRENGTH * (faces ? -1 : 1));
    faces = !faces;
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
    make("p", { class: "lab-note" }, "Drag over a weight image, or move with the arrow keys and press the space bar; a digit goes to its image."),
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
    if (own.indexOf(Math.max(...own)) === labels[i]) right++;
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

/** Return a face, (784,) in {0, 1}: two eyes and a mouth. */
function smile() {
  const face = new Float32Array(PIXELS);
  for (let row = 0; row < SIDE; row++)
    for (let column = 0; column < SIDE; column++) {
      const eye = Math.min(Math.hypot(row - 9, column - 9), Math.hypot(row - 9, column - 18)) < 2;
      const far = Math.hypot(row - 13, column - 13.5);
      if (eye || (far > 7 && far < 9 && row > 15)) face[row * SIDE + column] = 1;
    }
  return face;
}

// Inverse softmax: set ten probabilities, and see three images that the linear classifier gives them to.

import { button, decimal, make, percent, replace } from "./elements.js";
import { CLASSES, SIDE, softmax } from "./models.js";
import { onTheme, paint } from "./pixels.js";
import { PreImages } from "./preimages.js";

const LEAST = 0.001; // a probability of 0 has no logit
const START = 0.91; // for the first class that a page shows, the same little for the others
const WAYS = /** @type {const} */ ([
  ["minimumNorm", "the smallest", "Its pixels may hold less than no ink."],
  ["inBox", "every pixel from background to full ink", "The one nearest to the mean image."],
  ["mostProbable", "the most probable", "Under a Gaussian of the training images."],
]);

/** @type {import("./lab.js").Mount} */
export async function mount(place, lab) {
  const model = await lab.linear();
  const solver = new PreImages(await lab.file("linear"));
  let wanted = fromState(lab.state.read().p) ?? even(3);

  const sliders = Array.from({ length: CLASSES }, (_, cls) => {
    const input = make("input", { type: "range", min: 0, max: 1000, step: 1, "aria-label": `Probability of ${cls}` });
    const value = make("output", {});
    input.addEventListener("input", () => {
      wanted = changed(wanted, cls, Number(input.value) / 1000);
      show();
      lab.say(`${cls}: ${percent(wanted[cls])}`);
    });
    return { input, value, row: make("label", { class: "lab-slider" }, make("span", {}, String(cls)), input, value) };
  });
  const pictures = WAYS.map(([way, title, note]) => {
    const canvas = make("canvas", { width: SIDE, height: SIDE, class: "lab-pixels", role: "img", "aria-label": `The pre-image: ${title}` });
    const said = make("span", { class: "lab-note" });
    const caption = make("figcaption", {}, make("strong", {}, title), make("br"), note, make("br"), said);
    return { way, canvas, said, figure: make("figure", {}, make("div", { class: "lab-framed" }, canvas), caption) };
  });

  /** @param {boolean} [set] whether the reader has */
  function show(set = true) {
    sliders.forEach(({ input, value }, cls) => {
      input.value = String(Math.round(1000 * wanted[cls]));
      value.textContent = percent(wanted[cls]);
    });
    for (const { way, canvas, said } of pictures) {
      const image = solver[way](wanted);
      if (image) paint(canvas, image, { signed: true, limit: 1 });
      else canvas.getContext("2d")?.clearRect(0, 0, canvas.width, canvas.height);
      said.textContent = image ? told(softmax(model.logits(image)), wanted, image) : "No image there has these probabilities.";
    }
    if (set) lab.state.write({ p: toState(wanted) });
  }

  const asDrawn = button("Take those of your image", () => {
    if (lab.blank) return lab.say("Draw a digit first.");
    wanted = bounded(softmax(model.logits(lab.image)));
    show();
  });
  replace(
    place,
    "Inverse softmax",
    make("p", { class: "lab-note" }, "Blue is ink, red less than none. All three images have the ten probabilities that are set here."),
    make("div", { class: "lab-columns" }, make("div", { class: "lab-sliders" }, ...sliders.map(({ row }) => row)), make("div", { class: "lab-pictures" }, ...pictures.map(({ figure }) => figure))),
    make("div", { class: "lab-row" }, button("All the same", () => ((wanted = even(-1)), show())), ...(document.querySelector("[data-instrument=draw]") ? [asDrawn] : [])),
  );
  onTheme(() => show(false));
  show(false);
}

/**
 * Say what the model makes of an image, beside what it was asked for, and how far its pixels go.
 * @param {Float64Array} probabilities
 * @param {Float64Array} wanted
 * @param {Float32Array} image
 */
function told(probabilities, wanted, image) {
  const off = probabilities.reduce((most, p, k) => Math.max(most, Math.abs(p - wanted[k])), 0);
  const given = off < 1e-4 ? "The classifier gives it these ten." : `The classifier is off by up to ${percent(off)}.`;
  return `${given} Ink from ${decimal(Math.min(...image))} to ${decimal(Math.max(...image))}.`;
}

/**
 * Return the probabilities with one of them changed; the others keep their proportions.
 * @param {Float64Array} wanted
 * @param {number} cls
 * @param {number} value
 */
export function changed(wanted, cls, value) {
  const now = Math.min(1 - (CLASSES - 1) * LEAST, Math.max(LEAST, value));
  const rest = 1 - wanted[cls];
  return bounded(wanted.map((old, k) => (k === cls ? now : (old * (1 - now)) / rest)), cls);
}

/**
 * Return probabilities of which none is too small to have a logit, of sum 1.
 * @param {ArrayLike<number>} probabilities
 * @param {number} [fixed] a class that keeps its own
 */
export function bounded(probabilities, fixed = -1) {
  const own = fixed < 0 ? 0 : Math.max(LEAST, probabilities[fixed]);
  const others = fixed < 0 ? CLASSES : CLASSES - 1;
  const room = 1 - own - others * LEAST; // shared among the others in proportion to what each has above the least
  const above = Float64Array.from(probabilities, (p, k) => (k === fixed ? 0 : Math.max(0, p - LEAST)));
  const total = above.reduce((sum, part) => sum + part, 0);
  return above.map((part, k) => (k === fixed ? own : LEAST + room * (total ? part / total : 1 / others)));
}

/**
 * Return the same little for all classes but one.
 * @param {number} cls −1 for none
 */
function even(cls) {
  const others = cls < 0 ? 1 / CLASSES : (1 - START) / (CLASSES - 1);
  return Float64Array.from({ length: CLASSES }, (_, k) => (k === cls ? START : others));
}

/** @param {Float64Array} wanted */
function toState(wanted) {
  return Array.from(wanted, (p) => Math.round(1000 * p)).join(".");
}

/** @param {string | undefined} text */
function fromState(text) {
  if (!text || !/^\d{1,4}(\.\d{1,4}){9}$/.test(text)) return null;
  const parts = text.split(".").map((part) => Number(part) / 1000);
  const sum = parts.reduce((total, p) => total + p, 0);
  return sum > 0 ? bounded(parts.map((p) => p / sum)) : null;
}

// Gradient ascent, live: the image changes, not the weights, until a unit is as active as can be.

import { read, SEEDS, written } from "./ascent-choice.js";
import { Runner } from "./ascent-runner.js";
import { noise, STEPS } from "./ascent-step.js";
import { judges } from "./judges.js";
import { PIXELS } from "./models.js";
import { make } from "./elements.js";
import { radios, signed } from "./parts.js";
import { onTheme, paint } from "./pixels.js";

/** @typedef {import("./lab.js").Lab} Lab */
/** @typedef {import("./ascent-choice.js").Choice} Choice */
/** @typedef {import("./ascent-choice.js").Switch} Switch */

/** @type {Record<string, string>} */
const LAYERS = { conv1: "First convolution", conv2: "Second convolution", dense1: "Dense layer", logits: "Logits" };
/** @type {[Switch, string, string][]} */
const SWITCHES = [
  ["l2", "L2 decay", "Every pixel pays for its ink, so ink stays only where the unit wants it."],
  ["tv", "Total variation", "Every step between neighbours costs, so areas become even and lines smooth."],
  ["jitter", "Jitter", "Before each step the image is shifted by up to 2 pixels, so what must sit exactly there is lost."],
  ["fourier", "Fourier", "Waves are changed, not pixels, and long waves move more easily than short ones."],
  ["prior", "Data prior", "The image stays near what real digits have in common: a Gaussian around their mean."],
];

/**
 * Put the instrument after `element`, its static figure, and hide that.
 *
 * @param {HTMLElement} element
 * @param {Lab} lab
 * @returns {Promise<void>} once it can be used
 */
export async function mount(element, lab) {
  const [network, linear] = await Promise.all([lab.network(), lab.linear()]);
  const { choice, refused } = read(lab.state.read(), network);
  /** @type {import("./regularizers.js").Prior | null} */
  let prior = null;
  /** @type {Runner | null} */
  let runner = null;
  /** @type {Float32Array} */
  let image = new Float32Array(PIXELS);
  let touched = false; // until the reader does something, the URL is left as it is

  const note = make("p", { class: "lab-note" }, refused);
  const layer = make("select", {}, ...Object.keys(LAYERS).map((value) => make("option", { value }, LAYERS[value])));
  const unit = make("select");
  const fillUnits = () => {
    const options = Array.from({ length: network.units(choice.layer) }, (_, at) => make("option", { value: String(at) }, String(at)));
    unit.replaceChildren(...options);
    [layer.value, unit.value] = [choice.layer, String(choice.unit)];
  };
  const seed = make("input", { type: "number", min: "0", max: String(SEEDS - 1), step: "1", value: String(choice.seed) });
  const start = radios("Start from", { noise: "noise", drawing: "your drawing" }, choice.start, (value) => {
    change({ start: value === "drawing" ? "drawing" : "noise" });
  });
  const play = make("button", { type: "button", class: "lab-button lab-play" }, "Play");
  const step = make("button", { type: "button", class: "lab-button" }, "Step");
  const reset = make("button", { type: "button", class: "lab-button" }, "Reset");
  const use = make("button", { type: "button", class: "lab-button" }, "Use as your drawing");
  const boxes = SWITCHES.map(([name, title, text]) => {
    const input = make("input", { type: "checkbox" });
    input.checked = choice.switches[name];
    input.addEventListener("change", () => change({ switches: { ...choice.switches, [name]: input.checked } }));
    return make("label", { class: "lab-switch" }, input, make("span", {}, make("b", {}, title), ` ${text}`));
  });
  const priorBox = boxes[SWITCHES.findIndex(([name]) => name === "prior")];
  priorBox.hidden = true; // until what it needs is there
  const canvas = make("canvas", { role: "img", width: "1", height: "1", "aria-label": "The image as it climbs" });
  const progress = make("progress", { max: String(STEPS), "aria-label": "steps taken" });
  const standing = make("figcaption"), said = make("p", { class: "lab-said" });
  const table = judges();
  const box = make("section", { class: "lab-panel lab-ascent", "aria-label": "Gradient ascent" }, note,
    make("div", { class: "lab-row" }, make("label", { class: "lab-choice" }, "Layer ", layer),
      make("label", { class: "lab-choice" }, "Unit ", unit), start.element, make("label", { class: "lab-choice" }, "Seed ", seed)),
    make("div", { class: "lab-row" }, play, step, reset, use),
    make("div", { class: "lab-stage" },
      make("figure", { class: "lab-rising" }, canvas, progress, standing), make("div", {}, table.element, said)),
    make("fieldset", { class: "lab-switches" }, make("legend", {}, "Regularizers"), ...boxes,
      make("p", { class: "lab-key" }, "A switch begins again from the same start, so that two runs can be compared.")));
  element.after(box);
  element.hidden = true;

  const sentence = () => `Step ${choice.step} of ${STEPS}: ${choice.layer}, unit ${choice.unit}, is at ` +
    `${standing.dataset.value}. ${said.textContent}`;
  const rest = () => {
    lab.state.write(written(choice));
    lab.say(sentence());
  };
  const stopped = () => {
    play.textContent = "Play";
    rest();
  };
  const trouble = () => {
    note.textContent = "The ascent needs a worker, and this browser did not start one.";
    [play, step, reset, use].forEach((button) => (button.disabled = true));
  };
  const draw = () => {
    paint(canvas, image, { signed: false });
    canvas.setAttribute("aria-label", `The image after ${choice.step} steps`);
  };
  /** @param {import("./ascent-worker.js").Standing} now */
  function onStanding(now) {
    [image, choice.step] = [now.image, now.done];
    draw();
    progress.value = now.done;
    standing.dataset.value = signed(now.value, 3);
    standing.textContent = `Step ${now.done} of ${STEPS}. ${choice.layer}, unit ${choice.unit}: ${signed(now.value, 3)}`;
    said.textContent = table.show(now.network, now.linear);
    step.disabled = now.done >= STEPS;
    if (touched && !runner?.playing) rest();
  }
  /** Begin, and take the steps that a link asked for at once. The worker is made when it is first needed. */
  const begin = () => {
    try {
      runner ??= new Runner({ network, linear, onStanding, onStop: stopped, onTrouble: trouble });
    } catch {
      return trouble();
    }
    const from = choice.start === "drawing" ? lab.image : noise(choice.seed);
    const task = { layer: choice.layer, unit: choice.unit, start: from, seed: choice.seed, switches: choice.switches };
    runner.begin(task, prior, choice.step);
  };
  /** @param {Partial<Choice>} changed */
  function change(changed) {
    touched = true;
    Object.assign(choice, changed, { step: 0 });
    note.textContent = choice.start === "drawing" && lab.image.every((ink) => ink === 0)
      ? "Your drawing is blank; the ascent starts from the background." : "";
    begin();
  }

  layer.addEventListener("change", () => {
    change({ layer: layer.value, unit: 0 });
    fillUnits();
  });
  unit.addEventListener("change", () => change({ unit: Number(unit.value) }));
  seed.addEventListener("change", () => {
    const number = Math.min(SEEDS - 1, Math.max(0, Math.round(Number(seed.value)) || 0));
    seed.value = String(number);
    change({ seed: number });
  });
  play.addEventListener("click", () => {
    if (!runner) begin();
    if (!runner) return;
    if (runner.playing) return runner.pause();
    if (choice.step >= STEPS) change({}); // played to its end: once more
    touched = true;
    play.textContent = "Pause";
    runner.play();
  });
  step.addEventListener("click", () => {
    touched = true;
    if (!runner) begin();
    runner?.pause();
    runner?.step();
  });
  reset.addEventListener("click", () => {
    runner?.pause();
    change({});
  });
  use.addEventListener("click", () => lab.setImage(image, { from: "the image of the ascent" }));
  lab.addEventListener("image", () => {
    if (choice.start !== "drawing" || !runner || runner.playing) return;
    if (touched) change({});
    else begin(); // the drawing of a link, come later than its step
  });
  onTheme(draw);
  fillUnits();
  begin(); // at once: offline, the worker could not be fetched any more
  lab.units().then((units) => {
    const mean = units.get("mean")?.data, factor = units.get("inverse_factor")?.data;
    if (!mean || !factor || mean.length !== PIXELS || factor.length % PIXELS) return;
    prior = { mean: Float32Array.from(mean), factor: Float32Array.from(factor) };
    priorBox.hidden = false;
    if (choice.switches.prior && runner) begin(); // a link asked for it
  }, () => {}); // without the file there is no such switch
}

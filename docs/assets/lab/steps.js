// The scrubber: the weights of the linear classifier as they were after so many steps of training.

import { button, make, percent, replace } from "./elements.js";
import { CLASSES, PIXELS } from "./models.js";
import { largest } from "./pixels.js";
import { whole } from "./state.js";
import { named } from "./tensors.js";
import { WeightImages } from "./weightimages.js";

const PAUSE = 700; // milliseconds for each picture while it plays

/** @type {import("./lab.js").Mount} */
export async function mount(place, lab) {
  const tensors = await lab.file("steps");
  const weights = /** @type {Float32Array} */ (named(tensors, "weights").data);
  const done = named(tensors, "done").data;
  const accuracies = named(tensors, "accuracies").data;
  const last = done.length - 1;
  const each = CLASSES * PIXELS;

  const words = make("output", { class: "lab-words" });
  const slider = make("input", { type: "range", min: 0, max: last, step: 1, "aria-label": "Steps of training" });
  const together = make("input", { type: "checkbox" });
  const images = new WeightImages("Weights of", () => undefined);
  images.canvases.forEach((canvas) => canvas.removeAttribute("tabindex")); // there is nothing to choose here

  function show() {
    const at = Number(slider.value);
    images.show(weights.subarray(at * each, (at + 1) * each), together.checked ? limit(last) : limit(at) || 1);
    const steps = done[at] === 1 ? "1 step" : `${done[at].toLocaleString("en")} steps`;
    words.textContent = `After ${steps}: ${percent(accuracies[at])} of the test images are right.`;
    slider.setAttribute("aria-valuetext", words.textContent);
    lab.state.write({ step: at === last ? null : at, scale: together.checked ? "one" : null });
  }

  /** @param {number} at */
  function limit(at) {
    return largest(weights.subarray(at * each, (at + 1) * each));
  }

  let timer = 0;
  const play = button("Play", () => (timer ? stop() : start()));
  function start() {
    if (Number(slider.value) === last) slider.value = "0";
    play.textContent = "Pause";
    timer = window.setInterval(() => {
      slider.value = String(Number(slider.value) + 1);
      show();
      if (Number(slider.value) === last) stop();
    }, PAUSE);
    show();
  }
  function stop() {
    clearInterval(timer);
    timer = 0;
    play.textContent = "Play";
  }

  slider.addEventListener("input", () => (stop(), show()));
  together.addEventListener("change", show);
  const set = lab.state.read();
  slider.value = String(whole(set.step, 0, last, last));
  together.checked = set.scale === "one";
  replace(
    place,
    "Weights while they are learned",
    make("div", { class: "lab-row" }, play, slider),
    words,
    images.element,
    make("label", { class: "lab-check" }, together, " one scale for all steps"),
  );
  show();
}

/** What both models say of an image, in bars and in words. */

import { Bars, leading } from "./bars.js";
import { make, percent } from "./elements.js";
import { softmax } from "./models.js";
import { FAR, nearest } from "./unlike.js";

const CAUTION =
  "No test digit is like this image. The probabilities of ten digits sum to 100 % whatever the image, so a " +
  "large one does not say that this is a digit.";

export class Verdict {
  #bars = new Bars(["Linear classifier", "Network"]);
  #models;
  #digits;
  #far;
  /** In words: the leading class of each model, and what a probability does not say. */
  words = make("p", { class: "lab-words" });
  element = this.#bars.element;

  /**
   * @param {import("./models.js").Linear} linear
   * @param {import("./models.js").Network} network
   * @param {Uint8Array} digits (N, 28, 28) in 255ths, that an image is compared with
   * @param {number} [far] distance beyond which an image is like none of them
   */
  constructor(linear, network, digits, far = FAR) {
    this.#models = [linear, network];
    this.#far = far;
    this.#digits = digits;
  }

  /** @param {Float32Array | null} image (784,) in [0, 1]; null for a blank one, of which nothing is said */
  show(image) {
    if (image === null) {
      this.#bars.show([null, null]);
      this.words.textContent = "Draw a digit.";
      return;
    }
    const says = this.#models.map((model) => softmax(model.logits(image)));
    const far = nearest(image, this.#digits).distance > this.#far;
    this.#bars.show(says);
    this.words.textContent = far ? `${sentence(says)} ${CAUTION}` : sentence(says);
  }
}

/** @param {ArrayLike<number>[]} says probabilities of the linear classifier and of the network @returns {string} */
function sentence([linear, network]) {
  const [a, b] = [leading(linear), leading(network)];
  if (a === b)
    return `Both say ${a}: the linear classifier with ${percent(linear[a])}, the network with ${percent(network[b])}.`;
  return `The linear classifier says ${a} with ${percent(linear[a])}, the network ${b} with ${percent(network[b])}.`;
}

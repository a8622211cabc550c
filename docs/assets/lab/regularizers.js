// What an ascent must stand, and what it pays for: the twins of explainer/methods/transformations.py and priors.py.
// Each adds to a direction whose part for the unit has a standard deviation of 1, and the weights below are for that.

import { PIXELS, SIDE } from "./models.js";

/**
 * @typedef {object} Prior
 * @property {Float32Array} mean (784,) of real digits
 * @property {Float32Array} factor (axes, 784), orthogonal rows: times the difference from the mean, distances along the
 *   principal axes in standard deviations
 */

const L2 = 0.8; // all three chosen by eye on logits, hidden units and both convolutions, each switch alone and together
const TV = 0.25;
const PRIOR = 0.15;

/**
 * Add the gradient of minus half the squared ink: the penalty called L2.
 *
 * @param {Float32Array} direction (784,), changed
 * @param {Float32Array} image (784,)
 */
export function addInk(direction, image) {
  image.forEach((ink, pixel) => (direction[pixel] -= L2 * ink));
}

/**
 * Shift an image; background comes in.
 *
 * @param {Float32Array} image (784,)
 * @param {number} down in pixels
 * @param {number} across in pixels
 * @returns {Float32Array} (784,)
 */
export function shifted(image, down, across) {
  const out = new Float32Array(PIXELS);
  for (let row = Math.max(0, down); row < Math.min(SIDE, SIDE + down); row++) {
    for (let column = Math.max(0, across); column < Math.min(SIDE, SIDE + across); column++) {
      out[row * SIDE + column] = image[(row - down) * SIDE + column - across];
    }
  }
  return out;
}

/**
 * Add the gradient of minus the total variation.
 *
 * @param {Float32Array} direction (784,), changed
 * @param {Float32Array} image (784,)
 */
export function addVariation(direction, image) {
  for (let pixel = 0; pixel < PIXELS; pixel++) {
    for (const [other, there] of [[pixel + 1, (pixel + 1) % SIDE !== 0], [pixel + SIDE, pixel + SIDE < PIXELS]]) {
      if (!there) continue;
      const pull = TV * Math.sign(image[Number(other)] - image[pixel]);
      direction[pixel] += pull;
      direction[Number(other)] -= pull;
    }
  }
}

/**
 * Add the gradient of the Gaussian's log-density.
 *
 * @param {Float32Array} direction (784,), changed
 * @param {Float32Array} image (784,)
 * @param {Prior} prior
 */
export function addPrior(direction, image, { mean, factor }) {
  for (let from = 0; from < factor.length; from += PIXELS) {
    let distance = 0;
    for (let pixel = 0; pixel < PIXELS; pixel++) distance += factor[from + pixel] * (image[pixel] - mean[pixel]);
    for (let pixel = 0; pixel < PIXELS; pixel++) direction[pixel] -= PRIOR * distance * factor[from + pixel];
  }
}

/**
 * Project an image on the principal axes around the mean: what no axis can say, no digit has much of.
 *
 * @param {Float32Array} image (784,)
 * @param {Prior} prior
 * @returns {Float32Array} (784,), perhaps a little beyond [0, 1]
 */
export function projected(image, { mean, factor }) {
  const out = Float32Array.from(mean);
  for (let from = 0; from < factor.length; from += PIXELS) {
    let distance = 0, squares = 0;
    for (let pixel = 0; pixel < PIXELS; pixel++) {
      distance += factor[from + pixel] * (image[pixel] - mean[pixel]);
      squares += factor[from + pixel] ** 2;
    }
    for (let pixel = 0; pixel < PIXELS; pixel++) out[pixel] += (distance / squares) * factor[from + pixel];
  }
  return out;
}

// Gradient ascent on the image, one step at a time: what the worker computes, and a test can compute without one.
//
// A step is that of explainer/methods/activation_maximization.py: along the gradient, divided by its own standard
// deviation, cut off at the background and at full ink. The regularizers are those of explainer/methods/priors.py; here
// each is weighed against the gradient already divided, so that a switch does as much for a quiet unit as for a logit.

import { decode, encode, filtered } from "./fourier.js";
import { PIXELS } from "./models.js";
import { addInk, addPrior, addVariation, projected, shifted } from "./regularizers.js";

/** @typedef {import("./models.js").Network} Network */
/** @typedef {import("./regularizers.js").Prior} Prior */

/**
 * @typedef {object} Switches
 * @property {boolean} l2 L2 decay: ink costs
 * @property {boolean} tv total variation: steps between neighbours cost
 * @property {boolean} jitter the image is shifted by up to 2 pixels before each step
 * @property {boolean} fourier waves are changed, not pixels, the long ones more easily
 * @property {boolean} prior ink is drawn to what digits look like: a Gaussian around their mean
 */

export const STEPS = 100; // of one ascent; the step shrinks linearly to nothing until then, as the maximum is near
const STEP = 0.1; // of the first one, in standard deviations of the gradient: small enough to watch
const WAVES = 0.7; // the same for the log-odds that waves make, whose range is wider
const SHIFT = 2; // pixels, at most: three would move a stroke off itself
const EPSILON = 1e-8; // keeps the step finite where the gradient is zero

/**
 * A source of numbers that the same seed gives again (mulberry32).
 *
 * @param {number} seed an integer
 * @returns {() => number} uniform in [0, 1)
 */
export function generator(seed) {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** @param {number} seed @returns {Float32Array} (784,) of noise around mid-grey, from 0.45 to 0.55 */
export function noise(seed) {
  const next = generator(seed);
  return Float32Array.from({ length: PIXELS }, () => 0.45 + 0.1 * next());
}

/** One ascent: an image on its way. */
export class Ascent {
  /**
   * @param {Network} network
   * @param {{layer: string, unit: number, start: Float32Array, seed: number, switches: Switches}} task
   * @param {Prior | null} prior without one its switch does nothing
   */
  constructor(network, { layer, unit, start, seed, switches }, prior) {
    this.network = network;
    this.layer = layer;
    this.unit = unit;
    this.switches = switches;
    this.prior = prior;
    this.next = generator(seed + 1); // for the jitter: other numbers than the noise's
    this.done = 0;
    /** @type {Float32Array} */
    this.image = Float32Array.from(start);
    this.odds = encode(this.image); // what is changed in Fourier space; the image is made of it
  }

  /** Take one step, unless all are taken. */
  step() {
    if (this.done >= STEPS) return;
    const size = 1 - this.done / STEPS;
    this.done++;
    const direction = this.direction();
    if (this.switches.fourier) {
      const slopes = direction.map((slope, pixel) => slope * this.image[pixel] * (1 - this.image[pixel]));
      const { change, std } = filtered(slopes);
      this.odds = this.odds.map((odd, pixel) => odd + ((size * WAVES) / (std + EPSILON)) * change[pixel]);
      this.image = decode(this.odds);
    } else {
      const moved = this.image.map((ink, pixel) => ink + size * STEP * direction[pixel]);
      const kept = this.switches.prior && this.prior ? projected(moved, this.prior) : moved;
      this.image = kept.map((ink) => Math.min(1, Math.max(0, ink)));
      this.odds = encode(this.image); // so that the switch can be turned on the way
    }
  }

  /** @returns {Float32Array} (784,) in which to change the image: the unit's gradient and the regularizers' */
  direction() {
    const { image, switches, prior } = this;
    const [down, across] = switches.jitter ? [this.shift(), this.shift()] : [0, 0];
    const { gradient } = this.network.gradient(shifted(image, down, across), this.layer, this.unit);
    const direction = shifted(gradient, -down, -across);
    const mean = direction.reduce((sum, slope) => sum + slope, 0) / PIXELS;
    const std = Math.sqrt(direction.reduce((sum, slope) => sum + (slope - mean) ** 2, 0) / PIXELS) + EPSILON;
    for (let pixel = 0; pixel < PIXELS; pixel++) direction[pixel] /= std;
    if (switches.l2) addInk(direction, image);
    if (switches.tv) addVariation(direction, image);
    if (switches.prior && prior) addPrior(direction, image, prior);
    return direction;
  }

  /** @returns {number} pixels to shift, from −2 to 2 */
  shift() {
    return Math.floor(this.next() * (2 * SHIFT + 1)) - SHIFT;
  }
}

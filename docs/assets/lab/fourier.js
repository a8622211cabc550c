// The discrete Fourier transform of an image of 28×28, written out, and the image as waves of its log-odds.
// The twin of `fourier` in explainer/methods/parametrisations.py.

import { PIXELS, SIDE } from "./models.js";

const NEARLY = 1e-3; // keeps the logarithm of ink finite at the background and at full ink
const COS = Float64Array.from({ length: SIDE }, (_, at) => Math.cos((2 * Math.PI * at) / SIDE) / Math.sqrt(SIDE));
const SIN = Float64Array.from({ length: SIDE }, (_, at) => Math.sin((2 * Math.PI * at) / SIDE) / Math.sqrt(SIDE));

/** 1 / frequency of each wave, (784,), as `transform` orders them; the frequency is in cycles per image, at least 1. */
export const SCALE = Float64Array.from({ length: PIXELS }, (_, at) => {
  const [down, across] = [Math.floor(at / SIDE), at % SIDE].map((wave) => Math.min(wave, SIDE - wave));
  return 1 / Math.max(1, Math.hypot(down, across));
});

/**
 * Transform an image, or back: orthonormal, so lengths stay.
 *
 * @param {ArrayLike<number>} real (784,)
 * @param {ArrayLike<number> | null} imaginary (784,); null for zeros
 * @param {1 | -1} sign −1 from the image to its waves, 1 back
 * @returns {[Float64Array, Float64Array]} real and imaginary parts, (784,) each; wave (down, across) at down × 28 + across
 */
export function transform(real, imaginary, sign) {
  let re = Float64Array.from(real), im = imaginary ? Float64Array.from(imaginary) : new Float64Array(PIXELS);
  for (const [along, beside] of [[1, SIDE], [SIDE, 1]]) { // across each row, then down each column
    const toRe = new Float64Array(PIXELS), toIm = new Float64Array(PIXELS);
    for (let line = 0; line < SIDE; line++) {
      for (let wave = 0; wave < SIDE; wave++) {
        let a = 0, b = 0;
        for (let at = 0, turn = 0, from = line * beside; at < SIDE; at++, from += along) {
          const cos = COS[turn], sin = sign * SIN[turn];
          a += re[from] * cos - im[from] * sin;
          b += re[from] * sin + im[from] * cos;
          turn += wave;
          if (turn >= SIDE) turn -= SIDE;
        }
        toRe[line * beside + wave * along] = a;
        toIm[line * beside + wave * along] = b;
      }
    }
    [re, im] = [toRe, toIm];
  }
  return [re, im];
}

/** @param {Float32Array} image (784,) in [0, 1] @returns {Float32Array} (784,) the log-odds of its ink */
export function encode(image) {
  return image.map((ink) => {
    const share = Math.min(1 - NEARLY, Math.max(NEARLY, ink));
    return Math.log(share / (1 - share));
  });
}

/** @param {Float32Array} odds (784,) @returns {Float32Array} (784,) the image, in (0, 1) */
export function decode(odds) {
  return odds.map((odd) => 1 / (1 + Math.exp(-odd)));
}

/**
 * Take a gradient of the log-odds to that of the scaled waves, and a step along it back to the log-odds.
 *
 * @param {Float32Array} slopes (784,) gradient of the log-odds
 * @returns {{change: Float64Array, std: number}} change (784,) of the log-odds for a step of 1 along the waves'
 *   gradient; std: the standard deviation of that gradient
 */
export function filtered(slopes) {
  const [re, im] = transform(slopes, null, -1);
  let squares = 0;
  for (let at = 0; at < PIXELS; at++) {
    squares += (re[at] ** 2 + im[at] ** 2) * SCALE[at] ** 2;
    re[at] *= SCALE[at] ** 2;
    im[at] *= SCALE[at] ** 2;
  }
  return { change: transform(re, im, 1)[0], std: Math.sqrt(squares / (2 * PIXELS)) };
}

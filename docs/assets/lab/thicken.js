/** A thin line on a photo made as thick as MNIST's: shrinking to 20 pixels alone would leave a hair of it. */

import { BOX, crop } from "./normalise.js";
import { PEN } from "./strokes.js";

/** @typedef {import("./normalise.js").Ink} Ink */

const THIN = 0.8; // of the pen's width: thicker strokes stay as they are, as in MNIST itself

/**
 * Ink whose strokes, once they are fitted into 20×20, are as thick as a pen's; ink that is thick enough is left alone.
 *
 * @param {Ink} ink
 * @param {import("./strokes.js").Pen} [pen]
 * @returns {Ink} of the same size or larger, for the strokes grow outwards
 */
export function thickened(ink, pen = PEN) {
  const cut = crop(ink);
  if (cut === null) return ink;
  const wide = strokeWidth(cut);
  // The box grows with the strokes, so the wanted width w solves w / (side − wide + w) = pen / 20.
  const share = pen.width / BOX;
  const side = Math.max(cut.width, cut.height);
  const want = (share * (side - wide)) / (1 - share);
  if (side <= 2 * wide || wide >= THIN * want) return ink;
  return grown(ink, (want - wide) / 2);
}

/**
 * Width of a line from its area and its outline: a long line of width w has 2 pixels of outline for each w of area.
 *
 * @param {Ink} ink
 * @returns {number} in pixels; the outline is the sum of the gradient's lengths (Sobel's), 0 for no ink
 */
export function strokeWidth({ data, width, height }) {
  let [area, outline] = [0, 0];
  const ink = (/** @type {number} */ x, /** @type {number} */ y) =>
    x >= 0 && x < width && y >= 0 && y < height ? data[y * width + x] : 0;
  for (let y = -1; y <= height; y++) {
    for (let x = -1; x <= width; x++) {
      area += ink(x, y);
      const [a, b, c, d] = [ink(x + 1, y + 1), ink(x + 1, y - 1), ink(x - 1, y + 1), ink(x - 1, y - 1)];
      const across = a + b - c - d + 2 * (ink(x + 1, y) - ink(x - 1, y));
      const down = a + c - b - d + 2 * (ink(x, y + 1) - ink(x, y - 1));
      outline += Math.hypot(across, down) / 8;
    }
  }
  return outline > 0 ? (2 * area) / outline : 0;
}

/** @param {Ink} ink @param {number} radius in pixels @returns {Ink} with full ink wherever there is some within the radius */
function grown({ data, width, height }, radius) {
  const rim = Math.ceil(radius) + 1;
  const [wide, high] = [width + 2 * rim, height + 2 * rim];
  const found = new Float32Array(wide * high);
  /** @type {[number, number, number][]} offset, and how much of the pixel there the disc covers */
  const disc = [];
  for (let y = -rim; y <= rim; y++)
    for (let x = -rim; x <= rim; x++) {
      const cover = Math.min(1, radius + 1 - Math.hypot(x, y));
      if (cover > 0) disc.push([x, y, cover]);
    }
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const value = data[y * width + x];
      const at = (y + rim) * wide + x + rim;
      if (!(value > 0)) continue;
      const within =
        x > 0 &&
        x < width - 1 &&
        y > 0 &&
        y < height - 1 &&
        data[y * width + x - 1] >= value &&
        data[y * width + x + 1] >= value &&
        data[(y - 1) * width + x] >= value &&
        data[(y + 1) * width + x] >= value;
      if (within)
        found[at] = Math.max(found[at], value); // its neighbours reach farther
      else
        for (const [dx, dy, cover] of disc)
          found[at + dy * wide + dx] = Math.max(found[at + dy * wide + dx], cover * value);
    }
  return { data: found, width: wide, height: high };
}

/**
 * A drawing or a photo made into 28×28 pixels the way MNIST was (LeCun et al. 1998): the digit fits into a box of
 * 20×20, and its centre of mass comes to the middle. The twin of explainer/data/own.py, to the same numbers.
 */

export const SIDE = 28; // pixels of an image's side
export const BOX = 20; // pixels: the longer side of a digit
/** Row and column of the centre of mass: MNIST's are all within half a pixel of 14, not of 13.5, the exact middle. */
export const CENTRE = 14;

/** @typedef {{data: Float32Array, width: number, height: number}} Ink rows of ink, 0 none and 1 full */

/**
 * An ink picture as the models want it.
 *
 * @param {Float32Array} ink (height × width), rows first, ≥ 0, 0 background and 1 full ink
 * @param {number} width in pixels, ≥ 1
 * @param {number} height in pixels, ≥ 1
 * @param {{fit?: boolean}} [options] fit false: the whole canvas is scaled to 28×28, and nothing else happens
 * @returns {Float32Array | null} (784,) in [0, 1], or null where there is no ink
 * @throws {RangeError} if the sizes and the ink disagree
 */
export function normalise(ink, width, height, { fit = true } = {}) {
  if (width < 1 || height < 1 || ink.length !== width * height) throw new RangeError("the ink has another size");
  const cut = crop({ data: ink, width, height });
  if (cut === null) return null;
  return fit ? centred(fitted(cut)) : whole({ data: ink, width, height });
}

/**
 * The part of a picture that has ink.
 *
 * @param {Ink} ink
 * @returns {Ink | null} null where there is none
 */
export function crop({ data, width, height }) {
  let [left, right, top, bottom] = [width, -1, height, -1];
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at++) {
      if (!(data[at] > 0)) continue;
      if (x < left) left = x;
      if (x > right) right = x;
      if (y < top) top = y;
      bottom = y;
    }
  }
  if (right < 0) return null;
  const cut = {
    data: new Float32Array((right - left + 1) * (bottom - top + 1)),
    width: right - left + 1,
    height: bottom - top + 1,
  };
  for (let y = 0; y < cut.height; y++) {
    const from = (top + y) * width + left;
    cut.data.set(data.subarray(from, from + cut.width), y * cut.width);
  }
  return cut;
}

/** @param {Ink} cut @returns {Ink} with its longer side 20 pixels and its darkest pixel 1 */
function fitted(cut) {
  const most = Math.max(cut.width, cut.height);
  const side = (/** @type {number} */ length) => Math.max(1, roundEven((length * BOX) / most));
  const small = resized(cut, side(cut.width), side(cut.height));
  const darkest = small.data.reduce((a, b) => Math.max(a, b), 0);
  return { ...small, data: small.data.map((value) => value / darkest) };
}

/**
 * Ink with its centre of mass as near the middle of 28×28 as whole pixels allow.
 *
 * @param {Ink} ink no side over 28
 * @returns {Float32Array} (784,)
 */
export function centred({ data, width, height }) {
  let [sum, down, across] = [0, 0, 0];
  data.forEach((value, at) => {
    sum += value;
    down += value * Math.floor(at / width);
    across += value * (at % width);
  });
  const place = (/** @type {number} */ moment, /** @type {number} */ side) =>
    Math.min(Math.max(roundEven(CENTRE - moment / sum), 0), SIDE - side);
  return framed({ data, width, height }, place(down, height), place(across, width));
}

/** @param {Ink} ink @returns {Float32Array} the whole canvas, its longer side made 28 pixels, in the middle of 28×28 */
function whole(ink) {
  const most = Math.max(ink.width, ink.height);
  const side = (/** @type {number} */ length) => Math.max(1, roundEven((length * SIDE) / most));
  const small = resized(ink, side(ink.width), side(ink.height));
  return framed(small, (SIDE - small.height) >> 1, (SIDE - small.width) >> 1);
}

/** @param {Ink} ink @param {number} top @param {number} left @returns {Float32Array} (784,) with the ink from there on */
function framed({ data, width, height }, top, left) {
  const image = new Float32Array(SIDE * SIDE);
  for (let y = 0; y < height; y++) image.set(data.subarray(y * width, (y + 1) * width), (top + y) * SIDE + left);
  return image;
}

/**
 * A picture resized as Pillow's BOX filter does: each new pixel is the mean of the old ones whose centres it covers.
 *
 * @param {Ink} ink
 * @param {number} width new, in pixels
 * @param {number} height new, in pixels
 * @returns {Ink}
 */
export function resized(ink, width, height) {
  const columns = covered(ink.width, width);
  const narrow = new Float32Array(width * ink.height);
  for (let y = 0; y < ink.height; y++) {
    for (let x = 0; x < width; x++) {
      let sum = 0;
      for (let k = columns[x][0]; k < columns[x][1]; k++) sum += ink.data[y * ink.width + k];
      narrow[y * width + x] = sum / (columns[x][1] - columns[x][0]);
    }
  }
  const rows = covered(ink.height, height);
  const data = new Float32Array(width * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      let sum = 0;
      for (let k = rows[y][0]; k < rows[y][1]; k++) sum += narrow[k * width + x];
      data[y * width + x] = sum / (rows[y][1] - rows[y][0]);
    }
  }
  return { data, width, height };
}

/** @param {number} from old length @param {number} to new length @returns {number[][]} first old pixel and the one after the last of each new one */
function covered(from, to) {
  const scale = from / to;
  const half = Math.max(scale, 1) / 2;
  return Array.from({ length: to }, (_, at) => {
    const centre = (at + 0.5) * scale;
    // Pillow's own arithmetic, so that a pixel whose centre is exactly on a border falls to the same side.
    const under = (/** @type {number} */ pixel) => (pixel - centre + 0.5) * (0.5 / half);
    let first = Math.max(0, Math.floor(centre - half + 0.5));
    let end = Math.min(from, Math.floor(centre + half + 0.5));
    while (first < end - 1 && under(first) <= -0.5) first++;
    while (first < end - 1 && under(end - 1) > 0.5) end--;
    return [first, end];
  });
}

/** @param {number} value @returns {number} the nearest whole number, the even one of two, as Python rounds */
function roundEven(value) {
  const down = Math.floor(value);
  const over = value - down;
  return over < 0.5 || (over === 0.5 && down % 2 === 0) ? down : down + 1;
}

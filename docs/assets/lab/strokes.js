/**
 * A drawing as strokes: drawn at MNIST's thickness whatever its size, and written as a short text for the URL.
 *
 * Shrinking a bitmap makes a large drawing thin and a small one thick. A path has no thickness of its own, so it is
 * first fitted into MNIST's box and then stroked with MNIST's pen.
 */

import { BOX, SIDE, centred } from "./normalise.js";

/** @typedef {[x: number, y: number, pressure: number]} Point in [0, 1] of the board from its top left; pressure in [0, 1], 0.5 where the device has none */
/** @typedef {Point[]} Stroke a line through its points, at least one */
/** @typedef {{width: number, edge: number}} Pen stroke and edge width in pixels of 28×28, as explainer/methods/strokes.py measures them */

/** @type {Pen} Medians of MNIST's test digits; the page brings those of its own data. */
export const PEN = { width: 2.5, edge: 1.37 };
const LEAST = 0.02; // of the board: a drawing smaller than this is a dot, and stays one
const BENDS = 4; // lines that stand for one curve between two midpoints
export const GRID = 1023; // steps across the board in a written drawing: finer than a screen's pixels

/**
 * The ink of strokes as an image of 28×28.
 *
 * @param {Stroke[]} strokes
 * @param {{fit?: boolean, pen?: Pen}} [options] fit: into 20×20, centre of mass in the middle; else the board as it is
 * @returns {Float32Array | null} (784,) in [0, 1], or null where nothing is drawn
 */
export function render(strokes, { fit = true, pen = PEN } = {}) {
  const points = strokes.flat();
  if (points.length === 0) return null;
  const ramp = rampOf(pen);
  if (!fit) return inked(strokes, { scale: SIDE, left: 0, top: 0, width: SIDE, height: SIDE, pen, ramp });
  const [left, right] = range(points.map((point) => point[0]));
  const [top, bottom] = range(points.map((point) => point[1]));
  const margin = (pen.width * Math.max(...points.map(pressed))) / 2; // from the path to its outline, which spans the box
  const scale = (BOX - 2 * margin) / Math.max(right - left, bottom - top, LEAST);
  const dot = Math.max(right - left, bottom - top) < LEAST;
  const size = (/** @type {number} */ extent) =>
    dot ? Math.ceil(2 * margin + ramp) : Math.max(1, Math.round(extent * scale + 2 * margin));
  const [width, height] = [size(right - left), size(bottom - top)];
  const used = dot ? 0 : scale;
  const box = {
    left: left * used - (width - (right - left) * used) / 2,
    top: top * used - (height - (bottom - top) * used) / 2,
  };
  return centred({ data: inked(strokes, { ...box, scale: used, width, height, pen, ramp }), width, height });
}

/** @param {Pen} pen @returns {number} pixels over which ink falls from full to none; antialiasing alone takes one */
function rampOf(pen) {
  return Math.max(1, (pen.edge - 0.7) / 0.6); // a ramp of 1.2 measures 1.4 and one of 2.5 measures 2.2 to 2.4
}

/** @param {Point} point @returns {number} how much thicker than usual the pen is there */
export function pressed(point) {
  return 0.6 + 0.8 * point[2];
}

/** @param {number[]} values @returns {[number, number]} least and most */
function range(values) {
  return [Math.min(...values), Math.max(...values)];
}

/**
 * @param {Stroke[]} strokes
 * @param {{scale: number, left: number, top: number, width: number, height: number, pen: Pen, ramp: number}} how pixels
 *     per board, the top left corner's place in pixels, and the size in pixels
 * @returns {Float32Array} (height × width) in [0, 1]
 */
function inked(strokes, { scale, left, top, width, height, pen, ramp }) {
  const image = new Float32Array(width * height);
  for (const stroke of strokes) {
    const path = stroke.map((point) => [
      point[0] * scale - left,
      point[1] * scale - top,
      (pen.width / 2) * pressed(point),
    ]);
    for (let at = 0; at < path.length; at++) segment(image, width, height, path[Math.max(0, at - 1)], path[at], ramp);
  }
  return image;
}

/** Ink by the distance of each pixel's centre to a line. Places are [x, y, radius] in pixels.
 * @param {Float32Array} image @param {number} width @param {number} height @param {number[]} from @param {number[]} to @param {number} ramp */
function segment(image, width, height, from, to, ramp) {
  const reach = Math.max(from[2], to[2]) + ramp;
  const [dx, dy] = [to[0] - from[0], to[1] - from[1]];
  const square = dx * dx + dy * dy;
  const [firstX, endX] = [
    Math.max(0, Math.floor(Math.min(from[0], to[0]) - reach)),
    Math.min(width, Math.ceil(Math.max(from[0], to[0]) + reach)),
  ];
  const [firstY, endY] = [
    Math.max(0, Math.floor(Math.min(from[1], to[1]) - reach)),
    Math.min(height, Math.ceil(Math.max(from[1], to[1]) + reach)),
  ];
  for (let y = firstY; y < endY; y++) {
    for (let x = firstX; x < endX; x++) {
      const [px, py] = [x + 0.5 - from[0], y + 0.5 - from[1]];
      const along = square > 0 ? Math.min(1, Math.max(0, (px * dx + py * dy) / square)) : 0;
      const distance = Math.hypot(px - along * dx, py - along * dy);
      const value = 0.5 + (from[2] + along * (to[2] - from[2]) - distance) / ramp;
      if (value > image[y * width + x]) image[y * width + x] = Math.min(1, value);
    }
  }
}

/**
 * A hand's points as a smooth line: quadratic curves from midpoint to midpoint, with the points as their corners.
 *
 * @param {Stroke} raw
 * @returns {Stroke} from the first point to the last
 */
export function smoothed(raw) {
  if (raw.length < 3) return raw.slice();
  /** @type {Stroke} */
  const line = [raw[0]];
  for (let at = 1; at < raw.length - 1; at++) {
    const start = at === 1 ? raw[0] : between(raw[at - 1], raw[at], 0.5);
    const end = at === raw.length - 2 ? raw[at + 1] : between(raw[at], raw[at + 1], 0.5);
    for (let k = 1; k <= BENDS; k++)
      line.push(between(between(start, raw[at], k / BENDS), between(raw[at], end, k / BENDS), k / BENDS));
  }
  return line;
}

/** @param {Point} a @param {Point} b @param {number} t @returns {Point} t of the way from a to b */
function between(a, b, t) {
  return [a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1]), a[2] + t * (b[2] - a[2])];
}

/**
 * A line with fewer points that stays within a tolerance of the given one (Douglas and Peucker 1973), on the grid that
 * a written drawing uses, so that writing and reading it changes nothing.
 *
 * @param {Stroke} line
 * @param {number} [tolerance] of the board
 * @returns {Stroke}
 */
export function simplified(line, tolerance = 0.003) {
  const keep = new Set([0, line.length - 1]);
  const open = [[0, line.length - 1]];
  for (let span = open.pop(); span; span = open.pop()) {
    const [first, last] = span;
    let [far, where] = [tolerance, -1];
    for (let at = first + 1; at < last; at++) {
      const away = apart(line[at], line[first], line[last]);
      if (away > far) [far, where] = [away, at];
    }
    if (where < 0) continue;
    keep.add(where);
    open.push([first, where], [where, last]);
  }
  return [...keep].sort((a, b) => a - b).map((at) => onGrid(line[at]));
}

/** @param {Point} point @param {Point} from @param {Point} to @returns {number} distance to the line between the two; pressure counts a little */
function apart(point, from, to) {
  const [dx, dy] = [to[0] - from[0], to[1] - from[1]];
  const square = dx * dx + dy * dy;
  const along =
    square > 0 ? Math.min(1, Math.max(0, ((point[0] - from[0]) * dx + (point[1] - from[1]) * dy) / square)) : 0;
  const on = between(from, to, along);
  return Math.hypot(point[0] - on[0], point[1] - on[1], 0.02 * (point[2] - on[2]));
}

/** @param {Point} point @returns {Point} */
function onGrid([x, y, pressure]) {
  const snap = (/** @type {number} */ value, /** @type {number} */ steps) =>
    Math.round(Math.min(1, Math.max(0, value)) * steps) / steps;
  return [snap(x, GRID), snap(y, GRID), pressure === 0.5 ? 0.5 : snap(pressure, 254)];
}

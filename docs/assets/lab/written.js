/**
 * Strokes as a short text of URL-safe characters, and back: base64url of bytes, whose numbers are differences.
 *
 * Bytes: 1 (the version); then for each stroke 2·points + (1 with pressure), the first point's x and y, then each
 * next one's difference, all as numbers of 7 bits a byte; with pressure, one byte for each point in the end.
 */

import { GRID, simplified } from "./strokes.js";

/** @typedef {import("./strokes.js").Stroke} Stroke */

const VERSION = 1;
const PRESSURE = 254; // steps of pressure
export const LONGEST = 3000; // characters: the URL has room for a little more
const MOST = 200; // strokes
const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/**
 * A drawing as text; one that would be too long is simplified until it fits.
 *
 * @param {Stroke[]} strokes as `simplified` leaves them, so that nothing is lost
 * @returns {string} at most `LONGEST` characters of A–Z a–z 0–9 - _; "" for no strokes
 */
export function encodeStrokes(strokes) {
  if (strokes.length === 0) return "";
  let some = strokes.slice(0, MOST);
  for (let tolerance = 0.006; ; tolerance *= 2) {
    const text = letters(some.reduce(append, [VERSION]));
    if (text.length <= LONGEST) return text;
    some = some.map((stroke) => simplified(stroke, tolerance));
  }
}

/**
 * The drawing that a text stands for. The text may come from anybody.
 *
 * @param {string} text
 * @returns {Stroke[] | null} null for anything malformed, too long or off the board; [] for ""
 */
export function decodeStrokes(text) {
  if (text === "") return [];
  if (typeof text !== "string" || text.length > LONGEST) return null;
  const bytes = unlettered(text);
  if (bytes === null || bytes[0] !== VERSION || bytes.length < 2) return null;
  const reader = new Reader(bytes);
  /** @type {Stroke[]} */
  const strokes = [];
  while (!reader.done && strokes.length < MOST) {
    const stroke = read(reader);
    if (stroke === null) return null;
    strokes.push(stroke);
  }
  return reader.done ? strokes : null;
}

/** @param {number[]} bytes @param {Stroke} stroke @returns {number[]} the bytes with the stroke's after them */
function append(bytes, stroke) {
  const light = stroke.some((point) => point[2] !== 0.5);
  put(bytes, 2 * stroke.length + Number(light));
  let [x, y] = [0, 0];
  for (const point of stroke) {
    const [toX, toY] = [Math.round(point[0] * GRID), Math.round(point[1] * GRID)];
    put(bytes, folded(toX - x));
    put(bytes, folded(toY - y));
    [x, y] = [toX, toY];
  }
  if (light) for (const point of stroke) bytes.push(point[2] === 0.5 ? 255 : Math.round(point[2] * PRESSURE));
  return bytes;
}

/** @param {Reader} reader @returns {Stroke | null} */
function read(reader) {
  const head = reader.number();
  const count = head >> 1;
  if (!(count >= 1 && count <= LONGEST)) return null;
  /** @type {Stroke} */
  const stroke = [];
  let [x, y] = [0, 0];
  for (let at = 0; at < count; at++) {
    x += unfolded(reader.number());
    y += unfolded(reader.number());
    if (!(x >= 0 && x <= GRID && y >= 0 && y <= GRID)) return null; // NaN too: the bytes came to an end
    stroke.push([x / GRID, y / GRID, 0.5]);
  }
  for (let at = 0; head & 1 && at < count; at++) {
    const byte = reader.byte();
    if (Number.isNaN(byte)) return null;
    if (byte !== 255) stroke[at][2] = byte / PRESSURE;
  }
  return stroke;
}

/** Numbers out of bytes; NaN once they have come to an end. */
class Reader {
  at = 1; // after the version

  /** @param {number[]} bytes */
  constructor(bytes) {
    this.bytes = bytes;
  }

  get done() {
    return this.at >= this.bytes.length;
  }

  byte() {
    return this.bytes[this.at++] ?? NaN;
  }

  number() {
    const low = this.byte();
    if (!(low & 128)) return low;
    const high = this.byte();
    return high > 127 ? NaN : (low & 127) + 128 * high;
  }
}

/** @param {number[]} bytes @param {number} value 0 to 16383; the caller's numbers are smaller */
function put(bytes, value) {
  if (value > 127) bytes.push(128 + (value & 127), value >> 7);
  else bytes.push(value);
}

/** @param {number} value any integer @returns {number} 0, 1, 2, 3 … for 0, −1, 1, −2 … */
function folded(value) {
  return value < 0 ? -2 * value - 1 : 2 * value;
}

/** @param {number} value @returns {number} */
function unfolded(value) {
  return value % 2 ? -(value + 1) / 2 : value / 2;
}

/** @param {number[]} bytes @returns {string} base64url without padding */
function letters(bytes) {
  let text = "";
  for (let at = 0; at < bytes.length; at += 3) {
    const word = (bytes[at] << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0);
    const count = Math.min(3, bytes.length - at) + 1;
    for (let k = 0; k < count; k++) text += LETTERS[(word >> (18 - 6 * k)) & 63];
  }
  return text;
}

/** @param {string} text @returns {number[] | null} null if a character is none of base64url's */
function unlettered(text) {
  if (text.length % 4 === 1) return null;
  const bytes = [];
  let [word, bits] = [0, 0];
  for (const letter of text) {
    const value = LETTERS.indexOf(letter);
    if (value < 0) return null;
    word = ((word << 6) | value) & 0xffff;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    bytes.push((word >> bits) & 255);
  }
  return word & ((1 << bits) - 1) ? null : bytes;
}

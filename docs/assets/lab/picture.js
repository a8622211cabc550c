/**
 * A picture file as ink: what explainer/data/own.py does with a photo, and the one piece that is the digit.
 *
 * A file comes from anywhere. Its header says how large it is before anything is decoded, and what is too large, too
 * long or no picture is an Error whose message is a sentence for the reader.
 */

import { sizeOf } from "./headers.js";
import { crop } from "./normalise.js";

/** @typedef {import("./normalise.js").Ink} Ink */

const MOST_BYTES = 30e6;
const MOST_PIXELS = 50e6; // decoded, four bytes each: 200 MB, which a phone still has
const LONG = 8; // times as long as wide
const SIDE = 448; // pixels of the longer side: sixteen for each one of the image
const FAINT = 0.3; // of the darkest ink: less is paper, and its shadows
const NEAR = 0.25; // of the largest piece's longer side: what lies within belongs to it
const SPECK = 0.02; // of the largest piece's ink: less is dirt

/**
 * The ink of a picture file.
 *
 * @param {Blob} file
 * @returns {Promise<Ink>} in [0, 1], with ink only where the largest piece and those near it are
 * @throws {Error} with a sentence that says what is wrong with the file
 */
export async function inkOf(file) {
  if (file.size > MOST_BYTES) throw new Error("That file is larger than 30 MB. Choose a smaller picture.");
  const size = sizeOf(new Uint8Array(await file.slice(0, 512 * 1024).arrayBuffer()));
  if (size === null)
    throw new Error("That file is no picture that can be read here. JPEG, PNG, GIF, WebP and BMP can.");
  const [width, height] = size;
  if (width * height > MOST_PIXELS)
    throw new Error(
      `That picture has ${Math.round((width * height) / 1e6)} million pixels; 50 million are the most. Choose a smaller one.`,
    );
  if (Math.max(width, height) > LONG * Math.min(width, height))
    throw new Error("That picture is too long and narrow to hold a digit.");
  const shrunk =
    Math.max(width, height) > SIDE
      ? { [width > height ? "resizeWidth" : "resizeHeight"]: SIDE, resizeQuality: /** @type {const} */ ("high") }
      : {};
  let bitmap;
  try {
    bitmap = await createImageBitmap(file, shrunk);
  } catch {
    throw new Error("That picture cannot be read; the file may be damaged.");
  }
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [bitmap.width, bitmap.height];
  const context = canvas.getContext("2d", { willReadFrequently: true });
  if (context === null) throw new Error("This browser has no canvas to read a picture with.");
  context.drawImage(bitmap, 0, 0);
  bitmap.close();
  const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
  const ink = largest(inked(greysOf(data)), canvas.width);
  if (ink === null) throw new Error("There is no ink in that picture.");
  return ink;
}

/**
 * Greys of a picture; what is transparent lies on white, or on black if the strokes are light.
 *
 * @param {Uint8ClampedArray} rgba
 * @returns {Float32Array} 0 black to 1 white
 */
export function greysOf(rgba) {
  const grey = (/** @type {number} */ at) => (0.299 * rgba[at] + 0.587 * rgba[at + 1] + 0.114 * rgba[at + 2]) / 255;
  let [light, shown] = [0, 0];
  for (let at = 0; at < rgba.length; at += 4) {
    light += grey(at) * rgba[at + 3];
    shown += rgba[at + 3];
  }
  const clear = shown < 255 * (rgba.length / 4) && light > shown / 2 ? 0 : 1; // the grey of what is transparent
  return Float32Array.from({ length: rgba.length / 4 }, (_, k) => {
    const alpha = rgba[4 * k + 3] / 255;
    return alpha * grey(4 * k) + (1 - alpha) * clear;
  });
}

/**
 * Ink is what differs from the paper, and the paper is the median grey.
 *
 * @param {Float32Array} greys
 * @returns {Float32Array} in [0, 1]; all 0 where nothing differs
 */
export function inked(greys) {
  const sorted = greys.slice().sort();
  const paper = sorted[sorted.length >> 1];
  let [darker, lighter] = [0, 0];
  for (const grey of greys) {
    if (grey < paper) darker += paper - grey;
    else lighter += grey - paper;
  }
  const way = darker >= lighter ? 1 : -1;
  const most = darker >= lighter ? paper - sorted[0] : sorted[sorted.length - 1] - paper;
  if (!(most > 0.05)) return new Float32Array(greys.length); // paper has a grain
  return greys.map((grey) => {
    const ink = (way * (paper - grey)) / most;
    return ink > FAINT ? ink : 0;
  });
}

/**
 * The largest connected piece of ink, with the pieces near it: a 5's bar, but no table's edge and no dirt.
 *
 * @param {Float32Array} ink (height × width)
 * @param {number} width
 * @returns {Ink | null} null where there is no ink
 */
export function largest(ink, width) {
  const { owner, pieces } = piecesOf(ink, width);
  if (pieces.length === 0) return null;
  const main = pieces.reduce((a, b) => (b.ink > a.ink ? b : a));
  const reach = NEAR * Math.max(main.right - main.left + 1, main.bottom - main.top + 1);
  const kept = pieces.map(
    (piece) =>
      piece.ink >= SPECK * main.ink &&
      piece.left <= main.right + reach &&
      piece.right >= main.left - reach &&
      piece.top <= main.bottom + reach &&
      piece.bottom >= main.top - reach,
  );
  return {
    data: ink.map((value, at) => (value > 0 && kept[owner[at]] ? value : 0)),
    width,
    height: ink.length / width,
  };
}

/** @param {Float32Array} ink @param {number} width which piece each pixel with ink belongs to, touching at corners too */
function piecesOf(ink, width) {
  const owner = new Int32Array(ink.length).fill(-1);
  /** @type {{ink: number, left: number, right: number, top: number, bottom: number}[]} */
  const pieces = [];
  for (let start = 0; start < ink.length; start++) {
    if (!(ink[start] > 0) || owner[start] >= 0) continue;
    const piece = { ink: 0, left: width, right: 0, top: ink.length, bottom: 0 };
    const open = [start];
    owner[start] = pieces.length;
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      const [x, y] = [at % width, Math.floor(at / width)];
      piece.ink += ink[at];
      [piece.left, piece.right] = [Math.min(piece.left, x), Math.max(piece.right, x)];
      [piece.top, piece.bottom] = [Math.min(piece.top, y), Math.max(piece.bottom, y)];
      for (let row = Math.max(0, y - 1); row <= y + 1; row++) {
        for (let column = Math.max(0, x - 1); column <= Math.min(width - 1, x + 1); column++) {
          const next = row * width + column;
          if (!(ink[next] > 0) || owner[next] >= 0) continue;
          owner[next] = pieces.length;
          open.push(next);
        }
      }
    }
    pieces.push(piece);
  }
  return { owner, pieces };
}

/** @param {Ink} ink @returns {Ink} a square with the ink in its middle and a little room around it, for the board */
export function squared(ink) {
  const cut = crop(ink) ?? ink;
  const side = Math.ceil(Math.max(cut.width, cut.height) * 1.4);
  const data = new Float32Array(side * side);
  const [left, top] = [(side - cut.width) >> 1, (side - cut.height) >> 1];
  for (let y = 0; y < cut.height; y++)
    data.set(cut.data.subarray(y * cut.width, (y + 1) * cut.width), (top + y) * side + left);
  return { data, width: side, height: side };
}

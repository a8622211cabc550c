/** Where the image comes from: the board, a test digit or a file; and what of it the URL holds. */

import { paint } from "./pixels.js";
import { decodeStrokes, encodeStrokes } from "./written.js";

/** @typedef {import("./normalise.js").Ink} Ink */

/** @typedef {{kind: "board"} | {kind: "digit", index: number} | {kind: "given", image: Float32Array, from: string} | {kind: "picture", whole: Ink, ink: Ink}} Source */

/**
 * @typedef {{strokes: import("./strokes.js").Stroke[], digit: number | null, raw: boolean, trouble: string}} Wanted
 *     trouble: a sentence where a value was no good and is ignored, else ""
 */

/**
 * What the URL asks for; its values may come from anybody.
 *
 * @param {Record<string, string>} values
 * @param {number} count how many test digits there are
 * @returns {Wanted}
 */
export function wanted(values, count) {
  const written = values["draw-strokes"] ?? "";
  const strokes = decodeStrokes(written);
  const asked = values["draw-digit"];
  const digit = asked !== undefined && /^\d{1,5}$/.test(asked) && Number(asked) < count ? Number(asked) : null;
  const trouble = [];
  if (strokes === null) trouble.push("The drawing in this page's address cannot be read, so the board is empty.");
  if (asked !== undefined && digit === null)
    trouble.push(`The address asks for a test digit that is not here; there are 0 to ${count - 1}.`);
  return { strokes: strokes ?? [], digit, raw: values["draw-raw"] === "1", trouble: trouble.join(" ") };
}

/**
 * What the URL is to say of a source. A picture stays on the reader's device, so the URL says nothing of it.
 *
 * @param {Source} source
 * @param {import("./strokes.js").Stroke[]} strokes
 * @param {boolean} raw
 * @returns {Record<string, string | null>}
 */
export function stated(source, strokes, raw) {
  return {
    "draw-strokes": source.kind === "board" ? encodeStrokes(strokes) || null : null,
    "draw-digit": source.kind === "digit" ? String(source.index) : null,
    "draw-raw": raw ? "1" : null,
  };
}

/**
 * Ink as a picture for the board, in the theme's colours.
 *
 * @param {ArrayLike<number>} ink (side × side)
 * @returns {HTMLCanvasElement}
 */
export function pictured(ink) {
  const canvas = document.createElement("canvas");
  paint(canvas, ink, { signed: false });
  return canvas;
}

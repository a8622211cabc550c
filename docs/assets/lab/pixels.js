/**
 * Numbers as crisp pixels on a canvas: ink on paper, or signed values in blue (for) and red (against) about 0.
 *
 * The colours are ColorBrewer's RdBu (Harrower and Brewer 2003), as in the figures, with the page's paper in the middle.
 */

/** @typedef {[number, number, number]} Rgb 0 to 255 */
/** @typedef {{paper: Rgb, ink: Rgb, positive: Rgb[], negative: Rgb[]}} Palette */

/** @type {Palette} From the middle (exclusive) outwards. */
const LIGHT = {
  paper: [255, 255, 255],
  ink: [29, 31, 33],
  positive: [
    [209, 229, 240],
    [146, 197, 222],
    [67, 147, 195],
    [33, 102, 172],
    [5, 48, 97],
  ],
  negative: [
    [253, 219, 199],
    [244, 165, 130],
    [214, 96, 77],
    [178, 24, 43],
    [103, 0, 31],
  ],
};
/** @type {Palette} On a dark page the strongest values are the lightest. */
const DARK = {
  paper: [21, 23, 26],
  ink: [228, 228, 226],
  positive: [
    [22, 48, 74],
    [33, 84, 138],
    [67, 147, 195],
    [146, 197, 222],
    [209, 229, 240],
  ],
  negative: [
    [70, 20, 26],
    [142, 26, 42],
    [214, 96, 77],
    [244, 165, 130],
    [253, 219, 199],
  ],
};

/** @returns {boolean} whether the page is in its dark theme */
export function dark() {
  return document.body?.getAttribute("data-md-color-scheme") === "slate";
}

/**
 * Show an image, one canvas pixel for each value; CSS makes it larger, and `image-rendering: pixelated` keeps it crisp.
 *
 * @param {HTMLCanvasElement} canvas
 * @param {ArrayLike<number>} values (side × side), rows first; ink in [0, 1], or any finite numbers if signed
 * @param {{signed: boolean, limit?: number, palette?: Palette}} options limit: the value with the full colour
 *     (unless given, the largest magnitude, or 1 for ink)
 * @returns {number} the limit used
 * @throws {RangeError} if the values make no square
 */
export function paint(canvas, values, { signed, limit, palette = dark() ? DARK : LIGHT }) {
  const side = Math.round(Math.sqrt(values.length));
  if (side * side !== values.length) throw new RangeError(`${values.length} values make no square`);
  const context = canvas.getContext("2d");
  let most = limit ?? (signed ? largest(values) : 1);
  if (!(most > 0)) most = 1;
  if (canvas.width !== side || canvas.height !== side) [canvas.width, canvas.height] = [side, side];
  canvas.classList.add("lab-pixels");
  if (context === null) return most;
  const picture = context.createImageData(side, side);
  for (let at = 0; at < values.length; at++) {
    const share = values[at] / most;
    picture.data.set(signed ? diverging(share, palette) : mixed(palette.paper, palette.ink, share), 4 * at);
    picture.data[4 * at + 3] = 255;
  }
  context.putImageData(picture, 0, 0);
  return most;
}

/**
 * Return the largest distance from zero: the end of a scale that holds all of them.
 * @param {ArrayLike<number>} values
 * @returns {number} 0 for none
 */
export function largest(values) {
  let most = 0;
  for (let at = 0; at < values.length; at++) most = Math.max(most, Math.abs(values[at]));
  return most;
}

/** @param {number} share in [−1, 1]; beyond is cut off @param {Palette} palette @returns {Rgb} */
export function diverging(share, palette) {
  const colours = [palette.paper, ...(share < 0 ? palette.negative : palette.positive)];
  const place = Math.min(1, Math.abs(share)) * (colours.length - 1);
  const before = Math.min(Math.floor(place), colours.length - 2);
  return mixed(colours[before], colours[before + 1], place - before);
}

/** @param {Rgb} from @param {Rgb} to @param {number} share in [0, 1]; beyond is cut off @returns {Rgb} */
function mixed(from, to, share) {
  const t = Math.min(1, Math.max(0, share));
  return [from[0] + t * (to[0] - from[0]), from[1] + t * (to[1] - from[1]), from[2] + t * (to[2] - from[2])];
}

/**
 * Call back whenever the reader changes the theme.
 *
 * @param {() => void} changed
 */
export function onTheme(changed) {
  new MutationObserver(changed).observe(document.body, { attributes: true, attributeFilter: ["data-md-color-scheme"] });
}

/** Numbers that add up as they are shown, and the pixels that decide between two classes. */

import { SIDE } from "./normalise.js";

export const AUTO = -1; // no class of the reader's own

/**
 * Round parts so that what is shown adds up to the total that is shown.
 *
 * @param {number[]} parts any finite numbers
 * @param {number} [places] after the point
 * @param {number} [total] what they are to add up to, itself rounded; their sum unless it is given
 * @returns {number[]} each within one unit of the last place of its part, for a total that is near the parts' sum
 */
export function apportioned(parts, places = 2, total = parts.reduce((a, b) => a + b, 0)) {
  const unit = 10 ** -places;
  const whole = parts.map((part) => Math.round(part / unit));
  let over = whole.reduce((a, b) => a + b, 0) - Math.round(total / unit);
  const excess = parts.map((part, at) => whole[at] - part / unit); // how far each was rounded up
  while (over !== 0) {
    const step = Math.sign(over);
    let most = 0; // the part that was rounded farthest the wrong way
    for (let at = 1; at < parts.length; at++) if (step * excess[at] > step * excess[most]) most = at;
    whole[most] -= step;
    excess[most] -= step;
    over -= step;
  }
  return whole.map((value) => value * unit);
}

/**
 * The parts of a logit: evidence for, evidence against, bias.
 *
 * @param {ArrayLike<number>} evidence (784,) weight × pixel
 * @param {number} bias
 * @returns {[inFavour: number, against: number, bias: number]} in logits
 */
export function partsOf(evidence, bias) {
  let [inFavour, against] = [0, 0];
  for (let at = 0; at < evidence.length; at++) {
    if (evidence[at] > 0) inFavour += evidence[at];
    else against += evidence[at];
  }
  return [inFavour, against, bias];
}

/**
 * The pixels that count most, whichever way.
 *
 * @param {ArrayLike<number>} values (784,)
 * @param {number} [count]
 * @returns {{at: number, row: number, column: number, value: number}[]} at most so many, largest magnitude first, no zeros
 */
export function deciding(values, count = 10) {
  return Array.from(values, (value, at) => ({ at, row: Math.floor(at / SIDE), column: at % SIDE, value }))
    .filter(({ value }) => value !== 0)
    .sort((a, b) => Math.abs(b.value) - Math.abs(a.value))
    .slice(0, count);
}

/**
 * The two classes to compare.
 *
 * @param {ArrayLike<number>} logits (10,)
 * @param {number} own the reader's class, or −1 for the leading one
 * @param {number} rival the reader's rival, or −1 for the largest logit among the others
 * @returns {[number, number]} two different classes
 */
export function pair(logits, own, rival) {
  const order = Array.from(logits, (_, cls) => cls).sort((x, y) => logits[y] - logits[x]);
  const a = own !== AUTO ? own : /** @type {number} */ (order.find((cls) => cls !== rival));
  const b = rival !== AUTO && rival !== a ? rival : /** @type {number} */ (order.find((cls) => cls !== a));
  return [a, b];
}

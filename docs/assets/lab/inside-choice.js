// What the reader has chosen inside the network, and how the URL keeps it.

import { SIDE } from "./models.js";

/**
 * What the reader has chosen. It is in the URL under keys that begin with "inside.".
 *
 * @typedef {object} Choice
 * @property {string} layer "conv1", "conv2", "dense1" or "logits"
 * @property {number} unit from 0
 * @property {number} row of the map, in [0, 1): a share of its side, so that it stays when the layer changes
 * @property {number} column the same, across
 * @property {number | null} channel of the filter's input; null for the sum over all
 * @property {boolean} after whether the small maps are shown after pooling and ReLU
 */

/**
 * Read the choice from the URL's state; what does not make sense is left at its default and named.
 *
 * @param {Record<string, string>} state
 * @param {import("./models.js").Network} network
 * @returns {{choice: Choice, refused: string}} refused is a sentence for the reader, or nothing
 */
export function read(state, network) {
  /** @type {Choice} */
  const choice = { layer: "conv1", unit: 0, row: 0.5, column: 0.5, channel: 0, after: state["inside.after"] === "1" };
  let sound = true;
  const take = (/** @type {string} */ key, /** @type {RegExp} */ form, /** @type {(found: string[]) => boolean} */ use) => {
    if (!state[key]) return;
    const found = form.exec(state[key]);
    if (!found || !use(found)) sound = false;
  };
  take("inside.unit", /^(conv1|conv2|dense1|logits)\.(\d{1,3})$/, ([, layer, unit]) => {
    if (Number(unit) >= network.units(layer)) return false;
    Object.assign(choice, { layer, unit: Number(unit), channel: layer === "conv1" ? 0 : null });
    return true;
  });
  const side = sideOf(choice.layer);
  take("inside.place", /^(\d{1,2})\.(\d{1,2})$/, ([, row, column]) => {
    if (Number(row) >= side || Number(column) >= side) return false;
    Object.assign(choice, { row: (Number(row) + 0.5) / side, column: (Number(column) + 0.5) / side });
    return true;
  });
  take("inside.channel", /^(\d{1,2})$/, ([, channel]) => {
    if (choice.layer !== "conv2" || Number(channel) >= network.units("conv1")) return false;
    choice.channel = Number(channel);
    return true;
  });
  return { choice, refused: sound ? "" : "Part of the link was not understood, and is left out. " };
}

/**
 * Return the choice as the URL keeps it; `read` reads it back.
 *
 * @param {Choice} choice
 * @returns {Record<string, string>}
 */
export function written(choice) {
  const side = sideOf(choice.layer);
  return {
    "inside.unit": `${choice.layer}.${choice.unit}`,
    "inside.place": `${Math.floor(choice.row * side)}.${Math.floor(choice.column * side)}`,
    "inside.channel": choice.layer !== "conv2" || choice.channel === null ? "" : String(choice.channel),
    "inside.after": choice.after ? "1" : "",
  };
}

/** @param {string} layer @returns {boolean} whether its units have maps */
export function isMapped(layer) {
  return layer.startsWith("conv");
}

/** @param {string} layer @returns {number} of its maps; where there are none, what keeps a place for later */
export function sideOf(layer) {
  return layer === "conv2" ? SIDE / 2 : SIDE;
}

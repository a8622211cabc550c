// What the reader has chosen for the gradient ascent, and how the URL keeps it.

/** @typedef {keyof import("./ascent-step.js").Switches} Switch */

/**
 * It is in the URL under keys that begin with "ascent.".
 *
 * @typedef {object} Choice
 * @property {string} layer "conv1", "conv2", "dense1" or "logits"
 * @property {number} unit from 0
 * @property {"noise" | "drawing"} start
 * @property {number} seed of the noise and of the jitter, 0 to 999
 * @property {import("./ascent-step.js").Switches} switches
 * @property {number} step at which the image is shown, 0 to 100
 */

import { STEPS } from "./ascent-step.js";

export const SEEDS = 1000; // three figures are enough to come back to

/**
 * Read the choice from the URL's state; what does not make sense is left at its default and named.
 *
 * @param {Record<string, string>} state
 * @param {import("./models.js").Network} network
 * @returns {{choice: Choice, refused: string}} refused is a sentence for the reader, or nothing
 */
export function read(state, network) {
  const switches = { l2: false, tv: false, jitter: false, fourier: false, prior: false };
  /** @type {Choice} */
  const choice = { layer: "logits", unit: 3, start: "noise", seed: 0, switches, step: 0 };
  let sound = true;
  const take = (/** @type {string} */ key, /** @type {RegExp} */ form, /** @type {(found: string[]) => boolean} */ use) => {
    const text = state[`ascent.${key}`];
    if (!text) return;
    const found = form.exec(text);
    if (!found || !use(found)) sound = false;
  };
  take("unit", /^(conv1|conv2|dense1|logits)\.(\d{1,3})$/, ([, layer, unit]) => {
    if (Number(unit) >= network.units(layer)) return false;
    Object.assign(choice, { layer, unit: Number(unit) });
    return true;
  });
  take("start", /^drawing$/, () => Boolean((choice.start = "drawing")));
  take("seed", /^\d{1,3}$/, ([seed]) => {
    choice.seed = Number(seed);
    return true;
  });
  take("on", /^(l2|tv|jitter|fourier|prior)(\.(l2|tv|jitter|fourier|prior)){0,4}$/, ([on]) => {
    for (const name of on.split(".")) switches[/** @type {Switch} */ (name)] = true;
    return true;
  });
  take("step", /^\d{1,3}$/, ([step]) => {
    if (Number(step) > STEPS) return false;
    choice.step = Number(step);
    return true;
  });
  return { choice, refused: sound ? "" : "Part of the link was not understood, and is left out." };
}

/**
 * Return the choice as the URL keeps it; `read` reads it back. What is at its default is an empty string.
 *
 * @param {Choice} choice
 * @returns {Record<string, string>}
 */
export function written({ layer, unit, start, seed, switches, step }) {
  const on = Object.entries(switches).flatMap(([name, chosen]) => (chosen ? [name] : []));
  return {
    "ascent.unit": `${layer}.${unit}`,
    "ascent.start": start === "drawing" ? start : "",
    "ascent.seed": seed ? String(seed) : "",
    "ascent.on": on.join("."),
    "ascent.step": step ? String(step) : "",
  };
}

// Inside the network: the feature maps of the current image, one unit's favourites, and one convolution taken apart.

import { exemplars } from "./exemplars.js";
import { filterView } from "./filter-view.js";
import { SIDE } from "./models.js";
import { onTheme, paint } from "./pixels.js";
import { make, radios, signed, unitGrid, whenSeen } from "./parts.js";

/** @typedef {import("./lab.js").Lab} Lab */

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

/** @type {Record<string, string>} */
const TITLES = {
  conv1: "First convolution", conv2: "Second convolution", dense1: "Dense layer", logits: "Logits, one for each class",
};

/**
 * Put the instrument after `element`, its static figure, and hide that.
 *
 * @param {HTMLElement} element
 * @param {Lab} lab
 * @returns {Promise<void>} once it can be used
 */
export async function mount(element, lab) {
  const network = await lab.network();
  const layers = network.layers.map((each) => each.name).filter((name) => name in TITLES);
  const { choice, refused } = read(lab.state.read(), network);
  const note = make("p", { class: "lab-note" });
  const grids = new Map(layers.map((layer) => {
    const label = `${TITLES[layer]}: ${network.units(layer)} ${isMapped(layer) ? "feature maps" : "units"}`;
    const choose = (/** @type {number} */ unit) => set({ layer, unit, channel: null });
    return [layer, unitGrid(label, network.units(layer), choose)];
  }));
  const stage = radios("Show each map", {
    before: "as the convolution gives it", after: "after pooling and ReLU",
  }, choice.after ? "after" : "before", (value) => set({ after: value === "after" }));
  const filter = filterView(network, (change) => set(change), (text) => lab.say(text));
  const examples = exemplars(lab, network);
  const blocks = [...grids].map(([layer, grid]) => {
    const side = sideOf(layer), each = isMapped(layer) ? `, each a map of ${side}×${side}` : "";
    grid.element.classList.add(`lab-units-${layer}`);
    const title = make("h4", {}, TITLES[layer], make("small", {}, ` ${network.units(layer)} units${each}`));
    return make("section", {}, title, grid.element);
  });
  const flat = make("details", { open: !isMapped(choice.layer) }, make("summary", {}, "Dense units and logits"));
  flat.append(...blocks.filter((_, at) => !isMapped(layers[at])));
  const mapped = blocks.filter((_, at) => isMapped(layers[at]));
  const key = make("p", { class: "lab-key" }, "Blue is above zero, red below; the darker, the further. One scale for " +
    "each layer. Choose a map with a click or the arrow keys.");
  const box = make("div", { class: "lab-inside" }, note, stage.element, key, ...mapped, flat, filter.element, examples.element);
  element.after(box);
  element.hidden = true;

  /** @type {Record<string, Float32Array>} */
  let outputs = network.forward(lab.image);
  const drawMaps = whenSeen(box, () => {
    outputs = network.forward(lab.image);
    const blank = lab.image.every((ink) => ink === 0);
    note.textContent = refused + (blank ? "The image is blank: what you see are the biases alone. Draw a digit, or " +
      "take one of the digits below." : "");
    for (const [layer, grid] of grids) {
      const whole = outputs[layer], shown = (choice.after && outputs[`${layer}_relu`]) || whole;
      const limit = whole.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
      const cells = shown.length / grid.canvases.length;
      grid.canvases.forEach((canvas, unit) => {
        const map = shown.subarray(unit * cells, (unit + 1) * cells);
        paint(canvas, map, { signed: true, limit });
        const [least, most] = [Math.min(...map), Math.max(...map)];
        grid.name(unit, `unit ${unit}: ${cells > 1 ? `from ${signed(least)} to ${signed(most)}` : signed(most)}`);
      });
    }
    filter.show(choice, outputs, lab.image);
  });
  const mark = () => grids.forEach((grid, layer) => grid.choose(layer === choice.layer ? choice.unit : null));
  /** @param {Partial<Choice>} change */
  function set(change) {
    const stale = change.after !== undefined && change.after !== choice.after;
    const moved = change.unit !== undefined && (change.unit !== choice.unit || change.layer !== choice.layer);
    Object.assign(choice, change);
    if (choice.layer === "conv1") choice.channel = 0; // the image is its only channel
    lab.state.write(written(choice));
    if (stale) drawMaps();
    mark();
    filter.show(choice, outputs, lab.image);
    if (moved) examples.show(choice.layer, choice.unit);
  }
  lab.addEventListener("image", drawMaps);
  onTheme(() => {
    drawMaps();
    examples.show(choice.layer, choice.unit);
  });
  mark();
  drawMaps();
  examples.show(choice.layer, choice.unit);
}

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
function isMapped(layer) {
  return layer.startsWith("conv");
}

/** @param {string} layer @returns {number} of its maps; where there are none, what keeps a place for later */
function sideOf(layer) {
  return layer === "conv2" ? SIDE / 2 : SIDE;
}

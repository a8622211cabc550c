// Inside the network: the feature maps of the current image, one unit's favourites, and one convolution taken apart.

import { exemplars } from "./exemplars.js";
import { filterView } from "./filter-view.js";
import { isMapped, read, sideOf, written } from "./inside-choice.js";
import { largest, onTheme, paint } from "./pixels.js";
import { make } from "./elements.js";
import { radios, signed, unitGrid, whenSeen } from "./parts.js";

/** @typedef {import("./lab.js").Lab} Lab */
/** @typedef {import("./inside-choice.js").Choice} Choice */

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
    const title = make("h3", {}, TITLES[layer], make("small", {}, ` ${network.units(layer)} units${each}`));
    return make("section", {}, title, grid.element);
  });
  const flat = make("details", { open: !isMapped(choice.layer) }, make("summary", {}, "Dense units and logits"));
  flat.append(...blocks.filter((_, at) => !isMapped(layers[at])));
  const mapped = blocks.filter((_, at) => isMapped(layers[at]));
  const key = make("p", { class: "lab-key" }, "Blue is above zero, red below; the stronger, the further from it. One scale for " +
    "each layer. Choose a map with a click or the arrow keys.");
  const box = make("section", { class: "lab-panel lab-inside", "aria-label": "Inside the network" }, note, stage.element, key, ...mapped, flat, filter.element, examples.element);
  element.after(box);
  element.hidden = true;

  /** @type {Record<string, Float32Array>} */
  let outputs = network.forward(lab.image);
  const draw = () => {
    outputs = network.forward(lab.image);
    const blank = lab.image.every((ink) => ink === 0);
    note.textContent = refused + (blank ? "The image is blank: what you see are the biases alone. Draw a digit, or " +
      "take one of the digits below." : "");
    for (const [layer, grid] of grids) {
      const whole = outputs[layer], shown = (choice.after && outputs[`${layer}_relu`]) || whole;
      const limit = largest(whole);
      const cells = shown.length / grid.canvases.length;
      grid.canvases.forEach((canvas, unit) => {
        const map = shown.subarray(unit * cells, (unit + 1) * cells);
        paint(canvas, map, { signed: true, limit });
        const [least, most] = [Math.min(...map), Math.max(...map)];
        grid.name(unit, `unit ${unit}: ${cells > 1 ? `from ${signed(least)} to ${signed(most)}` : signed(most)}`);
      });
    }
    filter.show(choice, outputs, lab.image);
  };
  const drawMaps = whenSeen(box, draw);
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
  draw(); // at once: a screen reader is not told less of what is off the screen
  examples.show(choice.layer, choice.unit);
}

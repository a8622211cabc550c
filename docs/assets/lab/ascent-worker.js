// The worker of the gradient ascent: it takes steps when it is asked, and says how the image stands. A module worker.

import { Ascent } from "./ascent-step.js";
import { Linear, Network } from "./models.js";

/** @typedef {import("./tensors.js").Tensor} Tensor */

/**
 * @typedef {{kind: "models", network: Map<string, Tensor>, linear: Map<string, Tensor>}} ModelsMessage
 * @typedef {{layer: string, unit: number, start: Float32Array, seed: number,
 *   switches: import("./ascent-step.js").Switches}} Task
 * @typedef {{kind: "begin", run: number, task: Task, prior: import("./regularizers.js").Prior | null, steps: number}} Begin
 * @typedef {{kind: "step", run: number, steps: number}} Step
 */

/**
 * What comes back after each message but the first.
 *
 * @typedef {object} Standing
 * @property {number} run which ascent it is of
 * @property {number} done steps taken
 * @property {Float32Array} image (784,) in [0, 1]
 * @property {number} value of the unit
 * @property {Float32Array} network logits (10,)
 * @property {Float64Array} linear logits (10,)
 */

/** @type {Network} */
let network;
/** @type {Linear} */
let linear;
/** @type {Ascent} */
let ascent;

addEventListener("message", (event) => {
  const message = /** @type {ModelsMessage | Begin | Step} */ (event.data);
  if (message.kind === "models") {
    network = new Network(message.network);
    linear = new Linear(message.linear);
    return;
  }
  if (message.kind === "begin") ascent = new Ascent(network, message.task, message.prior);
  for (let taken = 0; taken < message.steps; taken++) ascent.step();
  const { image, done, layer, unit } = ascent;
  /** @type {Standing} */
  const standing = {
    run: message.run, done, image, value: network.value(image, layer, unit),
    network: network.logits(image), linear: linear.logits(image),
  };
  postMessage(standing);
});

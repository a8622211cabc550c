// What both models say about an image as it changes: ten probabilities each, as bars and numbers.

import { Bars, leading } from "./bars.js";
import { percent } from "./elements.js";
import { softmax } from "./models.js";

/**
 * @returns {{element: HTMLTableElement, show: (network: ArrayLike<number>, linear: ArrayLike<number>) => string}} show
 *   takes the logits (10,) of both and returns what they say, as a sentence
 */
export function judges() {
  const bars = new Bars(["Linear classifier", "Network"]);

  /** @param {ArrayLike<number>} network @param {ArrayLike<number>} linear */
  const show = (network, linear) => {
    const both = [softmax(linear), softmax(network)];
    bars.show(both);
    const said = both.map((p) => `${leading(p)} with ${percent(p[leading(p)])}`);
    return `The linear classifier says ${said[0]}, the network ${said[1]}.`;
  };
  return { element: bars.element, show };
}

// One convolution: a filter at one place of its map, as 25 products, their sum and the bias.

import { Convolution } from "./convolution.js";

/** @typedef {import("./models.js").Network} Network */

/**
 * @typedef {object} Products
 * @property {Float64Array} weights (25,) of the filter; zeros if all channels are asked for
 * @property {Float64Array} inputs (25,) under the filter, 0 beyond the border; zeros if all channels are asked for
 * @property {Float64Array} products (25,) weight × input of one channel, or summed over all of them
 * @property {number} sum of the 25 products shown
 * @property {number} all the sum over all channels
 * @property {number} bias
 * @property {number} value of the map here, as the forward pass has it
 */

/**
 * Take one place of a feature map apart.
 *
 * @param {Network} network
 * @param {Record<string, Float32Array>} outputs of every layer, as `network.forward` gives them
 * @param {Float32Array} image (784,)
 * @param {string} layer a convolution: "conv1" or "conv2"
 * @param {number} unit which of its filters
 * @param {number} place row × side + column in its map
 * @param {number | null} channel of the input; null for the sum over all
 * @returns {Products}
 * @throws {RangeError} if the layer is not a convolution
 */
export function productsAt(network, outputs, image, layer, unit, place, channel) {
  const at = network.place(layer), own = network.layers[at].layer;
  if (!(own instanceof Convolution)) throw new RangeError(`${layer} is not a convolution`);
  const { side, kernel, inputs: channels, reach, bias, weight } = own, cells = side * side;
  const seen = at ? outputs[network.layers[at - 1].name] : image;
  const row = Math.floor(place / side), column = place % side, taps = kernel * kernel;
  const weights = new Float64Array(taps), inputs = new Float64Array(taps), products = new Float64Array(taps);
  let all = 0;
  for (let from = 0; from < channels; from++) {
    for (let tap = 0; tap < taps; tap++) {
      const y = row + Math.floor(tap / kernel) - reach, x = column + (tap % kernel) - reach;
      const inside = y >= 0 && y < side && x >= 0 && x < side;
      const input = inside ? seen[from * cells + y * side + x] : 0;
      const factor = weight[(unit * channels + from) * taps + tap];
      all += factor * input;
      if (channel === null || channel === from) products[tap] += factor * input;
      if (channel === from) [weights[tap], inputs[tap]] = [factor, input];
    }
  }
  const sum = products.reduce((total, product) => total + product, 0);
  return { weights, inputs, products, sum, all, bias: bias[unit], value: outputs[layer][unit * cells + place] };
}

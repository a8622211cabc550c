// The two models that the build trained: the linear classifier and the convolutional network, forward and gradient.
// What they compute is what explainer/models/logistic.py and cnn.py compute; tests/lab/models.test.js holds them to it.

import { Convolution } from "./convolution.js";
import { Dense, MaxPool, Relu } from "./layers.js";

/** @typedef {import("./tensors.js").Tensor} Tensor */
/** @typedef {Convolution | Dense | MaxPool | Relu} Layer */

export const SIDE = 28;
export const PIXELS = SIDE * SIDE;
export const CLASSES = 10;

/**
 * Turn logits into probabilities.
 *
 * @param {ArrayLike<number>} logits any finite reals
 * @returns {Float64Array} as many, each in [0, 1], that sum to 1
 */
export function softmax(logits) {
  const largest = Math.max(...Array.from(logits)); // taken off first, so that no power overflows
  const powers = Float64Array.from(logits, (logit) => Math.exp(logit - largest));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
}

/** The linear classifier: a weight for every pixel and class, and a bias for every class. */
export class Linear {
  /**
   * @param {Map<string, Tensor>} tensors "weights" (10, 784) and "biases" (10,)
   * @throws {RangeError} if one is missing or of another shape
   */
  constructor(tensors) {
    this.tensors = tensors; // for a worker to make the same model of
    this.weights = floats(tensors, "weights", [CLASSES, PIXELS]);
    this.biases = floats(tensors, "biases", [CLASSES]);
  }

  /**
   * @param {ArrayLike<number>} image (784,) in [0, 1], 1 is ink
   * @returns {Float64Array} (10,)
   */
  logits(image) {
    const { weights } = this;
    return Float64Array.from(this.biases, (bias, cls) => {
      let sum = bias;
      for (let pixel = 0, at = cls * PIXELS; pixel < PIXELS; pixel++, at++) sum += weights[at] * image[pixel];
      return sum;
    });
  }

  /**
   * @param {ArrayLike<number>} image (784,) in [0, 1]
   * @param {number} cls 0 to 9
   * @returns {Float32Array} (784,) weight × pixel, in logits; with the bias they sum to the logit of the class
   */
  evidence(image, cls) {
    const own = this.weights.subarray(cls * PIXELS, (cls + 1) * PIXELS);
    return own.map((weight, pixel) => weight * image[pixel]);
  }
}

/** The convolutional network: convolutions with max pooling and ReLU, dense layers with ReLU, logits. */
export class Network {
  /**
   * @param {Map<string, Tensor>} tensors "conv1.weight" (16, 1, 5, 5), "conv1.bias" (16,), … "logits.bias" (10,)
   * @throws {RangeError} if one is missing or does not fit the one before it
   */
  constructor(tensors) {
    this.tensors = tensors; // for a worker to make the same model of
    const weighted = [...tensors.keys()].filter((name) => name.endsWith(".weight")).map((name) => name.slice(0, -7));
    const named = (/** @type {string} */ kind) => weighted.filter((name) => name.startsWith(kind)).sort();
    /** @type {{name: string, shape: number[], layer: Layer}[]} from the image to the logits */
    this.layers = [];
    const add = (/** @type {string} */ name, /** @type {Layer} */ layer) =>
      this.layers.push({ name, shape: layer.shape, layer });
    let shape = [1, SIDE, SIDE];
    for (const name of named("conv")) {
      const size = [...(tensors.get(`${name}.weight`)?.shape ?? [])];
      size[1] = shape[0];
      const weight = floats(tensors, `${name}.weight`, size), bias = floats(tensors, `${name}.bias`, [size[0]]);
      add(name, new Convolution(weight, bias, size, shape[1]));
      add(`${name}_pool`, new MaxPool([size[0], shape[1]]));
      shape = [size[0], shape[1] / 2, shape[1] / 2];
      add(`${name}_relu`, new Relu(shape));
    }
    let inputs = shape.reduce((product, length) => product * length, 1);
    for (const name of [...named("dense"), "logits"]) {
      const outputs = name === "logits" ? CLASSES : (tensors.get(`${name}.weight`)?.shape[0] ?? 0);
      const weight = floats(tensors, `${name}.weight`, [outputs, inputs]);
      add(name, new Dense(weight, floats(tensors, `${name}.bias`, [outputs])));
      if (name !== "logits") add(`${name}_relu`, new Relu([outputs]));
      inputs = outputs;
    }
  }

  /**
   * Compute what every layer puts out, up to and with one of them.
   *
   * @param {ArrayLike<number>} image (784,) in [0, 1], 1 is ink
   * @param {string} [upTo] the last layer wanted; the logits, if none is named
   * @returns {Record<string, Float32Array>} by the layer's name; a new array each, (channels, side, side) or (units,)
   * @throws {RangeError} if there is no such layer
   */
  forward(image, upTo = "logits") {
    /** @type {Record<string, Float32Array>} */
    const outputs = {};
    /** @type {Float32Array} */
    let signal = Float32Array.from(image);
    for (const { name, layer } of this.layers.slice(0, this.place(upTo) + 1)) {
      signal = layer.forward(signal);
      outputs[name] = signal;
    }
    return outputs;
  }

  /**
   * @param {ArrayLike<number>} image (784,) in [0, 1]
   * @returns {Float32Array} (10,)
   */
  logits(image) {
    return this.forward(image).logits;
  }

  /**
   * @param {string} layer
   * @returns {number} how many units it has: channels of a convolution, outputs of a dense layer
   */
  units(layer) {
    return this.layers[this.place(layer)].shape[0];
  }

  /**
   * @param {ArrayLike<number>} image (784,) in [0, 1]
   * @param {string} layer "conv1", "conv2", "dense1" or "logits"
   * @param {number} unit from 0
   * @returns {number} the unit's output before its ReLU; of a convolution, the mean of its map before the pooling
   */
  value(image, layer, unit) {
    return this.linearised(image, layer, unit).value;
  }

  /**
   * Return what a unit gives for an image, and how that changes with each pixel.
   *
   * @param {ArrayLike<number>} image (784,) in [0, 1]
   * @param {string} layer "conv1", "conv2", "dense1" or "logits"
   * @param {number} unit from 0
   * @returns {{value: number, gradient: Float32Array}} the value, as `value` has it; the gradient (784,), per unit of ink
   * @throws {RangeError} if there is no such unit
   */
  gradient(image, layer, unit) {
    let { value, gradient, inputs } = this.linearised(image, layer, unit);
    for (let at = inputs.length - 2; at >= 0; at--) gradient = this.layers[at].layer.backward(gradient, inputs[at]);
    return { value, gradient };
  }

  /**
   * Return a unit's value with the gradient of what comes into its layer. Of that layer nothing else is computed: it is
   * linear, so the value is the input times that gradient, and the bias.
   *
   * @param {ArrayLike<number>} image (784,) in [0, 1]
   * @param {string} layer one with weights
   * @param {number} unit from 0
   * @returns {{value: number, gradient: Float32Array, inputs: Float32Array[]}} inputs: of every layer up to this one
   */
  linearised(image, layer, unit) {
    const place = this.place(layer), own = this.layers[place].layer;
    if (!(own instanceof Convolution || own instanceof Dense)) throw new RangeError(`${layer} has no weights`);
    if (!Number.isInteger(unit) || unit < 0 || unit >= own.outputs) throw new RangeError(`${layer} has no unit ${unit}`);
    /** @type {Float32Array[]} */
    const inputs = [Float32Array.from(image)];
    for (const each of this.layers.slice(0, place)) inputs.push(each.layer.forward(inputs[inputs.length - 1]));
    const cells = own.shape.slice(1).reduce((product, length) => product * length, 1); // of a map; 1 of a dense unit
    const wanted = new Float32Array(own.outputs * cells).fill(1 / cells, unit * cells, (unit + 1) * cells);
    const gradient = own.backward(wanted);
    const value = inputs[place].reduce((sum, each, at) => sum + each * gradient[at], own.bias[unit]);
    return { value, gradient, inputs };
  }

  /**
   * @param {string} name
   * @returns {number} the layer's place, from 0
   * @throws {RangeError} if there is none of that name
   */
  place(name) {
    const place = this.layers.findIndex((each) => each.name === name);
    if (place < 0) throw new RangeError(`no layer “${name}”; there are ${this.layers.map((each) => each.name).join(", ")}`);
    return place;
  }
}

/**
 * Return one tensor's numbers, once its shape is what it should be.
 *
 * @param {Map<string, Tensor>} tensors
 * @param {string} name
 * @param {number[]} shape
 * @returns {Float32Array}
 */
function floats(tensors, name, shape) {
  const tensor = tensors.get(name);
  if (tensor?.shape.join() !== shape.join() || tensor.data.length !== shape.reduce((a, b) => a * b, 1)) {
    throw new RangeError(`“${name}” should be (${shape}), not ${tensor ? `(${tensor.shape})` : "missing"}`);
  }
  return tensor.data instanceof Float32Array ? tensor.data : Float32Array.from(tensor.data);
}

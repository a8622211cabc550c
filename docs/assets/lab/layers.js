// The other layers of the network, each with its forward pass and, by hand, the gradient of its input.
//
// Maps are Float32Array, (channels, side, side) row by row. Every forward returns a new array.

/** A dense layer: outputs = weight · input + bias. */
export class Dense {
  /**
   * @param {Float32Array} weight (outputs, inputs)
   * @param {Float32Array} bias (outputs,)
   */
  constructor(weight, bias) {
    this.weight = weight;
    this.bias = bias;
    this.outputs = bias.length;
    this.inputs = weight.length / bias.length;
    this.shape = [this.outputs];
  }

  /**
   * @param {Float32Array} input (inputs,)
   * @returns {Float32Array} (outputs,)
   */
  forward(input) {
    const { weight, inputs } = this;
    return this.bias.map((bias, output) => {
      let sum = bias;
      for (let i = 0, at = output * inputs; i < inputs; i++, at++) sum += weight[at] * input[i];
      return sum;
    });
  }

  /**
   * @param {Float32Array} gradient (outputs,)
   * @returns {Float32Array} (inputs,)
   */
  backward(gradient) {
    const { weight, inputs } = this, sums = new Float64Array(inputs);
    for (let output = 0; output < gradient.length; output++) {
      const slope = gradient[output];
      if (slope === 0) continue;
      for (let i = 0, at = output * inputs; i < inputs; i++, at++) sums[i] += slope * weight[at];
    }
    return Float32Array.from(sums);
  }
}

/** Max pooling over squares of 2×2. Of equals, the first one takes the gradient, as in PyTorch. */
export class MaxPool {
  /** @param {number[]} shape (channels, side, side) of what comes in; the side is even */
  constructor([channels, side]) {
    this.side = side;
    this.shape = [channels, side / 2, side / 2];
  }

  /**
   * @param {Float32Array} input (channels, side, side)
   * @returns {Float32Array} (channels, side / 2, side / 2)
   */
  forward(input) {
    return Float32Array.from(this.places(input), (place) => input[place]);
  }

  /**
   * @param {Float32Array} gradient (channels, side / 2, side / 2)
   * @param {Float32Array} input what came in
   * @returns {Float32Array} (channels, side, side)
   */
  backward(gradient, input) {
    const out = new Float32Array(input.length);
    this.places(input).forEach((place, at) => (out[place] = gradient[at]));
    return out;
  }

  /**
   * @param {Float32Array} input (channels, side, side)
   * @returns {Int32Array} (channels · side / 2 · side / 2,) the index of the largest of each square
   */
  places(input) {
    const { side } = this, places = new Int32Array(input.length / 4);
    for (let row = 0, at = 0; row < input.length; row += 2 * side) {
      for (let corner = row; corner < row + side; corner += 2, at++) {
        let largest = corner;
        if (input[corner + 1] > input[largest]) largest = corner + 1;
        if (input[corner + side] > input[largest]) largest = corner + side;
        if (input[corner + side + 1] > input[largest]) largest = corner + side + 1;
        places[at] = largest;
      }
    }
    return places;
  }
}

/** What is below zero becomes zero; at zero the gradient is zero, as in PyTorch. */
export class Relu {
  /** @param {number[]} shape of what comes in */
  constructor(shape) {
    this.shape = shape;
  }

  /**
   * @param {Float32Array} input any shape
   * @returns {Float32Array} the same shape
   */
  forward(input) {
    return input.map((value) => (value > 0 ? value : 0));
  }

  /**
   * @param {Float32Array} gradient the same shape as the input
   * @param {Float32Array} input what came in
   * @returns {Float32Array} the same shape
   */
  backward(gradient, input) {
    return gradient.map((slope, at) => (input[at] > 0 ? slope : 0));
  }
}

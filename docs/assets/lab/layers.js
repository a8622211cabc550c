// The layers of the convolutional network, each with its forward pass and, by hand, the gradient of its input.
//
// Maps are Float32Array, (channels, side, side) row by row. Sums run in float64, so a logit here differs from PyTorch's
// by the rounding of float32 alone. Every forward returns a new array; only scratch memory is used again.

const AT_ONCE = 4; // outputs summed in one pass over the input: each pixel is loaded once for all of them

/** A square convolution (cross-correlation), padded with zeros so that the map keeps its size. */
export class Convolution {
  /**
   * @param {Float32Array} weight (outputs, inputs, kernel, kernel)
   * @param {Float32Array} bias (outputs,)
   * @param {number[]} shape of the weight
   * @param {number} side of the maps, in pixels
   */
  constructor(weight, bias, shape, side) {
    const [outputs, inputs, kernel, across] = shape;
    if (shape.length !== 4 || kernel !== across || kernel % 2 !== 1) {
      throw new RangeError(`a convolution needs weights (outputs, inputs, k, k) with k odd, not (${shape})`);
    }
    this.weight = weight;
    this.bias = bias;
    this.outputs = outputs;
    this.inputs = inputs;
    this.kernel = kernel;
    this.side = side;
    this.reach = (kernel - 1) / 2;
    this.width = side + 2 * this.reach; // of a padded map
    this.taps = inputs * kernel * kernel;
    this.shape = [outputs, side, side];
    this.padded = new Float64Array(inputs * this.width ** 2);
    this.rows = new Float64Array(Math.ceil(outputs / AT_ONCE) * AT_ONCE * this.taps); // missing outputs are zeros
    this.rows.set(weight);
    this.offsets = new Int32Array(this.taps); // of each tap in the padded maps, from the place's upper left corner
    for (let tap = 0; tap < this.taps; tap++) {
      const column = tap % kernel, row = Math.floor(tap / kernel) % kernel, channel = Math.floor(tap / kernel ** 2);
      this.offsets[tap] = (channel * this.width + row) * this.width + column;
    }
  }

  /**
   * @param {Float32Array} input (inputs, side, side)
   * @returns {Float32Array} (outputs, side, side)
   */
  forward(input) {
    const { side, width, taps, rows, offsets, padded, bias, outputs, reach } = this;
    for (let from = 0, line = 0; from < input.length; from += side, line++) {
      const to = (Math.floor(line / side) * width + (line % side) + reach) * width + reach;
      for (let x = 0; x < side; x++) padded[to + x] = input[from + x];
    }
    const places = side * side, maps = new Float32Array(outputs * places);
    for (let output = 0; output < outputs; output += AT_ONCE) {
      const first = output * taps, second = first + taps, third = second + taps, fourth = third + taps;
      const here = Math.min(AT_ONCE, outputs - output);
      for (let place = 0; place < places; place++) {
        const corner = Math.floor(place / side) * width + (place % side);
        let a = 0, b = 0, c = 0, d = 0;
        for (let tap = 0; tap < taps; tap++) {
          const pixel = padded[corner + offsets[tap]];
          a += pixel * rows[first + tap];
          b += pixel * rows[second + tap];
          c += pixel * rows[third + tap];
          d += pixel * rows[fourth + tap];
        }
        const at = output * places + place;
        maps[at] = a + bias[output];
        if (here > 1) maps[at + places] = b + bias[output + 1];
        if (here > 2) maps[at + 2 * places] = c + bias[output + 2];
        if (here > 3) maps[at + 3 * places] = d + bias[output + 3];
      }
    }
    return maps;
  }

  /**
   * Scatter the gradient of the maps back over the input. Places without one cost nothing, and after max pooling that
   * is at least three of four.
   *
   * @param {Float32Array} gradient (outputs, side, side)
   * @returns {Float32Array} (inputs, side, side)
   */
  backward(gradient) {
    const { side, width, taps, rows, offsets, inputs, reach } = this;
    const sums = new Float64Array(inputs * width * width), places = side * side;
    for (let at = 0; at < gradient.length; at++) {
      const slope = gradient[at];
      if (slope === 0) continue;
      const place = at % places, row = ((at - place) / places) * taps;
      const corner = Math.floor(place / side) * width + (place % side);
      for (let tap = 0; tap < taps; tap++) sums[corner + offsets[tap]] += slope * rows[row + tap];
    }
    const out = new Float32Array(inputs * places);
    for (let to = 0, line = 0; to < out.length; to += side, line++) {
      const from = (Math.floor(line / side) * width + (line % side) + reach) * width + reach;
      for (let x = 0; x < side; x++) out[to + x] = sums[from + x];
    }
    return out;
  }
}

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

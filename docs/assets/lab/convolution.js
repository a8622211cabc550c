// A square convolution, forward and gradient. The network's time is spent here.
//
// Sums run in float64, so a logit differs from PyTorch's by the rounding of float32 alone. Every forward returns a new
// array; only scratch memory is used again.

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

// Images that the linear classifier gives wanted probabilities: softmax⁻¹(p) = W x + b, solved in three ways.
// The twin of explainer/methods/inverse_softmax.py, which says where each way comes from.

import { CLASSES, PIXELS } from "./models.js";
import { named } from "./tensors.js";

const SOLVED = 1e-5; // logits: a solution misses its wanted logits by less; single precision does not do better
const STEPS = 100; // of Newton's method: a dozen do where there is a solution

/** Solves for one model. All images are Float32Arrays of 784 values, in ink. */
export class PreImages {
  /** @type {Float64Array} the weights freed of their mean over the classes, (10, 784) */
  #a;
  /** @type {Float64Array} the biases freed of theirs, (10,) */
  #b;
  /** @type {Float32Array} the mean image */
  #mean;
  /** @type {Float32Array} Σ Aᵀ, transposed, (10, 784) */
  #covariances;

  /** @param {Map<string, import("./tensors.js").Tensor>} tensors weights, biases, mean, covariances */
  constructor(tensors) {
    const [weights, biases, mean, covariances] = ["weights", "biases", "mean", "covariances"].map(
      (name) => /** @type {Float32Array} */ (named(tensors, name).data),
    );
    this.#mean = mean;
    this.#covariances = covariances;
    this.#a = Float64Array.from(weights);
    for (let pixel = 0; pixel < PIXELS; pixel++) {
      let sum = 0;
      for (let k = 0; k < CLASSES; k++) sum += weights[k * PIXELS + pixel];
      for (let k = 0; k < CLASSES; k++) this.#a[k * PIXELS + pixel] -= sum / CLASSES;
    }
    this.#b = centred(biases);
  }

  /**
   * Return the image of least norm; its pixels are not held to [0, 1].
   * @param {ArrayLike<number>} probabilities (10,), each above 0, of sum 1
   */
  minimumNorm(probabilities) {
    const multipliers = solve(this.#gram(this.#a), this.#wanted(probabilities));
    return combined(this.#a, multipliers, null);
  }

  /**
   * Return the image that is most probable under the Gaussian of the training images; not held to [0, 1] either.
   * @param {ArrayLike<number>} probabilities
   */
  mostProbable(probabilities) {
    const missing = minus(this.#wanted(probabilities), this.#sums(this.#mean));
    return combined(this.#covariances, solve(this.#gram(this.#covariances), missing), this.#mean);
  }

  /**
   * Return the image nearest to the mean image with every pixel in [0, 1], or null if none there has them.
   *
   * Newton's method on the dual, whose gradient is what the sums still miss; a step that does not help is halved.
   * @param {ArrayLike<number>} probabilities
   */
  inBox(probabilities) {
    const wanted = this.#wanted(probabilities);
    /** @type {Float64Array} */
    let multipliers = new Float64Array(CLASSES);
    let image = clipped(combined(this.#a, multipliers, this.#mean));
    let missing = minus(wanted, this.#sums(image));
    for (let step = 0; step < STEPS && norm(missing) > SOLVED; step++) {
      const direction = solve(this.#gram(this.#a, combined(this.#a, multipliers, this.#mean)), missing);
      let size = 1;
      for (; size > 1e-6; size /= 2) {
        const tried = multipliers.map((value, k) => value + size * direction[k]);
        const other = clipped(combined(this.#a, tried, this.#mean));
        const left = minus(wanted, this.#sums(other));
        if (norm(left) < norm(missing)) {
          [multipliers, image, missing] = [tried, other, left];
          break;
        }
      }
      if (size <= 1e-6) break;
    }
    return norm(missing) < 100 * SOLVED ? image : null;
  }

  /** @param {ArrayLike<number>} probabilities */
  #wanted(probabilities) {
    const logits = centred(Float64Array.from(probabilities, Math.log));
    return minus(logits, this.#b);
  }

  /** @param {ArrayLike<number>} image */
  #sums(image) {
    const sums = new Float64Array(CLASSES);
    for (let k = 0; k < CLASSES; k++)
      for (let pixel = 0; pixel < PIXELS; pixel++) sums[k] += this.#a[k * PIXELS + pixel] * image[pixel];
    return sums;
  }

  /**
   * Return A Bᵀ (10, 10), made regular: the rows of A sum to zero, so nothing else is lost by adding a constant.
   * @param {ArrayLike<number>} b (10, 784)
   * @param {ArrayLike<number> | null} [unclipped] pixels outside (0, 1) are left out
   */
  #gram(b, unclipped = null) {
    const gram = new Float64Array(CLASSES * CLASSES);
    for (let i = 0; i < CLASSES; i++)
      for (let j = 0; j < CLASSES; j++) {
        let sum = 0;
        for (let pixel = 0; pixel < PIXELS; pixel++)
          if (!unclipped || (unclipped[pixel] > 0 && unclipped[pixel] < 1))
            sum += this.#a[i * PIXELS + pixel] * b[j * PIXELS + pixel];
        gram[i * CLASSES + j] = sum;
      }
    let trace = 0;
    for (let k = 0; k < CLASSES; k++) trace += gram[k * CLASSES + k];
    const level = trace / CLASSES || 1;
    for (let i = 0; i < gram.length; i++) gram[i] += level;
    for (let k = 0; k < CLASSES; k++) gram[k * CLASSES + k] += 1e-9 * level; // regular also where few pixels are free
    return gram;
  }
}

/**
 * Solve a system of ten equations by elimination, the largest pivot first.
 * @param {Float64Array} matrix (10, 10), regular; it is used up
 * @param {Float64Array} right (10,)
 * @returns {Float64Array}
 */
export function solve(matrix, right) {
  const x = Float64Array.from(right);
  for (let column = 0; column < CLASSES; column++) {
    let pivot = column;
    for (let row = column + 1; row < CLASSES; row++)
      if (Math.abs(matrix[row * CLASSES + column]) > Math.abs(matrix[pivot * CLASSES + column])) pivot = row;
    for (let j = 0; j < CLASSES; j++)
      [matrix[column * CLASSES + j], matrix[pivot * CLASSES + j]] = [
        matrix[pivot * CLASSES + j],
        matrix[column * CLASSES + j],
      ];
    [x[column], x[pivot]] = [x[pivot], x[column]];
    for (let row = 0; row < CLASSES; row++) {
      if (row === column) continue;
      const factor = matrix[row * CLASSES + column] / matrix[column * CLASSES + column];
      for (let j = column; j < CLASSES; j++) matrix[row * CLASSES + j] -= factor * matrix[column * CLASSES + j];
      x[row] -= factor * x[column];
    }
  }
  return x.map((value, k) => value / matrix[k * CLASSES + k]);
}

/** @param {ArrayLike<number>} values */
function centred(values) {
  const all = Float64Array.from(values);
  const mean = all.reduce((sum, value) => sum + value, 0) / all.length;
  return all.map((value) => value - mean);
}

/**
 * @param {ArrayLike<number>} rows (10, 784)
 * @param {ArrayLike<number>} multipliers (10,)
 * @param {ArrayLike<number> | null} start (784,), or nothing
 */
function combined(rows, multipliers, start) {
  const image = new Float32Array(PIXELS);
  for (let pixel = 0; pixel < PIXELS; pixel++) {
    let sum = start ? start[pixel] : 0;
    for (let k = 0; k < CLASSES; k++) sum += multipliers[k] * rows[k * PIXELS + pixel];
    image[pixel] = sum;
  }
  return image;
}

/** @param {Float32Array} image */
function clipped(image) {
  return image.map((ink) => Math.min(1, Math.max(0, ink)));
}

/**
 * @param {Float64Array} one
 * @param {Float64Array} other
 */
function minus(one, other) {
  return one.map((value, k) => value - other[k]);
}

/** @param {Float64Array} vector */
function norm(vector) {
  return Math.hypot(...vector);
}

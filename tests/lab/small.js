// A small network for tests that need no trained one.

import { Network } from "../../docs/assets/lab/models.js";

/** A seeded source of numbers in [-1, 1). */
export function numbers(seed) {
  let state = seed;
  return () => (state = (Math.imul(state, 1664525) + 1013904223) | 0) / 2 ** 31;
}

/** The tensors of a small network, from a seed. */
export function smallTensors(seed = 1) {
  const next = numbers(seed);
  const shapes = {
    "conv1.weight": [3, 1, 5, 5], "conv1.bias": [3], "conv2.weight": [6, 3, 5, 5], "conv2.bias": [6],
    "dense1.weight": [7, 294], "dense1.bias": [7], "logits.weight": [10, 7], "logits.bias": [10],
  };
  return new Map(Object.entries(shapes).map(([name, shape]) => {
    const data = Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => 0.4 * next());
    return [name, { shape, data }];
  }));
}

/** That network. */
export const smallNetwork = (seed = 1) => new Network(smallTensors(seed));

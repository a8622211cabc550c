// What the evidence shows: parts that add up as shown, pixels in order, two different classes, and how unlike is found.
import assert from "node:assert/strict";
import { test } from "node:test";

import { apportioned, deciding, pair, partsOf } from "../../docs/assets/lab/sums.js";
import { nearest } from "../../docs/assets/lab/unlike.js";

let seed = 3;
const random = () => (seed = (seed * 16807) % 2147483647) / 2147483647;

test("parts add up to their total as both are shown", () => {
  for (let k = 0; k < 2000; k++) {
    const parts = Array.from({ length: 2 + (k % 4) }, () => 20 * random() - 10);
    const total = parts.reduce((a, b) => a + b);
    const shown = apportioned(parts);
    const cents = shown.map((value) => Math.round(100 * value));
    assert.equal(
      cents.reduce((a, b) => a + b),
      Math.round(total / 0.01),
    );
    shown.forEach((value, at) => assert.ok(Math.abs(value - parts[at]) < 0.01 + 1e-9));
  }
  assert.deepEqual(
    apportioned([0.333, 0.333, 0.333], 2, 1),
    [0.34, 0.33, 0.33].map((v) => Math.round(v * 100) * 0.01),
  );
});

test("evidence for, against and bias make the logit", () => {
  const evidence = Float64Array.from({ length: 784 }, () => random() - 0.5);
  const [inFavour, against, bias] = partsOf(evidence, 0.25);
  assert.ok(inFavour > 0 && against < 0 && bias === 0.25);
  assert.ok(Math.abs(inFavour + against - evidence.reduce((a, b) => a + b)) < 1e-9);
});

test("the deciding pixels are the largest either way, without zeros", () => {
  const values = new Float32Array(784);
  [values[29], values[57], values[100]] = [1, -3, 2];
  assert.deepEqual(
    deciding(values).map(({ row, column, value }) => [row, column, value]),
    [
      [2, 1, -3],
      [3, 16, 2],
      [1, 1, 1],
    ],
  );
});

test("the two classes differ, whatever the reader asks for", () => {
  const logits = [0, 5, 3, 9, 1, 1, 1, 1, 1, 1];
  assert.deepEqual(pair(logits, -1, -1), [3, 1]);
  assert.deepEqual(pair(logits, 7, -1), [7, 3]);
  assert.deepEqual(pair(logits, -1, 3), [1, 3]);
  assert.deepEqual(pair(logits, 4, 4), [4, 3]);
});

test("the nearest image is found, and how far it is", () => {
  const images = Uint8Array.from({ length: 3 * 784 }, (_, at) => (at < 784 ? 255 : at < 1568 ? 51 : 0));
  assert.equal(nearest(new Float32Array(784), images).index, 2);
  const { distance, index } = nearest(new Float32Array(784).fill(0.3), images);
  assert.equal(index, 1);
  assert.ok(Math.abs(distance - 0.1 * 28) < 1e-5);
  assert.deepEqual(nearest(new Float32Array(784), new Uint8Array(0)), { distance: Infinity, index: -1 });
});

// The lab's models against PyTorch and NumPy: LAB_REFERENCE names the file that tests/lab/reference.py wrote.
// Without it, what needs no reference is tested alone: `node --test tests/lab/`.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";

import { CLASSES, Linear, Network, PIXELS, softmax } from "../../docs/assets/lab/models.js";
import { numbers, smallTensors as small } from "./small.js";

const path = process.env.LAB_REFERENCE;
const reference = path ? JSON.parse(readFileSync(path, "utf8")) : {};
const without = path ? false : "LAB_REFERENCE names no file of tests/lab/reference.py";

function unpack({ shape, dtype, bytes }) {
  const buffer = Uint8Array.from(Buffer.from(bytes, "base64")).buffer;
  return { shape, data: dtype === "U8" ? new Uint8Array(buffer) : new Float32Array(buffer) };
}

const tensorsOf = (model) => new Map(Object.entries(model.tensors).map(([name, each]) => [name, unpack(each)]));
const imagesOf = (model) => {
  const { shape, data } = unpack(model.images);
  return Array.from({ length: shape[0] }, (_, at) =>
    Float32Array.from(data.subarray(at * PIXELS, (at + 1) * PIXELS), (value) => value / 255));
};
const apart = (one, other) => one.reduce((most, value, at) => Math.max(most, Math.abs(value - other[at])), 0);
const length = (vector) => Math.hypot(...vector);

test("softmax sums to one and does not overflow", () => {
  const p = softmax([1000, 1001, 999]);
  assert.ok(Math.abs(p.reduce((a, b) => a + b, 0) - 1) < 1e-12);
  assert.ok(Math.abs(p[1] / p[0] - Math.E) < 1e-9);
});

test("the evidence for a class and its bias sum to its logit", () => {
  const next = numbers(3);
  const weights = { shape: [CLASSES, PIXELS], data: Float32Array.from({ length: CLASSES * PIXELS }, next) };
  const biases = { shape: [CLASSES], data: Float32Array.from({ length: CLASSES }, next) };
  const linear = new Linear(new Map([["weights", weights], ["biases", biases]]));
  const image = Float32Array.from({ length: PIXELS }, () => Math.abs(next()));
  for (let cls = 0; cls < CLASSES; cls++) {
    const sum = linear.evidence(image, cls).reduce((a, b) => a + b, linear.biases[cls]);
    assert.ok(Math.abs(sum - linear.logits(image)[cls]) < 1e-4);
  }
});

test("gradients are what changing the pixels shows", () => {
  const network = new Network(small()), next = numbers(5);
  // Greys that differ, so that a small change meets neither a kink of ReLU nor two equals under a pool.
  const image = Float32Array.from({ length: PIXELS }, () => 0.5 + 0.5 * next());
  const step = 1e-2;
  for (const [layer, unit] of [["conv1", 2], ["conv2", 5], ["dense1", 3], ["logits", 9]]) {
    const { value, gradient } = network.gradient(image, layer, unit);
    const output = network.forward(image, layer)[layer], cells = output.length / network.units(layer);
    const mean = output.slice(unit * cells, (unit + 1) * cells).reduce((a, b) => a + b, 0) / cells;
    assert.ok(Math.abs(value - mean) < 1e-5, `${layer}: ${value} against ${mean}`);
    assert.equal(network.value(image, layer, unit), value);
    let error = 0;
    for (let pixel = 3; pixel < PIXELS; pixel += 37) {
      const [more, less] = [1, -1].map((sign) => {
        const moved = Float32Array.from(image);
        moved[pixel] += sign * step;
        return network.value(moved, layer, unit);
      });
      error = Math.max(error, Math.abs((more - less) / (2 * step) - gradient[pixel]));
    }
    const largest = gradient.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    assert.ok(error < 0.05 * largest, `${layer}: ${error} of ${largest}`);
  }
});

test("of equals under a pool the first takes the gradient, and ReLU has none at zero", () => {
  const tensors = small();
  tensors.get("conv1.bias").data.fill(0.5); // a blank image: every map is one grey, every square four equals
  const network = new Network(tensors);
  const { gradient } = network.gradient(new Float32Array(PIXELS), "conv2", 0);
  assert.ok(gradient.some((each) => each !== 0));
  tensors.get("conv1.bias").data.fill(0);
  assert.ok(new Network(tensors).gradient(new Float32Array(PIXELS), "conv2", 0).gradient.every((each) => each === 0));
});

test("each output is the caller's own", () => {
  const network = new Network(small()), blank = new Float32Array(PIXELS), full = new Float32Array(PIXELS).fill(1);
  const first = network.forward(blank), kept = Float32Array.from(first.conv2);
  network.forward(full);
  assert.deepEqual(first.conv2, kept);
  assert.ok(!("conv2" in network.forward(blank, "conv1_relu")));
});

test("tensors that are missing or do not fit are refused", () => {
  assert.throws(() => new Linear(new Map()), RangeError);
  const tensors = small();
  tensors.delete("conv2.bias");
  assert.throws(() => new Network(tensors), RangeError);
  tensors.set("conv2.bias", { shape: [5], data: new Float32Array(5) });
  assert.throws(() => new Network(tensors), RangeError);
  const network = new Network(small());
  assert.throws(() => network.gradient(new Float32Array(PIXELS), "conv3", 0), RangeError);
  assert.throws(() => network.gradient(new Float32Array(PIXELS), "conv1_relu", 0), RangeError);
  assert.throws(() => network.gradient(new Float32Array(PIXELS), "logits", 10), RangeError);
});

for (const name of ["tiny", "cnn"]) {
  const model = reference[name];
  const skip = without || (!model && "the reference was made without trained models");
  test(`${name}: logits within 1e-3 of PyTorch`, { skip }, (t) => {
    const network = new Network(tensorsOf(model)), logits = unpack(model.logits).data;
    const error = apart(logits, imagesOf(model).flatMap((image) => [...network.logits(image)]));
    t.diagnostic(`largest difference ${error}`);
    assert.ok(error < 1e-3);
  });
  test(`${name}: every layer's output within 1e-3 of PyTorch`, { skip }, () => {
    const network = new Network(tensorsOf(model)), images = imagesOf(model);
    assert.deepEqual(network.layers.map((each) => each.name), Object.keys(model.outputs));
    for (const [layer, packed] of Object.entries(model.outputs)) {
      const { shape, data } = unpack(packed), each = data.length / shape[0];
      for (let at = 0; at < shape[0]; at++) {
        const error = apart(data.subarray(at * each, (at + 1) * each), network.forward(images[at], layer)[layer]);
        assert.ok(error < 1e-3, `${layer}: ${error}`);
      }
    }
  });
  test(`${name}: gradients within 1e-3 of PyTorch's length`, { skip }, (t) => {
    const network = new Network(tensorsOf(model)), images = imagesOf(model);
    let worst = 0;
    for (const each of model.gradients) {
      const { value, gradient } = network.gradient(images[each.image], each.layer, each.unit);
      assert.ok(Math.abs(value - each.value) < 1e-3, `${each.layer} ${each.unit}: ${value} against ${each.value}`);
      const wanted = unpack(each.gradient).data;
      const error = length(wanted.map((slope, pixel) => slope - gradient[pixel])) / (length(wanted) || 1);
      worst = Math.max(worst, error);
      assert.ok(error < 1e-3, `${each.layer} ${each.unit}: ${error}`);
    }
    t.diagnostic(`largest relative difference ${worst}`);
  });
}

for (const name of ["tiny linear", "logistic"]) {
  const model = reference[name];
  const skip = without || (!model && "the reference was made without trained models");
  test(`${name}: logits within 1e-3 of NumPy`, { skip }, () => {
    const linear = new Linear(tensorsOf(model)), logits = unpack(model.logits).data;
    assert.ok(apart(logits, imagesOf(model).flatMap((image) => [...linear.logits(image)])) < 1e-3);
  });
}

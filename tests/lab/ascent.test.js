// Gradient ascent without its worker, the waves, and the state in the URL.

import assert from "node:assert/strict";
import test from "node:test";

import { read, written } from "../../docs/assets/lab/ascent-choice.js";
import { Ascent, noise, STEPS } from "../../docs/assets/lab/ascent-step.js";
import { decode, encode, filtered, SCALE, transform } from "../../docs/assets/lab/fourier.js";
import { PIXELS, SIDE } from "../../docs/assets/lab/models.js";
import { projected, shifted } from "../../docs/assets/lab/regularizers.js";
import { numbers, smallNetwork } from "./small.js";

const OFF = { l2: false, tv: false, jitter: false, fourier: false, prior: false };
const network = smallNetwork();

/** Two orthogonal axes around a grey mean. */
const prior = {
  mean: new Float32Array(PIXELS).fill(0.2),
  factor: Float32Array.from({ length: 2 * PIXELS }, (_, at) => (at < PIXELS ? 1 : at % 2 ? 1 : -1) / SIDE),
};

function ascended(switches, { steps = STEPS, seed = 1, layer = "logits", unit = 4 } = {}) {
  const ascent = new Ascent(network, { layer, unit, start: noise(seed), seed, switches: { ...OFF, ...switches } }, prior);
  for (let taken = 0; taken < steps; taken++) ascent.step();
  return ascent;
}

const variation = (image) => image.reduce((sum, ink, at) =>
  sum + ((at + 1) % SIDE ? Math.abs(image[at + 1] - ink) : 0) + (at + SIDE < PIXELS ? Math.abs(image[at + SIDE] - ink) : 0), 0);

for (const switches of [{}, { l2: true }, { tv: true }, { jitter: true }, { fourier: true }]) {
  const name = Object.keys(switches)[0] ?? "no regularizer";
  test(`the unit is more active after the ascent: ${name}`, () => {
    for (const [layer, unit] of [["conv2", 1], ["dense1", 2], ["logits", 4]]) {
      const { image, done } = ascended(switches, { layer, unit });
      assert.equal(done, STEPS);
      assert.ok(image.every((ink) => ink >= 0 && ink <= 1));
      assert.ok(network.value(image, layer, unit) > network.value(noise(1), layer, unit), layer);
    }
  });
}

test("with the data prior the image stays on the axes, where its range lets it", () => {
  const { image } = ascended({ prior: true });
  const apart = (one) => Math.hypot(...projected(one, prior).map((ink, at) => ink - one[at]));
  assert.ok(apart(image) < 0.05 * apart(ascended({}).image));
});

test("the same seed gives the same ascent, another seed another", () => {
  const jitter = { jitter: true };
  assert.deepEqual(ascended(jitter).image, ascended(jitter).image);
  assert.notDeepEqual(ascended(jitter).image, ascended(jitter, { seed: 2 }).image);
});

test("L2 decay leaves less ink, total variation fewer steps between neighbours", () => {
  const ink = (image) => image.reduce((sum, each) => sum + each, 0);
  assert.ok(ink(ascended({ l2: true }).image) < ink(ascended({}).image));
  assert.ok(variation(ascended({ tv: true }).image) < variation(ascended({}).image));
});

test("a first step without regularizers is the gradient over its standard deviation, cut off at the range", () => {
  const start = noise(1), { gradient } = network.gradient(start, "logits", 4);
  const mean = gradient.reduce((a, b) => a + b, 0) / PIXELS;
  const std = Math.sqrt(gradient.reduce((sum, slope) => sum + (slope - mean) ** 2, 0) / PIXELS);
  const { image } = ascended({}, { steps: 1 });
  image.forEach((ink, pixel) => {
    const wanted = Math.min(1, Math.max(0, start[pixel] + (0.1 * gradient[pixel]) / std));
    assert.ok(Math.abs(ink - wanted) < 1e-5);
  });
});

test("a shift back is the adjoint of the shift", () => {
  const next = numbers(7), [a, b] = [0, 1].map(() => Float32Array.from({ length: PIXELS }, next));
  const dot = (one, other) => one.reduce((sum, value, at) => sum + value * other[at], 0);
  assert.ok(Math.abs(dot(shifted(a, 2, -1), b) - dot(a, shifted(b, -2, 1))) < 1e-4);
});

test("the transform and back is the image, and a constant is the wave of frequency zero", () => {
  const next = numbers(9), image = Float32Array.from({ length: PIXELS }, next);
  const [re, im] = transform(...transform(image, null, -1), 1);
  re.forEach((value, at) => assert.ok(Math.abs(value - image[at]) < 1e-6 && Math.abs(im[at]) < 1e-9));
  const [flat] = transform(new Float32Array(PIXELS).fill(1), null, -1);
  assert.ok(Math.abs(flat[0] - SIDE) < 1e-9 && Math.abs(flat[1]) < 1e-9);
  assert.deepEqual([SCALE[0], SCALE[1], SCALE[2 * SIDE], SCALE[SIDE - 3]], [1, 1, 1 / 2, 1 / 3]);
});

test("a wave's change is scaled by 1 / frequency², and goes up the gradient", () => {
  const wave = Float32Array.from({ length: PIXELS }, (_, at) => Math.cos((2 * Math.PI * 4 * (at % SIDE)) / SIDE));
  const { change } = filtered(wave);
  change.forEach((value, at) => assert.ok(Math.abs(value - wave[at] / 16) < 1e-6));
});

test("log-odds and back is the image, but for what is nearly background or full ink", () => {
  const image = Float32Array.from([0.2, 0.5, 0.9, 0, 1]), back = decode(encode(image));
  [0.2, 0.5, 0.9, 0.001, 0.999].forEach((wanted, at) => assert.ok(Math.abs(back[at] - wanted) < 1e-6));
});

test("a projection on the axes twice is a projection once", () => {
  const once = projected(noise(3), prior), twice = projected(once, prior);
  once.forEach((ink, at) => assert.ok(Math.abs(ink - twice[at]) < 1e-5));
});

test("the URL keeps the choice, and hostile values are left out with a sentence", () => {
  const { choice, refused } = read({
    "ascent.unit": "conv2.5", "ascent.start": "drawing", "ascent.seed": "17", "ascent.on": "tv.prior", "ascent.step": "40",
  }, network);
  assert.equal(refused, "");
  assert.deepEqual(choice, {
    layer: "conv2", unit: 5, start: "drawing", seed: 17, switches: { ...OFF, tv: true, prior: true }, step: 40,
  });
  assert.deepEqual(read(written(choice), network), { choice, refused: "" });
  for (const [key, value] of [["unit", "conv2.6"], ["unit", "__proto__.0"], ["on", "constructor"], ["step", "101"],
    ["step", "1e2"], ["seed", "-1"], ["start", "<script>"], ["unit", "logits.3".repeat(1e4)]]) {
    const hostile = read({ [`ascent.${key}`]: value }, network);
    assert.notEqual(hostile.refused, "", key);
    assert.deepEqual(hostile.choice, read({}, network).choice);
  }
});

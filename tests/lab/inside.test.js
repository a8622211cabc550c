// One convolution taken apart, and the state in the URL.

import assert from "node:assert/strict";
import test from "node:test";

import { read, written } from "../../docs/assets/lab/inside-choice.js";
import { PIXELS } from "../../docs/assets/lab/models.js";
import { productsAt } from "../../docs/assets/lab/products.js";
import { numbers, smallNetwork } from "./small.js";

const network = smallNetwork();

test("the products and the bias make the value of the map, at borders too", () => {
  const next = numbers(4), image = Float32Array.from({ length: PIXELS }, () => Math.abs(next()));
  const outputs = network.forward(image);
  for (const [layer, side, channels] of [["conv1", 28, 1], ["conv2", 14, 3]]) {
    for (const place of [0, side - 1, side * side - 1, Math.floor((side * side) / 2) + 3]) {
      const all = productsAt(network, outputs, image, layer, 2, place, null);
      assert.ok(Math.abs(all.sum + all.bias - all.value) < 1e-5);
      const each = Array.from({ length: channels }, (_, channel) => productsAt(network, outputs, image, layer, 2, place, channel));
      assert.ok(Math.abs(each.reduce((sum, one) => sum + one.sum, 0) - all.sum) < 1e-9);
      for (const { products, weights, inputs } of each) {
        products.forEach((product, tap) => assert.ok(Math.abs(product - weights[tap] * inputs[tap]) < 1e-12));
      }
    }
  }
  assert.throws(() => productsAt(network, outputs, image, "dense1", 0, 0, null), RangeError);
});

test("the URL keeps the choice, and hostile values are left out with a sentence", () => {
  const { choice, refused } = read({
    "inside.unit": "conv2.5", "inside.place": "3.13", "inside.channel": "2", "inside.after": "1",
  }, network);
  assert.equal(refused, "");
  assert.deepEqual(written(choice), {
    "inside.unit": "conv2.5", "inside.place": "3.13", "inside.channel": "2", "inside.after": "1",
  });
  assert.deepEqual(read(written(choice), network), { choice, refused: "" });
  for (const [key, value] of [["unit", "conv2.6"], ["unit", "conv9.0"], ["place", "28.0"], ["place", "-1.0"],
    ["channel", "3"], ["unit", "<img src=x onerror=alert(1)>"]]) {
    const hostile = read({ [`inside.${key}`]: value }, network);
    assert.notEqual(hostile.refused, "", `${key}=${value}`);
    assert.deepEqual(hostile.choice, read({}, network).choice);
  }
});

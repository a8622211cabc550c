// Thin lines of a photo come out as thick as the pen, thick ones as they are.
import assert from "node:assert/strict";
import { test } from "node:test";

import { normalise } from "../../docs/assets/lab/normalise.js";
import { PEN } from "../../docs/assets/lab/strokes.js";
import { strokeWidth, thickened } from "../../docs/assets/lab/thicken.js";

/** A line across a canvas of 300 pixels, of some width and slope. */
function line(width, slope) {
  const data = new Float32Array(300 * 300);
  for (let y = 0; y < 300; y++)
    for (let x = 0; x < 300; x++) {
      const away = Math.abs((x - 150) * Math.cos(slope) - (y - 150) * Math.sin(slope));
      const along = Math.abs((x - 150) * Math.sin(slope) + (y - 150) * Math.cos(slope));
      if (along < 110) data[y * 300 + x] = Math.min(1, Math.max(0, width / 2 + 0.5 - away));
    }
  return { data, width: 300, height: 300 };
}

test("the width of a line is found within 15 %, whatever its slope", () => {
  for (const slope of [0, 0.3, 0.78])
    for (const width of [6, 12, 24]) {
      const found = strokeWidth(line(width, slope));
      assert.ok(Math.abs(found / width - 1) < 0.15, `${width} ${slope}: ${found}`);
    }
});

test("a thin line becomes as thick as the pen", () => {
  for (const width of [3, 6, 12]) {
    const ink = thickened(line(width, 0));
    const image = normalise(ink.data, ink.width, ink.height);
    const row = image.slice(14 * 28, 15 * 28).reduce((a, b) => a + b);
    assert.ok(Math.abs(row - PEN.width) < 0.5, `${width}: ${row}`);
  }
});

test("a thick line, a blob and nothing stay as they are", () => {
  const thick = line(40, 0);
  assert.equal(thickened(thick), thick);
  const blob = { data: new Float32Array(400).fill(1), width: 20, height: 20 };
  assert.equal(thickened(blob), blob);
  const none = { data: new Float32Array(9), width: 3, height: 3 };
  assert.equal(thickened(none), none);
});

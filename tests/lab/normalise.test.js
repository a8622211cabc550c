// The normaliser against its Python twin, and what it does with nothing and with too little.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

import { normalise } from "../../docs/assets/lab/normalise.js";

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, "..", "..");

test("random strokes come out as in Python, within 1e-3", () => {
  const folder = mkdtempSync(join(tmpdir(), "lab-"));
  const python = process.env.PYTHON ?? join(root, ".venv", "bin", "python");
  try {
    const out = join(folder, "cases.json");
    execFileSync(python, [join(here, "normalised.py"), out], { env: { ...process.env, PYTHONPATH: root } });
    const cases = JSON.parse(readFileSync(out, "utf8"));
    assert.ok(cases.length > 20);
    for (const { width, height, ink, image } of cases) {
      const found = normalise(Float32Array.from(ink), width, height);
      assert.ok(found);
      const apart = Math.max(...found.map((value, at) => Math.abs(value - image[at])));
      assert.ok(apart < 1e-3, `${height}×${width}: ${apart}`);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("no ink is null, whichever way", () => {
  assert.equal(normalise(new Float32Array(100), 10, 10), null);
  assert.equal(normalise(new Float32Array(100), 10, 10, { fit: false }), null);
});

test("a single pixel becomes a box of 20×20 in the middle", () => {
  const ink = new Float32Array(100);
  ink[37] = 0.4;
  const found = normalise(ink, 10, 10);
  assert.ok(found);
  assert.equal(
    found.reduce((a, b) => a + b),
    400,
  );
  assert.equal(found[4 * 28 + 4], 1); // 4 + 9.5 is as near 14 as 5 + 9.5, and Python rounds to even
});

test("without fitting a digit stays where it was drawn", () => {
  const ink = new Float32Array(280 * 280);
  for (let y = 0; y < 10; y++) for (let x = 0; x < 10; x++) ink[(20 + y) * 280 + 50 + x] = 1;
  const found = normalise(ink, 280, 280, { fit: false });
  assert.ok(found);
  assert.equal(found[2 * 28 + 5], 1);
  assert.equal(
    found.reduce((a, b) => a + b),
    1,
  );
});

test("a size that disagrees with the ink is an error", () => {
  assert.throws(() => normalise(new Float32Array(9), 3, 4), RangeError);
});

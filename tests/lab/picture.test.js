// Pictures: their size by the header, ink by the median, and the one piece that is the digit.
import assert from "node:assert/strict";
import { test } from "node:test";

import { sizeOf } from "../../docs/assets/lab/headers.js";
import { greysOf, inked, largest, squared } from "../../docs/assets/lab/picture.js";

const bytes = (...parts) =>
  Uint8Array.from(parts.flatMap((part) => (typeof part === "string" ? [...part].map((c) => c.charCodeAt(0)) : part)));

test("a header says how large a picture is before it is decoded", () => {
  assert.deepEqual(
    sizeOf(bytes("\x89PNG\r\n\x1a\n", [0, 0, 0, 13], "IHDR", [0, 0, 0x27, 0x10, 0, 0, 0x03, 0xe8])),
    [10000, 1000],
  );
  assert.deepEqual(sizeOf(bytes("GIF89a", [44, 1, 10, 0])), [300, 10]);
  assert.deepEqual(
    sizeOf(bytes([0xff, 0xd8, 0xff, 0xe0, 0, 4, 9, 9, 0xff, 0xc2, 0, 17, 8, 0x0b, 0xb8, 0x0f, 0xa0])),
    [4000, 3000],
  );
  assert.deepEqual(
    sizeOf(bytes("RIFF", [0, 0, 0, 0], "WEBPVP8X", [10, 0, 0, 0, 0, 0, 0, 0, 99, 0, 0, 1, 1, 0])),
    [100, 258],
  );
});

test("what is no picture, or a broken one, has no size", () => {
  for (const text of [
    "",
    "hello",
    "<svg></svg>",
    "%PDF-1.7",
    "\x89PNG",
    "\xff\xd8\xff\xe0",
    "\xff\xd8\x00",
    "RIFFxxxxWEBPzzzz",
  ])
    assert.equal(sizeOf(bytes(text)), null, text);
  let seed = 5;
  for (let k = 0; k < 500; k++)
    sizeOf(
      bytes(
        "\xff\xd8",
        Array.from({ length: 40 }, () => (seed = (seed * 16807) % 2147483647) & 255),
      ),
    );
});

test("ink is what differs from the paper, darker or lighter", () => {
  const dark = inked(Float32Array.from([0.9, 0.9, 0.9, 0.1, 0.8, 0.5]));
  assert.deepEqual(
    [...dark].map((v) => Math.round(v * 100) / 100),
    [0, 0, 0, 1, 0, 0.5],
  );
  assert.equal(inked(Float32Array.from([0, 0, 0, 1]))[3], 1);
  assert.ok(inked(new Float32Array(50).fill(0.7)).every((value) => value === 0));
});

test("strokes on nothing lie on a paper of the other kind", () => {
  assert.deepEqual([...greysOf(Uint8ClampedArray.from([0, 0, 0, 255, 0, 0, 0, 0]))], [0, 1]);
  assert.deepEqual([...greysOf(Uint8ClampedArray.from([255, 255, 255, 255, 0, 0, 0, 0]))], [1, 0]);
});

test("the largest piece stays with the one near it, and not the dirt or the table's edge", () => {
  const ink = new Float32Array(60 * 40);
  const fill = (x, y, w, h) => {
    for (let r = y; r < y + h; r++) for (let c = x; c < x + w; c++) ink[r * 60 + c] = 1;
  };
  fill(10, 10, 4, 20);
  fill(15, 8, 6, 3); // near: a 5's bar
  fill(5, 20, 1, 1); // a speck
  fill(55, 0, 2, 30); // an edge, far away and smaller
  const found = largest(ink, 60);
  assert.ok(found);
  assert.equal(
    found.data.reduce((a, b) => a + b),
    4 * 20 + 6 * 3,
  );
  assert.equal(largest(new Float32Array(9), 3), null);
  assert.equal(squared(found).width, squared(found).height);
});

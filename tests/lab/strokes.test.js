// Strokes: drawn alike whatever their size and place, and written so that the same drawing comes back or none.
import assert from "node:assert/strict";
import { test } from "node:test";

import { PEN, render, simplified, smoothed } from "../../docs/assets/lab/strokes.js";
import { LONGEST, decodeStrokes, encodeStrokes } from "../../docs/assets/lab/written.js";

/** A curly stroke of many points, as a hand would draw it. */
const curl = (count = 150, pressure = 0.5) =>
  Array.from({ length: count }, (_, at) => {
    const t = (at / (count - 1)) * 6.5;
    return /** @type {[number, number, number]} */ ([
      0.5 + 0.35 * Math.sin(t) * (1 - t / 12),
      0.5 - 0.4 * Math.cos(t * 0.8),
      pressure,
    ]);
  });
const moved = (stroke, scale, x, y) => stroke.map((p) => [x + scale * p[0], y + scale * p[1], p[2]]);

test("a drawing is the same image however large and wherever it was drawn", () => {
  const whole = render([curl()]);
  for (const [scale, x, y] of [
    [0.5, 0.1, 0.4],
    [0.2, 0.7, 0.05],
    [0.9, 0.02, 0.1],
  ]) {
    const found = render([moved(curl(), scale, x, y)]);
    assert.ok(found.every((value, at) => Math.abs(value - whole[at]) < 1e-4));
  }
});

test("ink spans 20 pixels and is full in a stroke's middle", () => {
  const found = render([curl()]);
  const rows = [...found.keys()].filter((at) => found[at] > 0).map((at) => Math.floor(at / 28));
  assert.equal(Math.max(...rows) - Math.min(...rows) + 1, 20);
  assert.equal(Math.max(...found), 1);
});

test("a line is as thick as the pen", () => {
  const found = render([
    [
      [0.5, 0.1, 0.5],
      [0.5, 0.9, 0.5],
    ],
  ]);
  const row = found.slice(14 * 28, 15 * 28).reduce((a, b) => a + b);
  assert.ok(Math.abs(row - PEN.width) < 0.1, `${row}`);
});

test("nothing is null, a dot is a dot", () => {
  assert.equal(render([]), null);
  const dot = render([[[0.3, 0.3, 0.5]]]);
  const ink = dot.reduce((a, b) => a + b);
  assert.ok(ink > 2 && ink < 8, `${ink}`);
});

test("smoothing keeps both ends and rounds the corner between", () => {
  const line = smoothed([
    [0, 0, 0.5],
    [1, 0, 0.5],
    [1, 1, 0.5],
  ]);
  assert.deepEqual(
    [line[0], line.at(-1)],
    [
      [0, 0, 0.5],
      [1, 1, 0.5],
    ],
  );
  assert.ok(line.every(([x, y]) => x < 1 || y > 0));
});

test("an ordinary digit is written in 1,500 characters and comes back exactly", () => {
  for (const pressure of [0.5, 0.8]) {
    const strokes = [
      simplified(smoothed(curl(300, pressure))),
      simplified(curl(40, pressure)),
      [[0.25, 1, 0.5]].map((p) => simplified([p])[0]),
    ];
    const text = encodeStrokes(strokes);
    assert.ok(text.length <= 1500, `${text.length}`);
    assert.match(text, /^[A-Za-z0-9_-]+$/);
    assert.deepEqual(decodeStrokes(text), strokes);
  }
});

test("a very long scribble still fits", () => {
  const strokes = Array.from({ length: 300 }, (_, k) => simplified(moved(curl(300), 0.5 + k / 1000, 0, k / 1000), 0));
  const text = encodeStrokes(strokes);
  assert.ok(text.length <= LONGEST);
  assert.ok(decodeStrokes(text));
});

test("malformed or hostile texts are null", () => {
  const good = encodeStrokes([simplified(curl())]);
  const bad = [
    "A",
    "!!",
    "<script>",
    good.slice(0, -2),
    good + "A",
    good + "AAAA",
    "B" + good.slice(1),
    "A".repeat(LONGEST + 1),
    good.replace(/./, "\u{1f600}"),
    "AQ",
    "AQEB",
    "Af7-_v7-",
    "null",
  ];
  for (const text of bad) assert.equal(decodeStrokes(text), null, text.slice(0, 40));
  assert.deepEqual(decodeStrokes(""), []);
});

test("random texts never throw and never give points off the board", () => {
  let seed = 1;
  const random = () => (seed = (seed * 16807) % 2147483647) / 2147483647;
  for (let k = 0; k < 3000; k++) {
    const text =
      "AQ" +
      Array.from({ length: 2 + Math.floor(random() * 60) }, () => "ABCdefz019-_"[Math.floor(random() * 12)]).join("");
    for (const [x, y, p] of decodeStrokes(text)?.flat() ?? [])
      assert.ok(x >= 0 && x <= 1 && y >= 0 && y <= 1 && p >= 0 && p <= 1);
  }
});

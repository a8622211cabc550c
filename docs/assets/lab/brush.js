/** Strokes and the keyboard's cross, drawn on the board's canvas. */

import { dark } from "./pixels.js";
import { pressed } from "./strokes.js";

/** @typedef {import("./strokes.js").Point} Point */

/**
 * Draw a stroke, thicker where it was pressed.
 *
 * @param {CanvasRenderingContext2D} context
 * @param {Point[]} stroke
 * @param {number} side of the canvas, in pixels
 * @param {number} width of the usual stroke, in pixels
 */
export function traced(context, stroke, side, width) {
  context.lineCap = context.lineJoin = "round";
  for (let at = 0; at < stroke.length; at++) {
    const [from, to] = [stroke[Math.max(0, at - 1)], stroke[at]];
    context.lineWidth = (width * (pressed(from) + pressed(to))) / 2;
    context.beginPath();
    context.moveTo(from[0] * side, from[1] * side);
    context.lineTo(to[0] * side + (from === to ? 0.01 : 0), to[1] * side); // a point alone: a line of a hair's breadth
    context.stroke();
  }
}

/**
 * Draw the keyboard's cross, with a ring around it while the pen is down.
 *
 * @param {CanvasRenderingContext2D} context
 * @param {Point} place
 * @param {number} side of the canvas, in pixels
 * @param {boolean} down
 */
export function crosshair(context, place, side, down) {
  const [x, y, arm] = [place[0] * side, place[1] * side, side / 28];
  context.strokeStyle = dark() ? "#e0b35c" : "#7a5400"; // the page's accent: it is no ink
  context.lineWidth = Math.max(2, side / 140);
  context.beginPath();
  context.moveTo(x - arm, y);
  context.lineTo(x + arm, y);
  context.moveTo(x, y - arm);
  context.lineTo(x, y + arm);
  if (down) {
    context.moveTo(x + arm, y);
    context.arc(x, y, arm, 0, 2 * Math.PI);
  }
  context.stroke();
}

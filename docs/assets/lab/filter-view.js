// One unit's map, large, and what its filter does at one place of it: 25 products, their sum, the bias.

import { Convolution } from "./convolution.js";
import { productsAt } from "./products.js";
import { largest, paint } from "./pixels.js";
import { make } from "./elements.js";
import { signed } from "./parts.js";

/** @typedef {import("./inside-choice.js").Choice} Choice */
/** @typedef {import("./models.js").Network} Network */

/**
 * @param {Network} network
 * @param {(change: Partial<Choice>) => void} onChange
 * @param {(text: string) => void} say
 * @returns {{element: HTMLElement, show: (choice: Choice, outputs: Record<string, Float32Array>, image: Float32Array) => void}}
 */
export function filterView(network, onChange, say) {
  const title = make("h3");
  const map = framed("lab-map", { tabindex: "0", role: "application", "aria-roledescription": "feature map" });
  const input = framed("lab-input", { role: "img" });
  const weights = make("canvas", { role: "img", width: "5", height: "5", "aria-label": "the filter's 25 weights" });
  const inputCaption = make("figcaption");
  const select = make("select", {}, make("option", { value: "" }, "the sum over all"));
  const chooser = make("label", { class: "lab-choice" }, "Input channel ", select);
  const cells = Array.from({ length: 25 }, () => make("td"));
  const rows = Array.from({ length: 5 }, (_, row) => make("tr", {}, ...cells.slice(5 * row, 5 * row + 5)));
  const productsCaption = make("caption");
  const table = make("table", { class: "lab-products" }, productsCaption, make("tbody", {}, ...rows));
  const sum = make("p", { class: "lab-sum" });
  const inputFigure = make("figure", {}, input.box, inputCaption);
  const weightsFigure = make("figure", {}, weights, make("figcaption", {}, "its weights"));
  const element = make("section", { class: "lab-filter" }, title, chooser,
    make("div", { class: "lab-filter-parts" },
      make("figure", {}, map.box, make("figcaption", {}, "its map: point at a place, or use the arrow keys")),
      inputFigure, weightsFigure, table), sum);

  let side = 28;
  /** @type {Choice | null} */
  let current = null;
  const move = (/** @type {number} */ row, /** @type {number} */ column) => {
    if (row < 0 || column < 0 || row >= side || column >= side) return;
    onChange({ row: (row + 0.5) / side, column: (column + 0.5) / side });
    say(sum.textContent ?? "");
  };
  const point = (/** @type {PointerEvent} */ event) => {
    const frame = map.box.getBoundingClientRect();
    move(Math.floor(((event.clientY - frame.top) / frame.height) * side),
      Math.floor(((event.clientX - frame.left) / frame.width) * side));
  };
  map.box.addEventListener("pointermove", point);
  map.box.addEventListener("pointerdown", point);
  map.box.addEventListener("keydown", (event) => {
    /** @type {Record<string, [number, number]>} */
    const steps = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
    const step = steps[event.key];
    if (!step || !current || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault(); // the page would scroll
    move(Math.floor(current.row * side) + step[0], Math.floor(current.column * side) + step[1]);
  });
  select.addEventListener("change", () => onChange({ channel: select.value === "" ? null : Number(select.value) }));

  /**
   * @param {Choice} choice
   * @param {Record<string, Float32Array>} outputs
   * @param {Float32Array} image
   */
  function show(choice, outputs, image) {
    const { layer, unit, channel } = choice, at = network.place(layer), own = network.layers[at].layer;
    element.hidden = !(own instanceof Convolution); // only a convolution has places
    if (!(own instanceof Convolution)) return;
    current = choice;
    side = own.side;
    const row = Math.floor(choice.row * side), column = Math.floor(choice.column * side), cellsOf = side * side;
    const found = productsAt(network, outputs, image, layer, unit, row * side + column, channel);
    title.textContent = `One convolution: ${layer}, unit ${unit}, at row ${row}, column ${column}`;
    const whole = outputs[layer];
    paint(map.canvas, whole.subarray(unit * cellsOf, (unit + 1) * cellsOf), { signed: true, limit: largest(whole) });
    map.mark(row, column, 1, side);
    map.box.setAttribute("aria-label", `Map of ${layer}, unit ${unit}; the arrow keys choose a place`);

    const single = own.inputs === 1;
    chooser.hidden = single;
    while (select.options.length <= own.inputs && !single) {
      const next = select.options.length - 1;
      select.append(make("option", { value: String(next) }, `unit ${next} of the first convolution`));
    }
    select.value = channel === null ? "" : String(channel);
    inputFigure.hidden = weightsFigure.hidden = channel === null;
    if (channel !== null) {
      const seen = at ? outputs[network.layers[at - 1].name].subarray(channel * cellsOf, (channel + 1) * cellsOf) : image;
      paint(input.canvas, seen, single ? { signed: false, limit: 1 } : { signed: true });
      input.mark(row - own.reach, column - own.reach, own.kernel, side);
      inputCaption.textContent = single ? "what it looks at: the image" : `what it looks at: unit ${channel}, pooled, after ReLU`;
      input.box.setAttribute("aria-label", inputCaption.textContent);
      paint(weights, Float32Array.from(found.weights), { signed: true, limit: largest(own.weight) });
    }
    const limit = largest(found.products) || 1;
    found.products.forEach((product, tap) => {
      const cell = cells[tap], share = Math.round((40 * Math.abs(product)) / limit);
      cell.textContent = signed(product);
      cell.style.backgroundColor = `color-mix(in srgb, var(--lab-${product < 0 ? "against" : "for"}) ${share}%, transparent)`;
      cell.title = channel === null ? "" : `weight ${signed(found.weights[tap], 3)} × input ${signed(found.inputs[tap], 3)}`;
    });
    productsCaption.textContent = channel === null ? "25 products, each summed over all channels" : "25 products, weight × input";
    const others = single || channel === null ? "" : ` The other channels add ${signed(found.all - found.sum, 3)}.`;
    sum.textContent = `The 25 products sum to ${signed(found.sum, 3)}.${others} With the bias, ${signed(found.bias, 3)}, ` +
      `that makes ${signed(found.value, 3)}: the map at row ${row}, column ${column}.`;
  }
  return { element, show };
}

/**
 * A picture with a frame that marks some of its pixels.
 *
 * @param {string} name class of the box
 * @param {Record<string, string>} attributes of the box
 */
function framed(name, attributes) {
  const canvas = make("canvas", { "aria-hidden": "true", width: "1", height: "1" });
  const frame = make("span", { class: "lab-frame", "aria-hidden": "true" });
  const box = make("div", { class: `lab-framed ${name}`, ...attributes }, canvas, frame);
  /** Mark `size` × `size` pixels from row and column, of a picture of so many pixels a side. */
  const mark = (/** @type {number} */ row, /** @type {number} */ column, /** @type {number} */ size, /** @type {number} */ of) => {
    const [top, left] = [row, column].map((from) => Math.max(0, from));
    const [bottom, right] = [row, column].map((from) => Math.min(of, from + size));
    frame.style.top = `${(100 * top) / of}%`;
    frame.style.left = `${(100 * left) / of}%`;
    frame.style.height = `${(100 * (bottom - top)) / of}%`;
    frame.style.width = `${(100 * (right - left)) / of}%`;
  };
  return { box, canvas, mark };
}

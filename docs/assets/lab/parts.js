// Parts of interfaces that the instruments about the network share.

import { make } from "./elements.js";

/**
 * @param {number} value
 * @param {number} [places] after the point
 * @returns {string} with its sign, and a true minus: "+0.25", "−1.30", "0.00"
 */
export function signed(value, places = 2) {
  const text = Math.abs(value).toFixed(places);
  if (Number(text) === 0) return text;
  return (value < 0 ? "−" : "+") + text;
}

/**
 * Call back in the next frame, once however often it was asked, and only while the element can be seen: what is off
 * the screen is brought up to date when it comes into view.
 *
 * @param {Element} element
 * @param {() => void} callback
 * @returns {() => void} what asks
 */
export function whenSeen(element, callback) {
  let seen = false, stale = false, frame = 0;
  const ask = () => {
    stale = true;
    if (!seen || frame) return;
    frame = requestAnimationFrame(() => {
      frame = 0;
      stale = false;
      callback();
    });
  };
  new IntersectionObserver((entries) => {
    seen = entries[entries.length - 1].isIntersecting;
    if (seen && stale) ask();
  }, { rootMargin: "100px" }).observe(element);
  return ask;
}

let groups = 0; // each set of radio buttons needs a name of its own

/**
 * Make a set of radio buttons.
 *
 * @param {string} legend what is chosen
 * @param {Record<string, string>} options value → label
 * @param {string} chosen one of the values
 * @param {(value: string) => void} onChange
 * @returns {{element: HTMLFieldSetElement, set: (value: string) => void}}
 */
export function radios(legend, options, chosen, onChange) {
  const name = `lab-radios-${groups++}`;
  const inputs = Object.keys(options).map((value) => make("input", { type: "radio", name, value }));
  const set = (/** @type {string} */ value) => inputs.forEach((input) => (input.checked = input.value === value));
  set(chosen);
  const labels = inputs.map((input) => make("label", { class: "lab-choice" }, input, options[input.value]));
  const element = make("fieldset", { class: "lab-choices" }, make("legend", {}, legend), ...labels);
  element.addEventListener("change", (event) => onChange(/** @type {HTMLInputElement} */ (event.target).value));
  return { element, set };
}

/**
 * Make a grid of small pictures of which one is chosen, by click or by arrow keys: one stop for the Tab key.
 *
 * @param {string} label what the pictures are, for a screen reader
 * @param {number} count
 * @param {(index: number) => void} onChoose
 * @returns {{element: HTMLElement, canvases: HTMLCanvasElement[], choose: (index: number | null) => void,
 *   name: (index: number, text: string) => void}} choose marks one, or none; name is what a screen reader says of one
 */
export function unitGrid(label, count, onChoose) {
  const canvases = Array.from({ length: count }, () => make("canvas", { "aria-hidden": "true", width: "1", height: "1" }));
  const cells = canvases.map((canvas, index) => {
    const number = make("span", { class: "lab-unit-number", "aria-hidden": "true" }, String(index));
    const cell = make("button", { type: "button", role: "radio", class: "lab-unit" }, canvas, number);
    cell.addEventListener("click", () => onChoose(index));
    return cell;
  });
  const element = make("div", { role: "radiogroup", "aria-label": label, class: "lab-units" }, ...cells);
  element.addEventListener("keydown", (event) => {
    const at = cells.indexOf(/** @type {HTMLButtonElement} */ (document.activeElement));
    const columns = getComputedStyle(element).gridTemplateColumns.split(" ").length;
    /** @type {Record<string, number>} */
    const targets = {
      ArrowLeft: at - 1, ArrowRight: at + 1, ArrowUp: at - columns, ArrowDown: at + columns, Home: 0, End: count - 1,
    };
    const to = targets[event.key];
    if (at < 0 || to === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault(); // the page would scroll
    if (to < 0 || to >= count) return;
    onChoose(to);
    cells[to].focus();
  });
  const choose = (/** @type {number | null} */ index) => {
    cells.forEach((cell, at) => {
      cell.setAttribute("aria-checked", String(at === index));
      cell.tabIndex = at === (index ?? 0) ? 0 : -1;
    });
  };
  choose(null);
  return { element, canvases, choose, name: (index, text) => cells[index].setAttribute("aria-label", text) };
}

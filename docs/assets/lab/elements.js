// Elements of a page, made without markup: what comes from outside is never more than text.

/**
 * Make an element.
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Record<string, string | number | boolean>} attributes false leaves one out
 * @param {...(Node | string)} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes))
    if (value !== false) element.setAttribute(name, value === true ? "" : String(value));
  element.append(...children);
  return element;
}

/**
 * Put an instrument's interface in the place of the figure that stands for it without scripts.
 * @param {HTMLElement} place
 * @param {string} label what a screen reader calls it
 * @param {...Node} children
 */
export function replace(place, label, ...children) {
  const panel = make("section", { class: "lab-panel", "aria-label": label }, ...children);
  place.after(panel);
  place.hidden = true;
  return panel;
}

/**
 * Make a button.
 * @param {string} words
 * @param {() => void} pressed
 */
export function button(words, pressed) {
  const made = make("button", { type: "button", class: "lab-button" }, words);
  made.addEventListener("click", pressed);
  return made;
}

/**
 * Write a number as the pages do: with a true minus.
 * @param {number} value
 * @param {number} [places] after the point
 */
export function decimal(value, places = 2) {
  const text = value.toFixed(places);
  return (Number(text) === 0 ? text.replace("-", "") : text).replace("-", "−");
}

/**
 * Write a probability as the pages do: what is below 1 is never written as 1.
 * @param {number} value in [0, 1]
 */
export function percent(value) {
  return value < 1 && value >= 0.9995 ? "over 99.9 %" : `${(100 * value).toFixed(1)} %`;
}

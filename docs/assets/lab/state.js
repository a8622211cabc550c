// What a reader has set, in the part of the address after #, so that a link leads back to it.

const LONGEST = 4000; // characters: what is longer was not written here

/** @type {Record<string, string>} what was read or written last: a link to a heading of the page takes it off the address */
let last = {};

/**
 * Read it. What is no list of names and values is nothing: values come from outside, and each instrument checks its own.
 * @param {string} [hash] as in `location.hash`
 * @returns {Record<string, string>} values by name
 */
export function read(hash = globalThis.location?.hash ?? "") {
  const text = hash.replace(/^#/, "");
  if (text.length > LONGEST) return {};
  if (!text.includes("=")) return { ...last };
  /** @type {Record<string, string>} */
  const values = Object.create(null);
  for (const [name, value] of new URLSearchParams(text)) if (/^[a-z][a-z.-]*$/.test(name)) values[name] = value;
  last = { ...values };
  return values;
}

/**
 * Return the part after # that says this, names in order; nothing for no values.
 * @param {Record<string, string | number | null | undefined>} values what is null, undefined or empty is left out
 * @returns {string}
 */
export function text(values) {
  const entries = Object.entries(values)
    .filter(([, value]) => value !== null && value !== undefined && value !== "")
    .map(([name, value]) => /** @type {[string, string]} */ ([name, String(value)]));
  return new URLSearchParams(entries.sort(([a], [b]) => (a < b ? -1 : 1))).toString();
}

/**
 * Change some of it, without a new entry in the history and without scrolling.
 * @param {Record<string, string | number | null | undefined>} changes null takes a value away
 */
export function write(changes) {
  const now = text({ ...read(), ...changes });
  last = Object.fromEntries(new URLSearchParams(now));
  history.replaceState(history.state, "", now ? `#${now}` : location.pathname + location.search);
}

/**
 * Return the address that leads back to what is set now.
 * @returns {string}
 */
export function address() {
  const now = text(read());
  return location.href.replace(/#.*$/, "") + (now ? `#${now}` : "");
}

/**
 * Return a whole number from a value that came from outside, or what stands in for it.
 * @param {string | undefined} value
 * @param {number} low the least that is allowed
 * @param {number} high the greatest
 * @param {number} otherwise
 * @returns {number}
 */
export function whole(value, low, high, otherwise) {
  if (value === undefined || !/^\d{1,6}$/.test(value)) return otherwise;
  const number = Number(value);
  return number >= low && number <= high ? number : otherwise;
}

// The lab: fetches what the instruments on a page need, once for all of them, and puts each in its place.

import { Linear, Network, PIXELS } from "./models.js";
import { fetchTensors, named } from "./tensors.js";
import * as state from "./state.js";
import { mount } from "./tools.js";

/** @typedef {{images: Uint8Array, labels: Uint8Array}} Digits */
/** @typedef {(element: HTMLElement, lab: Lab) => void | Promise<void>} Mount */

const QUIET = 500; // milliseconds without news before a screen reader is told the last of them

/** What the instruments of a page share: the reader's image, and the models. It sends "image" when that changes. */
export class Lab extends EventTarget {
  /** @type {Float32Array} ink in [0, 1], row by row; all 0 is a blank image */
  image = new Float32Array(PIXELS);
  /** Where the image comes from, in words. */
  from = "";
  state = state;
  /** @type {Map<string, Promise<Map<string, import("./tensors.js").Tensor>>>} */
  #files = new Map();
  /** @type {Promise<Linear> | undefined} */
  #linear;
  /** @type {Promise<Network> | undefined} */
  #network;
  /** @type {HTMLElement} */
  #live;
  #timer = 0;

  /** @param {HTMLElement} live where a screen reader listens */
  constructor(live) {
    super();
    this.#live = live;
  }

  /**
   * Fetch a file of the build, once.
   * @param {"linear" | "network" | "digits" | "units" | "steps"} name
   */
  file(name) {
    const known = this.#files.get(name);
    if (known) return known;
    const fetched = fetchTensors(new URL(`./data/${name}.safetensors`, import.meta.url));
    this.#files.set(name, fetched);
    return fetched;
  }

  /** @returns {Promise<Linear>} the linear classifier */
  linear() {
    return (this.#linear ??= this.file("linear").then((tensors) => new Linear(tensors)));
  }

  /** @returns {Promise<Network>} the network */
  network() {
    return (this.#network ??= this.file("network").then((tensors) => new Network(tensors)));
  }

  /** @returns {Promise<Map<string, import("./tensors.js").Tensor>>} LAYER.images and LAYER.nearest of each layer */
  units() {
    return this.file("units");
  }

  /** @returns {Promise<Digits>} test digits: images (N, 28, 28) in 255ths of full ink, labels (N,) */
  async digits() {
    const tensors = await this.file("digits");
    const [images, labels] = ["images", "labels"].map((name) => /** @type {Uint8Array} */ (named(tensors, name).data));
    return { images, labels };
  }

  /**
   * Make this the image that all instruments look at.
   * @param {Float32Array} image 784 values in [0, 1]
   * @param {{from: string}} source where it comes from, in words: "your drawing"
   */
  setImage(image, { from }) {
    this.image = image;
    this.from = from;
    this.dispatchEvent(new CustomEvent("image"));
  }

  /** @returns {boolean} whether there is no ink */
  get blank() {
    return this.image.every((ink) => ink === 0);
  }

  /**
   * Tell a screen reader, as soon as nothing newer is to be told.
   * @param {string} words
   */
  say(words) {
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => (this.#live.textContent = words), QUIET);
  }
}

/**
 * Put an instrument into each element that asks for one; what goes wrong there is said there, and the figure stays.
 * @param {ParentNode} root
 */
export async function start(root) {
  const places = [.../** @type {NodeListOf<HTMLElement>} */ (root.querySelectorAll("[data-instrument]"))];
  if (!places.length) return;
  const live = document.createElement("p");
  live.className = "lab-live";
  live.setAttribute("role", "status");
  document.body.append(live);
  const lab = new Lab(live);
  const tools = /** @type {HTMLElement | null} */ (root.querySelector("[data-lab-tools]"));
  if (tools) mount(tools, lab);
  // Another state was followed or gone back to: a heading of the page has no =.
  addEventListener("hashchange", () => location.hash.includes("=") && location.reload());
  await Promise.all(places.map((place) => put(place, lab)));
  document.documentElement.dataset.lab = "ready";
}

/**
 * @param {HTMLElement} place
 * @param {Lab} lab
 */
async function put(place, lab) {
  const name = place.dataset.instrument ?? "";
  try {
    if (!/^[a-z]+$/.test(name)) throw new Error(`no instrument has the name ${name}`);
    const instrument = /** @type {{mount: Mount}} */ (await import(`./${name}.js`));
    await instrument.mount(place, lab);
  } catch (error) {
    const words = document.createElement("p");
    words.className = "lab-trouble";
    words.textContent = `This instrument could not start. ${error instanceof Error ? error.message : error}.`;
    place.append(words);
    place.hidden = false;
  }
}

start(document);

// What excites a unit: the synthetic image that maximizes it, and the nine digits of the test set that excite it most.

import { PIXELS } from "./models.js";
import { make } from "./elements.js";
import { signed } from "./parts.js";
import { paint } from "./pixels.js";

/**
 * @param {import("./lab.js").Lab} lab
 * @param {import("./models.js").Network} network
 * @returns {{element: HTMLElement, show: (layer: string, unit: number) => Promise<void>}}
 */
export function exemplars(lab, network) {
  const status = make("p", { class: "lab-note" });
  const image = make("canvas", { role: "img", width: "1", height: "1", "aria-label": "Its maximizing image" });
  const caption = make("figcaption");
  const nearest = make("div", { class: "lab-nearest", role: "group" });
  const most = make("figure", { class: "lab-maximizing" }, image, caption);
  const body = make("div", { class: "lab-exemplars" }, most, make("div", {},
    make("p", { class: "lab-key" }, "The nine digits that excite it most, strongest first. Press one to put it in."), nearest));
  const title = make("h3", {});
  const element = make("section", { class: "lab-excites" }, title, status, body);
  let latest = 0;

  /**
   * @param {string} layer
   * @param {number} unit
   */
  async function show(layer, unit) {
    const asked = ++latest;
    title.textContent = `What excites ${layer}, unit ${unit}`;
    if (!nearest.childElementCount) status.textContent = "Loading what excites each unit …";
    body.hidden = !nearest.childElementCount;
    try {
      const [units, digits] = await Promise.all([lab.units(), lab.digits()]);
      if (asked !== latest) return; // the reader has gone on
      const images = units.get(`${layer}.images`)?.data, indices = units.get(`${layer}.nearest`)?.data;
      if (!images || !indices || images.length < (unit + 1) * PIXELS) throw new RangeError(`nothing on ${layer} ${unit}`);
      const maximizing = ink(images, unit);
      paint(image, maximizing, { signed: false });
      const value = network.value(maximizing, layer, unit);
      image.setAttribute("aria-label", `Maximizing image of ${layer}, unit ${unit}`);
      caption.textContent = `Its maximizing image: ${signed(value, 3)}${layer.startsWith("conv") ? ", the mean of its map" : ""}`;
      nearest.setAttribute("aria-label", `Test digits that excite ${layer}, unit ${unit} most`);
      const each = indices.length / network.units(layer);
      nearest.replaceChildren(...Array.from(indices.subarray(unit * each, (unit + 1) * each), (index) => {
        const digit = ink(digits.images, index), strength = signed(network.value(digit, layer, unit), 3);
        const canvas = make("canvas", { "aria-hidden": "true", width: "1", height: "1" });
        paint(canvas, digit, { signed: false });
        const label = `a ${digits.labels[index]}: ${strength}; put it in`;
        const button = make("button", { type: "button", class: "lab-digit", "aria-label": label }, canvas,
          make("span", { "aria-hidden": "true" }, strength));
        button.addEventListener("click", () => lab.setImage(digit, { from: `test digit ${index}` }));
        return button;
      }));
      status.textContent = "";
      body.hidden = false;
    } catch {
      if (asked !== latest) return;
      status.textContent = "What excites this unit could not be loaded; the maps above work without it.";
      body.hidden = true;
    }
  }
  return { element, show };
}

/**
 * @param {ArrayLike<number>} images (N, 784), 0 to 255
 * @param {number} index
 * @returns {Float32Array} (784,) in [0, 1]
 */
function ink(images, index) {
  return Float32Array.from({ length: PIXELS }, (_, pixel) => images[index * PIXELS + pixel] / 255);
}

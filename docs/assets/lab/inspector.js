// The pixel inspector: row, column and weight of a pixel, and its share of the evidence for the reader's image.

import { decimal, make, percent } from "./elements.js";
import { PIXELS, SIDE } from "./models.js";
import { WeightImages } from "./weightimages.js";

const HELP = "Point at a pixel, or press Tab and use the arrow keys; a digit goes to its image.";

/** @type {import("./lab.js").Mount} */
export async function mount(place, lab) {
  const model = await lab.linear();
  const words = make("p", { class: "lab-words" }, HELP);
  const images = new WeightImages("Weights of", ({ cls, row, column }) => {
    const at = row * SIDE + column;
    const weight = model.weights[cls * PIXELS + at];
    words.textContent = `Class ${cls}, row ${row}, column ${column}: weight ${decimal(weight, 3)} logits per unit of ink. ${share(cls, at)}`;
    lab.say(words.textContent);
  });

  /**
   * @param {number} cls
   * @param {number} at
   */
  function share(cls, at) {
    if (lab.blank) return "Draw a digit in the lab to see how much of its evidence lies at a pixel.";
    const ink = lab.image[at];
    if (!ink) return "Your image has no ink here, so the pixel adds nothing.";
    const evidence = model.evidence(lab.image, cls);
    const same = evidence.reduce((sum, value) => sum + (Math.sign(value) === Math.sign(evidence[at]) ? value : 0), 0);
    const side = evidence[at] > 0 ? "for" : "against";
    return `Ink ${decimal(ink)}: it adds ${decimal(evidence[at], 3)}, ${percent(evidence[at] / same)} of the evidence ${side}.`;
  }

  images.show(model.weights);
  lab.addEventListener("image", () => (words.textContent = HELP));
  // Where the figure is to stay, this stands below it.
  place.after(make("section", { class: "lab-panel", "aria-label": "Pixel inspector" }, images.element, words));
  if (place.dataset.keep === undefined) place.hidden = true;
}

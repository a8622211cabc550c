// The evidence, live: both models' logits, and how weight × pixel makes those of the linear classifier.

import { paint } from "./canvas.js";
import { decimal, make, percent, replace } from "./elements.js";
import { CLASSES, softmax } from "./models.js";
import { largest, onTheme } from "./pixels.js";
import { whole } from "./state.js";
import { AUTO, apportioned, deciding, pair, partsOf } from "./sums.js";
import { Choice, Map28, filled, table } from "./tables.js";

/** @type {import("./lab.js").Mount} */
export async function mount(place, lab) {
  const [linear, network] = await Promise.all([lab.linear(), lab.network()]);
  const asked = lab.state.read();
  const trouble = make("p", { class: "lab-note" });
  for (const name of ["evidence-class", "evidence-rival"])
    if (asked[name] !== undefined && !/^[0-9]$/.test(asked[name]))
      trouble.textContent = "The address asks for a class that is not 0 to 9, so the models choose.";
  const own = new Choice("Class", "the leading one", whole(asked["evidence-class"], 0, CLASSES - 1, AUTO), chosen);
  const rival = new Choice("Rival", "the runner-up", whole(asked["evidence-rival"], 0, CLASSES - 1, AUTO), chosen);
  const maps = [new Map28(), new Map28(), new Map28(true)];
  const sums = table("How the logits come about", 5, 4);
  const pixels = table("The ten pixels that decide most between the two", 11, 5);
  const both = table("What both models say", CLASSES + 1, 5);
  const words = make("p", { class: "lab-words" });
  const content = make(
    "div",
    {},
    make("div", { class: "lab-row" }, own.element, rival.element),
    make("div", { class: "lab-three" }, ...maps.map((map) => map.element)),
    make(
      "p",
      { class: "lab-note" },
      "Blue is evidence for the class, red against it. The two on the left have one scale.",
    ),
    sums,
    make("div", { class: "lab-pair" }, pixels, both),
  );

  function chosen() {
    trouble.textContent = "";
    lab.state.write({ "evidence-class": stated(own.value), "evidence-rival": stated(rival.value) });
    show();
  }

  function show() {
    content.hidden = lab.blank;
    if (lab.blank) {
      words.textContent = "Draw a digit, or take a test digit, and its evidence is here.";
      return;
    }
    const logits = [linear.logits(lab.image), network.logits(lab.image)];
    const [a, b] = pair(logits[0], own.value, rival.value);
    own.note(a);
    rival.note(b);
    const evidence = [linear.evidence(lab.image, a), linear.evidence(lab.image, b)];
    const difference = evidence[0].map((value, at) => value - evidence[1][at]);
    const limit = Math.max(largest(evidence[0]), largest(evidence[1]));
    maps[0].show(evidence[0], `Evidence for ${a}`, limit);
    maps[1].show(evidence[1], `Evidence for ${b}`, limit);
    const ten = deciding(difference);
    maps[2].show(difference, `For ${a} rather than ${b}`, largest(difference), ten);
    const parts = [a, b].map((cls, at) => shown(partsOf(evidence[at], linear.biases[cls]), logits[0][cls]));
    const apart = parts[0][3] - parts[1][3];
    const last = shown(partsOf(difference, linear.biases[a] - linear.biases[b]), apart);
    filled(sums, [
      ["Part", String(a), String(b), `${a} rather than ${b}`],
      ...["Evidence for", "Evidence against", "Bias", "Sum"].map((name, at) => [
        name,
        ...[parts[0], parts[1], last].map((column) => decimal(column[at])),
      ]),
    ]);
    filled(pixels, [
      ["Row", "Column", "Ink", `Weights, ${a} less ${b}`, "Evidence"],
      ...ten.map(({ at, row, column, value }) => [
        String(row),
        String(column),
        decimal(lab.image[at]),
        decimal(value / lab.image[at]),
        decimal(value),
      ]),
    ]);
    const says = logits.map((each) => softmax(each));
    filled(both, [
      ["Digit", "Linear logit", "probability", "Network logit", "probability"],
      ...Array.from({ length: CLASSES }, (_, cls) => [
        String(cls),
        decimal(logits[0][cls]),
        percent(says[0][cls]),
        decimal(logits[1][cls]),
        percent(says[1][cls]),
      ]),
    ]);
    words.textContent = sentence(a, b, last[3], ten);
    lab.say(words.textContent);
  }

  replace(place, "The evidence", trouble, words, content);
  lab.addEventListener("image", show);
  onTheme(show);
  show();
}

/** @param {[number, number, number]} parts @param {number} total @returns {number[]} the parts and the total, as they are shown */
function shown(parts, total) {
  const end = Math.round(total * 100) / 100;
  return [...apportioned(parts, 2, end), end];
}

/** @param {number} value @returns {string | null} */
function stated(value) {
  return value === AUTO ? null : String(value);
}

/** @param {number} a @param {number} b @param {number} apart @param {{value: number}[]} ten @returns {string} */
function sentence(a, b, apart, ten) {
  const both = ten.reduce((sum, { value }) => sum + value, 0);
  const ahead =
    apart >= 0
      ? `${a} is ahead of ${b} by ${decimal(apart)} logits`
      : `${a} is behind ${b} by ${decimal(-apart)} logits`;
  return `${ahead} in the linear classifier. The ten pixels that decide most add up to ${decimal(both)}.`;
}

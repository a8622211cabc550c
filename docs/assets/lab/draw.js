// Draw a digit: a board, what the models are shown of it, and what both of them say.

import { Bars, leading } from "./bars.js";
import { Board, paint } from "./canvas.js";
import { button, make, percent, replace } from "./elements.js";
import { PIXELS, softmax } from "./models.js";
import { normalise } from "./normalise.js";
import { inkOf, squared } from "./picture.js";
import { onTheme } from "./pixels.js";
import { pictured, stated, wanted } from "./source.js";
import { PEN, render } from "./strokes.js";
import { thickened } from "./thicken.js";
import { FAR, nearest } from "./unlike.js";

const HELP =
  "Draw with a mouse, a finger or a pen. With the keyboard: arrow keys move a cross, with Shift four times as far; " +
  "space puts the pen down and lifts it; Control and Z take a stroke back; Delete clears the board.";
const CAUTION =
  "No test digit is like this image. The probabilities of ten digits sum to 100 % whatever the image, so a " +
  "large one does not say that this is a digit.";

/** @type {import("./lab.js").Mount} */
export async function mount(place, lab) {
  const [linear, network, digits, pen] = await Promise.all([lab.linear(), lab.network(), lab.digits(), penOf(lab)]);
  const asked = wanted(lab.state.read(), digits.labels.length);
  /** @type {import("./source.js").Source} */
  let source = { kind: "board" };
  let frame = 0;

  const canvas = make("canvas", {
    class: "lab-board",
    role: "application",
    "aria-label": "Drawing board",
    "aria-describedby": "lab-draw-help",
  });
  const board = new Board(canvas, { pen });
  const seen = make("canvas", {
    class: "lab-pixels",
    role: "img",
    "aria-label": "The image that the models are shown, blank",
  });
  const bars = new Bars(["Linear classifier", "Network"]);
  const words = make("p", { class: "lab-words" });
  const note = make("p", { class: "lab-note" }, asked.trouble);
  const raw = make("input", { type: "checkbox" });
  raw.checked = asked.raw;
  const number = make("input", {
    type: "number",
    min: 0,
    max: digits.labels.length - 1,
    value: 0,
    class: "lab-index",
    "aria-label": "Number of the test digit",
  });
  const file = make("input", { type: "file", accept: "image/*", class: "lab-file", id: "lab-draw-file" });
  const undo = button("Undo", () => board.undo());
  const clear = button("Clear", () => board.clear());

  /** @param {number} index */
  function take(index) {
    number.value = String(index);
    put({ kind: "digit", index }, digitOf(index));
  }

  /** @param {number} index @returns {Float32Array} */
  function digitOf(index) {
    return Float32Array.from(digits.images.subarray(index * PIXELS, (index + 1) * PIXELS), (grey) => grey / 255);
  }

  /** @param {Blob | undefined} chosen */
  async function open(chosen) {
    if (!chosen) return;
    try {
      const ink = await inkOf(chosen);
      const square = squared(ink);
      put({ kind: "picture", ink: thickened(square, pen) }, square.data, ink);
    } catch (error) {
      note.textContent = error instanceof Error ? error.message : "That picture cannot be read.";
    }
    lab.say(note.textContent ?? "");
  }

  /** @type {WeakMap<HTMLCanvasElement, {source: import("./source.js").Source, shown: ArrayLike<number>, ink?: import("./normalise.js").Ink}>} */
  const sources = new WeakMap();

  /** @param {import("./source.js").Source} next @param {ArrayLike<number>} shown @param {import("./normalise.js").Ink} [ink] the whole picture */
  function put(next, shown, ink) {
    const picture = pictured(shown);
    sources.set(picture, { source: next, shown, ink });
    board.replace([], picture);
  }

  /** @returns {Float32Array | null} what the models are shown */
  function image() {
    if (source.kind === "digit") return digitOf(source.index);
    if (source.kind === "board") return render(board.strokes, { fit: !raw.checked, pen });
    const whole = board.picture && sources.get(board.picture)?.ink;
    const ink = raw.checked && whole ? whole : source.ink;
    return normalise(ink.data, ink.width, ink.height, { fit: !raw.checked });
  }

  /** @param {import("./source.js").Source} now @returns {string} what there is to know of it */
  function about(now) {
    if (now.kind === "digit") return `Test digit ${now.index}, whose label is ${digits.labels[now.index]}.`;
    return now.kind === "picture" ? "Your picture stays on this device; the address of the page does not hold it." : "";
  }

  function changed() {
    const was = source;
    source = (board.picture && sources.get(board.picture)?.source) || { kind: "board" };
    if (was !== source && (was.kind !== "board" || source.kind !== "board")) note.textContent = about(source);
    lab.state.write(stated(source, board.strokes, raw.checked));
    tell();
  }

  /** Give the image to everybody, at most once for each frame of the screen. */
  function tell() {
    if (board.picture === null && source.kind !== "board") {
      source = { kind: "board" }; // somebody draws over a picture
      note.textContent = "";
    }
    cancelAnimationFrame(frame);
    frame = requestAnimationFrame(() => {
      const from = {
        board: "your drawing",
        picture: "your picture",
        digit: `test digit ${source.kind === "digit" ? source.index : ""}`,
      }[source.kind];
      lab.setImage(image() ?? new Float32Array(PIXELS), { from });
    });
  }

  function show() {
    paint(seen, lab.image, { signed: false });
    undo.disabled = !board.canUndo;
    clear.disabled = board.blank;
    if (lab.blank) {
      bars.show([null, null]);
      words.textContent = "Draw a digit.";
      seen.setAttribute("aria-label", "The image that the models are shown, blank");
      return;
    }
    const says = [softmax(linear.logits(lab.image)), softmax(network.logits(lab.image))];
    bars.show(says);
    words.textContent = sentence(says) + (nearest(lab.image, digits.images).distance > FAR ? ` ${CAUTION}` : "");
    seen.setAttribute("aria-label", `The image that the models are shown: ${lab.from}`);
    if (!board.drawing) lab.say(words.textContent); // while somebody draws, the pen's place is the news
  }

  board.addEventListener("input", tell);
  board.addEventListener("change", changed);
  board.addEventListener("cursor", (event) => {
    const { down, row, column } = /** @type {CustomEvent} */ (event).detail;
    lab.say(`Row ${row}, column ${column}. The pen is ${down ? "down" : "up"}.`);
  });
  raw.addEventListener("change", changed);
  file.addEventListener("change", () => open(file.files?.[0]).then(() => (file.value = "")));
  lab.addEventListener("image", show);
  onTheme(() => {
    const known = board.picture && sources.get(board.picture);
    if (known && board.picture) paint(board.picture, known.shown, { signed: false });
    board.show();
    show();
  });

  const random = button("Random test digit", () => take(Math.floor(Math.random() * digits.labels.length)));
  const chosen = button("Take test digit", () => {
    const index = Number(number.value);
    if (Number.isInteger(index) && index >= 0 && index < digits.labels.length && number.value !== "") take(index);
    else lab.say((note.textContent = `Test digits have the numbers 0 to ${digits.labels.length - 1}.`));
  });
  const panel = replace(
    place,
    "Draw a digit",
    make("p", { id: "lab-draw-help", class: "lab-note" }, HELP),
    make(
      "div",
      { class: "lab-draw" },
      make("div", {}, canvas, make("div", { class: "lab-row" }, undo, clear)),
      make(
        "div",
        {},
        make(
          "div",
          { class: "lab-seen" },
          seen,
          make("p", {}, "What the models see: 28×28 pixels."),
          make("label", { class: "lab-check" }, raw, "without normalising"),
        ),
        bars.element,
      ),
    ),
    words,
    make(
      "div",
      { class: "lab-row" },
      random,
      number,
      chosen,
      file,
      make("label", { class: "lab-button", for: "lab-draw-file" }, "Upload or photograph"),
    ),
    note,
  );
  droppable(panel, open);
  /** @param {import("./source.js").Wanted} wish */
  function follow(wish) {
    if (wish.digit !== null && wish.strokes.length === 0) take(wish.digit);
    else if (wish.strokes.length > 0) board.replace(wish.strokes);
    else show();
  }
  follow(asked);
  window.addEventListener("hashchange", () => {
    const values = lab.state.read();
    if (!Object.keys(values).some((name) => name.startsWith("draw-"))) return; // a heading on this page
    const wish = wanted(values, digits.labels.length);
    raw.checked = wish.raw;
    follow(wish);
    if (wish.trouble) note.textContent = wish.trouble;
  });
}

/** @param {import("./lab.js").Lab} lab @returns {Promise<import("./strokes.js").Pen>} as the build measured it on its own data */
async function penOf(lab) {
  const stroke = (await lab.file("digits")).get("stroke")?.data;
  return stroke?.length === 2 && stroke[0] > 0 && stroke[1] > 0 ? { width: stroke[0], edge: stroke[1] } : PEN;
}

/** @param {ArrayLike<number>[]} says of the linear classifier and the network @returns {string} */
function sentence([linear, network]) {
  const [a, b] = [leading(linear), leading(network)];
  if (a === b)
    return `Both say ${a}: the linear classifier with ${percent(linear[a])}, the network with ${percent(network[b])}.`;
  return `The linear classifier says ${a} with ${percent(linear[a])}, the network ${b} with ${percent(network[b])}.`;
}

/** @param {HTMLElement} panel @param {(file: Blob | undefined) => void} open */
function droppable(panel, open) {
  panel.addEventListener("dragover", (event) => event.preventDefault());
  panel.addEventListener("drop", (event) => {
    event.preventDefault(); // or the browser leaves the page for the file
    open(event.dataTransfer?.files[0]);
  });
}

// Who asks the worker for steps, and how often. It asks for the next ones only once the last have come back, so that
// pausing is immediate and nothing piles up.

import { STEPS } from "./ascent-step.js";

/** @typedef {import("./ascent-worker.js").Standing} Standing */
/** @typedef {import("./ascent-worker.js").Task} Task */

const EVERY = 60; // milliseconds between two steps: the whole ascent in six seconds
const CALM = { every: 500, steps: 8 }; // for readers who asked for less motion: twice a second, and no slower in all

export class Runner {
  /**
   * @param {{network: import("./models.js").Network, linear: import("./models.js").Linear,
   *   onStanding: (standing: Standing) => void, onStop: () => void, onTrouble: () => void}} parts onStop: playing has
   *   ended, asked for or not; onTrouble: the worker does not work
   */
  constructor({ network, linear, onStanding, onStop, onTrouble }) {
    this.run = 0;
    this.done = 0;
    this.playing = false;
    this.waiting = false; // for the worker's answer
    this.timer = 0;
    this.owed = 0; // steps that were asked for while the worker was busy
    this.asked = 0; // when, in milliseconds
    this.onStop = onStop;
    this.worker = new Worker(new URL("./ascent-worker.js", import.meta.url), { type: "module" });
    this.worker.addEventListener("error", onTrouble);
    this.worker.addEventListener("message", (event) => {
      const standing = /** @type {Standing} */ (event.data);
      if (standing.run !== this.run) return; // of an ascent that has been left
      this.waiting = false;
      this.done = standing.done;
      onStanding(standing);
      if (this.playing && this.done >= STEPS) this.pause();
      if (this.playing) this.later();
      else if (this.owed) this.ask(this.owed);
      this.owed = 0;
    });
    this.worker.postMessage({ kind: "models", network: network.tensors, linear: linear.tensors });
    document.addEventListener("visibilitychange", () => document.hidden && this.pause());
  }

  /**
   * Begin an ascent; one that plays goes on playing.
   *
   * @param {Task} task
   * @param {import("./regularizers.js").Prior | null} prior
   * @param {number} steps to take at once
   */
  begin(task, prior, steps) {
    clearTimeout(this.timer);
    this.owed = 0;
    this.run++;
    this.waiting = true;
    this.asked = performance.now();
    this.worker.postMessage({ kind: "begin", run: this.run, task, prior, steps });
  }

  /** Take one step. */
  step() {
    this.ask(1);
  }

  /** Play until all steps are taken, or `pause`. */
  play() {
    this.playing = true;
    if (!this.waiting) this.ask(this.pace().steps);
  }

  /** Stop where it is. */
  pause() {
    if (!this.playing) return;
    clearTimeout(this.timer);
    this.playing = false;
    this.onStop();
  }

  /** @param {number} steps to ask the worker for, unless it still owes some */
  ask(steps) {
    if (this.waiting) {
      this.owed += steps;
      return;
    }
    this.waiting = true;
    this.asked = performance.now();
    this.worker.postMessage({ kind: "step", run: this.run, steps });
  }

  /** Ask for the next steps when it is time. */
  later() {
    const { every, steps } = this.pace();
    this.timer = window.setTimeout(() => this.ask(steps), Math.max(0, every - (performance.now() - this.asked)));
  }

  /** @returns {{every: number, steps: number}} */
  pace() {
    return matchMedia("(prefers-reduced-motion: reduce)").matches ? CALM : { every: EVERY, steps: 1 };
  }
}

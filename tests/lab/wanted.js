// Move sliders at random, and print the probabilities after each move.
import { bounded, changed } from "../../docs/assets/lab/inverse.js";

let seed = 1;
const random = () => (seed = (seed * 48271) % 2147483647) / 2147483647;
let wanted = bounded(new Float64Array(10).fill(0.1));
const all = [bounded([1, 0, 0, 0, 0, 0, 0, 0, 0, 0]), changed(wanted, 3, 1), changed(changed(wanted, 3, 1), 4, 1)];
for (let move = 0; move < 500; move++) {
  const value = [0, 1, random()][Math.floor(3 * random())];
  wanted = changed(wanted, Math.floor(10 * random()), value);
  all.push(wanted);
}
console.log(JSON.stringify(all.map((p) => Array.from(p))));

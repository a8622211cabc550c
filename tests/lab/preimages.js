// Solve the cases of a file, and print by how much each pixel differs from Python's at most.
import { readFileSync } from "node:fs";

import { PreImages } from "../../docs/assets/lab/preimages.js";
import { parse } from "../../docs/assets/lab/tensors.js";

const { file, cases } = JSON.parse(readFileSync(process.argv[2], "utf8"));
const solver = new PreImages(parse(new Uint8Array(readFileSync(file)).buffer));

function difference(one, other) {
  if (one === null || other === null) return one === other ? 0 : 1;
  return other.reduce((most, value, at) => Math.max(most, Math.abs(value - one[at])), 0);
}

const ways = (solved) => Object.entries(solved);
console.log(JSON.stringify(cases.flatMap(({ wanted, solved }) => ways(solved).map(([way, x]) => difference(solver[way](wanted), x)))));

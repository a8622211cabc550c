// Read a file, and print what is wrong with it.
import { readFileSync } from "node:fs";

import { parse } from "../../docs/assets/lab/tensors.js";

try {
  console.log([...parse(new Uint8Array(readFileSync(process.argv[2])).buffer).keys()].join(" "));
} catch (error) {
  console.log(String(error));
}

// Print what a hash says.
import { read } from "../../docs/assets/lab/state.js";

console.log(JSON.stringify(read(process.argv[2])));

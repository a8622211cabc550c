// Reads formulas as JSON on standard input, writes them as HTML on standard output.
// Usage: node katex.mjs PATH-OF-KATEX
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const { default: katex } = await import(pathToFileURL(process.argv[2]).href);

/** @type {{tex: string, display: boolean}[]} */
const formulas = JSON.parse(readFileSync(0, "utf-8"));

const answers = formulas.map(({ tex, display }) => {
  try {
    return { html: katex.renderToString(tex, { displayMode: display, strict: "error", throwOnError: true }) };
  } catch (error) {
    return { error: String(error.message ?? error).replaceAll("\n", " ") };
  }
});
process.stdout.write(JSON.stringify(answers));

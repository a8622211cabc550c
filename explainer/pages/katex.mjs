// Reads formulas as JSON on standard input, writes them as HTML on standard output.
// Usage: node katex.mjs PATH-OF-KATEX
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const { default: katex } = await import(pathToFileURL(process.argv[2]).href);

/** @type {{tex: string, display: boolean}[]} */
const formulas = JSON.parse(readFileSync(0, "utf-8"));

try {
  const html = formulas.map(({ tex, display }) =>
    katex.renderToString(tex, { displayMode: display, strict: "error", throwOnError: true }),
  );
  process.stdout.write(JSON.stringify(html));
} catch (error) {
  process.stderr.write(String(error.message ?? error).replaceAll("\n", " "));
  process.exitCode = 1;
}

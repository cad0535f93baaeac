// Bundles src/*.test.ts for node, and runs them.
import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { buildSync } from "esbuild";

const here = fileURLToPath(new URL(".", import.meta.url));
const outdir = `${here}node_modules/.tests`;
const tests = readdirSync(`${here}src`).filter((file) => file.endsWith(".test.ts"));
buildSync({
  absWorkingDir: here,
  entryPoints: tests.map((file) => `src/${file}`),
  outdir,
  outExtension: { ".js": ".mjs" },
  bundle: true,
  platform: "node",
  format: "esm",
});
const files = tests.map((file) => `${outdir}/${file.replace(/\.ts$/, ".mjs")}`);
process.exit(spawnSync(process.execPath, ["--test", ...files], { stdio: "inherit" }).status ?? 1);

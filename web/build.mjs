// Bundles the scripts of the pages into the folder that the server serves, with the licences of what is in them.
import { copyFile, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { worldMap } from "./world.mjs";

const here = fileURLToPath(new URL(".", import.meta.url));
const built = `${here}../src/iomgraph/server/static/built/`;

await rm(built, { recursive: true, force: true });
await mkdir(built, { recursive: true });
await writeFile(`${built}world.json`, JSON.stringify(worldMap()));
// For the map of the home page, which the server draws.
await copyFile(`${here}node_modules/world-atlas/countries-110m.json`, `${built}countries.json`);
const { metafile } = await build({
  absWorkingDir: here,
  entryPoints: ["src/query-page.ts", "src/query-page.css"],
  outdir: built,
  bundle: true,
  minify: true,
  format: "esm",
  target: "es2022",
  metafile: true,
});
const bundled = Object.keys(metafile.inputs).flatMap((file) => /^node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file)?.[1] ?? []);
const packages = [...new Set([...bundled, "world-atlas"])].sort();
await writeFile(`${built}LICENSES.txt`, (await Promise.all(packages.map(licence))).join("\n\n"));

async function licence(name) {
  const folder = `${here}node_modules/${name}/`;
  const file = (await readdir(folder)).find((each) => /^licen[cs]e/i.test(each));
  if (!file) throw new Error(`${name} comes without its licence`);
  return `${name}\n\n${await readFile(folder + file, "utf8")}`;
}

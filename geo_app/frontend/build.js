// @ts-check
/* Builds what the product serves: `dist/` from the modules beside this file, `vendor/` from the packages of package.json.
 *
 * Both are committed, so that the product runs without Node. The same sources and versions give the same bytes, which
 * continuous integration compares. */
import { build } from "esbuild";
import { cp, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";

const HERE = path.dirname(fileURLToPath(import.meta.url));
const PACKAGES = path.join(HERE, "../../node_modules");

/** Libraries that modules import: what each file of `vendor/` hands on, and the licences of all that is in it. */
const LIBRARIES = [
  {
    file: "geographiclib/geodesic.js",
    source: 'import library from "geographiclib-geodesic"; export const { Geodesic } = library;',
    licences: { LICENSE: "geographiclib-geodesic/LICENSE.txt" },
  },
  {
    file: "rbush/rbush.js",
    source: 'export { default } from "rbush";',
    licences: { LICENSE: "rbush/LICENSE", "LICENSE.quickselect": "quickselect/LICENSE" },
  },
  {
    file: "lit-html/lit-html.js",
    source:
      'export { html, nothing, render, svg } from "lit-html"; export { live } from "lit-html/directives/live.js"; ' +
      'export { repeat } from "lit-html/directives/repeat.js"; ' +
      'export { styleMap } from "lit-html/directives/style-map.js";',
    licences: { LICENSE: "lit-html/LICENSE" },
  },
];

/** Files that are served as their packages have them. */
const COPIES = {
  "leaflet/leaflet.js": "leaflet/dist/leaflet.js",
  "leaflet/leaflet.css": "leaflet/dist/leaflet.css",
  "leaflet/LICENSE": "leaflet/LICENSE",
};

const MAP_STYLES = ["map.css", "tools/toolbar.css", "surface/surface.css", "stage/stage.css"];

/** @type {import("esbuild").BuildOptions} */
const COMMON = { bundle: true, target: "es2022", charset: "utf8", legalComments: "inline", logLevel: "warning" };

/** @param {string} file below `vendor/` @param {string} from below `node_modules/` */
async function copy(file, from) {
  const to = path.join(HERE, "vendor", file);
  await mkdir(path.dirname(to), { recursive: true });
  await cp(path.join(PACKAGES, from), to);
}

async function vendor() {
  for (const { file, source, licences } of LIBRARIES) {
    const stdin = { contents: source, resolveDir: HERE };
    await build({ ...COMMON, stdin, format: "esm", outfile: path.join(HERE, "vendor", file) });
    for (const [name, from] of Object.entries(licences)) await copy(`${path.dirname(file)}/${name}`, from);
  }
  for (const [file, from] of Object.entries(COPIES)) await copy(file, from);
}

async function bundle() {
  await rm(path.join(HERE, "dist"), { recursive: true, force: true });
  const banner = { js: "/* Built by `npm run build`; licences of what it contains are in geo_app/frontend/vendor/. */" };
  const options = { ...COMMON, minify: true, banner };
  await build({
    ...options,
    entryPoints: [path.join(HERE, "map/main.js")],
    format: "iife",
    outfile: path.join(HERE, "dist/map.js"),
  });
  await build({
    ...options,
    entryPoints: [path.join(HERE, "components/main.js")],
    format: "esm",
    loader: { ".css": "text" },
    outfile: path.join(HERE, "dist/components.js"),
  });
  const styles = await Promise.all(MAP_STYLES.map((name) => readFile(path.join(HERE, "map", name), "utf8")));
  await writeFile(path.join(HERE, "dist/map.css"), styles.join("\n"));
}

await vendor();
await bundle();

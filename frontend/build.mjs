// Builds the portal's styles, scripts and map shapes into its static folder. Names carry a digest of the
// content, so that a browser may keep them for good; assets.json says which name is the current one.
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { basename, extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, gzipSync } from "node:zlib";

import * as esbuild from "esbuild";
import * as sass from "sass";

import { mapShapes } from "./shapes.mjs";

const HERE = fileURLToPath(new URL(".", import.meta.url));
const MODULES = join(HERE, "node_modules");
const DIST = join(HERE, "..", "src", "catchment", "portal", "static", "dist");
const FONT = "@fontsource-variable/public-sans/files/public-sans-latin-wght-normal.woff2";
const FONT_EXTENDED = "@fontsource-variable/public-sans/files/public-sans-latin-ext-wght-normal.woff2";
const WORTH_COMPRESSING = new Set([".css", ".js", ".mjs", ".json", ".svg"]);

const assets = {};

function digest(content) {
  return createHash("sha256").update(content).digest("hex").slice(0, 8).toUpperCase();
}

function write(name, content) {
  const end = extname(name);
  const hashed = `${basename(name, end)}-${digest(content)}${end}`;
  writeFileSync(join(DIST, hashed), content);
  assets[name] = hashed;
  return hashed;
}

function fonts() {
  write("public-sans.woff2", readFileSync(join(MODULES, FONT)));
  write("public-sans-extended.woff2", readFileSync(join(MODULES, FONT_EXTENDED)));
}

async function styles() {
  const compiled = sass.compile(join(HERE, "styles", "site.scss"), {
    loadPaths: [join(MODULES, "@uswds", "uswds", "packages")],
    logger: sass.Logger.silent,
  });
  const named = compiled.css.replaceAll(/url\("?(public-sans[a-z-]*\.woff2)"?\)/g, (_, font) => `url("${assets[font]}")`);
  write("site.css", await small(named));
  write("map.css", await small(readFileSync(join(MODULES, "maplibre-gl", "dist", "maplibre-gl.css"), "utf8")));
}

async function small(css) {
  const result = await esbuild.transform(css, { loader: "css", minify: true, legalComments: "none" });
  return result.code;
}

async function scripts() {
  const result = await esbuild.build({
    entryPoints: {
      site: join(HERE, "scripts", "site.js"),
      sign: join(HERE, "scripts", "sign.js"),
      map: join(HERE, "scripts", "map.js"),
      "map-worker": join(MODULES, "maplibre-gl", "dist", "maplibre-gl-worker.mjs"),
    },
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2022",
    outdir: DIST,
    write: false,
    legalComments: "none",
  });
  for (const file of result.outputFiles) write(basename(file.path), file.text);
}

function compress() {
  for (const name of readdirSync(DIST)) {
    if (!WORTH_COMPRESSING.has(extname(name))) continue;
    const content = readFileSync(join(DIST, name));
    writeFileSync(join(DIST, `${name}.br`), brotliCompressSync(content));
    writeFileSync(join(DIST, `${name}.gz`), gzipSync(content, { level: 9 }));
  }
}

rmSync(DIST, { recursive: true, force: true });
mkdirSync(DIST, { recursive: true });
fonts();
await Promise.all([styles(), scripts()]);
for (const [name, shape] of mapShapes(MODULES)) write(name, JSON.stringify(shape));
compress();
writeFileSync(join(DIST, "assets.json"), JSON.stringify(assets, null, 2));
console.log(`Built ${Object.keys(assets).length} assets.`);

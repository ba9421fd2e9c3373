// Bundles islands and styles into src/nastavnik/static. Run through `tools/front.py build`, which skips it when nothing changed.
//
// islands:  islands/<name>.ts or islands/<name>/index.ts  →  static/islands/<name>.js (+ shared chunks)
// styles:   styles/<layer>/*.css                           →  static/styles.css; the folder of a file is its cascade layer
// sheets:   sheets/<name>.css                              →  static/<name>.css, for a page that needs much of its own
// embed:    embed/embed.ts, some of the styles             →  static/embed.js for pages of other sites, static/embed.css for what is in their frames
// assets:   assets/**                                      →  static/**
// paper:    whole fonts, for the programs that set paper     →  src/nastavnik/fonts, which no browser is sent

import { cp, readdir, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const HERE = dirname(fileURLToPath(import.meta.url));
const STATIC = join(HERE, "..", "src", "nastavnik", "static");
const DRAFT = join(HERE, "..", "build", `static-${process.pid}`); // takes the place of STATIC when it is whole
const FONTS = join(HERE, "..", "src", "nastavnik", "fonts");
const FONT_DRAFT = join(HERE, "..", "build", `fonts-${process.pid}`);
const FAMILIES = { "pt-serif": "PTSerif", "pt-sans": "PTSans" };
const FACES = ["400Regular", "400Regular_Italic", "700Bold", "700Bold_Italic"];
const LAYERS = ["reset", "tokens", "base", "components", "pages"];
// What a frame on another site needs; the rest of the styles is never sent there.
const EMBEDDED = {
  reset: ["reset"],
  tokens: ["colours", "fonts", "sizes"],
  base: ["document", "prose"],
  components: ["button", "card", "feedback", "form", "page", "player", "slides"],
  pages: ["embed", "hidden", "portal", "search"],
};
const BROWSERS = ["chrome99", "firefox97", "safari15.4"]; // the first with cascade layers; older ones get plain HTML
const SHARED = { bundle: true, minify: true, outdir: DRAFT, logLevel: "warning", metafile: true };

async function islandEntries() {
  const entries = {};
  for (const item of await readdir(join(HERE, "islands"), { withFileTypes: true })) {
    if (item.isDirectory()) {
      const files = await readdir(join(HERE, "islands", item.name));
      if (files.includes("index.ts")) entries[`islands/${item.name}`] = join(HERE, "islands", item.name, "index.ts");
    } else if (item.name.endsWith(".ts")) {
      entries[`islands/${item.name.slice(0, -3)}`] = join(HERE, "islands", item.name);
    }
  }
  return entries;
}

async function styleSheet() {
  const lines = [`@layer ${LAYERS.join(", ")};`];
  for (const layer of LAYERS) {
    const files = (await readdir(join(HERE, "styles", layer))).filter((name) => name.endsWith(".css")).sort();
    lines.push(...files.map((name) => `@import "./${layer}/${name}" layer(${layer});`));
  }
  return lines.join("\n");
}

function embedSheet() {
  const names = LAYERS.flatMap((layer) => EMBEDDED[layer].map((name) => [layer, name]));
  return [
    `@layer ${LAYERS.join(", ")};`,
    ...names.map(([layer, name]) => `@import "./${layer}/${name}.css" layer(${layer});`),
  ].join("\n");
}

// A sheet adds to styles.css on its own page, and stands in the layer of pages.
async function buildSheets() {
  const names = (await readdir(join(HERE, "sheets"))).filter((name) => name.endsWith(".css"));
  const built = names.map((name) => buildStyles(name.slice(0, -4), `@import "../sheets/${name}" layer(pages);`));
  return { metafile: { outputs: Object.assign({}, ...(await Promise.all(built)).map((one) => one.metafile.outputs)) } };
}

async function buildIslands() {
  return build({
    ...SHARED,
    entryPoints: await islandEntries(),
    format: "esm",
    splitting: true,
    target: "es2020",
    chunkNames: "islands/chunks/[name]-[hash]",
    legalComments: "linked",
  });
}

// One plain script: on a page of another site nobody promises modules, and it must know its own address.
async function buildEmbed() {
  return build({ ...SHARED, entryPoints: [join(HERE, "embed", "embed.ts")], format: "iife", target: "es2020" });
}

async function buildStyles(name, contents) {
  return build({
    ...SHARED,
    stdin: { contents, resolveDir: join(HERE, "styles"), sourcefile: `${name}.css`, loader: "css" },
    entryNames: name,
    assetNames: "fonts/[name]",
    loader: { ".woff2": "file" },
    target: BROWSERS,
  });
}

async function copyFonts() {
  for (const [folder, family] of Object.entries(FAMILIES)) {
    const source = join(HERE, "..", "node_modules", "@expo-google-fonts", folder);
    await cp(join(source, "LICENSE_FONT"), join(FONT_DRAFT, `${family}-OFL.txt`)); // the licence wants to be with them
    for (const face of FACES) {
      const name = `${family}_${face}.ttf`;
      await cp(join(source, face, name), join(FONT_DRAFT, name));
    }
  }
}

await cp(join(HERE, "assets"), DRAFT, { recursive: true });
const results = await Promise.allSettled([
  buildIslands(),
  buildEmbed(),
  buildStyles("styles", await styleSheet()),
  buildStyles("embed", embedSheet()),
  buildSheets(),
]);
if (results.some((result) => result.status === "rejected")) {
  await rm(DRAFT, { recursive: true }); // esbuild has said what is wrong
  process.exit(1);
}
await copyFonts();
for (const [draft, place] of [
  [DRAFT, STATIC],
  [FONT_DRAFT, FONTS],
]) {
  await rm(place, { recursive: true, force: true });
  await rename(draft, place);
}
const sizes = results.flatMap((result) => Object.entries(result.value.metafile.outputs));
for (const [path, { bytes }] of sizes) {
  console.log(`${String(Math.ceil(bytes / 1024)).padStart(5)} KB  ${path.replace(/^build\/static-\d+\//, "")}`);
}

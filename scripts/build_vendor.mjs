// Bundle the npm libraries named under `browserLibraries` in package.json into ES modules for the page.
//
//   node build_vendor.mjs OUT        (in a folder with package.json and node_modules)
//
// OUT receives one module a library with a hashed name, the chunks they share (one esbuild run with `splitting`, so
// that CodeMirror's state stays a single module), vendor.css with its fonts, precompressed .br and .gz copies, the
// licence texts, and manifest.json, from which the server makes the import map:
//
//   imports    bare name -> file               "katex" -> "katex-ABCDEFGH.js"
//   preload    bare name -> its static chunks  for <link rel="modulepreload">
//   integrity  file -> sha384                  for every module
//   css        {file, integrity}               KaTeX and the fonts, in the cascade layer `vendor`
//   fonts      file names of the faces that every page shows at once
import { build } from "esbuild";
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const out = path.resolve(process.argv[2]);
const libraries = JSON.parse(readFileSync("package.json", "utf8")).browserLibraries;
rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });

const common = /** @type {const} */ ({ bundle: true, minify: true, outdir: out, metafile: true, logLevel: "warning" });
const scripts = await build({
  ...common,
  entryPoints: Object.fromEntries(libraries.map((name) => [slug(name), name])),
  splitting: true,
  format: "esm",
  platform: "browser",
  target: ["es2022"],
  legalComments: "none", // the texts are in THIRD-PARTY-LICENSES.txt
  entryNames: "[name]-[hash]",
  chunkNames: "chunk-[hash]",
});
const styles = await build({
  ...common,
  stdin: { contents: vendorCss(), resolveDir: process.cwd(), loader: "css", sourcefile: "vendor.css" },
  entryNames: "vendor-[hash]",
  assetNames: "fonts/[name]-[hash]",
  loader: { ".woff2": "file" },
  plugins: [{ name: "woff2-only", setup: ({ onLoad }) => onLoad({ filter: /katex\.css$/ }, woff2Only) }],
});

const manifest = { imports: {}, preload: {}, integrity: {}, css: {}, fonts: [] };
const nameOf = Object.fromEntries(libraries.map((name) => [slug(name), name]));
for (const [file, output] of Object.entries(scripts.metafile.outputs)) {
  const name = relative(file);
  manifest.integrity[name] = integrity(name);
  const library = output.entryPoint && nameOf[name.replace(/-[A-Z0-9]{8}\.js$/, "")];
  if (library) {
    manifest.imports[library] = name;
    manifest.preload[library] = staticImports(file).map(relative);
  }
}
for (const file of Object.keys(styles.metafile.outputs)) {
  const name = relative(file);
  if (name.endsWith(".css")) manifest.css = { file: name, integrity: integrity(name) };
  else if (/(inter|jetbrains-mono)-latin-wght/.test(name)) manifest.fonts.push(name);
}
writeFileSync(path.join(out, "manifest.json"), JSON.stringify(sorted(manifest), null, 1) + "\n");
writeFileSync(path.join(out, "THIRD-PARTY-LICENSES.txt"), licences());
const sizes = precompress();
console.log(`${libraries.length} libraries, ${sizes.raw} bytes, ${sizes.brotli} with brotli`);

/** The file name of a library: "@codemirror/state" -> "codemirror__state". */
function slug(name) {
  return name.replace(/^@/, "").replaceAll("/", "__");
}

function relative(file) {
  return path.relative(out, path.resolve(file)).replaceAll(path.sep, "/");
}

function integrity(name) {
  return "sha384-" + createHash("sha384").update(readFileSync(path.join(out, name))).digest("base64");
}

/** Every chunk that a module needs before it runs, its own imports first. */
function staticImports(file, found = new Set()) {
  for (const { kind, path: next } of scripts.metafile.outputs[file].imports) {
    if (kind !== "import-statement" || found.has(next)) continue;
    found.add(next);
    staticImports(next, found);
  }
  return [...found];
}

/** KaTeX's sheet, and the Latin and Greek faces of the two fonts (their unicode-range kept). */
function vendorCss() {
  const faces = ["inter", "jetbrains-mono"].flatMap((font) => {
    const folder = `node_modules/@fontsource-variable/${font}`;
    const sheet = readFileSync(`${folder}/wght.css`, "utf8").replaceAll("url(./files/", `url(./${folder}/files/`);
    const kept = (sheet.match(/@font-face\s*{[^}]*}/g) ?? []).filter((face) => /-(latin|greek)-wght-normal/.test(face));
    if (kept.length !== 2) throw new Error(`${font}: expected a Latin and a Greek face, found ${kept.length}`);
    return kept;
  });
  return `@import "katex/dist/katex.css" layer(vendor);\n@import "uplot/dist/uPlot.min.css" layer(vendor);\n${faces.join("\n")}`;
}

/** KaTeX's sheet without the older formats of its fonts, which no browser with import maps asks for. */
function woff2Only({ path: file }) {
  const older = /,\s*url\([^)]*\.(woff|ttf)\)\s*format\("[^"]*"\)/g;
  return { contents: readFileSync(file, "utf8").replace(older, ""), loader: "css" };
}

function licences() {
  const inputs = [...Object.keys(scripts.metafile.inputs), ...Object.keys(styles.metafile.inputs)];
  const folders = new Set(inputs.map((file) => /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(file)?.[1]));
  folders.delete(undefined);
  return [...folders].sort().map((folder) => {
    const { name, version, license } = JSON.parse(readFileSync(path.join(folder, "package.json"), "utf8"));
    const file = readdirSync(folder).find((entry) => /^licen[sc]e/i.test(entry));
    const text = file ? readFileSync(path.join(folder, file), "utf8") : "";
    return `==== ${name} ${version} (${license}) ====\n\n${text}\n`;
  }).join("\n");
}

function sorted(value) {
  if (Array.isArray(value)) return value.sort();
  if (typeof value !== "object") return value;
  return Object.fromEntries(Object.keys(value).sort().map((key) => [key, sorted(value[key])]));
}

function precompress() {
  const total = { raw: 0, brotli: 0 };
  for (const entry of readdirSync(out, { withFileTypes: true })) {
    if (!entry.isFile() || !/\.(js|css)$/.test(entry.name)) continue;
    const file = path.join(out, entry.name);
    const bytes = readFileSync(file);
    const brotli = brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } });
    writeFileSync(`${file}.br`, brotli);
    writeFileSync(`${file}.gz`, gzipSync(bytes, { level: 9 }));
    total.raw += bytes.length;
    total.brotli += brotli.length;
  }
  return total;
}

// Bundles assets/*.js and assets/*.css into the package, with their fonts, and copies assets/static/ as it is.
// The fonts of PDF files go into the package as they are: a PDF needs whole fonts, not those of pages.
// The whole output folder is made anew; with --watch it is made again at every change.
import { copyFileSync, cpSync, existsSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build, context } from "esbuild";

const assets = dirname(fileURLToPath(import.meta.url));
const output = join(assets, "..", "src", "periplus", "web", "static", "periplus");
const options = {
  entryPoints: readdirSync(assets).filter((name) => /\.(js|css)$/.test(name)).map((name) => join(assets, name)),
  outdir: output,
  bundle: true,
  minify: true,
  sourcemap: false,
  format: "iife", // one classic script each: works under the strict policy without module preloads
  target: ["es2022", "chrome111", "firefox115", "safari16.4"],
  loader: { ".woff2": "file", ".svg": "file" },
  assetNames: "[ext]/[name]",
  legalComments: "linked", // licences of the bundled packages ship in files beside the bundles
  logLevel: "warning",
};

rmSync(output, { recursive: true, force: true });
mkdirSync(output, { recursive: true });
if (existsSync(join(assets, "static"))) cpSync(join(assets, "static"), output, { recursive: true });
const fonts = join(assets, "..", "src", "periplus", "core", "printing", "fonts");
const families = { "noto-sans": "NotoSans", "noto-sans-sc": "NotoSansSC" };
rmSync(fonts, { recursive: true, force: true });
mkdirSync(fonts, { recursive: true });
for (const [name, family] of Object.entries(families)) {
  const from = join(assets, "..", "node_modules", "@expo-google-fonts", name);
  copyFileSync(join(from, "LICENSE_FONT"), join(fonts, `${family}.LICENSE`));
  for (const weight of ["400Regular", "700Bold"]) copyFileSync(join(from, weight, `${family}_${weight}.ttf`), join(fonts, `${family}_${weight}.ttf`));
}
if (process.argv.includes("--watch")) {
  await (await context(options)).watch();
} else {
  await build(options);
}

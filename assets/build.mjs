// Bundles assets/*.js and assets/*.css into the package, with their fonts, and copies assets/static/ as it is.
// The whole output folder is made anew; with --watch it is made again at every change.
import { cpSync, existsSync, mkdirSync, readdirSync, rmSync } from "node:fs";
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
if (process.argv.includes("--watch")) {
  await (await context(options)).watch();
} else {
  await build(options);
}

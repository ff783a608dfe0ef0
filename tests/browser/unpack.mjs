// Unbrotlis the archives of the npm Chromium: node unpack.mjs FROM INTO. Python untars what is a tar.
import { createReadStream, createWriteStream, mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { createBrotliDecompress } from "node:zlib";

const [from, into] = process.argv.slice(2);
mkdirSync(into, { recursive: true });
await Promise.all(
  readdirSync(from)
    .filter((name) => name.endsWith(".br"))
    .map((name) =>
      pipeline(
        createReadStream(join(from, name)),
        createBrotliDecompress({ chunkSize: 2 ** 21 }),
        createWriteStream(join(into, name.slice(0, -3)), { mode: 0o755 }),
      ),
    ),
);

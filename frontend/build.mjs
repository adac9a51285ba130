// Bundles what the browser needs into web/static/vendor/: two small files for every page (site.css, site.js),
// two for the page with the process diagram, and one each for charts, writing and signing. Nothing of it is committed;
// the wheel carries it.
import { build } from "esbuild";
import { readFile, readdir, rm, writeFile } from "node:fs/promises";
import { existsSync } from "node:fs";

const out = "../web/static/vendor";
await rm(out, { recursive: true, force: true });

await build({
  entryPoints: [
    { in: "src/styles/index.css", out: "site" },
    { in: "src/site.js", out: "site" },
    { in: "src/diagram.js", out: "diagram" },
    { in: "src/writing.js", out: "writing" },
    { in: "src/signing.js", out: "signing" },
    { in: "src/charts.js", out: "charts" },
  ],
  outdir: out,
  bundle: true,
  minify: true,
  charset: "utf8",
  format: "iife",
  target: ["chrome80", "firefox78", "safari15"], // office machines and telephones are some years old
  legalComments: "inline",
  logLevel: "warning",
});

// The licences ask that their text travels with every copy.
const lock = JSON.parse(await readFile("package-lock.json", "utf8"));
const shipped = Object.entries(lock.packages).filter(([path, entry]) => path && !entry.dev && existsSync(path));
const notices = [];
for (const [path, entry] of shipped) {
  const file = (await readdir(path)).find((name) => /^licen[cs]e/i.test(name));
  const text = file ? await readFile(`${path}/${file}`, "utf8") : `License: ${entry.license}\n`;
  notices.push(`${path.replace("node_modules/", "")} ${entry.version}\n\n${text}`);
}
await writeFile(`${out}/LICENSES.txt`, notices.join("\n\n----\n\n"));

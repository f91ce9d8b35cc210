/**
 * Builds the page into frontend/dist: index.html, which browsers ask for anew each time, and assets/ whose names hold a hash
 * of their content, so that they may be kept for ever. No source maps: what is served is all there is to see.
 */
import { createHash } from "node:crypto"
import { mkdir, readFile, readdir, rename, rm, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { build, transform } from "esbuild"

const here = fileURLToPath(new URL(".", import.meta.url))
const dist = join(here, "dist")
const TARGET = ["chrome116", "firefox124", "safari17.4"]

const script = await build({
  entryPoints: [join(here, "src", "main.ts")],
  absWorkingDir: here,
  bundle: true,
  write: false,
  minify: true,
  format: "esm",
  target: TARGET,
  legalComments: "none",
})
const style = await transform(await readFile(join(here, "style.css"), "utf8"), {
  loader: "css",
  minify: true,
  target: TARGET,
})
const assets = new Map([
  ["main.js", Buffer.from(script.outputFiles[0].contents)],
  ["style.css", Buffer.from(style.code)],
  ["favicon.svg", await readFile(join(here, "favicon.svg"))],
])

let page = await readFile(join(here, "index.html"), "utf8")
const names = []
await mkdir(join(dist, "assets"), { recursive: true })
for (const [name, content] of assets) {
  const hashed = name.replace(".", `-${createHash("sha256").update(content).digest("hex").slice(0, 10)}.`)
  if (!page.includes(`"/${name}"`)) throw new Error(`index.html does not use /${name}`)
  page = page.replaceAll(`"/${name}"`, `"/assets/${hashed}"`)
  await replace(join(dist, "assets", hashed), content)
  names.push(hashed)
}
await replace(join(dist, "index.html"), page)
// Only now is nothing left that names the assets of an earlier build.
for (const name of await readdir(join(dist, "assets"))) if (!names.includes(name)) await rm(join(dist, "assets", name))

/** Puts a file into its place at once, for whoever is being served from the folder meanwhile. */
async function replace(file, content) {
  const written = join(dist, `.${process.pid}.new`)
  await writeFile(written, content)
  await rename(written, file)
}

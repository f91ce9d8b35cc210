/**
 * A program for Node.js that ends with 0 where it proves, by reading alone, that every name which one of the TypeScript modules below
 * the current folder takes from another one is exported there. Whatever is written in a less usual way is left to the compiler, which
 * takes a hundred times as long.
 */
export const TAKEN_NAMES = String.raw`
const fs = require("fs"), path = require("path")
const unsure = () => process.exit(1)
const files = new Map()
const walk = (folder) => {
  for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
    const place = path.join(folder, entry.name)
    if (entry.name.startsWith(".") || entry.name === "node_modules") continue
    if (entry.isDirectory()) walk(place)
    else if (entry.isFile() && /(?<!\.d)\.[cm]?tsx?$/.test(entry.name)) files.set(place, fs.readFileSync(place, "utf8"))
    if (files.size > 500) unsure()
  }
}
walk(".")
const known = new Map()
const exported = (source) => {
  if (known.has(source)) return known.get(source)
  const names = new Set()
  known.set(source, names)
  const text = files.get(source).replace(/\/\*[\s\S]*?\*\//g, "")
  const declared = /^export +(?:declare +)?(?:abstract +)?(?:async +)?(?:const enum|function ?\*?|class|const|let|var|type|interface|enum|namespace) +([\w$]+)/gm
  for (const [, name] of text.matchAll(declared)) names.add(name)
  for (const [, list] of text.matchAll(/^export\s*(?:type\s*)?\{([^}]*)\}/gm)) for (const [, name] of pairs(list)) names.add(name)
  return names
}
const pairs = (list) =>
  list.replace(/\/\/.*/g, "").split(",").map((each) => each.trim().replace(/^type +/, "")).filter(Boolean).map((each) => {
    const [, name, as] = /^([\w$]+)(?:\s+as\s+([\w$]+))?$/.exec(each) ?? unsure()
    return [name, as ?? name]
  })
const own = JSON.parse(fs.readFileSync("package.json", "utf8"))
const ends = (value) => (typeof value === "string" ? [value] : value && typeof value === "object" ? Object.values(value).flatMap(ends) : [])
// Names of one's own for folders, "#app/*" in package.json, lead to what is built; its source is what counts.
const aliased = (to) =>
  Object.entries(own.imports ?? {}).flatMap(([key, value]) => {
    const [before, after] = key.split("*")
    if (after === undefined ? key !== to : !to.startsWith(before) || !to.endsWith(after)) return []
    return ends(value).map((end) => end.replace("*", to.slice(before.length, to.length - (after ?? "").length)))
  })
const target = (from, to) =>
  to.startsWith("#") ? aliased(to).map((end) => file(end) ?? file(end.replace(/^\.\/(dist|build|out)\//, "src/"))).find(Boolean) : file(path.join(path.dirname(from), to))
const file = (place) => {
  const base = path.normalize(place)
  const stem = base.replace(/\.([cm]?)jsx?$/, ".$1ts")
  return [base, stem, stem + "x", base + ".ts", base + ".tsx", path.join(base, "index.ts")].find((each) => files.has(each))
}
const packages = new Set(Object.keys({ ...own.dependencies, ...own.devDependencies, ...own.peerDependencies }))
const builtin = new Set(require("module").builtinModules)
for (const [from, text] of files) {
  const quoted = text.match(/\bfrom\s*["'][.#]/g)?.length ?? 0
  let read = 0
  for (const [, clause, to] of text.matchAll(/^(?:import|export)\b([^"';=()]*?)\bfrom\s*["']([^"'\n]+)["']/gm)) {
    if (!/^[.#]/.test(to)) {
      const name = to.replace(/^node:/, "")
      if (!builtin.has(name) && !packages.has(name.split("/").slice(0, name.startsWith("@") ? 2 : 1).join("/"))) unsure()
      continue
    }
    read += 1
    const taken = pairs(/\{([^}]*)\}/.exec(clause)?.[1] ?? "").filter(([name]) => name !== "default")
    if (taken.length === 0) continue
    const source = target(from, to)
    if (source === undefined) unsure()
    const names = exported(source)
    if (!taken.every(([name]) => names.has(name))) unsure()
  }
  if (read !== quoted) unsure()
}`

/**
 * Runs in Node.js in a clone: prints the facts of `pinnedPackages` from HEAD's package.json and package-lock.json, the workspaces that
 * the lock names, and from node_modules.
 */
export const NODE_PINS = `
const fs = require("fs"), path = require("path"), { createHash } = require("crypto"), { spawnSync } = require("child_process")
const tell = (name, value) => console.log(name + "=" + String(value).replace(/[\\r\\n]+/g, " "))
const show = (file) => { const { status, stdout } = spawnSync("git", ["show", "HEAD:" + file], { maxBuffer: 1 << 26 }); return status === 0 ? stdout.toString() : undefined }
const parse = (file) => {
  const text = show(file)
  if (text === undefined) return undefined
  try { const value = JSON.parse(text); if (value && typeof value === "object") return value } catch {}
  tell("invalid", file)
  process.exit(0)
}
const read = (file) => { try { return JSON.parse(fs.readFileSync(file, "utf8")) } catch { return undefined } }
const manifest = parse("package.json")
if (manifest) tell("file", "package.json")
for (const other of ["pnpm-lock.yaml", "yarn.lock", "bun.lock"]) if (show(other) !== undefined) tell("otherlock", other)
const lock = parse("package-lock.json") ?? parse("npm-shrinkwrap.json")
if (!manifest) process.exit(0)
const entries = Object.entries(lock?.packages ?? {})
const places = entries.filter(([place, entry]) => place.includes("node_modules/") && !entry.link)
const EXACT = /^=?v?\\d+\\.\\d+\\.\\d+(-[0-9A-Za-z.-]+)?(\\+[0-9A-Za-z.-]+)?$/
const exact = (range) => EXACT.test(range.replace(/^npm:(@?[^@]+)@/, "")) || /#[0-9a-f]{40}$/.test(range) || /^https:.*[.]tgz$/.test(range)
const members = entries.filter(([place, { link }]) => place !== "" && !place.includes("node_modules/") && !link)
const names = new Set(members.map(([place, entry]) => entry.name ?? path.basename(place)))
const direct = new Set()
for (const [place, from] of [["", manifest], ...members.map(([place]) => [place, parse(place + "/package.json") ?? {}])]) {
  const kinds = { ...from.devDependencies, ...from.optionalDependencies, ...from.dependencies }
  for (const [name, range] of Object.entries(kinds)) {
    // A part of the project itself.
    if (names.has(name)) continue
    direct.add(name)
    if (from.dependencies?.[name]) tell("direct", name)
    const word = String(range)
    if (!exact(word)) { tell("loose", name + " " + word); continue }
    const locked = (lock?.packages?.[(place && place + "/") + "node_modules/" + name] ?? lock?.packages?.["node_modules/" + name])?.version
    if (lock && EXACT.test(word) && locked !== word.replace(/^=?v?/, "")) tell("unlocked", name + " " + word + " " + (locked ?? "missing"))
  }
}
if (lock) {
  tell("lock", "yes")
  tell("lockversion", lock.lockfileVersion ?? "none")
  tell("pinned", places.length)
  tell("directs", direct.size)
  tell("runtimes", Object.keys(manifest.dependencies ?? {}).length)
  tell("required", places.filter(([, { dev, devOptional, optional }]) => !dev && !devOptional && !optional).length)
  for (const [place, { integrity, inBundle, resolved = "" }] of places)
    if (!integrity && !inBundle && !/^(git|file)/.test(resolved)) tell("unhashed", place.replace(/^node_modules\\//, ""))
  tell("digest", createHash("sha256").update(JSON.stringify(places.map(([place, { version, integrity }]) => [place, version, integrity]))).digest("hex"))
}
if (fs.existsSync("node_modules")) tell("environment", "node_modules")
const listed = new Set(entries.map(([place]) => place))
for (const [place, entry] of places) {
  const name = place.replace(/^node_modules\\//, "")
  const installed = read(path.join(place, "package.json"))?.version
  tell("at", name + " " + entry.version + " " + (installed ?? "-"))
  if (installed === undefined) { if (!entry.optional && !entry.devOptional && !entry.peer) tell(entry.dev ? "devmissing" : "missing", name + " " + entry.version) }
  else if (installed !== entry.version) tell("differs", name + " " + entry.version + " " + installed)
}
const walk = (folder) => {
  let children = []
  try { children = fs.readdirSync(folder, { withFileTypes: true }) } catch {}
  for (const child of children) {
    const place = folder + "/" + child.name
    if (child.name.startsWith(".") || !child.isDirectory()) continue
    if (child.name.startsWith("@") && path.basename(folder) === "node_modules") { walk(place); continue }
    const version = read(place + "/package.json")?.version
    if (version !== undefined && !listed.has(place)) tell("extra", place.replace(/^node_modules\\//, "") + " " + version)
    if (fs.existsSync(place + "/node_modules")) walk(place + "/node_modules")
  }
}
if (lock) walk("node_modules")`

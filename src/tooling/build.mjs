/**
 * Builds what `bin/run.js` runs: compiles src/, blocks/ and checks/ to dist/, copies the files beside them that are read at run time,
 * reads the notes into notes.json beside each notes.md, packs an empty gradebook, then writes oclif.manifest.json (the command starts
 * without loading every command) and the schemas in templates/.
 * Does nothing when nothing changed since the last build. Several builds at once wait for each other.
 */
import { spawnSync } from "node:child_process"
import { createHash } from "node:crypto"
import fs from "node:fs"
import path from "node:path"
import { fileURLToPath, pathToFileURL } from "node:url"

const root = fileURLToPath(new URL("../..", import.meta.url))
const dist = path.join(root, "dist")
const stampFile = path.join(dist, ".build-stamp")
const manifestFile = path.join(root, "oclif.manifest.json")
const SOURCES = ["src", "blocks", "checks"]
/** Trees in the package of which npm leaves these files out, whatever package.json says. */
const TREES = ["reference-app", "test/fixtures/python-pixelwise"]
const LEFT_OUT = new Set([".gitignore", ".npmrc"])
const LOCK_WAIT_MS = 180_000

/**
 * @param {{quiet?: boolean, force?: boolean}} [options]
 * @returns {Promise<boolean>} whether there was something to do
 */
export async function build({ quiet = false, force = false } = {}) {
  const say = (text) => quiet || process.stderr.write(`${text}\n`)
  fs.mkdirSync(dist, { recursive: true })
  if (!force && isFresh()) return false
  const release = await lock(path.join(dist, ".build-lock"))
  try {
    if (!force && isFresh()) return false
    const stamp = stampOfSources()
    const startedAt = performance.now()
    fs.rmSync(stampFile, { force: true })
    removeOrphans()
    compile()
    copyAssets()
    keepLeftOut()
    prepareGradebook()
    await prepareNotes()
    await writeSchema()
    await writeManifest()
    fs.writeFileSync(stampFile, stamp)
    say(`Built in ${((performance.now() - startedAt) / 1000).toFixed(1)} s.`)
    return true
  } finally {
    release()
  }
}

function isFresh() {
  return (
    fs.existsSync(stampFile) && fs.existsSync(manifestFile) && fs.readFileSync(stampFile, "utf8") === stampOfSources()
  )
}

/** Names, sizes and times of all inputs: reading them takes milliseconds, where hashing contents or asking the compiler would not. */
function stampOfSources() {
  const hash = createHash("sha256").update(process.version)
  const named = ["package.json", "package-lock.json", "tsconfig.json", "tsconfig.build.json"]
  for (const file of [...named, ...leftOutFiles(), ...SOURCES.flatMap(filesBelow)]) {
    const { size, mtimeMs } = fs.statSync(path.join(root, file))
    hash.update(`${file}\0${size}\0${mtimeMs}\0`)
  }
  return hash.digest("hex")
}

/** @returns {string[]} paths relative to the root, sorted */
function filesBelow(folder) {
  const from = path.join(root, folder)
  if (!fs.existsSync(from)) return []
  return fs
    .readdirSync(from, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)))
    .sort()
}

const isSource = (file) => file.endsWith(".ts") && !file.endsWith(".d.ts")

/** A command whose source is gone must not stay a command. */
function removeOrphans() {
  if (!fs.existsSync(path.join(dist, "src"))) return
  const wanted = new Set(
    SOURCES.flatMap(filesBelow).flatMap((file) =>
      isSource(file) ? [file.replace(/\.ts$/, ".js"), file.replace(/\.ts$/, ".js.map")] : [file],
    ),
  )
  for (const folder of SOURCES) {
    for (const file of filesBelow(path.join("dist", folder))) {
      if (!wanted.has(path.relative("dist", file))) fs.rmSync(path.join(root, file), { force: true })
    }
  }
}

function compile() {
  const tsc = path.join(root, "node_modules", "typescript", "bin", "tsc")
  const info = path.join(dist, ".tsbuildinfo")
  // The compiler trusts its notes and does not look whether the output is still there.
  if (!fs.existsSync(path.join(dist, "src", "cli", "main.js"))) fs.rmSync(info, { force: true })
  const { status, stdout, stderr } = spawnSync(process.execPath, [tsc, "-p", "tsconfig.build.json"], {
    cwd: root,
    encoding: "utf8",
  })
  if (status !== 0) throw new Error(`The TypeScript compiler found mistakes:\n${stdout}${stderr}`)
}

function copyAssets() {
  for (const file of SOURCES.flatMap(filesBelow)) {
    if (file.endsWith(".ts") || file.startsWith(path.join("src", "tooling"))) continue
    const target = path.join(dist, file)
    fs.mkdirSync(path.dirname(target), { recursive: true })
    fs.copyFileSync(path.join(root, file), target)
  }
}

/** Notes are read once, here, and not whenever somebody opens them. */
async function prepareNotes() {
  const imported = (file) => import(pathToFileURL(path.join(dist, "src", "notes", file)).href)
  const [{ blocksWithNotes }, { prepareChapter }] = await Promise.all([imported("load.js"), imported("prepare.js")])
  for (const id of await blocksWithNotes(dist)) await prepareChapter(dist, id)
}

/** An empty gradebook, packed once for each version of the embedded database; `src/grading/gradebook/new-pglite.ts` unpacks it. */
function prepareGradebook() {
  const packed = path.join(dist, "prepared-gradebook.tar.br")
  const madeBy = path.join(dist, ".prepared-by")
  const pglite = path.join(root, "node_modules", "@electric-sql", "pglite", "package.json")
  const { version } = JSON.parse(fs.readFileSync(pglite, "utf8"))
  if (fs.existsSync(packed) && fs.existsSync(madeBy) && fs.readFileSync(madeBy, "utf8") === version) return
  const program = path.join(dist, "src", "grading", "gradebook", "prepare-pglite.js")
  const { status, stderr } = spawnSync(process.execPath, ["--no-warnings", program, packed], { encoding: "utf8" })
  if (status !== 0) throw new Error(`An empty gradebook could not be packed:\n${stderr}`)
  fs.writeFileSync(madeBy, version)
}

/** What npm leaves out travels as text in one file; `src/reference/left-out-files.ts` reads it. */
function keepLeftOut() {
  const texts = leftOutFiles().map((file) => [file, fs.readFileSync(path.join(root, file), "utf8")])
  writeIfChanged(path.join(dist, "left-out.json"), `${JSON.stringify(Object.fromEntries(texts), null, 2)}\n`)
}

/** @returns {string[]} paths relative to the root, with slashes */
function leftOutFiles(folders = TREES) {
  return folders.flatMap((folder) =>
    fs.readdirSync(path.join(root, folder), { withFileTypes: true }).flatMap((entry) => {
      const file = `${folder}/${entry.name}`
      if (entry.isDirectory()) return entry.name === "node_modules" ? [] : leftOutFiles([file])
      return LEFT_OUT.has(entry.name) ? [file] : []
    }),
  )
}

async function writeSchema() {
  const { reportSchema } = await import(pathToFileURL(path.join(dist, "src", "reporters", "report-schema.js")).href)
  writeIfChanged(path.join(root, "templates", "report.schema.json"), reportSchema())
  const { gradebookSchema } = await import(pathToFileURL(path.join(dist, "src", "grading", "export", "json.js")).href)
  writeIfChanged(path.join(root, "templates", "gradebook.schema.json"), gradebookSchema())
}

async function writeManifest() {
  const { Plugin } = await import("@oclif/core")
  const plugin = new Plugin({
    root,
    type: "core",
    ignoreManifest: true,
    errorOnManifestCreate: true,
    respectNoCacheDefault: true,
  })
  await plugin.load()
  writeIfChanged(manifestFile, `${JSON.stringify(plugin.manifest, null, 2)}\n`)
}

function writeIfChanged(file, text) {
  if (fs.existsSync(file) && fs.readFileSync(file, "utf8") === text) return
  fs.mkdirSync(path.dirname(file), { recursive: true })
  fs.writeFileSync(file, text)
}

/** Only one build at a time; the lock of a process that is gone is taken over. */
async function lock(file) {
  const deadline = Date.now() + LOCK_WAIT_MS
  const own = `${file}.${process.pid}`
  fs.writeFileSync(own, String(process.pid))
  try {
    while (!linked(own, file)) {
      if (!isAlive(ownerOf(file))) fs.rmSync(file, { force: true })
      else if (Date.now() > deadline) throw new Error(`Another build holds ${file} for too long.`)
      else await new Promise((resolve) => setTimeout(resolve, 100))
    }
    return () => fs.rmSync(file, { force: true })
  } finally {
    fs.rmSync(own, { force: true })
  }
}

/** A link appears with its content or not at all. */
function linked(from, to) {
  try {
    fs.linkSync(from, to)
    return true
  } catch (error) {
    if (error.code === "EEXIST") return false
    throw error
  }
}
function ownerOf(file) {
  try {
    return Number(fs.readFileSync(file, "utf8"))
  } catch (error) {
    if (error.code === "ENOENT") return 0
    throw error
  }
}

function isAlive(pid) {
  if (!pid) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === "EPERM"
  }
}

if (process.argv[1] && path.resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  try {
    const worked = await build({ force: process.argv.includes("--force") })
    if (!worked) process.stderr.write("Nothing changed since the last build.\n")
  } catch (error) {
    process.stderr.write(`${error.message}\n`)
    process.exitCode = 1
  }
}

/**
 * Runs in Node.js in a clone: looks each dependency up as Node.js would, from the project and from each of its workspaces. Arguments:
 * the folder of global packages, and as JSON the names of those that are imported as well.
 */
export const LOOK_NODE = `
const fs = require("fs"), path = require("path"), { pathToFileURL } = require("url"), { createRequire } = require("module")
const read = (file) => { try { return JSON.parse(fs.readFileSync(file, "utf8")) } catch { return undefined } }
const root = fs.realpathSync("."), [globalRoot, purposes] = [process.argv[1], JSON.parse(process.argv[2])]
const workspaces = Object.keys(read("package-lock.json")?.packages ?? {}).filter((key) => key !== "" && !key.includes("node_modules"))
const wanted = new Map()
for (const folder of ["", ...workspaces]) {
  const manifest = read(path.join(root, folder, "package.json"))
  if (folder === "" && manifest) console.log("manifest=yes")
  for (const name of Object.keys(manifest?.dependencies ?? {})) if (!wanted.has(name)) wanted.set(name, path.join(root, folder))
}
const find = (name, from) => {
  for (let folder = from; ; folder = path.dirname(folder)) {
    const found = path.join(folder, "node_modules", name)
    if (fs.existsSync(path.join(found, "package.json"))) return found
    if (folder === path.dirname(folder)) return undefined
  }
}
const main = async () => {
  for (const [name, from] of wanted) {
    console.log("dependency=" + name)
    const found = find(name, from)
    if (globalRoot && fs.existsSync(path.join(globalRoot, name, "package.json"))) console.log("global=" + name)
    if (!found) console.log("missing=" + name)
    else if (!(found + path.sep).startsWith(root + path.sep)) console.log("outside=" + name + " " + path.dirname(found))
    else if (purposes.includes(name)) {
      const top = path.dirname(found) === path.join(root, "node_modules") || path.dirname(path.dirname(found)) === path.join(root, "node_modules")
      const load = async () => { await import(top ? name : pathToFileURL(createRequire(path.join(from, "x.js")).resolve(name)).href) }
      const said = await load().then(() => "", (error) => String(error.message ?? error))
      console.log(said === "" ? "works=" + name : "broken=" + name + " " + said.split("\\n")[0].slice(0, 200))
    }
  }
}
main().catch((error) => { console.error(String(error)); process.exit(1) })`

/** Modules of the packages that a Python project of the block may depend on. */
export const MODULES = {
  "scikit-learn": "sklearn",
  joblib: "joblib",
  "python-dotenv": "dotenv",
  environs: "environs",
  "python-decouple": "decouple",
  "pydantic-settings": "pydantic_settings",
  dynaconf: "dynaconf",
}

/** Runs in the environment's Python: what it is, and which of the packages (as JSON, with their modules) can be imported. */
export const LOOK_PYTHON = `
import importlib, json, sys
from importlib import metadata
modules = json.loads(sys.argv[1])
print("prefix=" + sys.prefix)
print("base=" + sys.base_prefix)
if any(path.startswith(sys.base_prefix) and "-packages" in path for path in sys.path) and sys.prefix != sys.base_prefix:
    print("system=yes")
for name, module in modules.items():
    try:
        metadata.version(name)
    except metadata.PackageNotFoundError:
        continue
    print("dependency=" + name)
    try:
        importlib.import_module(module)
        print("works=" + name)
    except Exception as error:
        print("broken=" + name + " " + (type(error).__name__ + ": " + str(error)).splitlines()[0][:200])
`

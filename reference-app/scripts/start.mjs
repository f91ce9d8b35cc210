/** `npm start`: compiles what is not compiled yet or has changed, then opens the service for a first look. */
import { spawnSync } from "node:child_process"
import { existsSync, readdirSync, statSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { join } from "node:path"

const root = fileURLToPath(new URL("../", import.meta.url))
const built = join(root, "dist", "build-info.json")
const sources = ["src", "scripts", "frontend/src", "frontend/index.html", "frontend/style.css", "package.json"]

if (!existsSync(join(root, "node_modules"))) {
  console.error("The packages are not installed yet. Run npm ci first.")
  process.exit(1)
}
if (isStale()) {
  console.log("Building, this takes a moment ...")
  const { status } = spawnSync("npm", ["run", "--silent", "build"], {
    cwd: root,
    stdio: "inherit",
    shell: process.platform === "win32",
  })
  if (status !== 0) {
    console.error("The build failed; see above.")
    process.exit(1)
  }
}
await import("../dist/scripts/first-look.js")

/** Whether a source is newer than the last complete build. */
function isStale() {
  if (!existsSync(built)) return true
  const { mtimeMs } = statSync(built)
  return sources.some((source) => newest(join(root, source)) > mtimeMs)
}

function newest(path) {
  const stat = statSync(path)
  if (!stat.isDirectory()) return stat.mtimeMs
  return Math.max(stat.mtimeMs, ...readdirSync(path).map((name) => newest(join(path, name))))
}

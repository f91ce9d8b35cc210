import { defineCheck } from "../../src/engine/check.js"
import { sh } from "../../src/engine/shell.js"
import { all, expect } from "../../src/engine/verdict.js"
import { facts } from "../library/command.js"
import { nodePath } from "../library/node-path.js"

/** Runs in Node.js on prod: every package of the lock file that prod needs, against what is installed. */
const COMPARE_NODE = `
const fs = require("fs")
const read = (file) => { try { return JSON.parse(fs.readFileSync(file, "utf8")) } catch { return null } }
const lock = read("package-lock.json")
if (!lock?.packages) { console.log("nolock=yes"); process.exit(0) }
let count = 0
for (const [path, wanted] of Object.entries(lock.packages)) {
  if (path === "" || wanted.dev || wanted.optional || wanted.devOptional || wanted.peer || wanted.link) continue
  count += 1
  const name = path.replace(/^.*node_modules\\//, "")
  const installed = read(path + "/package.json")?.version
  if (installed !== wanted.version) console.log("differs=" + name + " " + wanted.version + " (" + (installed ?? "missing") + ")")
}
console.log("compared=" + count)`

/** Runs in the environment's Python on prod. */
const COMPARE_PYTHON = `
import re
from importlib import metadata
count = 0
for line in open("requirements.txt", encoding="utf-8"):
    match = re.match(r"\\s*([A-Za-z0-9._-]+)(?:\\[[^\\]]*\\])?\\s*==\\s*([^\\s;#]+)", line)
    if not match:
        continue
    count += 1
    try:
        installed = metadata.version(match[1])
    except metadata.PackageNotFoundError:
        installed = "missing"
    if installed != match[2]:
        print(f"differs={match[1]} {match[2]} ({installed})")
print(f"compared={count}")`

export default defineCheck({
  id: "b5.prod-deps",
  title: "prod has the pinned versions installed",
  host: "prod",
  needs: ["b5.pushed"],
  probes: ({ track, settings }) => ({
    packages: facts(
      "prod",
      track === "python"
        ? sh`
cd ${settings.prodRepo} 2>/dev/null && [ -f requirements.txt ] || { fact nolock yes; exit 0; }
[ -x .venv/bin/python ] || { fact noenvironment yes; exit 0; }
.venv/bin/python -I -c ${COMPARE_PYTHON}`
        : sh`
cd ${settings.prodRepo} 2>/dev/null || { fact nolock yes; exit 0; }
${nodePath}
[ -d node_modules ] || { fact noenvironment yes; exit 0; }
node -e ${COMPARE_NODE}`,
    ),
  }),
  judge: ({ packages }, { track }) =>
    all(
      expect(!packages.has("nolock"), {
        message: "prod has no file that pins the packages.",
        expected: track === "python" ? "requirements.txt" : "package-lock.json",
        actual: "(none)",
      }),
      expect(!packages.has("noenvironment"), {
        message: "The packages were never installed on prod.",
        expected: track === "python" ? ".venv" : "node_modules",
        actual: "(none)",
      }),
      expect(packages.all("differs").length === 0, {
        message: "Installed and pinned versions differ on prod.",
        expected: "the pinned versions",
        actual: packages.all("differs").slice(0, 4).join(", "),
        excerpt: packages.all("differs").slice(0, 12).join("\n"),
      }),
      () =>
        expect(packages.number("compared") > 0, {
          message: "The pins on prod name no package.",
          expected: "at least one",
          actual: "none",
        }),
    ),
  hint: "On prod, in the repository: `npm ci`, or `.venv/bin/pip install -r requirements.txt`. A pull alone installs nothing.",
})

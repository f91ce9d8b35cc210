import { defineCheck } from "../../src/engine/check.js"
import { sh } from "../../src/engine/shell.js"
import { all, expect, fail } from "../../src/engine/verdict.js"
import { facts } from "../library/command.js"
import { nodePath } from "../library/node-path.js"

/** In the committed state, so that what prod installs is what counts. */
export default defineCheck({
  id: "b5.pins",
  title: "The runtime packages are pinned to exact versions",
  host: "dev",
  probes: ({ track, settings }) => ({
    pins: facts(
      "dev",
      track === "python"
        ? sh`
cd ${settings.devRepo} && git cat-file -e HEAD:requirements.txt 2>/dev/null || exit 0
fact file requirements.txt
git show HEAD:requirements.txt | sed -E 's/[[:space:]]*(#.*)?\r?$//' | grep -v '^-' | grep . | while read -r line; do
  case $line in *==*[\*]*) fact loose "$line" ;; *===*|*==*) fact exact "\${line%%[=\[; ]*}" ;; *) fact loose "$line" ;; esac
done`
        : sh`
cd ${settings.devRepo} && git cat-file -e HEAD:package.json 2>/dev/null || exit 0
fact file package.json
git cat-file -e HEAD:package-lock.json 2>/dev/null && fact lock yes
${nodePath}
node -e ${READ_PACKAGE} "$(git show HEAD:package.json)" "$(mktemp -u)" < <(git show HEAD:package-lock.json 2>/dev/null)`,
    ),
  }),
  judge: ({ pins }, { track }) => {
    if (!pins.has("file"))
      return fail({
        message: "No file in the repository pins the packages.",
        expected: track === "python" ? "requirements.txt" : "package.json and package-lock.json",
        actual: "(none)",
      })
    return all(
      expect(track === "python" || pins.has("lock"), {
        message: "package-lock.json is not committed.",
        expected: "package-lock.json in Git",
        actual: "(none)",
      }),
      expect(!pins.has("invalid"), {
        message: `${pins.get("invalid")} is not valid JSON.`,
        expected: "JSON",
        actual: pins.get("invalid"),
      }),
      expect(pins.all("loose").length === 0, {
        message: "Some packages are not pinned to one version.",
        expected: "exact versions",
        actual: pins.all("loose").join(", "),
      }),
      expect(pins.all("exact").length > 0, {
        message: "No runtime package is pinned at all.",
        expected: "the packages of the service",
        actual: "(none)",
      }),
      expect(pins.all("differs").length === 0, {
        message: "The lock file does not fit package.json.",
        expected: "the same versions in both",
        actual: pins.all("differs").join(", "),
        hint: "Run `npm install` once and commit both files.",
      }),
      () => {
        const server = SERVERS.find((name) => pins.all("exact").includes(name))
        return expect(track !== "python" || server !== undefined, {
          message: "The web server is not among the pins.",
          expected: SERVERS.join(" or "),
          actual: pins.all("exact").join(", "),
          hint: "Freeze again after the last install, inside the environment.",
        })
      },
    )
  },
  hint: "Install with exact versions (`npm install --save-exact`, or `pip freeze > requirements.txt`) and commit what results.",
})

const SERVERS = ["uvicorn", "hypercorn", "gunicorn", "daphne", "granian"]

/** Runs in Node.js on dev: prints `exact`, `loose` and `differs` facts of package.json (argument) against the lock file (stdin). */
const READ_PACKAGE = `
const read = (text, name) => { try { return JSON.parse(text) } catch { console.log("invalid=" + name); process.exit(0) } }
const wanted = read(process.argv[1], "package.json").dependencies ?? {}
const lock = read(require("fs").readFileSync(0, "utf8") || "{}", "package-lock.json")
for (const [name, range] of Object.entries(wanted)) {
  const word = String(range).replace(/[\\r\\n]/g, " ")
  if (!/^v?=?\\d+\\.\\d+\\.\\d+([-+][\\w.+-]+)?$/.test(word)) { console.log("loose=" + name + " " + word); continue }
  console.log("exact=" + name)
  const locked = lock.packages?.["node_modules/" + name]?.version
  if (lock.packages && locked !== word.replace(/^v?=?/, "")) console.log("differs=" + name + " " + word + " against " + locked)
}`

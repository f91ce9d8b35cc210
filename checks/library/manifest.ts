import type { Context } from "../../src/engine/context.js"
import type { Probe } from "../../src/engine/probe.js"
import { lines, sh, type ShellText } from "../../src/engine/shell.js"
import { facts, type Facts } from "./command.js"
import { nodePath } from "./node-path.js"
import { quietGit } from "./quiet-git.js"

/**
 * HEAD's manifest of direct dependencies on dev: `manifest` and `lock` with the files, `unresolved` for what the lock lacks, and
 * `transitive` for what the manifest names although another package brings it and no source of the project mentions it.
 */
export function manifest({ settings, track }: Context): Probe<Facts> {
  return facts(
    "dev",
    lines(
      quietGit,
      sh`
cd ${settings.devRepo} 2>/dev/null && git rev-parse -q --verify HEAD >/dev/null 2>&1 || exit 0
mentions() { git grep -qF -e "$1" HEAD -- . ':!*package.json' ':!*package-lock.json' ':!*.lock' ':!requirements*' ':!pyproject.toml' ':!*.md' ':!*.in' 2>/dev/null; }
while read -r kind name more; do
  if [ "$kind" = brought ]; then mentions "$name" || { [ -n "$more" ] && mentions "$more"; } || fact transitive "$name"; else fact "$kind" "$name"; fi
done < <(${track === "python" ? PYTHON : NODE})
exit 0`,
    ),
    { timeoutMs: 30_000 },
  )
}

/** Types and tools of development are named nowhere in the sources, and are no less direct for that. */
const READ_NODE = `
const read = (text) => { try { return JSON.parse(text) } catch { return undefined } }
const { execFileSync } = require("child_process")
const show = (file) => { try { return execFileSync("git", ["show", "HEAD:" + file], { maxBuffer: 1 << 26, stdio: ["ignore", "pipe", "ignore"] }).toString() } catch { return "" } }
const own = read(show("package.json")), lock = read(show("package-lock.json"))
if (own) console.log("manifest package.json")
if (lock) console.log("lock package-lock.json")
const entries = Object.entries(lock?.packages ?? {})
const needed = new Set(entries.filter(([place]) => place.includes("node_modules/")).flatMap(([, entry]) => Object.keys({ ...entry.dependencies, ...entry.optionalDependencies })))
for (const name of Object.keys(own?.dependencies ?? {})) {
  if (lock && !lock.packages?.["node_modules/" + name]) console.log("unresolved " + name)
  else if (needed.has(name)) console.log("brought " + name)
}`

const NODE: ShellText = sh`${nodePath}
node -e ${READ_NODE}`

const READ_PYTHON = `
import re, subprocess
from importlib import util
def show(path):
    run = subprocess.run(["git", "show", "HEAD:" + path], capture_output=True, text=True)
    return run.stdout if run.returncode == 0 else None
def normal(name):
    return re.sub(r"[-_.]+", "-", name).lower()
names, project, plain = [], show("pyproject.toml"), show("requirements.in")
if project is not None:
    if util.find_spec("tomllib"):
        import tomllib
        table = tomllib.loads(project)
        names = table.get("project", {}).get("dependencies", []) + [n for n in table.get("tool", {}).get("poetry", {}).get("dependencies", {}) if n != "python"]
    if names:
        print("manifest pyproject.toml")
if not names and plain is not None:
    names = [line for line in plain.splitlines() if re.match(r"\\s*[A-Za-z0-9]", line)]
    print("manifest requirements.in")
text = None
for file in ("uv.lock", "poetry.lock", "pdm.lock", "requirements.txt"):
    text = show(file)
    if text is not None:
        print("lock " + file)
        break
included = re.findall(r"(?m)^(?:-r|--requirement)[ =]+(\\S+)", text or "")
text = "\\n".join([text or ""] + [show(file) or "" for file in included])
locked = {normal(name) for name in re.findall(r'(?m)^name = "([^"]+)"|^\\s*([A-Za-z0-9][A-Za-z0-9._-]*)\\s*==', text or "") for name in name if name}
modules = {"scikit-learn": "sklearn", "python-dotenv": "dotenv"}
carried = {"numpy", "scipy", "threadpoolctl"}
for each in names:
    name = normal(re.match(r"\\s*([A-Za-z0-9][A-Za-z0-9._-]*)", each)[1])
    if name not in locked:
        print("unresolved " + name)
    elif name in carried:
        print("brought " + name + " " + modules.get(name, name))`

const PYTHON: ShellText = sh`python3 -c ${READ_PYTHON}`

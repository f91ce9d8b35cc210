import { defineCheck } from "../../src/engine/check.js"
import { sh } from "../../src/engine/shell.js"
import { expect, unobserved } from "../../src/engine/verdict.js"
import { facts } from "../library/command.js"
import { nodePath } from "../library/node-path.js"
import { TAKEN_NAMES } from "../library/taken-names.js"

/** Names that one of the student's modules takes from another one, where that one does not define them. */
const PYTHON = `
import ast, pathlib, sys
def names(tree):
    for node in ast.walk(tree):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)): yield node.name
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store): yield node.id
        elif isinstance(node, (ast.Import, ast.ImportFrom)):
            for each in node.names: yield (each.asname or each.name).split(".")[0]
files = [path for path in pathlib.Path(".").rglob("*.py") if not any(part.startswith(".") or part == "site-packages" for part in path.parts)]
trees = {str(path): ast.parse(path.read_text(encoding="utf-8"), str(path)) for path in files[:200]}
for file, tree in trees.items():
    for node in ast.walk(tree):
        if not isinstance(node, ast.ImportFrom) or (not node.module and not node.level): continue
        base = pathlib.Path(file).parents[node.level - 1] if node.level else pathlib.Path(".")
        target = base.joinpath(*(node.module or "").split("."))
        source = next((str(each) for each in (target.with_suffix(".py"), target / "__init__.py") if str(each) in trees), None)
        if source is None: continue
        for each in node.names:
            if each.name != "*" and each.name not in set(names(trees[source])) and not (target / (each.name + ".py")).exists():
                print(f"missing={file} takes {each.name} from {source}")
print("looked=yes")`

export default defineCheck({
  id: "b6.session-exported",
  title: "What modules take from one another is defined there",
  host: "dev",
  informational: true,
  needs: ["b6.table-dev"],
  probes: ({ track, settings }) => ({
    names: facts(
      "dev",
      track === "python"
        ? sh`
cd ${settings.devRepo} 2>/dev/null || exit 0
$( [ -x .venv/bin/python ] && echo .venv/bin/python || echo python3 ) -I -c ${PYTHON}`
        : sh`
cd ${settings.devRepo} 2>/dev/null && [ -f tsconfig.json ] || exit 0
${nodePath}
[ -x node_modules/.bin/tsc ] || exit 0
if node -e ${TAKEN_NAMES} 2>/dev/null; then fact looked yes; exit 0; fi
output=$(timeout 80 node_modules/.bin/tsc --noEmit --incremental false --pretty false -p . 2>&1)
[ $? = 124 ] && exit 0
grep -E 'TS(2305|2459|2460|2614|2724)' <<<"$output" | sed -E 's/^([^(:]*).*error TS[0-9]+: */missing=\1: /' | head -n 10
fact looked yes`,
      { timeoutMs: 90_000 },
    ),
  }),
  judge: ({ names }) =>
    names.has("looked")
      ? expect(names.all("missing").length === 0, {
          message: "A module takes a name that the other one does not define.",
          expected: "every name is defined where it is taken from",
          actual: names.all("missing").slice(0, 3).join("; "),
        })
      : unobserved("The modules on dev could not be read: no compiler or Python there, or it took too long."),
  hint: "Define engine and session factory (SessionLocal), or the pool, in the module of the tables: the lecture's listing imports them from there.",
})

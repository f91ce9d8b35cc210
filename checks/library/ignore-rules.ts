import type { Context } from "../../src/engine/context.js"
import { Unobserved, type Probe } from "../../src/engine/probe.js"
import { lines, sh } from "../../src/engine/shell.js"
import { facts, type Facts } from "./command.js"
import { quietGit } from "./quiet-git.js"

/** What Git on dev says to paths that need not exist. */
export interface IgnoreRules {
  repository: boolean
  /** Is there a .gitignore at the root? */
  file: boolean
  /** A file that was meant to be one. */
  misnamed: string
  /** Lines of .gitignore that cannot match what they look like. */
  damaged: string
  /** By any rule, those of this machine too. */
  isIgnored: (path: string) => boolean
  /** By a rule that everybody gets with the repository. */
  travels: (path: string) => boolean
  /** `file:line:pattern` of the rule that decides. */
  ruleOf: (path: string) => string
}

export function ignoreRules({ settings }: Context, paths: readonly string[]): Probe<IgnoreRules> {
  const probe = facts(
    "dev",
    lines(
      quietGit,
      sh`
cd ${settings.devRepo} 2>/dev/null && git rev-parse --git-dir >/dev/null 2>&1 || exit 0
fact repository yes
[ -f .gitignore ] && fact file yes
for file in gitignore .gitignore.txt gitignore.txt .gitignores; do [ -f "$file" ] && fact misnamed "$file"; done
grep -nE '[^\\[:space:]][[:space:]]+$|\r$|__pycache__/_|^[^#]*[[:space:]]#' .gitignore 2>/dev/null | head -n 5 | cat -A | cut -c 1-100 | sed 's/^/damaged=/'
ask() { printf '%s\n' ${paths} | git "$@" check-ignore --no-index --verbose --non-matching --stdin 2>/dev/null; }
ask -c core.quotePath=false | sed 's/^/here=/'
ask -c core.excludesFile=/dev/null | sed 's/^/everywhere=/'
exit 0`,
    ),
  )
  return { spec: probe.spec, read: (observation) => readRules(probe.read(observation), paths) }
}

function readRules(found: Facts, paths: readonly string[]): IgnoreRules {
  const repository = found.has("repository")
  const [here, everywhere] = [table(found.all("here")), table(found.all("everywhere"))]
  if (repository && paths.some((path) => !here.has(path) || !everywhere.has(path)))
    throw new Unobserved("git check-ignore on dev did not say what it does with every path.")
  const ignores = (rule: string): boolean => rule !== "::" && !/^.*?:\d+:!/.test(rule)
  return {
    repository,
    file: found.has("file"),
    misnamed: found.get("misnamed"),
    damaged: found.all("damaged").join("\n"),
    isIgnored: (path) => ignores(here.get(path) ?? "::"),
    travels: (path) => {
      const rule = everywhere.get(path) ?? "::"
      return ignores(rule) && !/(^|\/)info\/exclude:/.test(rule)
    },
    ruleOf: (path) => here.get(path) ?? "",
  }
}

function table(lines: readonly string[]): Map<string, string> {
  return new Map(lines.map((line) => [line.slice(line.indexOf("\t") + 1), line.slice(0, line.indexOf("\t"))]))
}

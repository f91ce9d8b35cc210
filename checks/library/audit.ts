import type { Context } from "../../src/engine/context.js"
import { Unobserved, type Probe } from "../../src/engine/probe.js"
import { lines, sh } from "../../src/engine/shell.js"
import { all, expect, skip, type Verdict } from "../../src/engine/verdict.js"
import { facts, type Facts } from "./command.js"
import { repoOn } from "./database-access.js"
import { nodePath } from "./node-path.js"
import { findEnvironment } from "./project-environment.js"
import { scratchFolder } from "./quiet-git.js"

/**
 * What the track's auditor says on a host: `report` where it wrote one, `advisory ID PACKAGE` for each finding, `refused` with code and
 * text where it would not audit, `unreachable` where the advisories could not be asked for. `noauditor` where there is none in the
 * environment, with `global` for one elsewhere and `container` on a practice host.
 */
export function audit(context: Context, host: "dev" | "prod"): Probe<Facts> {
  return facts(
    host,
    lines(
      scratchFolder,
      sh`
cd ${repoOn(host, context)} 2>/dev/null || { fact noproject yes; exit 0; }`,
      context.track === "python" ? PYTHON : NODE,
    ),
    { effects: `asks for known vulnerabilities of the packages on ${host}`, beside: true, timeoutMs: 90_000 },
  )
}

const READ_NODE = `
const tell = (name, value) => console.log(name + "=" + String(value).replace(/\\s+/g, " ").slice(0, 300))
let report
try { report = JSON.parse(require("fs").readFileSync(0, "utf8")) } catch { tell("unreadable", "yes"); process.exit(0) }
const error = report.error ?? (report.auditReportVersion || report.metadata ? undefined : report)
if (error?.code && /^(ENOLOCK|EUSAGE|EJSONPARSE|ENOENT|ELOCKVERIFY|EAUDITNOLOCK)$/.test(error.code)) tell("refused", error.code + " " + (error.summary ?? ""))
else if (error) tell("unreachable", error.summary || error.message || report.message || error.code)
else {
  tell("report", "yes")
  const ids = new Set()
  for (const [name, found] of Object.entries(report.vulnerabilities ?? {}))
    for (const via of found.via ?? []) if (typeof via === "object") ids.add((via.url?.split("/").pop() || via.source) + " " + (via.name ?? name))
  for (const found of Object.values(report.advisories ?? {})) ids.add((found.github_advisory_id ?? found.id) + " " + found.module_name)
  for (const id of [...ids].sort()) tell("advisory", id)
}`

const NODE = sh`
${nodePath}
command -v npm >/dev/null || { fact noauditor yes; exit 0; }
export npm_config_logs_max=0 npm_config_cache=$scratch/cache npm_config_fetch_retries=1 npm_config_update_notifier=false
timeout 60 npm audit --json >"$scratch/report" 2>"$scratch/said" </dev/null
[ $? = 124 ] && { fact unreachable 'the auditor did not end within a minute'; exit 0; }
node -e ${READ_NODE} <"$scratch/report"`

const READ_PYTHON = `
import json, sys
try:
    report = json.load(sys.stdin)
except ValueError:
    print("unreadable=yes")
    sys.exit(0)
print("report=yes")
for each in report["dependencies"] if isinstance(report, dict) else report:
    for found in each.get("vulns", []):
        print("advisory=" + found["id"] + " " + each["name"])
`

const PYTHON = sh`
${findEnvironment}
systemd-detect-virt -q -c && fact container yes
if [ -n "$environment" ] && [ -x "$environment/bin/pip-audit" ]; then auditor=$environment/bin/pip-audit
elif [ -n "$environment" ] && "$environment/bin/python" -I -c 'import pip_audit' 2>/dev/null; then auditor="$environment/bin/python -m pip_audit"
else
  fact noauditor yes
  for other in /usr/bin/pip-audit /usr/local/bin/pip-audit "$HOME/.local/bin/pip-audit"; do [ -x "$other" ] && fact global "$other"; done
  exit 0
fi
timeout 80 $auditor -f json --progress-spinner off >"$scratch/report" 2>"$scratch/said" </dev/null
[ $? = 124 ] && { fact unreachable 'the auditor did not end in time'; exit 0; }
if [ ! -s "$scratch/report" ] && grep -qiE 'connection|timed out|resol|network|retries' "$scratch/said"; then
  fact unreachable "$(tail -n 1 "$scratch/said")"
  exit 0
fi
"$environment/bin/python" -I -c ${READ_PYTHON} <"$scratch/report"`

/** The auditor wrote a report, whatever it found. */
export function judgeAudit(host: "dev" | "prod", found: Facts, { track }: Context): Verdict {
  if (found.has("unreachable"))
    throw new Unobserved(`The advisories could not be asked for from ${host}: ${found.get("unreachable")}`)
  const [auditor, install] =
    track === "python"
      ? ["pip-audit", "`.venv/bin/pip install pip-audit`"]
      : ["npm audit", "npm, which comes with Node.js"]
  if (found.has("noauditor") && found.has("container") && !found.has("global"))
    return skip(`${host} is a practice host without ${auditor}, and nothing can be installed there.`)
  return all(
    expect(!found.has("global"), {
      message: `The auditor on ${host} is installed outside the project's environment, so it audits other packages.`,
      expected: "an auditor in the environment of the project",
      actual: found.get("global"),
    }),
    expect(!found.has("noauditor") && !found.has("noproject"), {
      message: `${host} has no auditor.`,
      expected: auditor,
      actual: "(none)",
      hint: `Install it: ${install}. It is no part of the frozen pins, so it belongs into the development requirements or the script.`,
    }),
    expect(!found.has("refused"), {
      message: `The auditor on ${host} refuses to work.`,
      expected: "a report",
      actual: found.get("refused"),
      hint: "It audits what the lock file names: commit package-lock.json, pull it, and run it in the folder of the repository.",
    }),
    expect(found.has("report"), {
      message: `The auditor on ${host} writes no report that can be read.`,
      expected: "a report as JSON",
      actual: "something else",
    }),
  )
}

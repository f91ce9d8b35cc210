import type { Context } from "../../src/engine/context.js"
import type { Probe } from "../../src/engine/probe.js"
import { lines, sh } from "../../src/engine/shell.js"
import { NODE_HARNESS } from "./classifier-node.js"
import { PYTHON_HARNESS } from "./classifier-python.js"
import { facts, type Facts } from "./command.js"
import { envValueFunction } from "./env-file.js"
import { forkScript, SECOND_RELEASE } from "./model-fork.js"
import { nodePath } from "./node-path.js"
import { quietGit, quietSsh, scratchFolder } from "./quiet-git.js"
import { packed, trialDrawings } from "./trial-drawings.js"

/** Has the model of the fork's second release classify drawings of all ten digits on dev, by itself: `report.model`, and `name` of its file. */
export function forkModel(context: Context): Probe<Facts> {
  const isPython = context.track === "python"
  const { bases, probes } = trialDrawings(context)
  const job = JSON.stringify({
    bases: bases.map(([digit, image]) => [digit, packed(image)]),
    variants: 4,
    probes: probes.map(packed),
    classes: "0123456789",
  })
  return facts(
    "dev",
    lines(
      quietGit,
      scratchFolder,
      envValueFunction,
      nodePath,
      quietSsh,
      forkScript(context),
      sh`
repo=$PWD
[ -n "$fork" ] && fetch_fork || exit 0
name=$(git -C "$scratch/fork" ls-tree -r --name-only ${`refs/tags/${SECOND_RELEASE}`} 2>/dev/null | grep -E ${isPython ? "v2[^/]*\\.(pkl|joblib)$" : "v2[^/]*\\.onnx$"} | head -n 1)
[ -n "$name" ] || exit 0
fact name "$name"
git -C "$scratch/fork" show ${`refs/tags/${SECOND_RELEASE}`}":$name" >"$scratch/model"
printf '%s' ${isPython ? PYTHON_HARNESS : NODE_HARNESS} >"$scratch/harness.mjs"
job=${job}
printf '%s' "\${job%\}},\"root\":\"$repo\",\"model\":\"$scratch/model\"}" >"$scratch/job"
cd "$scratch" || exit 1
export PYTHONDONTWRITEBYTECODE=1 TMPDIR=$scratch
timeout -k 2 60 ${isPython ? sh`"$repo/.venv/bin/python"` : sh`node`} harness.mjs model job report >said 2>&1 </dev/null
[ -s report ] && { tr -d '\n' <report | sed 's/^/report.model=/'; echo; }
exit 0`,
    ),
    {
      effects: "has the fork's second model try drawings on dev",
      beside: true,
      timeoutMs: 150_000,
      maxBytes: 512 * 1024,
    },
  )
}

/** The digits that were drawn, in the order of the predictions. */
export function forkDigits(context: Context): string[] {
  const { bases } = trialDrawings(context)
  return Array.from({ length: 4 }, () => bases.map(([digit]) => digit)).flat()
}

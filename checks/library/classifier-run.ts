import type { Context } from "../../src/engine/context.js"
import type { Probe } from "../../src/engine/probe.js"
import { lines, sh, type ShellText } from "../../src/engine/shell.js"
import { NODE_HARNESS } from "./classifier-node.js"
import { PYTHON_HARNESS } from "./classifier-python.js"
import { facts, type Facts } from "./command.js"
import { withOwnService } from "./dev-service.js"
import { envValueFunction, maskFunction } from "./env-file.js"
import { findModel } from "./model-files.js"
import { nodePath } from "./node-path.js"
import { projectCopy } from "./project-copy.js"
import { quietGit } from "./quiet-git.js"
import { packed, trialDrawings } from "./trial-drawings.js"

/**
 * Tries the classifier on dev in a copy of the working tree, in processes with an end. As `report.NAME` comes what each run told:
 * `model` (the model file by itself), `trial` (the classifier), and how it starts with a model of other classes (`other`, with
 * `stripped` assertions as well), without MODEL_PATH (`unset`) and with a MODEL_PATH that leads to no model (`garbage`). Where a
 * wrong model is found by the first drawing only, `service` says what the service does with it at its start.
 */
export function classifierTrial(context: Context): Probe<Facts> {
  const known = trials.get(context)
  if (known) return known
  const trial = facts("dev", lines(prepared(context), runs(context)), {
    effects: "has a copy of the classifier try drawings and wrong models on dev",
    beside: true,
    timeoutMs: 300_000,
    maxBytes: 1024 * 1024,
  })
  trials.set(context, trial)
  return trial
}

/** A dozen checks ask for the same one, and packing its drawings takes a while. */
const trials = new WeakMap<Context, Probe<Facts>>()

/** Drawings of all ten digits; the host leaves out those that the pinned release does not know. */
function job(context: Context): string {
  const { bases, shades, probes } = trialDrawings(context)
  return JSON.stringify({
    bases: bases.map(([digit, image]) => [digit, packed(image)]),
    variants: shades,
    probes: probes.map(packed),
  })
}

/** Defines `harness NAME MODE [SETTING...]`; ends the script where there is nothing to try. */
function prepared(context: Context): ShellText {
  const { settings, track } = context
  const isPython = track === "python"
  return lines(
    quietGit,
    envValueFunction,
    maskFunction,
    findModel(context),
    projectCopy(context),
    isPython ? pythonRunner : nodeRunner,
    sh`
cd "$repo" || exit 0
classifier=${settings.classifier}
if [ -z "$classifier" ]; then
  classifier=$(cd "$copy" && find . -type f -not -path '*/node_modules/*' | sed 's#^\./##' | grep -E ${isPython ? "(^|/)classifier(/__init__)?\\.py$" : "(^|/)classifier(/index)?\\.(ts|mts|cts|js|mjs|cjs)$"} | grep -vE '(^|/)(dist|build|out|tests?|__tests__|training|frontend)/' | awk '{print length, $0}' | sort -n | head -n 1 | cut -d' ' -f 2-)
fi
if [ -z "$classifier" ] || [ ! -f "$copy/$classifier" ]; then fact noclassifier ${isPython ? "app/classifier.py" : "src/classifier.ts"}; exit 0; fi
fact classifier "$classifier"
find_model
[ -n "$model" ] || { fact nomodel yes; exit 0; }
mkdir "$work/model"
find -L "$(dirname "$model")" -maxdepth 1 -type f -size -8M -exec cp -L -t "$work/model" {} + 2>/dev/null
name=\${model##*/}
ending=\${name##*.}
version=
env_value .env MODEL_VERSION && version=$value
case $version in v1|v1.*|1|1.*) classes=123456789 ;; v[0-9]*|[0-9]*) classes=0123456789 ;; *) classes=123456789 ;; esac
job=${job(context)}
value=

# harness NAME MODE MODEL [LANGUAGE_FLAG...]: one run in a copy of its own, whose MODEL_PATH is MODEL; none where MODEL is empty.
harness() {
  local name=$1 mode=$2 path=$3 here=$work/at.$1 status
  shift 3
  cp -a "$copy" "$here"
  if [ -f "$repo/.env" ]; then
    rm -f "$here/.env"
    grep -vE '^[[:space:]]*(export[[:space:]]+)?MODEL_PATH[[:space:]]*=' "$repo/.env" >"$here/.env"
    [ -z "$path" ] || printf '\nMODEL_PATH=%s\n' "$path" >>"$here/.env"
  fi
  printf '%s' "\${job%\}},\"file\":\"$(entry "$here")\",\"root\":\"$here\",\"classes\":\"$classes\",\"model\":\"$path\",\"other\":\"$work/other.$ending\"}" >"$work/job.$name"
  (
    cd "$here" || exit 1
    unset MODEL_PATH
    [ -z "$path" ] || export MODEL_PATH=$path
    export TMPDIR=$work/tmp XDG_CACHE_HOME=$work/tmp PYTHONDONTWRITEBYTECODE=1 OMP_NUM_THREADS=1
    run "$@" "$work/harness" "$mode" "$work/job.$name" "$work/report.$name"
  ) >"$work/said.$name" 2>&1 </dev/null
  status=$?
  if [ -s "$work/report.$name" ]; then mask_env "$repo/.env" <"$work/report.$name" | tr -d '\n' | sed "s/^/report.$name=/" >"$work/told.$name"
  else echo "end.$name=exit status $status: $(tail -n 1 "$work/said.$name" | mask_env "$repo/.env" | cut -c 1-300)" >"$work/told.$name"; fi
  { echo; tail -n 4 "$work/said.$name" | mask_env "$repo/.env" | cut -c 1-300 | sed "s/^/said.$name=/"; } >>"$work/told.$name"
  rm -rf -- "$here"
}`,
  )
}

function runs(context: Context): ShellText {
  const isPython = context.track === "python"
  return sh`
mkdir "$work/tmp"
runtime || { fact noruntime yes; exit 0; }
mkdir "$work/first" && cp "$work/model/$name" "$work/first/$name"
harness model model "$work/first/$name"
cat "$work/told.model"
cp -a "$work/model" "$work/tried"
echo 'no model' >"$work/garbage.$ending"
harness trial trial "$work/tried/$name" &
harness unset start '' &
harness garbage start "$work/garbage.$ending" &
wait
if [ "$classes" = 0123456789 ]; then
  # The first release is fetched for the trial, where it is no longer there.
  env_value .env MODEL_REPO && git init -q --bare --template= "$work/release" && timeout 30 git -C "$work/release" fetch -q --depth 1 --no-tags -- "$value" refs/tags/v1.0 2>/dev/null
  value=
  older=$(git -C "$work/release" ls-tree -r --name-only FETCH_HEAD 2>/dev/null | grep -E "v1[^/]*[.]$ending$" | head -n 1)
  if [ -n "$older" ]; then
    git -C "$work/release" show "FETCH_HEAD:$older" >"$work/older.$ending"
    harness older start "$work/older.$ending"
  fi
fi
if [ -s "$work/other.$ending" ]; then
  harness other start "$work/other.$ending" &
  ${isPython ? sh`harness stripped start "$work/other.$ending" -O &` : sh`:`}
  wait
fi
cat "$work"/told.[a-ln-z]*
if grep -qE '"stage": ?"classify"' "$work/report.other" 2>/dev/null && ${isPython ? sh`grep -rqs FastAPI "$repo/app"` : sh`grep -qE '"(dev|start)"[[:space:]]*:' "$repo/package.json"`}; then
  export MODEL_PATH=$work/other.$ending
  ${withOwnService(context, {}, sh`fact service "$state"; finish`)}
fi
exit 0`
}

const pythonRunner = sh`
printf '%s' ${PYTHON_HARNESS} >"$work/harness"
for python in .venv venv env; do [ -x "$repo/$python/bin/python" ] && python=$repo/$python/bin/python && break; done
runtime() { [ -x "$python" ]; }
entry() { printf '%s' "$classifier"; }
run() { timeout -k 2 90 "$python" "$@"; }`

/** TypeScript runs the way the project runs it: by tsx, or else compiled by the project's own compiler into the scratch folder. */
const nodeRunner = sh`
${nodePath}
printf '%s' ${NODE_HARNESS} >"$work/harness.mjs"
ln -s harness.mjs "$work/harness"
runtime() {
  command -v node >/dev/null || return 1
  case $classifier in *.js|*.mjs|*.cjs) return 0 ;; esac
  if [ -d "$repo/node_modules/tsx" ]; then flags='--import tsx'; return 0; fi
  [ -f "$repo/node_modules/typescript/bin/tsc" ] || return 0
  mkdir "$work/out"
  cp "$copy/package.json" "$work/out/"
  ln -s "$repo/node_modules" "$work/out/node_modules"
  (cd "$copy" && timeout 60 node "$repo/node_modules/typescript/bin/tsc" -p . --rootDir "$copy" --outDir "$work/out" --noEmit false --emitDeclarationOnly false --declaration false --composite false --incremental false --noEmitOnError false) >/dev/null 2>&1
  compiled=$work/out/$(sed -E 's/\.([mc]?)ts$/.\1js/' <<<"$classifier")
  return 0
}
entry() { printf '%s' "\${compiled:-$1/$classifier}"; }
run() { timeout -k 2 90 node \${flags:-} "$@"; }`

import type { Context } from "../../src/engine/context.js"
import type { Probe } from "../../src/engine/probe.js"
import { lines, sh, type ShellText } from "../../src/engine/shell.js"
import { facts, type Facts } from "./command.js"
import { envValueFunction, maskFunction } from "./env-file.js"
import { findModel } from "./model-files.js"
import { nodePath } from "./node-path.js"
import { projectCopy } from "./project-copy.js"
import { quietGit } from "./quiet-git.js"

/**
 * Runs a copy of setup-server.sh on dev as the student does, with stand-ins for what manages packages, databases and services, so that
 * only the fetching of the model really happens: without `.env` (`bare`), with it (`once`), and with what a run that was cut off leaves
 * behind (`again`). Of each run: its exit status, `log.RUN` where that is not 0, `clone.RUN` with what `git clone` was to fill and
 * `kept.RUN` where that was not cleaned up, `sha.RUN` of the model file, and `fetched.RUN` with each model file in models/.
 */
export function setupCopies(context: Context): Probe<Facts> {
  return facts(
    "dev",
    lines(quietGit, envValueFunction, maskFunction, nodePath, findModel(context), projectCopy(context), standIns, runs),
    {
      effects: "runs copies of setup-server.sh on dev, with stand-ins for package managers and services",
      timeoutMs: 300_000,
    },
  )
}

/** Programs that do nothing, and a home folder in which the copy lies where the repository lies. */
const standIns: ShellText = sh`
[ -f "$copy/setup-server.sh" ] || { fact missing yes; exit 0; }
mkdir "$work/bin" "$work/home"
stand_in() {
  printf '#!/bin/bash\n%s\n[ -p /dev/stdin ] && cat >/dev/null\nexit 0\n' "$2" >"$work/bin/$1"
  chmod 755 "$work/bin/$1"
}
for name in sudo apt apt-get npm npx pnpm yarn corepack pip pip3 pipx uv poetry systemctl service psql createdb createuser pg_isready; do stand_in "$name" ''; done
stand_in node "case \${1:-} in -v|--version|-p|-e|--print|--eval) exec $(type -P node) \"\$@\" ;; esac"
stand_in python3 "case \${1:-} in -V|--version|-c) exec $(type -P python3) \"\$@\" ;; esac"
stand_in git "for word in \"\$@\"; do
  [ \"\$word\" = clone ] || continue
  for last in \"\$@\"; do :; done
  case \$last in *://*|*@*:*) last=\$(basename \"\$last\" .git) ;; esac
  realpath -m -- \"\$last\" >>'$work/clones'
  break
done
exec $(type -P git) \"\$@\""
"$work/bin/sudo" true 2>/dev/null || { fact problem "programs in $work cannot be run"; exit 0; }
for entry in "$HOME"/* "$HOME"/.[!.]*; do [ -e "$entry" ] && ln -s "$entry" "$work/home/"; done
place=\${repo#"$HOME"/}
case $place in /*) place=\${place##*/} ;; esac
rm -f "$work/home/\${place%%/*}"
mkdir -p "$work/home/$(dirname "$place")"
mv "$copy" "$work/home/$place"
copy=$work/home/$place
cp -a "$repo/.git" "$copy/.git"
rm -rf "$copy/.env" "$copy/node_modules" "$copy/.venv"
find "$copy/models" -maxdepth 1 -type l -delete 2>/dev/null
mkdir -p "$copy/.venv/bin"
for name in python python3 pip; do cp "$work/bin/pip" "$copy/.venv/bin/$name"; done
: >"$copy/.venv/bin/activate"`

const runs: ShellText = sh`
cd "$repo" || exit 1
find_model
model=\${model#"$repo"/}
try() {
  local status clone
  : >"$work/clones"
  (
    cd "$copy" || exit 1
    export HOME=$work/home PATH=$work/bin:$PATH
    timeout -k 2 90 bash ./setup-server.sh
  ) >"$work/log" 2>&1 </dev/null
  status=$?
  fact "$1" "$status"
  [ "$status" = 0 ] || tail -n 6 "$work/log" | mask_env "$repo/.env" | cut -c 1-300 | sed "s/^/log.$1=/"
  while IFS= read -r clone; do
    fact "clone.$1" "$clone"
    case $clone in
      /tmp/?*|/var/tmp/?*|/dev/shm/?*) [ -e "$clone" ] && case $clone in "$copy"/*) ;; *) fact "kept.$1" "$clone"; rm -rf -- "$clone" ;; esac ;;
    esac
  done <"$work/clones"
  cd "$copy" || exit 1
  [ -n "$model" ] && [ -f "$model" ] && fact "sha.$1" "$(sha256sum <"$model" | cut -d' ' -f 1)"
  find models -maxdepth 1 -size +1k 2>/dev/null | grep -E '[.](onnx|pkl|joblib)$' | sed "s/^/fetched.$1=/"
}
grep -qsE 'MODEL_(REPO|VERSION)' "$copy/setup-server.sh" "$copy"/*/*.sh && fact stanza yes
try bare
[ -f "$repo/.env" ] || { fact noenv yes; exit 0; }
cp "$repo/.env" "$copy/.env"
try once
before=$(git status --porcelain 2>/dev/null)
cp "$work/clones" "$work/first"
for clone in /tmp/pixelwise-model $(cat "$work/first"); do
  [ ! -e "$clone" ] && [ -d "$(dirname "$clone")" ] && { mkdir -p "$clone" && echo left >"$clone/left-over" && echo "$clone" >>"$work/planted"; }
done
trap 'while IFS= read -r clone; do [ -f "$clone/left-over" ] && rm -rf -- "$clone"; done <"$work/planted"; rm -rf -- "$work"' EXIT
try again
[ "$before" = "$(git status --porcelain 2>/dev/null)" ] || fact changed "$(git status --porcelain | head -n 3 | tr '\n' ';')"
exit 0`

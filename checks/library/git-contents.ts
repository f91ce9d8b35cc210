import type { Context } from "../../src/engine/context.js"
import type { Probe } from "../../src/engine/probe.js"
import { lines, sh } from "../../src/engine/shell.js"
import { facts, type Facts } from "./command.js"
import { quietGit, scratchFolder } from "./quiet-git.js"

/** Larger than anything that is written by hand. */
export const LARGE_MEGABYTES = 5

/**
 * Names that have no place in a history: secrets, key material, data sets, model files. Examples and placeholders
 * are no secrets, and neither is a public key or a certificate: private keys are looked for by content.
 */
const UNWANTED =
  "(^|/)(\\.env(\\.(local|prod|production|dev|development|staging))?|[^/]*\\.env|id_(rsa|dsa|ecdsa|ed25519)[^/.]*|[^/]*\\.(key|p12|pfx|ppk|pkl|joblib|onnx|h5|hdf5|keras|pt|pth|safetensors|tflite|npy|npz|parquet|arff|idx[0-9]-ubyte|gguf))$|^data/.+"
const HARMLESS =
  "(^|/)(\\.env\\.(example|sample|template|dist)|\\.?(example|sample|template)\\.env|\\.gitkeep|\\.keep|\\.gitignore|README(\\.[a-z]+)?)$"

/**
 * What the whole history on dev holds that it must not hold, over every commit of every ref: `unwanted` with `now ` or `once ` and
 * the path, `large` with megabytes and path, `privatekey` with the path of a file that holds one, `scratch` with `disk ` or
 * `history ` and the path of a throwaway file. `shallow` is `true` where the history is not whole.
 */
export function gitContents({ settings }: Context): Probe<Facts> {
  return facts(
    "dev",
    lines(
      quietGit,
      scratchFolder,
      sh`
cd ${settings.devRepo} 2>/dev/null && git rev-parse -q --verify HEAD >/dev/null 2>&1 || { fact empty yes; exit 0; }
fact shallow "$(git rev-parse --is-shallow-repository)"
git log --all -m --root --no-color --no-ext-diff --no-textconv --no-renames --diff-filter=A --name-only --format= | sort -u >"$scratch/names"
git ls-tree -r --name-only HEAD >"$scratch/now"
grep -E ${UNWANTED} "$scratch/names" | grep -vE ${HARMLESS} | head -n 20 | while IFS= read -r name; do
  if grep -qxF -- "$name" "$scratch/now"; then fact unwanted "now $name"; else fact unwanted "once $name"; fi
done
ignored_scratch() { git check-ignore --no-index --stdin 2>/dev/null | head -n 5 | sed "s/^/scratch=$1 /"; }
grep -E '(^|/)scratch(\.[^/]*)?$' "$scratch/names" | ignored_scratch history
find . -maxdepth 3 \( -name .git -o -name node_modules -o -name .venv \) -prune -o -type f \( -name scratch -o -name 'scratch.*' \) -print | sed 's#^\./##' | ignored_scratch disk
git rev-list --objects --all | git cat-file --batch-check='%(objecttype) %(objectname) %(objectsize) %(rest)' >"$scratch/objects"
awk -v most=${LARGE_MEGABYTES} '$1 == "blob" && $3 > most * 1048576 {path = $0; sub(/^[^ ]+ [^ ]+ [^ ]+ /, "", path); printf "large=%.1f %s\n", $3 / 1048576, path}' "$scratch/objects" | head -n 10
# A private key of any name: only files of its size are read, and of those no more than fits into memory.
key='-----BEGIN ([A-Z]+ )*PRIVATE KEY-----\s+([A-Za-z-]+: [^\n]*\s+)*[A-Za-z0-9+/=]{40}'
small=$(awk '$1 == "blob" && $3 > 100 && $3 < 32768 {sum += $3; if (sum < 60000000) print $2}' "$scratch/objects")
if git cat-file --batch --buffer <<<"$small" | grep -qazP -- "$key"; then
  for object in $small; do
    git cat-file blob "$object" | grep -qazP -- "$key" || continue
    fact privatekey "$(awk -v wanted="$object" '$2 == wanted {sub(/^[^ ]+ [^ ]+ [^ ]+ /, ""); print; exit}' "$scratch/objects")"
  done | head -n 5
fi
exit 0`,
    ),
    { timeoutMs: 60_000 },
  )
}

import { nodePath } from "../../../checks/library/node-path.js"
import type { Track } from "../../engine/context.js"
import { lines, sh, type ShellText } from "../../engine/shell.js"
import { factFunction, git } from "./common.js"

export interface WaysOptions {
  track: Track
  repo: string
  /** System packages that are not installed yet. */
  missing: readonly string[]
  /** Where the model comes from, if `.env` does not say so; empty when no model is needed. */
  modelRepo: string
}

/** Whether a host reaches what it has to install from. Prints `no_way` with an address for each that does not answer. */
export function lookAtWaysScript({ track, repo, missing, modelRepo }: WaysOptions): ShellText {
  const registry =
    track === "python"
      ? sh`
index=$(python3 -m pip config list 2>/dev/null | sed -n "s/^[^=]*[.]index-url='\(.*\)'$/\1/p" | tail -n 1)
[ -n "$index" ] || index=https://pypi.org/simple/
if command -v python3 >/dev/null; then
  answers() { timeout 20 python3 -c ${PYTHON_ANSWERS} "$1" 2>/dev/null; }
  answers "$index" || fact no_way "$index"
fi`
      : sh`
if command -v npm >/dev/null; then
  registry=$(cd ${repo} 2>/dev/null || cd; npm config get registry 2>/dev/null)
  timeout 20 node -e ${NODE_ANSWERS} "$registry" 2>/dev/null || fact no_way "$registry"
fi`
  const packages = sh`
for package in ${missing}; do
  apt-cache show "$package" >/dev/null 2>&1 || { fact no_package "$package"; continue; }
  url=$(apt-get --print-uris -qq -y install "$package" 2>/dev/null | head -n 1 | cut -d"'" -f2)
  case $url in
    http*://*) host=\${url#*://}; host=\${host%%/*}
      case $host in *:*) port=\${host##*:} host=\${host%:*} ;; *) [ "\${url%%:*}" = https ] && port=443 || port=80 ;; esac
      timeout 10 bash -c 'exec 3<>"/dev/tcp/$0/$1"' "$host" "$port" 2>/dev/null || { [ -n "$(apt-config dump Acquire::http::Proxy)" ] || fact no_way "$url"; } ;;
  esac
done`
  const model = sh`
repository=$(sed -n 's/^[[:space:]]*MODEL_REPO=//p' ${repo}/.env 2>/dev/null | tail -n 1 | tr -d "\r\"'")
[ -n "$repository" ] || repository=${modelRepo}
timeout 30 git -C / ls-remote -q --exit-code "$repository" HEAD >/dev/null 2>&1 || fact no_way "$(bare_url "$repository")"`
  return lines(factFunction, git, nodePath, packages, registry, modelRepo === "" ? sh`:` : model, sh`exit 0`)
}

const PYTHON_ANSWERS = `import sys, urllib.request, urllib.error
try: urllib.request.urlopen(sys.argv[1], timeout=10)
except urllib.error.HTTPError: pass
except Exception: sys.exit(1)`

const NODE_ANSWERS = `fetch(process.argv[1], { method: "HEAD", signal: AbortSignal.timeout(10000) }).then(() => process.exit(0), () => process.exit(1))`

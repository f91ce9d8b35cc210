import { envValueFunction } from "../../../checks/library/env-file.js"
import { nodePath } from "../../../checks/library/node-path.js"
import type { Settings } from "../../engine/context.js"
import { lines, sh, type ShellText } from "../../engine/shell.js"
import type { EnvRule } from "../env-rules.js"
import type { HostState } from "../reference-state.js"
import { factFunction, git, gitSsh } from "./common.js"
import { tellJournals } from "./journals.js"

export interface LookOptions {
  settings: Settings
  repo: string
  state: HostState
  packages: readonly string[]
  rules: readonly EnvRule[]
  /** The service's unit, with its suffix. */
  unit: string
}

/** What a host looks like, without changing anything. Values of `.env` stay there; only their state is told. */
export function lookScript({ settings, repo, state, packages, rules, unit }: LookOptions): ShellText {
  return lines(
    factFunction,
    git,
    envValueFunction,
    nodePath,
    sh`
fact user "$(id -un)"
fact group "$(id -gn)"
fact home "$HOME"
command -v git >/dev/null && fact git yes
command -v node >/dev/null && fact node "$(node -p process.versions.node 2>/dev/null)"
for package in ${packages}; do
  [ "$(dpkg-query -W -f '\${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || fact missing "$package"
done
avail() { df --output=avail,iavail -B1 "$1" 2>/dev/null | tail -n 1 | tr -s ' ' | sed 's/^ //'; }
above=${repo}; while [ ! -d "$above" ]; do above=$(dirname "$above"); done
fact room_repo "$(stat -c %d "$above") $(avail "$above")"
fact room_home "$(stat -c %d "$HOME") $(avail "$HOME")"
fact identity_name "$(git config --global user.name 2>/dev/null)"
fact identity_email "$(git config --global user.email 2>/dev/null)"`,
    tellJournals,
    sh`
unit=${unit}
fact unit_load "$(systemctl show "$unit" -p LoadState --value 2>/dev/null)"
fact unit_file "$(systemctl show "$unit" -p UnitFileState --value 2>/dev/null)"
fact unit_active "$(systemctl show "$unit" -p ActiveState --value 2>/dev/null)"
{ [ -e ${`/etc/systemd/system/${settings.unit}.socket`} ] || [ -L ${`${repo}-releases/current`} ]; } && fact releases yes
if [ ! -e ${repo} ] && [ ! -L ${repo} ]; then fact place absent; exit 0; fi
[ -d ${repo} ] || { fact place other; exit 0; }
find ${repo} -xdev \( ! -user "$(id -u)" -o ! -group "$(id -g)" \) -print 2>/dev/null | head -n 200 | wc -l | sed 's/^/foreign=/'
cd ${repo} 2>/dev/null && ls -A . >/dev/null 2>&1 || { fact place closed; exit 0; }
fact size "$(du -sxB1 --exclude=node_modules --exclude=.venv . 2>/dev/null | cut -f1)"
fact entries "$(ls -A . | wc -l)"
for key in ${rules.map(({ name }) => name)}; do
  if env_value .env "$key"; then
    word=set
    [ -n "$value" ] || word=empty
    case $key in ${placeholderCases(rules)} esac
    value=
    fact env "$key $word"
  else fact env "$key missing"; fi
done
[ -e .env ] && fact env_mode "$(stat -L -c %a .env)"
command -v git >/dev/null || { fact place folder; exit 0; }
[ -e .git ] || { fact place folder; exit 0; }
top=$(git rev-parse --show-toplevel 2>/dev/null) && [ "$top" -ef . ] || { fact place broken; exit 0; }
fact place repository
[ -f .git ] && fact worktree yes
[ -e "$(git rev-parse --git-path index.lock)" ] && pgrep -u "$(id -u)" -x git >/dev/null && fact git_running yes
fact head "$(git rev-parse -q --verify HEAD 2>/dev/null)"
fact branch "$(git symbolic-ref -q --short HEAD 2>/dev/null)"
fact main "$(git rev-parse -q --verify refs/heads/main 2>/dev/null)"
for name in MERGE_HEAD CHERRY_PICK_HEAD REVERT_HEAD BISECT_LOG rebase-merge rebase-apply; do
  [ -e "$(git rev-parse --git-path "$name")" ] && fact operation "$name"
done
status=$(git status --porcelain --untracked-files=normal 2>/dev/null) || fact unreadable yes
[ -n "$status" ] || fact clean yes
fact changed "$(printf '%s' "$status" | grep -c '^[^?]' || true)"
fact untracked "$(grep -c '^??' <<<"$status" || true)"
git for-each-ref --format='tag=%(refname:short) %(objectname)' 'refs/tags/v[0-9]*' | head -n 100
fact origin "$(bare_url "$(git config --get remote.origin.url 2>/dev/null)")"
fact origin_push "$(bare_url "$(git config --get remote.origin.pushurl 2>/dev/null)")"
fact upstream "$(git config --get branch.main.remote 2>/dev/null) $(git config --get branch.main.merge 2>/dev/null)"
if [ "$(git rev-parse -q --verify HEAD 2>/dev/null)" = ${state.commit} ]; then
  if [ -f package-lock.json ]; then
    [ -d node_modules ] && node -e ${NODE_LOCK} 2>/dev/null && fact dependencies yes
    [ -f dist/main.js ] && [ -z "$(find src scripts migrations package.json tsconfig*.json -newer dist/main.js -type f 2>/dev/null | head -n 1)" ] && fact built yes
  elif [ -f requirements.txt ]; then
    frozen=$(.venv/bin/python -m pip --disable-pip-version-check freeze 2>/dev/null | tr 'A-Z_' 'a-z-' | sort)
    [ -n "$frozen" ] && [ -z "$(comm -23 <(grep -oE '^[A-Za-z0-9._-]+==[^ ;#]+' requirements.txt | tr 'A-Z_' 'a-z-' | sort) <(printf '%s\n' "$frozen"))" ] && fact dependencies yes
    fact built yes
  fi
  env_value .env MODEL_PATH && [ -s "$value" ] && [ -s models/MODELCARD.md ] && fact model yes
  [ -f "deploy/$unit" ] && cmp -s "deploy/$unit" "/etc/systemd/system/$unit" && fact unit_same yes
  [ "$(systemctl show "$unit" -p NeedDaemonReload --value 2>/dev/null)" = no ] && fact unit_read yes
fi
exit 0`,
  )
}

/** The lock file against what npm noted about node_modules. */
const NODE_LOCK = `const read=f=>JSON.parse(require("fs").readFileSync(f,"utf8")).packages;
const [want,have]=[read("package-lock.json"),read("node_modules/.package-lock.json")];
process.exit(Object.entries(want).every(([k,p])=>k===""||p.optional||p.devOptional||p.peer||p.link||have[k]?.version===p.version)?0:1)`

function placeholderCases(rules: readonly EnvRule[]): ShellText {
  return lines(
    ...rules.flatMap(({ name, placeholders }) =>
      placeholders.map((placeholder) => sh`${name}) [ "$value" = ${placeholder} ] && word=placeholder ;;`),
    ),
    sh`*) ;;`,
  )
}

/** Role, database and table on a host, as the database's own account sees them. Run as root. */
export function lookAtDatabaseScript({ databaseRole, database }: Settings): ShellText {
  return lines(
    factFunction,
    sh`
command -v psql >/dev/null && id postgres >/dev/null 2>&1 || { fact postgres absent; exit 0; }
cd /
ask() { runuser -u postgres -- psql --no-psqlrc -AtXq -v ON_ERROR_STOP=1 "$@" 2>/dev/null; }
ask -d postgres -c 'SELECT 1' >/dev/null || { fact postgres stopped; exit 0; }
fact postgres running
[ -n "$(ask -d postgres -c ${`SELECT 1 FROM pg_roles WHERE rolname = '${databaseRole}'`})" ] && fact role yes
size=$(ask -d postgres -c ${`SELECT pg_database_size(oid) FROM pg_database WHERE datname = '${database}'`})
if [ -n "$size" ]; then
  fact database_size "$size"
  [ -n "$(ask -d ${database} -c "SELECT 1 FROM pg_class WHERE relname = 'predictions' AND relkind IN ('r', 'p')")" ] && fact table yes
fi
exit 0`,
  )
}

/** What the student's repository at the Git host says, asked from a host with the URL that `origin` is going to have. */
export function lookAtRemoteScript(url: string): ShellText {
  return lines(
    factFunction,
    git,
    sh`
scratch=$(mktemp -d)
trap 'rm -rf -- "$scratch"' EXIT
fact ssh_keys "$(ls -1 "$HOME"/.ssh/*.pub 2>/dev/null | wc -l)"
cd "$scratch"
${gitSsh(sh`$scratch/known_hosts $HOME/.ssh/known_hosts`)}
if refs=$(timeout 30 git ls-remote ${url} 2>"$scratch/said"); then
  fact answered yes
  grep -oE '^[0-9a-f]{40,64}[[:space:]]refs/(heads/main|tags/v[0-9][A-Za-z0-9.^{}]*)$' <<<"$refs" | head -n 200 | tr '\t' ' ' | sed 's/^/ref=/'
else
  fact problem "$(grep -vE '^(Warning|\*\*|$)' "$scratch/said" | grep -m 1 -iE 'not found|does not exist|not appear|denied|verification|resolve|time|refused|could not' || head -n 1 "$scratch/said")"
fi
exit 0`,
  )
}

import type { Context } from "../../src/engine/context.js"
import type { Probe } from "../../src/engine/probe.js"
import { lines, sh } from "../../src/engine/shell.js"
import { facts, type Facts } from "./command.js"
import { envValueFunction, maskFunction } from "./env-file.js"
import { SETUP_SCRIPT } from "./setup-script.js"
import { studentsSudo } from "./students-sudo.js"

/**
 * Runs setup-server.sh twice on dev, as the account of the clone. `first` and `second` are the exit statuses, `firstlog` and `secondlog`
 * the last lines of what failed; `installed` names packages that the second run brought, `tracked` files of Git that the runs changed,
 * `changed` other files that the second run changed once more (in the home folder, the clone and /etc). Files that changed are put
 * back; packages that the runs installed stay.
 */
export function scriptTwice({ settings }: Context): Probe<Facts> {
  return facts(
    "dev",
    lines(
      envValueFunction,
      maskFunction,
      sh`
repo=${settings.devRepo}
[ -f "$repo/${SETUP_SCRIPT}" ] || { fact missing yes; exit 0; }
work=$(mktemp -d -p /dev/shm) || exit 1
trap 'put_back; rm -rf -- "$work"' EXIT
own_password=`,
      studentsSudo,
      WATCH,
      sh`
"$work/bin/sudo" true 2>/dev/null || { fact problem "programs in $work cannot be run"; exit 0; }
packages() { dpkg-query -W -f '\${Package} \${Version}\n' | sort; }
how=(bash)
[ -x "$repo/${SETUP_SCRIPT}" ] && how=()
run() {
  # As a person starts it, so that options of its first line count.
  as_student "$repo" timeout 280 "\${how[@]}" "$repo/${SETUP_SCRIPT}" </dev/null >"$work/log" 2>&1
  local status=$?
  fact "$1" "$status"
  [ "$status" = 0 ] || tail -n 8 "$work/log" | mask_env "$repo/.env" | cut -c 1-300 | sed "s/^/$1log=/"
  return "$status"
}
look before
keep
packages >"$work/packages.before"
run first && { look between; packages >"$work/packages.between"; run second; }
look after
packages >"$work/packages.after"
tracked_now | sort >"$work/status.after"
comm -13 "$work/status.before" "$work/status.after" | head -n 5 | sed 's/^/tracked=/'
if [ -e "$work/look.between" ]; then
  comm -13 "$work/packages.between" "$work/packages.after" | head -n 8 | sed 's/^/installed=/'
  comm -3 "$work/look.between" "$work/look.after" | sed -E 's/^\t?[^ ]+ +//' | sort -u | grep -vxF -f "$work/git" | head -n 5 | sed 's/^/changed=/'
fi
exit 0`,
    ),
    {
      as: "root",
      effects: "runs setup-server.sh twice on dev",
      // It installs the packages anew, which others beside it may be using.
      undisturbed: true,
      slowMs: 40_000,
      timeoutMs: 600_000,
    },
  )
}

/**
 * Defines `look NAME`, which notes the content of the files that a careless script appends to, `tracked_now`, `keep`, which sets them
 * aside, and `put_back`.
 */
const WATCH = sh`
home=$(getent passwd "$student" | cut -d: -f6)
as_git() { as_student "$repo" git -c core.fsmonitor=false -c core.hooksPath=/dev/null "$@" 2>/dev/null; }
tracked_now() { as_git status --porcelain --untracked-files=normal; }
watched() {
  find "$home" -xdev -maxdepth 1 -type f -size -1024k ! -name '.*history' ! -name '.wget-hsts' ! -name '.lesshst' ! -name '.sudo_as_admin_successful'
  find "$home/.ssh" "$home/.config" "$home/.local/bin" "$home/bin" -xdev -maxdepth 3 -type f -size -256k ! -path '*/configstore/*' 2>/dev/null
  find /etc -xdev -maxdepth 3 -type f -size -256k ! -name '.pwd.lock' ! -name 'ld.so.cache' ! -name 'mtab' ! -name '*-' ! -name adjtime ! -name resolv.conf
  find "$repo" -xdev -maxdepth 1 -type f -size -1024k
  as_git ls-files -z --full-name | tr '\0' '\n' | head -n 3000 | sed "s#^#$repo/#"
}
look() {
  {
    watched | sort -u | tr '\n' '\0' | xargs -0r sha256sum 2>/dev/null
    find "$home" "$repo" -xdev -mindepth 1 -maxdepth 1 -type d -printf 'folder  %p\n'
  } | sort >"$work/look.$1"
}
keep() {
  tracked_now | sort >"$work/status.before"
  as_git ls-files -z | tr '\0' '\n' | sed "s#^#$repo/#" >"$work/git"
  grep -v '^folder ' "$work/look.before" | sed -E 's/^[^ ]+ +//' | tr '\n' '\0' >"$work/list"
  tar -c -f "$work/kept.tar" -P --null --no-recursion -T "$work/list" 2>/dev/null
}
put_back() {
  [ -e "$work/kept.tar" ] || return 0
  rm -f "$work/watch"
  look now
  # What APT put into /etc belongs to packages that stay.
  local stays='^$'
  packages | cmp -s - "$work/packages.before" || stays='^/etc/'
  comm -3 "$work/look.before" "$work/look.now" | sed -E 's/^\t?([^ ]+) +/\1 /' | while read -r hash path; do
    [ "$hash" = folder ] && continue
    [[ $path =~ $stays ]] && continue
    if grep -qzxF -- "$path" "$work/list"; then printf '%s\0' "$path" >>"$work/again"; else rm -f -- "$path"; fi
  done
  [ ! -s "$work/again" ] || tar -x -f "$work/kept.tar" -P --same-owner --same-permissions --null --no-recursion -T "$work/again" 2>/dev/null
}`

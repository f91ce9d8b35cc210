import type { Settings } from "../../engine/context.js"
import { lines, sh, type ShellText } from "../../engine/shell.js"
import type { Place } from "./back-up.js"
import { DERIVED, moveFunction, strict, workLock } from "./common.js"

export interface BeginOptions {
  stopService: boolean
  /** The state has no service: what systemd knows of it is taken away. */
  removeUnit: boolean
}

/** From here on things change: marks that, stops the service and lets the tree belong to the account that works in it. As root. */
export function beginScript(
  { folder, backup, repo, user, group }: Place,
  { unit }: Settings,
  { stopService, removeUnit }: BeginOptions,
): ShellText {
  const service = `${unit}.service`
  const stop = stopService ? sh`systemctl stop ${service} 2>/dev/null || true` : sh`:`
  const remove = removeUnit
    ? sh`
systemctl --quiet disable --now ${service} 2>/dev/null || true
rm -f -- ${`/etc/systemd/system/${service}`}
systemctl daemon-reload
systemctl reset-failed ${service} 2>/dev/null || true`
    : sh`:`
  return lines(
    strict,
    workLock(folder),
    moveFunction,
    sh`
[ -e ${`${backup}/complete`} ] || trouble 'The backup is not complete.'
if [ ! -e ${`${backup}/begun`} ]; then : >${`${backup}/begun`}; chown -- ${`${user}:${group}`} ${`${backup}/begun`}; fi`,
    stop,
    remove,
    sh`
if [ ! -d ${repo} ]; then install -d -m 755 -o ${user} -g ${group} -- ${repo}; fi
foreign() { [ -n "$(find "$1" -xdev \( ! -user ${user} -o ! -group ${group} \) -print -quit 2>/dev/null)" ]; }
# The copy of the tree does not have these: they keep their owners by being moved away, and are made anew.
mkdir -p -m 700 -- ${`${backup}/derived`}
for name in ${DERIVED}; do
  if grep -qxF -- "$name" ${`${backup}/derived.before`} 2>/dev/null && [ ! -e ${backup}/derived/"$name" ] && foreign ${repo}/"$name"; then
    move ${repo}/"$name" ${backup}/derived/"$name"
  fi
done
if foreign ${repo}; then chown -hR -- ${`${user}:${group}`} ${repo}; fi
chmod u+rwx -- ${repo}`,
  )
}

/** Installs system packages. As root. */
export function packagesScript(packages: readonly string[]): ShellText {
  return lines(
    strict,
    sh`
umask 022
export DEBIAN_FRONTEND=noninteractive
if [ -n "$(ls -A /var/lib/dpkg/updates 2>/dev/null)" ]; then dpkg --configure -a; fi
apt-get -o DPkg::Lock::Timeout=60 update || echo 'The package lists could not be refreshed; going on with those at hand.'
apt-get -o DPkg::Lock::Timeout=60 install -y --no-install-recommends ${packages}`,
  )
}

/**
 * Moves the folders of dependencies that are going to be made anew into the backup, where the catch-up found them; what a cut run made of
 * them is removed. As root, because they may belong to root.
 */
export function parkDependenciesScript({ folder, backup, repo }: Place): ShellText {
  return lines(
    strict,
    workLock(folder),
    moveFunction,
    sh`
mkdir -p -m 700 -- ${`${backup}/derived`}
for name in ${DERIVED}; do
  if grep -qxF -- "$name" ${`${backup}/derived.before`} 2>/dev/null; then move ${repo}/"$name" ${backup}/derived/"$name"; fi
  rm -rf -- ${repo}/"$name"
done`,
  )
}

/** Leaves a mark in the folder of a catch-up. As the login account. */
export function markScript({ backup }: Place, mark: "set-up" | "finished" | "undone"): ShellText {
  return sh`: >${`${backup}/${mark}`}`
}

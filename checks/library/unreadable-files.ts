import type { Context } from "../../src/engine/context.js"
import type { Probe } from "../../src/engine/probe.js"
import { sh } from "../../src/engine/shell.js"
import { facts, type Facts } from "./command.js"

const PLACES = ["/etc", "/root", "/home", "/var", "/boot", "/opt", "/srv", "/usr", "/run", "/swap.img", "/swapfile"]

/**
 * What the account of dev may not read: `closed` and `shut`, files and folders, seen by the account itself; and `open`, files of /etc
 * that everybody reads, for those who take one of them for a secret.
 */
export function unreadableFiles({ settings }: Context): Probe<Facts> {
  return facts(
    "dev",
    sh`
account() { if ((EUID)); then "$@"; else runuser -u ${settings.devUser} -- "$@"; fi; }
account find ${PLACES} -xdev ! -readable \( -type d -printf 'shut=%p\n' -prune -o -type f -printf 'closed=%p\n' \) 2>/dev/null | head -n 2000
account find /etc -maxdepth 1 -type f -readable -printf 'open=%p\n' 2>/dev/null | head -n 500
exit 0`,
    { timeoutMs: 30_000 },
  )
}

/** Files inside the folders that are closed to the account, as root sees them. */
export function filesBehind({ settings }: Context): Probe<Facts> {
  return facts(
    "dev",
    sh`
runuser -u ${settings.devUser} -- find ${PLACES} -xdev -type d ! -readable -prune -print0 2>/dev/null | xargs -0 -r -n 20 sh -c 'find "$@" -xdev -maxdepth 4 -type f -printf "behind=%p\n"' sh 2>/dev/null | head -n 3000
exit 0`,
    { as: "root", timeoutMs: 30_000 },
  )
}

import type { Mutant } from "../mutant.js"
import { diskOf, HIDE_DESKTOP, memoryOf, processorsOf, SHOW_DESKTOP } from "./virtual-machines.js"

type More = Partial<Pick<Mutant, "also" | "shared">>

function onDev(name: string, check: string, message: RegExp, change: string, repair: string, more: More = {}): Mutant {
  return { name, check, message, host: "dev", break: `set -e\n${change}`, repair: `set -e\n${repair}`, ...more }
}

/** /etc/os-release is a link to the file of the package; a mutant puts a file in its place. */
export function withRelease(change: string): string {
  return `rm /etc/os-release && sed -E '${change}' /usr/lib/os-release >/etc/os-release`
}
export const OWN_RELEASE = "ln -sf ../usr/lib/os-release /etc/os-release"

const WORKSHOP = "/home/user/workshop"

/** Faults that only show on dev. */
export const devMutants: Mutant[] = [
  onDev(
    "another-distribution-on-dev",
    "b1.os-dev",
    /runs another distribution/,
    withRelease("s/^ID=.*/ID=linuxmint/"),
    OWN_RELEASE,
  ),
  onDev("old-release-on-dev", "b1.os-dev", /too old/, withRelease('s/^VERSION_ID=.*/VERSION_ID="9"/'), OWN_RELEASE),
  onDev("server-image-on-dev", "b1.dev-desktop", /dev has no desktop/, HIDE_DESKTOP, SHOW_DESKTOP),
  onDev("one-processor-on-dev", "b1.dev-cpu", /too little: processors 1/, processorsOf(1), processorsOf(2)),
  onDev(
    "half-the-memory-on-dev",
    "b1.dev-memory",
    /too little: memory 19\d\d MiB/,
    memoryOf(2_014_000),
    memoryOf(4_005_612),
  ),
  onDev(
    "small-disk-on-dev",
    "b1.dev-disk",
    /too little: disk 10\.7 GB/,
    diskOf(10_737_418_240),
    diskOf(26_843_545_600),
  ),
  onDev(
    "no-administrator-on-dev",
    "b1.user-dev",
    /may not use sudo/,
    // course still has to become root.
    "echo 'user ALL=(ALL) ALL' >/etc/sudoers.d/zz && gpasswd -d user sudo",
    "gpasswd -a user sudo && rm /etc/sudoers.d/zz",
  ),
  onDev(
    "no-workshop",
    "b1.workshop",
    /no folder ~\/workshop/,
    `mv ${WORKSHOP} /root/workshop`,
    `mv /root/workshop ${WORKSHOP}`,
  ),
  onDev("workshop-of-root", "b1.workshop", /belongs to root/, `chown root ${WORKSHOP}`, `chown user ${WORKSHOP}`),
  onDev(
    "workshop-is-a-file",
    "b1.workshop",
    /is no folder/,
    `mv ${WORKSHOP} /root/workshop && touch ${WORKSHOP}`,
    `rm ${WORKSHOP} && mv /root/workshop ${WORKSHOP}`,
  ),
  onDev(
    "notes-deleted",
    "b1.notes-mode",
    /no file notes\.txt/,
    `mv ${WORKSHOP}/notes.txt /root/notes.txt`,
    `mv /root/notes.txt ${WORKSHOP}/notes.txt`,
  ),
  onDev(
    "notes-for-all",
    "b1.notes-mode",
    /another mode/,
    `chmod 644 ${WORKSHOP}/notes.txt`,
    `chmod 600 ${WORKSHOP}/notes.txt`,
  ),
  onDev(
    "notes-of-root",
    "b1.notes-mode",
    /belongs to root/,
    `chown root ${WORKSHOP}/notes.txt`,
    `chown user ${WORKSHOP}/notes.txt`,
  ),
]

import { mkdtemp, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import path from "node:path"
import { laptopHome, useLaptopHome } from "../../helpers/course-cli.js"
import type { Mutant } from "../mutant.js"

/** What a run on a third machine leaves, as a student hands it in: no lab has a machine on which APT has something to fetch. */
const LOG = `
== System packages
Hit:1 cdrom bookworm InRelease
Reading package lists...
The following NEW packages will be installed:
  curl git git-man
0 upgraded, 3 newly installed, 0 to remove and 0 not upgraded.
Selecting previously unselected package git.
Preparing to unpack .../git_1%3a2.39.5-0+deb12u2_amd64.deb ...
Unpacking git (1:2.39.5-0+deb12u2) ...
Setting up git (1:2.39.5-0+deb12u2) ...
Setting up curl (7.88.1-10+deb12u8) ...

== Dependencies
added 51 packages in 9s
exit status 0
`

/** Gives the laptop a home folder with the log in it. */
export async function plantLog(): Promise<void> {
  const home = await mkdtemp(path.join(tmpdir(), "course-laptop-"))
  await writeFile(path.join(home, "fresh-vm.log"), LOG)
  useLaptopHome(home)
}

/** Takes it away again. */
export async function removeLog(): Promise<void> {
  const home = laptopHome()
  useLaptopHome(undefined)
  if (home !== undefined) await rm(home, { recursive: true, force: true })
}

/** Changes the log, and puts it back. */
function inLog(name: string, message: RegExp, change: string): Mutant {
  return {
    ...{ name, check: "b3.fresh-vm", message, host: "laptop", named: ["b3.fresh-vm"] },
    break: `cp fresh-vm.log kept.log\n${change}`,
    repair: "mv kept.log fresh-vm.log",
  }
}

export const laptopMutants: Mutant[] = [
  inLog("no-log", /No log of a fresh machine/, "rm fresh-vm.log"),
  inLog("empty-log", /log is empty/, ": >fresh-vm.log"),
  inLog("machine-not-fresh", /nothing was left to install/, "sed -i -E '/^(Unpacking|Setting up)/d' fresh-vm.log"),
  inLog("log-without-end", /does not say how the script ended/, "sed -i '/^exit status/d' fresh-vm.log"),
  inLog(
    "script-fails-on-a-fresh-machine",
    /On a fresh machine the script fails/,
    "sed -i 's/^exit status 0/exit status 1/' fresh-vm.log",
  ),
]

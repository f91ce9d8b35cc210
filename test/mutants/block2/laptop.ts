import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import path from "node:path"
import { laptopHome, useLaptopHome } from "../../helpers/course-cli.js"
import type { Mutant } from "../mutant.js"

/**
 * No lab can host VirtualBox. This stand-in prints what `VBoxManage list vms` and `VBoxManage snapshot ID list --machinereadable` of
 * VirtualBox 7 print, for the machines and snapshots that lie as files below ~/machines: one file per machine, one snapshot per line.
 */
const VBOXMANAGE = `#!/bin/bash
cd "$HOME/machines" || exit 1
uuid() { printf '{%s-0000-4000-8000-000000000000}' "$(md5sum <<<"$1" | cut -c 1-8)"; }
case "$1 $2" in
  'list vms') for name in *; do printf '"%s" %s\\n' "$name" "$(uuid "$name")"; done ;;
  'snapshot '*)
    for name in *; do
      [ "$(uuid "$name")" = "$2" ] || continue
      [ -s "$name" ] || { echo "This machine does not have any snapshots"; exit 1; }
      suffix=
      while IFS= read -r snapshot; do
        printf 'SnapshotName%s="%s"\\nSnapshotUUID%s="%s"\\n' "$suffix" "$snapshot" "$suffix" "$(uuid "$snapshot")"
        suffix=$suffix-1
        last=$snapshot
      done <"$name"
      printf 'CurrentSnapshotName="%s"\\n' "$last"
    done
    ;;
  *) echo "VBoxManage: error: Syntax error: Invalid command '$1'" >&2; exit 1 ;;
esac
`

/** Gives the laptop two machines as they are after block 2. */
export async function plantMachines(): Promise<void> {
  const home = await mkdtemp(path.join(tmpdir(), "course-laptop-"))
  await mkdir(path.join(home, "bin"))
  await mkdir(path.join(home, "machines"))
  await writeFile(path.join(home, "bin", "VBoxManage"), VBOXMANAGE, { mode: 0o755 })
  for (const machine of ["pixelwise-dev", "pixelwise-prod"])
    await writeFile(path.join(home, "machines", machine), "B1-fresh\nB1-complete\nB2-complete\n")
  useLaptopHome(home)
}

/** Takes them away again. */
export async function removeMachines(): Promise<void> {
  const home = laptopHome()
  useLaptopHome(undefined)
  if (home !== undefined) await rm(home, { recursive: true, force: true })
}

/** Changes the snapshots of machines, and puts all back. */
function onMachines(name: string, message: RegExp, change: string): Mutant {
  return {
    name,
    check: "b2.snapshots",
    message,
    host: "laptop",
    break: `cp -a ~/machines ~/machines.off\ncd ~/machines\n${change}`,
    repair: "rm -r ~/machines && mv ~/machines.off ~/machines",
  }
}

export const laptopMutants: Mutant[] = [
  onMachines("snapshot-of-dev-only", /machine prod has no snapshot/, "sed -i /B2-complete/d pixelwise-prod"),
  onMachines("no-snapshot-of-block-2", /No machine has a snapshot/, "sed -i /B2-complete/d *"),
  onMachines("machines-without-snapshots", /No machine has a snapshot/, ": >pixelwise-dev; : >pixelwise-prod"),
]

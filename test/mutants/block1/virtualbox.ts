import { mkdir, mkdtemp, rm, stat, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import path from "node:path"
import { laptopHome, useLaptopHome } from "../../helpers/course-cli.js"
import {
  DHCPSERVERS,
  HOSTONLYIFS,
  IDS,
  machineInfo,
  mediumId,
  mediumInfo,
  settingsFile,
  SNAPSHOTS,
  VERSION,
  VMS,
} from "./virtualbox-output.js"

/**
 * No lab can host VirtualBox. This stand-in answers each command line with the file of its name below ~/vbox, which holds what the
 * VBoxManage of VirtualBox 7 prints; without one it fails as the real program does.
 */
const VBOXMANAGE = `#!/bin/bash
file="$HOME/vbox/$(tr ' /' '__' <<<"$*")"
if [ -f "$file" ]; then cat "$file"; exit 0; fi
case $1 in
  snapshot) echo "This machine does not have any snapshots"; exit 1 ;;
  *) echo "VBoxManage: error: Could not find a registered machine or medium for '$*'" >&2; exit 1 ;;
esac
`

const HOUR_S = 3600

/** Gives the laptop VirtualBox with the two machines as they are after block 1: prod was restored an hour after its last snapshot. */
export async function plantVirtualBox(): Promise<void> {
  const home = await mkdtemp(path.join(tmpdir(), "course-laptop-"))
  const write = async (file: string, text: string, mode = 0o644): Promise<void> => {
    await mkdir(path.dirname(path.join(home, file)), { recursive: true })
    await writeFile(path.join(home, file), text, { mode })
  }
  await write("bin/VBoxManage", VBOXMANAGE, 0o755)
  await write("vbox/--version", VERSION)
  await write("vbox/list_vms", VMS)
  await write("vbox/list_hostonlyifs", HOSTONLYIFS)
  await write("vbox/list_dhcpservers", DHCPSERVERS)
  for (const role of ["dev", "prod"] as const) {
    const folder = `VirtualBox VMs/${role}`
    await write(`vbox/showvminfo_${IDS[role]}_--machinereadable`, machineInfo(role, path.join(home, folder)))
    await write(`vbox/snapshot_${IDS[role]}_list_--machinereadable`, SNAPSHOTS)
    for (const depth of [0, 1, 2]) {
      await write(`vbox/showmediuminfo_disk_${mediumId(role, depth)}`, mediumInfo(role, depth, path.join(home, folder)))
      await write(`${folder}/${depth === 0 ? `${role}.vdi` : `Snapshots/{${mediumId(role, depth)}}.vdi`}`, "")
    }
    const { birthtimeMs } = await stat(path.join(home, folder))
    await write(`${folder}/${role}.vbox`, settingsFile(role, Math.floor(birthtimeMs / 1000) - HOUR_S))
  }
  useLaptopHome(home)
}

/** Takes it away again. */
export async function removeVirtualBox(): Promise<void> {
  const home = laptopHome()
  useLaptopHome(undefined)
  if (home !== undefined) await rm(home, { recursive: true, force: true })
}

import type { Context } from "../../src/engine/context.js"
import { consequenceOf, skip, type Verdict } from "../../src/engine/verdict.js"
import { machineOf, requireAnswer, type VirtualBox, type VirtualMachine } from "./virtualbox.js"

/** The names of hypervisors as people write them. */
export const HYPERVISORS: Record<Context["settings"]["hypervisor"], string> = {
  virtualbox: "VirtualBox",
  "gnome-boxes": "GNOME Boxes",
  utm: "UTM",
  "virt-manager": "virt-manager",
  vmware: "VMware",
}

/** Judges what VirtualBox tells; says why it does not, where another hypervisor is declared or none is there. */
export function onVirtualBox(
  found: VirtualBox | undefined,
  { settings }: Context,
  judge: (box: VirtualBox) => Verdict,
): Verdict {
  if (settings.hypervisor !== "virtualbox")
    return skip(`course.yaml declares ${HYPERVISORS[settings.hypervisor]}, which is not asked.`)
  if (!found) return skip("The laptop has no VBoxManage, so the definitions of machines and networks cannot be read.")
  return judge(requireAnswer(found))
}

/** The same for the machine of a role; that there is none is told where its definition is looked at. */
export function onVirtualMachine(
  role: "dev" | "prod",
  found: VirtualBox | undefined,
  context: Context,
  judge: (machine: VirtualMachine) => Verdict,
): Verdict {
  return onVirtualBox(found, context, (box) => {
    const machine = machineOf(role, box, context)
    return machine ? judge(machine) : consequenceOf(`b1.${role}-definition`)
  })
}

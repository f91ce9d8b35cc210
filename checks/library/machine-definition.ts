import type { Context } from "../../src/engine/context.js"
import { all, expect, fail, type Verdict } from "../../src/engine/verdict.js"
import { machineOf, type VirtualBox, type VirtualMachine } from "./virtualbox.js"

/** Is there a machine of the role's name, made for the right kind of system? */
export function isDefined(role: "dev" | "prod", box: VirtualBox, context: Context): Verdict {
  const wanted = role === "dev" ? context.settings.devMachine : context.settings.prodMachine
  const machine = machineOf(role, box, context)
  const evidence = { expected: wanted, actual: box.machines.map(({ name }) => name).join(", ") || "(no machine)" }
  if (!machine) return fail({ message: `VirtualBox has no machine called ${wanted}.`, ...evidence })
  return all(
    expect(machine.name === wanted, {
      message: `The machine for ${role} is called ${machine.name}.`,
      ...evidence,
      hint: `Rename it: \`VBoxManage modifyvm "${machine.name}" --name ${wanted}\` while it is off.`,
    }),
    expect(isUbuntu64(machine, context), {
      message: `The machine ${wanted} is defined for another system.`,
      expected: "Ubuntu (64-bit)",
      actual: machine.osType,
      hint: `Power it off and choose Linux, Ubuntu (64-bit): the type decides which devices the machine gets.`,
    }),
  )
}

/** Newer versions of VirtualBox name the release as well, and the processor where it is not Intel's. */
function isUbuntu64({ osType }: VirtualMachine, { settings }: Context): boolean {
  const system = settings.distribution === "ubuntu" ? /^ubuntu/i : /^(ubuntu|debian|linux|other linux)/i
  return system.test(osType) && /64/.test(osType)
}

/** Does the disk grow as it is used, in VirtualBox's own format? */
export function hasGrowingDisk({ images }: VirtualMachine): Verdict {
  const first = images.filter((image) => image.first)
  const evidence = {
    expected: "VDI, dynamic",
    actual: first.map(({ format, variant }) => `${format}, ${variant}`).join("; ") || "(no disk)",
  }
  return all(
    expect(first.length > 0, { message: "The machine has no disk.", ...evidence }),
    expect(
      first.some(({ format }) => format === "VDI"),
      {
        message: "The machine's disk has another format than VirtualBox's own.",
        ...evidence,
        hint: "Create the disk anew as VDI, or copy it: `VBoxManage clonemedium disk OLD NEW.vdi --format VDI`.",
      },
    ),
    expect(
      first.some(({ format, variant }) => format === "VDI" && variant.startsWith("dynamic")),
      {
        message: "The machine's disk has a fixed size.",
        ...evidence,
        hint: "It takes all its room on the laptop from the first day: create it anew, dynamically allocated.",
      },
    ),
  )
}

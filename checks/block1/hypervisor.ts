import { defineCheck } from "../../src/engine/check.js"
import { all, expect, skip } from "../../src/engine/verdict.js"
import { lenient } from "../library/command.js"
import { machine } from "../library/machine.js"
import { HYPERVISORS } from "../library/on-virtualbox.js"
import { virtualBox } from "../library/virtualbox.js"

/** What systemd calls the machines of each hypervisor. */
const GUESTS: Record<keyof typeof HYPERVISORS, string[]> = {
  virtualbox: ["oracle"],
  "gnome-boxes": ["kvm", "qemu"],
  utm: ["kvm", "qemu", "apple"],
  "virt-manager": ["kvm", "qemu", "xen"],
  vmware: ["vmware"],
}

export default defineCheck({
  id: "b1.hypervisor",
  title: "The hypervisor on the laptop answers, or another one is declared",
  host: "laptop",
  probes: (context) => ({ box: virtualBox(context), dev: lenient(machine("dev", context)) }),
  judge: ({ box: { found, laptop }, dev }, { settings: { hypervisor } }) => {
    const name = HYPERVISORS[hypervisor]
    // Of a container, systemd tells the machine below it, which is nobody's choice.
    const guest = dev && dev.get("container") === "none" ? dev.get("hypervisor") : ""
    const evidence = { expected: name, actual: guest }
    if (hypervisor !== "virtualbox") {
      if (guest === "") return skip(`dev does not tell whether ${name} runs it.`)
      return expect(GUESTS[hypervisor].includes(guest), {
        message: `course.yaml declares ${name}, and dev runs under another hypervisor.`,
        ...evidence,
        hint: "Correct `hypervisor` in the settings of course.yaml.",
      })
    }
    if (!found) {
      if (guest === "") return skip("The laptop has no VBoxManage, and dev is no virtual machine.")
      if (laptop !== "" && laptop !== "none") return skip("course runs in a virtual machine and cannot ask the laptop.")
      return all(
        expect(!GUESTS.virtualbox.includes(guest), {
          message: "VirtualBox runs dev, but its command line is not found.",
          expected: "VBoxManage",
          actual: "command not found",
          hint: "On Windows it is not on the PATH: add C:\\Program Files\\Oracle\\VirtualBox, or call it by its full path (`VBoxManage --version`).",
        }),
        expect(false, {
          message: "Another hypervisor than VirtualBox runs dev, and course.yaml does not declare it.",
          ...evidence,
          hint: "Set `hypervisor` in the settings of course.yaml: gnome-boxes, utm, virt-manager or vmware.",
        }),
      )
    }
    return all(
      expect(/^\d+\.\d+/.test(found.version), {
        message: "VBoxManage does not tell its version.",
        expected: "a version",
        actual: found.version || "(nothing)",
      }),
      expect(found.problem === "", {
        message: "VirtualBox does not answer.",
        expected: "the list of machines",
        actual: found.problem,
        hint: "`VBoxManage list vms` shows what is wrong; after an update of the system its kernel modules may have to be built anew.",
      }),
    )
  },
  hint: "Install VirtualBox, then try `VBoxManage --version`.",
})

import { defineCheck } from "../../src/engine/check.js"
import { all, pass } from "../../src/engine/verdict.js"
import { hasGrowingDisk, isDefined } from "../library/machine-definition.js"
import { onVirtualBox } from "../library/on-virtualbox.js"
import { machineOf, virtualBox } from "../library/virtualbox.js"

export default defineCheck({
  id: "b1.dev-definition",
  title: "The machine dev is defined for Ubuntu, with a disk that grows",
  host: "laptop",
  needs: ["b1.hypervisor"],
  probes: (context) => ({ box: virtualBox(context) }),
  judge: ({ box }, context) =>
    onVirtualBox(box.found, context, (found) =>
      all(isDefined("dev", found, context), () => {
        const machine = machineOf("dev", found, context)
        return machine ? hasGrowingDisk(machine) : pass()
      }),
    ),
  hint: "Create it as Linux, Ubuntu (64-bit), with a dynamically allocated VDI; a machine of another name can be renamed, or named as `devMachine` in the settings of course.yaml.",
})

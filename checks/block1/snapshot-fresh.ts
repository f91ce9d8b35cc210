import { defineCheck } from "../../src/engine/check.js"
import { expect } from "../../src/engine/verdict.js"
import { onVirtualBox } from "../library/on-virtualbox.js"
import { same } from "../library/snapshots.js"
import { machineOf, virtualBox } from "../library/virtualbox.js"

export default defineCheck({
  id: "b1.snapshot-fresh",
  title: "Both machines have a snapshot of their first state",
  host: "laptop",
  optional: true,
  needs: ["b1.hypervisor"],
  probes: (context) => ({ box: virtualBox(context) }),
  judge: ({ box }, context) =>
    onVirtualBox(box.found, context, (found) => {
      const wanted = context.settings.snapshotFresh
      const lacking = (["dev", "prod"] as const).filter(
        (role) => !machineOf(role, found, context)?.snapshots.some((name) => same(name, wanted)),
      )
      return expect(lacking.length === 0, {
        message: `There is no snapshot ${wanted} of ${lacking.join(" and ")}.`,
        expected: `${wanted} on both`,
        actual: found.machines.map(({ name, snapshots }) => `${name}: ${snapshots.join(", ") || "none"}`).join("; "),
      })
    }),
  hint: "A way back within the block: `VBoxManage snapshot NAME take B1-fresh`, right after the first boot.",
})

import { defineCheck } from "../../src/engine/check.js"
import { onVirtualMachine } from "../library/on-virtualbox.js"
import { hasCompleteSnapshot } from "../library/snapshots.js"
import { virtualBox } from "../library/virtualbox.js"

export default defineCheck({
  id: "b1.snapshot-prod",
  title: "prod has the snapshot that ends block 1",
  host: "laptop",
  needs: ["b1.hypervisor"],
  probes: (context) => ({ box: virtualBox(context) }),
  judge: ({ box }, context) =>
    onVirtualMachine("prod", box.found, context, (machine) => hasCompleteSnapshot("prod", machine, context)),
  hint: "Shut the machine down and take it: `VBoxManage snapshot prod take B1-complete`.",
})

import { defineCheck } from "../../src/engine/check.js"
import { onVirtualMachine } from "../library/on-virtualbox.js"
import { hasCompleteSnapshot } from "../library/snapshots.js"
import { virtualBox } from "../library/virtualbox.js"

export default defineCheck({
  id: "b1.snapshot-dev",
  title: "dev has the snapshot that ends block 1",
  host: "laptop",
  needs: ["b1.hypervisor"],
  probes: (context) => ({ box: virtualBox(context) }),
  judge: ({ box }, context) =>
    onVirtualMachine("dev", box.found, context, (machine) => hasCompleteSnapshot("dev", machine, context)),
  hint: "Shut the machine down and take it: `VBoxManage snapshot dev take B1-complete`.",
})

import { defineCheck } from "../../src/engine/check.js"
import { isDefined } from "../library/machine-definition.js"
import { onVirtualBox } from "../library/on-virtualbox.js"
import { virtualBox } from "../library/virtualbox.js"

export default defineCheck({
  id: "b1.prod-definition",
  title: "The machine prod is defined for Ubuntu",
  host: "laptop",
  needs: ["b1.hypervisor"],
  probes: (context) => ({ box: virtualBox(context) }),
  judge: ({ box }, context) => onVirtualBox(box.found, context, (found) => isDefined("prod", found, context)),
  hint: "Create it as Linux, Ubuntu (64-bit); a machine of another name can be renamed, or named as `prodMachine` in the settings of course.yaml.",
})

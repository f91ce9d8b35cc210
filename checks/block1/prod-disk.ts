import { defineCheck } from "../../src/engine/check.js"
import { lenient } from "../library/command.js"
import { machine } from "../library/machine.js"
import { DISK, hasSize } from "../library/sizes.js"

export default defineCheck({
  id: "b1.prod-disk",
  title: "prod has a disk that is large enough",
  host: "prod",
  probes: (context) => ({ prod: machine("prod", context), dev: lenient(machine("dev", context)) }),
  judge: ({ prod, dev }, context) => hasSize(DISK, "prod", prod, dev, context),
  hint: "Power the machine off, enlarge the disk in the media manager, then the partition on it (`growpart`, `resize2fs`).",
})

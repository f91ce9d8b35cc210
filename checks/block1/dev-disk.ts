import { defineCheck } from "../../src/engine/check.js"
import { lenient } from "../library/command.js"
import { machine } from "../library/machine.js"
import { DISK, hasSize } from "../library/sizes.js"

export default defineCheck({
  id: "b1.dev-disk",
  title: "dev has a disk that is large enough",
  host: "dev",
  probes: (context) => ({ dev: machine("dev", context), prod: lenient(machine("prod", context)) }),
  judge: ({ dev, prod }, context) => hasSize(DISK, "dev", dev, prod, context),
  hint: "Power the machine off, enlarge the disk in the media manager, then the partition on it (`growpart`, `resize2fs`).",
})

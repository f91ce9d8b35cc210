import { defineCheck } from "../../src/engine/check.js"
import { lenient } from "../library/command.js"
import { machine } from "../library/machine.js"
import { CPUS, hasSize } from "../library/sizes.js"

export default defineCheck({
  id: "b1.dev-cpu",
  title: "dev has enough processors",
  host: "dev",
  probes: (context) => ({ dev: machine("dev", context), prod: lenient(machine("prod", context)) }),
  judge: ({ dev, prod }, context) => hasSize(CPUS, "dev", dev, prod, context),
  hint: "Power the machine off and raise its processors: Settings, System, Processor.",
})

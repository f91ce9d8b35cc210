import { defineCheck } from "../../src/engine/check.js"
import { lenient } from "../library/command.js"
import { machine } from "../library/machine.js"
import { CPUS, hasSize } from "../library/sizes.js"

export default defineCheck({
  id: "b1.prod-cpu",
  title: "prod has enough processors",
  host: "prod",
  probes: (context) => ({ prod: machine("prod", context), dev: lenient(machine("dev", context)) }),
  judge: ({ prod, dev }, context) => hasSize(CPUS, "prod", prod, dev, context),
  hint: "Power the machine off and raise its processors: Settings, System, Processor.",
})

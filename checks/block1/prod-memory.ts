import { defineCheck } from "../../src/engine/check.js"
import { lenient } from "../library/command.js"
import { machine } from "../library/machine.js"
import { MEMORY, hasSize } from "../library/sizes.js"

export default defineCheck({
  id: "b1.prod-memory",
  title: "prod has enough memory",
  host: "prod",
  probes: (context) => ({ prod: machine("prod", context), dev: lenient(machine("dev", context)) }),
  judge: ({ prod, dev }, context) => hasSize(MEMORY, "prod", prod, dev, context),
  hint: "Power the machine off and raise its base memory: Settings, System.",
})

import { defineCheck } from "../../src/engine/check.js"
import { lenient } from "../library/command.js"
import { machine } from "../library/machine.js"
import { MEMORY, hasSize } from "../library/sizes.js"

export default defineCheck({
  id: "b1.dev-memory",
  title: "dev has enough memory",
  host: "dev",
  probes: (context) => ({ dev: machine("dev", context), prod: lenient(machine("prod", context)) }),
  judge: ({ dev, prod }, context) => hasSize(MEMORY, "dev", dev, prod, context),
  hint: "Power the machine off and raise its base memory: Settings, System.",
})

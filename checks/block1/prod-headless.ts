import { defineCheck } from "../../src/engine/check.js"
import { expect } from "../../src/engine/verdict.js"
import { desktop } from "../library/desktop.js"
import { machine, onMachine } from "../library/machine.js"

export default defineCheck({
  id: "b1.prod-headless",
  title: "prod has no desktop",
  host: "prod",
  probes: (context) => ({ prod: machine("prod", context) }),
  judge: ({ prod }) =>
    onMachine("prod", prod, "desktop", () =>
      expect(desktop(prod).length === 0, {
        message: "prod has a desktop.",
        expected: "no display manager, no desktop package",
        actual: desktop(prod).join(", "),
      }),
    ),
  hint: "Production has nobody in front of it: install prod from the server image.",
})

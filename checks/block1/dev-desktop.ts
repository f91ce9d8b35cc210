import { defineCheck } from "../../src/engine/check.js"
import { expect } from "../../src/engine/verdict.js"
import { desktop } from "../library/desktop.js"
import { machine, onMachine } from "../library/machine.js"

export default defineCheck({
  id: "b1.dev-desktop",
  title: "dev has a desktop",
  host: "dev",
  probes: (context) => ({ dev: machine("dev", context) }),
  judge: ({ dev }) =>
    onMachine("dev", dev, "desktop", () =>
      expect(desktop(dev).length > 0, {
        message: "dev has no desktop.",
        expected: "a display manager, or a desktop package",
        actual: "(none)",
      }),
    ),
  hint: "That is the server's image: install dev from the desktop image, or add it: `sudo apt install ubuntu-desktop-minimal`.",
})

import { defineCheck } from "../../src/engine/check.js"
import { expect, skip } from "../../src/engine/verdict.js"
import { onVirtualMachine } from "../library/on-virtualbox.js"
import { virtualBox } from "../library/virtualbox.js"

export default defineCheck({
  id: "b1.headless-start",
  title: "prod runs without a window",
  host: "laptop",
  optional: true,
  needs: ["b1.hypervisor"],
  probes: (context) => ({ box: virtualBox(context) }),
  judge: ({ box }, context) =>
    onVirtualMachine("prod", box.found, context, ({ state, session }) => {
      if (state !== "running") return skip("prod does not run, so that nobody knows how it was started.")
      return expect(session === "headless", {
        message: "prod runs in a window.",
        expected: "headless",
        actual: session || "(not told)",
      })
    }),
  hint: "Shut prod down and start it with `VBoxManage startvm prod --type headless`.",
})

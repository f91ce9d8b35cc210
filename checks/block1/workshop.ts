import { defineCheck } from "../../src/engine/check.js"
import { all, expect, fail } from "../../src/engine/verdict.js"
import { machine } from "../library/machine.js"
import { entry, isOwn } from "../library/workshop.js"

export default defineCheck({
  id: "b1.workshop",
  title: "The folder ~/workshop on dev is there, and your own",
  host: "dev",
  probes: (context) => ({ dev: machine("dev", context) }),
  judge: ({ dev }, context) => {
    const folder = entry(dev, "workshop")
    if (!folder)
      return fail({ message: "dev has no folder ~/workshop.", expected: "a folder", actual: "(nothing there)" })
    return all(
      expect(folder.kind === "directory", {
        message: "~/workshop is no folder.",
        expected: "a folder",
        actual: folder.kind,
      }),
      isOwn("~/workshop", folder, context, "`sudo rm -r ~/workshop`, then `mkdir ~/workshop` without it."),
    )
  },
  hint: "`mkdir ~/workshop` on dev, without sudo.",
})

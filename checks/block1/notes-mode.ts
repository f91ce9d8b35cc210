import { defineCheck } from "../../src/engine/check.js"
import { all, expect, fail } from "../../src/engine/verdict.js"
import { machine } from "../library/machine.js"
import { entry, isOwn } from "../library/workshop.js"

export default defineCheck({
  id: "b1.notes-mode",
  title: "Only you can read and write ~/workshop/notes.txt on dev",
  host: "dev",
  needs: ["b1.workshop"],
  probes: (context) => ({ dev: machine("dev", context) }),
  judge: ({ dev }, context) => {
    const file = entry(dev, "workshop/notes.txt")
    if (!file)
      return fail({
        message: "The workshop has no file notes.txt.",
        expected: "a file",
        actual: "(nothing there)",
        hint: "Deleted in the step before? `touch ~/workshop/notes.txt` brings an empty one back.",
      })
    return all(
      isOwn("notes.txt", file, context, "`sudo chown $USER: ~/workshop/notes.txt`."),
      expect(file.mode === "600", {
        message: "notes.txt has another mode.",
        expected: "600",
        actual: file.mode,
      }),
    )
  },
  hint: "`chmod 600 ~/workshop/notes.txt`, and compare `ls -l` before and after.",
})

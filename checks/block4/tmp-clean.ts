import { defineCheck } from "../../src/engine/check.js"
import { expect } from "../../src/engine/verdict.js"
import { modelFiles } from "../library/model-files.js"

export default defineCheck({
  id: "b4.tmp-clean",
  title: "No temporary clone of the model's repository is left on dev",
  host: "dev",
  needs: ["b4.model-dev"],
  probes: (context) => ({ files: modelFiles(context, "dev") }),
  judge: ({ files }) => {
    const left = [...new Set(files.all("left"))]
    return expect(left.length === 0, {
      message: `A clone of the model's repository is still in ${left[0]?.startsWith("/var") ? "/var/tmp" : "/tmp"}.`,
      expected: "nothing left",
      actual: left.join(", "),
    })
  },
  hint: "End the stanza with `rm -rf` of the folder, or `trap 'rm -rf \"$folder\"' EXIT` right after making it; then remove the one that is left.",
})

import { defineCheck } from "../../src/engine/check.js"
import { expect } from "../../src/engine/verdict.js"
import { unitFileOnDev } from "../library/unit-file.js"

const WATCHES =
  /(^|[\s=/])(--reload|--watch(-path)?|nodemon|watchmedo|watchfiles)(\s|=|$)|\btsx\s+watch\b|\brun\s+dev\b|\bfastapi\s+dev\b/

export default defineCheck({
  id: "b5.unit-no-reload",
  title: "The unit does not start the service in development mode",
  host: "dev",
  needs: ["b5.unit-tracked"],
  probes: (context) => ({ unit: unitFileOnDev(context) }),
  judge: ({ unit }) => {
    const watching = unit.all("line").filter((line) => /^\s*Exec/.test(line) && WATCHES.test(line))
    return expect(watching.length === 0, {
      message: "The unit watches the source files for changes.",
      expected: "a plain start",
      actual: watching[0] ?? "",
    })
  },
  hint: "Reloading on change belongs to dev. On prod a new version comes with a deployment and a restart.",
})

import { defineCheck } from "../../src/engine/check.js"
import { all, expect, unobserved, type Verdict } from "../../src/engine/verdict.js"
import { devService } from "../library/dev-service.js"
import { refusedRequests } from "../library/refused-rows.js"

export default defineCheck({
  id: "b6.no-row-on-reject",
  title: "A refused request leaves no row",
  host: "dev",
  points: 2,
  during: devService,
  needs: ["b6.columns", "b5.key-right"],
  probes: (context) => ({ refused: refusedRequests(context) }),
  judge: ({ refused }) => {
    if (refused.has("problem")) return unobserved(`The rows on dev could not be looked at: ${refused.get("problem")}`)
    const verdicts = refused.all("refused").map((line): Verdict => {
      const [name = "", codes = "", counted = ""] = line.split("|")
      // What is answered 200 is not refused, and other checks say so.
      const answered = codes.split(" ").filter((code) => code === "200").length
      const rows = Number(counted)
      return expect(rows <= answered, {
        message: `${name} left ${rows - answered} row${rows - answered === 1 ? "" : "s"} in the table.`,
        expected: "no row for a refused request",
        actual: `answered ${[...new Set(codes.split(" "))].join(", ")}; ${rows} rows more, ${answered} answered with 200`,
      })
    })
    return all(...verdicts, () =>
      verdicts.length > 0 ? { status: "pass" } : unobserved("No request was sent on dev."),
    )
  },
  hint: "Validation, key and rate come before the handler, and the row after the classification: store nothing in a hook that runs for every request.",
})

import { defineCheck } from "../../src/engine/check.js"
import { all, expect, unobserved } from "../../src/engine/verdict.js"
import { devService } from "../library/dev-service.js"
import { EVALUATED, injectedRequests } from "../library/injected-rows.js"

export default defineCheck({
  id: "b6.injection-safe",
  title: "SQL in places where no value belongs is never run",
  host: "dev",
  points: 2,
  during: devService,
  needs: ["b6.columns", "b5.key-right"],
  probes: (context) => ({ sent: injectedRequests(context) }),
  judge: ({ sent }) => {
    if (sent.has("problem")) return unobserved(`The rows on dev could not be looked at: ${sent.get("problem")}`)
    const broken = sent.all("sent").find((line) => /^\S+ (5|000)/.test(line))
    const [place = "", code = ""] = (broken ?? "").split(" ")
    const run = sent.all("row").filter((row) => row.includes(EVALUATED))
    return all(
      expect(run.length === 0, {
        message: "SQL that came with a request was run: its result stands in the table.",
        expected: "the text as it was sent, or nothing of it",
        actual: run[0]?.slice(0, 200) ?? "",
      }),
      expect(broken === undefined, {
        message: `SQL in the ${place} of a request makes the service fail.`,
        expected: "200 or 4xx",
        actual: code === "000" ? "no answer" : `HTTP ${code}`,
      }),
      expect(sent.get("lost") === "0", {
        message: "After requests with SQL in them rows are missing.",
        expected: "all rows",
        actual: `${sent.get("lost")} rows less`,
      }),
    )
  },
  hint: "Never put a value into the text of a statement: pass it as a parameter ($1, or a bound value of the ORM).",
})

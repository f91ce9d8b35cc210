import { defineCheck } from "../../src/engine/check.js"
import { all, consequenceOf, expect, unobserved } from "../../src/engine/verdict.js"
import { devService } from "../library/dev-service.js"
import { whileDatabaseDown } from "../library/database-down.js"

export default defineCheck({
  id: "b6.db-down",
  title: "Without its database the service answers 5xx, lives on and recovers",
  host: "dev",
  optional: true,
  during: devService,
  needs: ["b6.row-per-classify"],
  probes: (context) => ({ talk: whileDatabaseDown(context) }),
  judge: ({ talk }) => {
    if (talk.has("problem")) return unobserved(`PostgreSQL on dev could not be stopped: ${talk.get("problem")}`)
    if (talk.get("before") !== "200") return consequenceOf("b6.row-per-classify")
    const [code = "", type = ""] = talk.get("down").split(" ")
    return all(
      expect(talk.has("back"), {
        message: "PostgreSQL on dev did not come up again: start it with `sudo systemctl start postgresql`.",
        expected: "a running cluster",
        actual: "none",
      }),
      expect(code !== "000", {
        message: "Without its database the service gives no answer within 10 s.",
        expected: "HTTP 5xx",
        actual: "no answer",
        hint: "Give the connection a timeout of a few seconds, and answer 503 when it is over.",
      }),
      expect(/^5\d\d$/.test(code), {
        message: `Without its database POST /classify is answered ${code}.`,
        expected: "HTTP 5xx",
        actual: `HTTP ${code}`,
        hint: "An answer 200 without a row is a promise that is not kept: let the failure of the database reach the client as 503.",
      }),
      expect(type.startsWith("application/json") || type.includes("+json"), {
        message: "The error without a database is not JSON.",
        expected: '{"detail": "..."}',
        actual: type || "no content type",
      }),
      expect(talk.has("alive"), {
        message: "The service ends when its database goes away.",
        expected: "an answer of /health, whatever it says",
        actual: "no answer",
        hint: "Handle the error of an idle connection (`pool.on('error', ...)`): unhandled, it ends the process.",
      }),
      expect(talk.get("after") === "200", {
        message: "After the database is back, the service does not recover by itself.",
        expected: "HTTP 200 within 20 s",
        actual: `HTTP ${talk.get("after")}`,
        hint: "Take connections from a pool that tests or replaces broken ones (SQLAlchemy: pool_pre_ping).",
      }),
    )
  },
  hint: "Catch errors of the database in one place, answer 503 with a JSON body, and keep no broken connection.",
})

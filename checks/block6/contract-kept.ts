import { defineCheck } from "../../src/engine/check.js"
import { expect } from "../../src/engine/verdict.js"
import { devService } from "../library/dev-service.js"
import { expectJson } from "../library/http.js"
import { rowTalk } from "../library/rows.js"

const CONTRACT = ["confidence", "prediction", "scores"]

export default defineCheck({
  id: "b6.contract-kept",
  title: "The answer of /classify has still the three fields of v0.4",
  host: "dev",
  during: devService,
  needs: ["b6.columns", "b5.key-right"],
  probes: (context) => ({ talk: rowTalk(context, "dev") }),
  judge: ({ talk: { drawings } }) =>
    expectJson(
      "POST /classify on dev",
      drawings[0]?.answer ?? { answered: false, why: "nothing was sent" },
      200,
      (body) => {
        const keys = Object.keys(body).sort()
        return expect(keys.join() === CONTRACT.join(), {
          message: "The answer of /classify has other fields than before there was a database.",
          expected: CONTRACT.join(", "),
          actual: keys.join(", "),
        })
      },
    ),
  hint: "The row is the service's own: neither id nor time of it belong into the answer. Keep the response model of v0.4.",
})

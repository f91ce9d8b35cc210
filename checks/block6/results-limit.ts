import { defineCheck } from "../../src/engine/check.js"
import { expect, unobserved } from "../../src/engine/verdict.js"
import { devService } from "../library/dev-service.js"
import { expectJson } from "../library/http.js"
import { idsOf } from "../library/results.js"
import { rowTalk } from "../library/rows.js"

const LIMIT = 20

export default defineCheck({
  id: "b6.results-limit",
  title: "GET /results lists twenty rows at most",
  host: "dev",
  during: devService,
  needs: ["b6.results-shape"],
  probes: (context) => ({ talk: rowTalk(context, "dev") }),
  judge: ({ talk }) =>
    talk.total <= LIMIT
      ? unobserved(`The table on dev could not be filled beyond ${LIMIT} rows.`)
      : expectJson("GET /results on dev", talk.full, 200, (body) =>
          expect(idsOf(body).length === LIMIT, {
            message: `GET /results lists ${idsOf(body).length} rows of ${talk.total} instead of ${LIMIT}.`,
            expected: `${LIMIT} items`,
            actual: `${idsOf(body).length} items`,
          }),
        ),
  hint: "LIMIT 20 in the query: the database sends what is shown, and the answer stays small however long the history.",
})

import { defineCheck } from "../../src/engine/check.js"
import { expect } from "../../src/engine/verdict.js"
import { devService } from "../library/dev-service.js"
import { expectJson } from "../library/http.js"
import { idsOf } from "../library/results.js"
import { rowTalk } from "../library/rows.js"

export default defineCheck({
  id: "b6.results-order",
  title: "GET /results lists the newest row first, in the order of SQL",
  host: "dev",
  during: devService,
  needs: ["b6.results-shape"],
  probes: (context) => ({ talk: rowTalk(context, "dev") }),
  judge: ({ talk }) =>
    expectJson("GET /results on dev", talk.full, 200, (body) => {
      const ids = idsOf(body)
      const wanted = talk.fullOrder.slice(0, ids.length)
      const ascending = ids.length > 1 && ids.every((id, index) => index === 0 || id > (ids[index - 1] ?? 0))
      return expect(ids.length > 0 && ids.join() === wanted.join(), {
        message: ascending ? "GET /results lists the oldest row first." : "GET /results is not in the order of SQL.",
        expected: wanted.slice(0, 8).join(", "),
        actual: ids.slice(0, 8).join(", ") || "nothing",
      })
    }),
  hint: "ORDER BY created_at DESC, id DESC: without ORDER BY the database may answer in any order.",
})

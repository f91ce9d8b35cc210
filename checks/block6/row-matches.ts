import { defineCheck } from "../../src/engine/check.js"
import { all } from "../../src/engine/verdict.js"
import { devService } from "../library/dev-service.js"
import { judgeRows } from "../library/row-verdicts.js"
import { rowTalk } from "../library/rows.js"

export default defineCheck({
  id: "b6.row-matches",
  title: "The row of a classification says what was answered, and when",
  host: "dev",
  points: 3,
  during: devService,
  needs: ["b6.row-per-classify"],
  probes: (context) => ({ dev: rowTalk(context, "dev"), prod: rowTalk(context, "prod") }),
  judge: ({ dev, prod }) => all(judgeRows("dev", dev), () => judgeRows("prod", prod)),
  hint: "Store label and confidence of the answer unchanged, model_version v1, and the time in UTC.",
})

import { defineCheck } from "../../src/engine/check.js"
import { all } from "../../src/engine/verdict.js"
import { devService } from "../library/dev-service.js"
import { judgeCount } from "../library/row-verdicts.js"
import { rowTalk } from "../library/rows.js"

export default defineCheck({
  id: "b6.row-per-classify",
  title: "Each answer of /classify adds exactly one row, on both machines",
  host: "dev",
  points: 3,
  during: devService,
  needs: ["b6.columns", "b6.url-effective", "b5.key-right"],
  probes: (context) => ({ dev: rowTalk(context, "dev"), prod: rowTalk(context, "prod") }),
  judge: ({ dev, prod }) => all(judgeCount("dev", dev), () => judgeCount("prod", prod)),
  hint: "Insert and commit one row in the handler of /classify, before the answer leaves.",
})

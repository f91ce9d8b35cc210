import { defineCheck } from "../../src/engine/check.js"
import { lines, sh } from "../../src/engine/shell.js"
import { all, expect, skip } from "../../src/engine/verdict.js"
import { facts } from "../library/command.js"
import { devService, devUrl } from "../library/dev-service.js"
import { envValueFunction } from "../library/env-file.js"
import { expectJson, request } from "../library/http.js"

export default defineCheck({
  id: "b5.results-stub",
  title: "GET /results answers an empty list and says why",
  host: "dev",
  during: devService,
  probes: (context) => ({
    results: request("dev", devUrl(context, "/results")),
    stage: facts(
      "dev",
      lines(envValueFunction, sh`env_value ${`${context.settings.devRepo}/.env`} DATABASE_URL && fact database yes; :`),
    ),
  }),
  judge: ({ results, stage }) =>
    stage.get("database") === "yes"
      ? skip("The service has a database by now (DATABASE_URL is set); block 6 looks at /results.")
      : expectJson("GET /results", results, 200, (body) =>
          all(
            expect(Array.isArray(body.results) && body.results.length === 0, {
              message: "`results` is not an empty list.",
              expected: '"results": []',
              actual: JSON.stringify(body.results) ?? "(missing)",
            }),
            expect(typeof body.note === "string" && body.note.trim() !== "", {
              message: "The answer has no `note` that says why the list is empty.",
              expected: '"note": a sentence',
              actual: JSON.stringify(body.note) ?? "(missing)",
            }),
          ),
        ),
  hint: 'The route belongs to the contract before there is a database: answer {"results": [], "note": "..."}.',
})

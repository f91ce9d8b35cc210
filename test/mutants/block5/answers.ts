import type { AnswerMutant } from "../mutant.js"

export const answerMutants: AnswerMutant[] = [
  {
    name: "echoed-as-form",
    check: "b5.echo",
    message: /does not hold the word/,
    fields: { status: "200", type: "application/json", json: '{"form": {"word": ""}}' },
  },
  {
    name: "valid-json-called-invalid",
    check: "b5.json-rules",
    message: /is valid JSON/,
    fields: { choice: '"only text"' },
  },
  {
    name: "get-for-classify",
    check: "b5.verbs",
    message: /GET does not suit/,
    fields: {
      classifyMethod: "GET",
      classifyStatus: "200",
      resultsMethod: "GET",
      resultsStatus: "200",
      healthMethod: "GET",
      healthStatus: "200",
      unhealthyStatus: "503",
    },
  },
]

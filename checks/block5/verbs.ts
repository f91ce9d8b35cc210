import { all, expect } from "../../src/engine/verdict.js"
import { defineQuestion } from "../library/answers.js"

const METHODS = ["GET", "POST", "PUT", "DELETE"]
const STATUSES = ["200", "201", "204", "404", "503"]

const RIGHT: Record<string, string> = {
  classifyMethod: "POST",
  classifyStatus: "200",
  resultsMethod: "GET",
  resultsStatus: "200",
  healthMethod: "GET",
  healthStatus: "200",
  unhealthyStatus: "503",
}

export default defineQuestion({
  id: "b5.verbs",
  title: "Each endpoint has its method and its status code",
  question: {
    text: () => "Which method and which status code belong to each endpoint of the service?",
    fields: [
      { name: "classifyMethod", label: "/classify: method", choices: METHODS },
      { name: "classifyStatus", label: "/classify: status of a success", choices: STATUSES },
      { name: "resultsMethod", label: "/results: method", choices: METHODS },
      { name: "resultsStatus", label: "/results: status of a success", choices: STATUSES },
      { name: "healthMethod", label: "/health: method", choices: METHODS },
      { name: "healthStatus", label: "/health: status while healthy", choices: STATUSES },
      { name: "unhealthyStatus", label: "/health: status while unhealthy", choices: STATUSES },
    ],
    solution: () => RIGHT,
  },
  judge: (fields) =>
    all(
      expect(fields.classifyMethod !== "GET", {
        message: "GET does not suit /classify.",
        expected: "a method that carries a body",
        actual: "GET",
        hint: "The image belongs in a body, and the answer must not come from a cache.",
      }),
      ...Object.entries(RIGHT).map(([name, right]) =>
        expect(fields[name] === right, {
          message: `The answer for ${name} is not right.`,
          expected: "method or status of the contract",
          actual: fields[name] ?? "(none)",
        }),
      ),
    ),
  hint: "Reading is GET, sending an image to be worked on is POST; nothing is created here, so success is 200. An unhealthy service says 503.",
})

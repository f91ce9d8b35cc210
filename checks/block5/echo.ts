import type { Context } from "../../src/engine/context.js"
import { token } from "../../src/engine/random.js"
import { all, expect } from "../../src/engine/verdict.js"
import { defineQuestion, normalise } from "../library/answers.js"
import { isObject, parseJson } from "../library/http.js"

const value = ({ workspaceSeed }: Context): string => token(workspaceSeed, "b5.echo", 8)

export default defineQuestion({
  id: "b5.echo",
  title: "A JSON POST comes back from the echo service",
  question: {
    text: (context) =>
      `POST the JSON {"word": "${value(context)}"} to an echo service with \`curl -i\` and look at its answer.`,
    fields: [
      { name: "status", label: "Status code of the answer" },
      { name: "type", label: "Content-Type of the answer" },
      { name: "json", label: "The JSON it says it received" },
    ],
    solution: (context) => ({ status: "200", type: "application/json", json: `{"word": "${value(context)}"}` }),
  },
  judge: ({ status, type, json }, context) => {
    const echoed = parseJson(json ?? "")
    return all(
      expect(/^(HTTP\/\S+ )?200( OK)?$/i.test((status ?? "").trim()), {
        message: "The status code is not that of a success.",
        expected: "200",
        actual: status ?? "",
      }),
      expect(normalise(type).startsWith("application/json"), {
        message: "The content type is not that of JSON.",
        expected: "application/json",
        actual: type ?? "",
      }),
      expect(isObject(echoed), {
        message: "The echoed text is not a JSON object.",
        expected: `{"word": "${value(context)}"}`,
        actual: json ?? "",
      }),
      expect(isObject(echoed) && echoed.word === value(context), {
        message: "The echoed JSON does not hold the word of your workbook.",
        expected: value(context),
        actual: json ?? "",
        hint: "Sent without the header `Content-Type: application/json`, the body arrives as form data and comes back under another name.",
      }),
    )
  },
  hint: "Send it with `curl -i -H 'Content-Type: application/json' -d '{\"word\": \"...\"}' URL` and read status line, headers and body.",
})

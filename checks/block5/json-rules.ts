import { expect } from "../../src/engine/verdict.js"
import { defineQuestion } from "../library/answers.js"

const INVALID = "{'pixels': [0, 1]}"
const CHOICES = ['{"pixels": []}', "[1, 2.5, -3e2]", INVALID, '"only text"']

export default defineQuestion({
  id: "b5.json-rules",
  title: "The invalid JSON is told from the valid",
  question: {
    text: () => "Which of these is not valid JSON?",
    fields: [{ name: "choice", label: "Not valid", choices: CHOICES }],
    solution: () => ({ choice: INVALID }),
  },
  judge: ({ choice }) =>
    expect(choice === INVALID, {
      message: "That text is valid JSON.",
      expected: "the one text that a JSON parser refuses",
      actual: choice ?? "",
      hint: "A JSON text may be any value, not only an object. Look at the quotes.",
    }),
  hint: "Keys and texts stand in double quotes; there is no comma after the last entry.",
})

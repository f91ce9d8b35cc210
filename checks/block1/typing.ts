import { all, expect } from "../../src/engine/verdict.js"
import { defineQuestion } from "../library/answers.js"

const LONGEST_DAY = 24 * 60

/** Nobody but the person knows; what is checked is that it was noted. */
export default defineQuestion({
  id: "b1.typing",
  title: "Practice with ten fingers is noted by yourself",
  informational: true,
  question: {
    text: () => "How many minutes a day did you practise typing with ten fingers this week? 0 is an honest answer.",
    fields: [{ name: "minutes", label: "Minutes a day" }],
    solution: () => ({ minutes: "10" }),
  },
  judge: ({ minutes }) => {
    const count = Number((minutes ?? "").trim().replace(/ ?min(utes)?\.?$/, "") || NaN)
    const evidence = { expected: "a number of minutes", actual: minutes ?? "" }
    return all(
      expect(Number.isFinite(count) && count >= 0, { message: "That is no number of minutes.", ...evidence }),
      expect(count <= LONGEST_DAY, { message: "A day has no more than 1440 minutes.", ...evidence }),
    )
  },
  hint: "Ten minutes a day, with a typing tutor; note the number, whatever it is.",
})

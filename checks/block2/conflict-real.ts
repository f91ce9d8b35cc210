import { defineCheck } from "../../src/engine/check.js"
import { consequenceOf, expect } from "../../src/engine/verdict.js"
import { gitHistory, withCommits } from "../library/git-history.js"

/** The two parents are merged once more, in memory: what stops there is what the student had to resolve. */
export default defineCheck({
  id: "b2.conflict-real",
  title: "The merge had a conflict in README.md to resolve",
  host: "dev",
  points: 2,
  needs: ["b2.diverged"],
  probes: (context) => ({ history: gitHistory(context) }),
  judge: ({ history }) =>
    withCommits(history, () => {
      const { merges } = history
      if (!merges.some(({ left, right }) => left > 0 && right > 0)) return consequenceOf("b2.diverged")
      return expect(
        merges.some(({ conflict }) => conflict),
        {
          message: "The merge went through without a conflict.",
          expected: "two versions of the same line of README.md",
          actual: "Git merges the parents by itself",
          excerpt: merges.map(({ id }) => id.slice(0, 12)).join("\n"),
        },
      )
    }),
  hint: "The branches changed different lines: change one and the same line on both, then merge.",
})

import { defineCheck } from "../../src/engine/check.js"
import { consequenceOf, expect } from "../../src/engine/verdict.js"
import { gitHistory, withCommits } from "../library/git-history.js"

export default defineCheck({
  id: "b2.diverged",
  title: "Both branches had commits of their own before the merge",
  host: "dev",
  needs: ["b2.merge-commit"],
  probes: (context) => ({ history: gitHistory(context) }),
  judge: ({ history }) =>
    withCommits(history, () => {
      const last = history.merges.at(-1)
      if (!last) return consequenceOf("b2.merge-commit")
      return expect(
        history.merges.some(({ left, right }) => left > 0 && right > 0),
        {
          message: `One of the merged branches had nothing of its own: ${last.left === 0 ? "main had not moved" : "the other branch held no commit"}.`,
          expected: "at least one commit on each side since they parted",
          actual: `${last.left} and ${last.right} commits`,
        },
      )
    }),
  hint: "Look at `git branch` before the second edit: it belongs on main, the first one on feature-readme.",
})

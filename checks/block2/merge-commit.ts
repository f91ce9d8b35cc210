import { defineCheck } from "../../src/engine/check.js"
import { expect } from "../../src/engine/verdict.js"
import { gitHistory, withCommits } from "../library/git-history.js"

export default defineCheck({
  id: "b2.merge-commit",
  title: "main holds a merge of two branches that concerns README.md",
  host: "dev",
  needs: ["b2.repo-place"],
  probes: (context) => ({ history: gitHistory(context) }),
  judge: ({ history }) =>
    withCommits(history, () => {
      const others = history.commits.filter(({ parents }) => parents.length === 2).length
      return expect(history.merges.length > 0, {
        message: others > 0 ? "No merge on main concerns README.md." : "There is no merge commit on main.",
        expected: "a commit with two parents that brings two versions of README.md together",
        actual: others > 0 ? `${others} merges of other files` : "a straight line of commits",
      })
    }),
  hint: "If `git merge` said fast-forward, main had not moved: change the same line on both branches, commit on both, and merge again.",
})

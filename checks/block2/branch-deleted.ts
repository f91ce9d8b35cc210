import { defineCheck } from "../../src/engine/check.js"
import { expect } from "../../src/engine/verdict.js"
import { gitHistory, withCommits } from "../library/git-history.js"

export default defineCheck({
  id: "b2.branch-deleted",
  title: "The merged branch feature-readme is deleted",
  host: "dev",
  optional: true,
  needs: ["b2.merge-commit"],
  probes: (context) => ({ history: gitHistory(context) }),
  judge: ({ history }) =>
    withCommits(history, () =>
      expect(!history.branches.includes("feature-readme"), {
        message: "The branch feature-readme is still there.",
        expected: "no such branch",
        actual: history.branches.join(", "),
      }),
    ),
  hint: "`git branch -d feature-readme`: what it held is in main, and -d refuses if it is not.",
})

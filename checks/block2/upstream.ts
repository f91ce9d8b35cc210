import { defineCheck } from "../../src/engine/check.js"
import { expect } from "../../src/engine/verdict.js"
import { gitHistory, withCommits } from "../library/git-history.js"

export default defineCheck({
  id: "b2.upstream",
  title: "main on dev follows origin/main",
  host: "dev",
  needs: ["b2.branch-main", "b2.origin-dev"],
  probes: (context) => ({ history: gitHistory(context) }),
  judge: ({ history }) =>
    withCommits(history, () =>
      expect(history.upstream === "origin/main", {
        message: history.upstream === "" ? "main follows no branch of the remote." : "main follows another branch.",
        expected: "origin/main",
        actual: history.upstream || "(none)",
      }),
    ),
  hint: "`git push -u origin main`, or later `git branch -u origin/main main`: then push and pull need no further words.",
})

import { defineCheck } from "../../src/engine/check.js"
import { expect } from "../../src/engine/verdict.js"
import { gitHistory, withCommits } from "../library/git-history.js"

export default defineCheck({
  id: "b2.markers-gone",
  title: "No conflict marker is left in a tracked file",
  host: "dev",
  needs: ["b2.repo-place"],
  probes: (context) => ({ history: gitHistory(context) }),
  judge: ({ history }) =>
    withCommits(history, () =>
      expect(history.markers.length === 0, {
        message: "A conflict marker was committed.",
        expected: "none of the three lines that Git puts around two versions",
        actual: [...new Set(history.markers)].join(", "),
      }),
    ),
  hint: "`git grep -nE '^(<{7}|={7}|>{7})'` finds what is left: delete those lines, keep the text you want, commit.",
})

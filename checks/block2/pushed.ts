import { defineCheck } from "../../src/engine/check.js"
import { all, consequenceOf, expect } from "../../src/engine/verdict.js"
import { gitHistory } from "../library/git-history.js"
import { gitRemote, whileAnswering } from "../library/git-remote.js"

export default defineCheck({
  id: "b2.pushed",
  title: "The remote's main is dev's main",
  host: "dev",
  points: 2,
  needs: ["b2.origin-dev", "b2.branch-main", "b2.first-commit"],
  probes: (context) => ({ remote: gitRemote(context), history: gitHistory(context) }),
  judge: ({ remote, history }) =>
    remote.push === ""
      ? consequenceOf("b2.origin-dev")
      : whileAnswering(remote, () =>
          all(
            expect(remote.main !== "", {
              message: "The remote has no branch main.",
              expected: "refs/heads/main on the remote",
              actual: "(none)",
              hint: "Push it: `git push -u origin main`.",
            }),
            expect(remote.main === history.tip || remote.contained, {
              message: "The remote's main holds commits that dev does not have.",
              expected: history.tip.slice(0, 12),
              actual: remote.main.slice(0, 12),
              hint: "If the remote was created with a readme of its own, the two histories have nothing in common: create it empty, then push. Else `git pull` first.",
            }),
            expect(remote.main === history.tip, {
              message: `dev has ${remote.unpushed} ${remote.unpushed === 1 ? "commit" : "commits"} that the remote has not.`,
              expected: history.tip.slice(0, 12),
              actual: remote.main.slice(0, 12),
            }),
          ),
        ),
  hint: "`git push -u origin main`.",
})

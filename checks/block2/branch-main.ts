import { defineCheck } from "../../src/engine/check.js"
import { expect, consequenceOf } from "../../src/engine/verdict.js"
import { gitHistory } from "../library/git-history.js"

/** Which branch is checked out does not matter: work on other branches begins with block 8. */
export default defineCheck({
  id: "b2.branch-main",
  title: "The main branch is called main",
  host: "dev",
  needs: ["b2.repo-place"],
  probes: (context) => ({ history: gitHistory(context) }),
  judge: ({ history: { place, branch, branches } }) =>
    place.exists
      ? expect(branches.includes("main") || (branches.length === 0 && branch === "main"), {
          message: "There is no branch main.",
          expected: "main",
          actual: branches.join(", ") || branch,
          hint: branches.includes("master")
            ? "Rename it: `git branch -m master main`. `git config --global init.defaultBranch main` spares you that next time."
            : "Name the branch that holds your work main: `git branch -m main`.",
        })
      : consequenceOf("b2.repo-place"),
  hint: "`git branch -m main` renames the branch that is checked out.",
})

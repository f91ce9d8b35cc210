import { defineCheck } from "../../src/engine/check.js"
import { all, consequenceOf, expect } from "../../src/engine/verdict.js"
import { gitContents } from "../library/git-contents.js"

export default defineCheck({
  id: "b2.scratch-gone",
  title: "The throwaway file is gone, and was never committed",
  host: "dev",
  needs: ["b2.repo-place"],
  probes: (context) => ({ contents: gitContents(context) }),
  judge: ({ contents }) => {
    if (contents.has("empty")) return consequenceOf("b2.first-commit")
    const [disk, history] = ["disk ", "history "].map((where) =>
      contents.all("scratch").flatMap((line) => (line.startsWith(where) ? [line.slice(where.length)] : [])),
    ) as [string[], string[]]
    return all(
      expect(history.length === 0, {
        message: `${history.join(" and ")} was committed.`,
        expected: "no commit that holds it",
        actual: "it stands in the history",
        hint: "The rule came after the commit, and a rule does not touch what is tracked: `git rm --cached`, and before the first push rewrite the commit.",
      }),
      expect(disk.length === 0, {
        message: `${disk.join(" and ")} still lies in the work tree.`,
        expected: "deleted",
        actual: "on disk",
      }),
    )
  },
  hint: "Delete the throwaway file: it has shown what it was there for.",
})

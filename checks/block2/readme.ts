import { defineCheck } from "../../src/engine/check.js"
import { all, consequenceOf, expect } from "../../src/engine/verdict.js"
import { gitHistory } from "../library/git-history.js"

export default defineCheck({
  id: "b2.readme",
  title: "README.md is committed and says something",
  host: "dev",
  needs: ["b2.repo-place"],
  probes: (context) => ({ history: gitHistory(context) }),
  judge: ({ history: { place, readme } }) =>
    place.exists
      ? all(
          expect(readme.bytes > 0 || readme.inIndex || !readme.onDisk, {
            message: "README.md was never added.",
            expected: "README.md in a commit",
            actual: "untracked",
            hint: "`git add README.md` and commit it.",
          }),
          expect(readme.bytes > 0 || !readme.inIndex, {
            message: "README.md is empty in the newest commit, or only staged.",
            expected: "a line of text, committed",
            actual: "nothing",
          }),
          expect(readme.bytes > 0, {
            message: "There is no README.md.",
            expected: "README.md in a commit",
            actual: "(none)",
          }),
        )
      : consequenceOf("b2.repo-place"),
  hint: "Write one line into README.md, then `git add README.md` and `git commit`.",
})

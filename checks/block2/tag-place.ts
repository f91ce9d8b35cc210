import { defineCheck } from "../../src/engine/check.js"
import { all, consequenceOf, expect } from "../../src/engine/verdict.js"
import { gitHistory, withCommits } from "../library/git-history.js"

export default defineCheck({
  id: "b2.tag-place",
  title: "v0.1 lies on main and contains the merge",
  host: "dev",
  needs: ["b2.tag-annotated", "b2.merge-commit"],
  probes: (context) => ({ history: gitHistory(context) }),
  judge: ({ history }) =>
    withCommits(history, () => {
      const { tag, merges } = history
      if (!tag) return consequenceOf("b2.tag-annotated")
      if (merges.length === 0) return consequenceOf("b2.merge-commit")
      return all(
        expect(tag.onMain, {
          message: "The tag v0.1 does not lie on main.",
          expected: "a commit of main",
          actual: tag.commit.slice(0, 12),
        }),
        expect(
          merges.some(({ inTag }) => inTag),
          {
            message: "The tag v0.1 was set before the merge.",
            expected: `${merges[0]?.id.slice(0, 12)} in the history of v0.1`,
            actual: tag.commit.slice(0, 12),
          },
        ),
      )
    }),
  hint: "While the tag is not published, move it to the commit after the merge: `git tag -f -a v0.1 -m '...' COMMIT`.",
})

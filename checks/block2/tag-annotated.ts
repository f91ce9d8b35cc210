import { defineCheck } from "../../src/engine/check.js"
import { all, expect } from "../../src/engine/verdict.js"
import { gitHistory, withCommits } from "../library/git-history.js"

export default defineCheck({
  id: "b2.tag-annotated",
  title: "v0.1 is an annotated tag with a message",
  host: "dev",
  needs: ["b2.repo-place"],
  probes: (context) => ({ history: gitHistory(context) }),
  judge: ({ history }) =>
    withCommits(history, () =>
      all(
        expect(history.tag !== undefined, {
          message: "There is no tag v0.1 on dev.",
          expected: "v0.1",
          actual: "(none)",
        }),
        expect(history.tag?.type === "tag", {
          message: "The tag v0.1 is lightweight: a name for a commit, without author, date and message.",
          expected: "an annotated tag",
          actual: history.tag?.type ?? "",
          hint: "While it is not published: `git tag -d v0.1`, then `git tag -a v0.1 -m '...'`.",
        }),
        expect(history.tag?.subject.trim() !== "", {
          message: "The tag v0.1 has an empty message.",
          expected: "a message",
          actual: "(empty)",
        }),
      ),
    ),
  hint: "`git tag -a v0.1 -m 'Readme, ignore rules and a first merge'`.",
})

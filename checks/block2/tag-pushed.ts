import { defineCheck } from "../../src/engine/check.js"
import { all, consequenceOf, expect } from "../../src/engine/verdict.js"
import { gitHistory } from "../library/git-history.js"
import { gitRemote, whileAnswering } from "../library/git-remote.js"

export default defineCheck({
  id: "b2.tag-pushed",
  title: "The tag v0.1 is on the remote, as it is on dev",
  host: "dev",
  needs: ["b2.tag-annotated", "b2.origin-dev"],
  probes: (context) => ({ remote: gitRemote(context), history: gitHistory(context) }),
  judge: ({ remote, history: { tag } }) => {
    if (!tag) return consequenceOf("b2.tag-annotated")
    return whileAnswering(remote, () => {
      const there = remote.tags.get("v0.1")
      return all(
        expect(there !== undefined, {
          message: "The remote has no tag v0.1.",
          expected: "v0.1 on the remote",
          actual: "v0.1 on dev only",
          hint: "A plain push leaves tags behind: `git push origin v0.1`.",
        }),
        expect(remote.tags.has("v0.1^{}"), {
          message: "On the remote, the tag v0.1 is lightweight.",
          expected: "the annotated tag of dev",
          actual: "a plain name for a commit",
          hint: "Replace it: `git push --force origin refs/tags/v0.1`.",
        }),
        expect(there === tag.object, {
          message: "The tag v0.1 on the remote is another one than on dev.",
          expected: tag.object.slice(0, 12),
          actual: there?.slice(0, 12) ?? "",
          hint: "It was moved after the push. Decide which one holds, and give the other a name of its own.",
        }),
      )
    })
  },
  hint: "`git push origin v0.1`, and look at `git ls-remote --tags origin`.",
})

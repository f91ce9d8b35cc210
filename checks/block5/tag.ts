import { defineCheck } from "../../src/engine/check.js"
import { all, expect } from "../../src/engine/verdict.js"
import { devRepository, onRemote } from "../library/repository.js"

export default defineCheck({
  id: "b5.tag",
  title: "The annotated tag v0.4 is on the remote and on main",
  host: "dev",
  points: 2,
  probes: (context) => ({ repository: devRepository(context) }),
  judge: ({ repository }) =>
    onRemote(repository, () => {
      const tag = repository.tags.get("v0.4")
      return all(
        expect(tag !== undefined && tag.remoteCommit !== "", {
          message: "The remote has no tag v0.4.",
          expected: "v0.4 on the remote",
          actual: tag ? "v0.4 on dev only" : "no tag v0.4",
          hint: tag
            ? "A plain push leaves tags behind: `git push origin v0.4`."
            : "`git tag -a v0.4 -m '...'`, then `git push origin v0.4`.",
        }),
        expect(tag?.annotatedOnRemote === true, {
          message: "The tag v0.4 on the remote is lightweight.",
          expected: "an annotated tag",
          actual: "a plain reference",
          hint: "Delete it on both sides and make it anew with `git tag -a v0.4 -m '...'`; then push it by name.",
        }),
        expect(tag?.onRemoteMain === true, {
          message: "The tag v0.4 does not lie on the remote's main.",
          expected: "a commit of main",
          actual: tag?.remoteCommit.slice(0, 12) ?? "",
        }),
      )
    }),
  hint: "Tag the state that runs: `git tag -a v0.4 -m '...'` and `git push origin v0.4`.",
})

import { defineCheck } from "../../src/engine/check.js"
import { all, expect } from "../../src/engine/verdict.js"
import { devRepository, onRemote } from "../library/repository.js"

export default defineCheck({
  id: "b6.tag",
  title: "The annotated tag v0.5 is on the remote and on main",
  host: "dev",
  points: 2,
  probes: (context) => ({ repository: devRepository(context) }),
  judge: ({ repository }) =>
    onRemote(repository, () => {
      const tag = repository.tags.get("v0.5")
      return all(
        expect(tag !== undefined && tag.remoteCommit !== "", {
          message: "The remote has no tag v0.5.",
          expected: "v0.5 on the remote",
          actual: tag ? "v0.5 on dev only" : "no tag v0.5",
          hint: tag
            ? "`git push --follow-tags` leaves lightweight tags behind: make it with `git tag -a`, and push it by name: `git push origin v0.5`."
            : "`git tag -a v0.5 -m '...'`, then `git push origin v0.5`.",
        }),
        expect(tag?.annotatedOnRemote === true, {
          message: "The tag v0.5 on the remote is lightweight.",
          expected: "an annotated tag",
          actual: "a plain reference",
          hint: "Delete it on both sides and make it anew with `git tag -a v0.5 -m '...'`; then push it by name.",
        }),
        expect(tag?.onRemoteMain === true, {
          message: "The tag v0.5 does not lie on the remote's main.",
          expected: "a commit of main",
          actual: tag?.remoteCommit.slice(0, 12) ?? "",
        }),
      )
    }),
  hint: "Tag the state that runs: `git tag -a v0.5 -m '...'` and `git push origin v0.5`.",
})

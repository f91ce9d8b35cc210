import { defineCheck } from "../../src/engine/check.js"
import { all, expect } from "../../src/engine/verdict.js"
import { sh } from "../../src/engine/shell.js"
import { facts } from "../library/command.js"
import { missingParts } from "../library/model-parts.js"
import { devRepository, onRemote } from "../library/repository.js"

export default defineCheck({
  id: "b4.tag",
  title: "The annotated tag v0.3 is on the remote and on main, with the classifier in it",
  host: "dev",
  points: 2,
  probes: (context) => ({
    repository: devRepository(context),
    tagged: facts(
      "dev",
      sh`
cd ${context.settings.devRepo} 2>/dev/null && git rev-parse -q --verify 'refs/tags/v0.3^{commit}' >/dev/null || exit 0
fact commit "$(git rev-parse 'refs/tags/v0.3^{commit}')"
git ls-tree -r --name-only 'refs/tags/v0.3^{commit}' | head -n 2000 | sed 's/^/file=/'`,
    ),
  }),
  judge: ({ repository, tagged }, context) =>
    onRemote(repository, () => {
      const tag = repository.tags.get("v0.3")
      const here = tagged.get("commit") === tag?.remoteCommit
      const missing = here ? missingParts(tagged.all("file"), context) : []
      return all(
        expect(tag !== undefined && tag.remoteCommit !== "", {
          message: "The remote has no tag v0.3.",
          expected: "v0.3 on the remote",
          actual: tag ? "v0.3 on dev only" : "no tag v0.3",
          hint: tag
            ? "A plain push leaves tags behind: `git push origin v0.3`."
            : "`git tag -a v0.3 -m '...'`, then `git push origin v0.3`.",
        }),
        expect(tag?.annotatedOnRemote === true, {
          message: "The tag v0.3 on the remote is lightweight.",
          expected: "an annotated tag",
          actual: "a plain reference",
          hint: "Delete it on both sides and make it anew with `git tag -a v0.3 -m '...'`; then push it by name.",
        }),
        expect(tag?.onRemoteMain === true, {
          message: "The tag v0.3 does not lie on the remote's main.",
          expected: "a commit of main",
          actual: tag?.remoteCommit.slice(0, 12) ?? "",
        }),
        expect(missing.length === 0, {
          message: `The tag v0.3 is too early: it lacks ${missing.join(" and ")}.`,
          expected: "the state with classifier and predict script",
          actual: `without ${missing.join(", ")}`,
          hint: "Commit first, tag then; delete the early tag on both sides and make it anew.",
        }),
      )
    }),
  hint: "Tag the state that works: `git tag -a v0.3 -m '...'` and `git push origin v0.3`.",
})

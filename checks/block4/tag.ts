import { defineCheck } from "../../src/engine/check.js"
import { all, expect } from "../../src/engine/verdict.js"
import { sh } from "../../src/engine/shell.js"
import { facts } from "../library/command.js"
import { judgeEndTag } from "../library/end-tag.js"
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
      const here = tagged.get("commit") === repository.tags.get("v0.3")?.remoteCommit
      const missing = here ? missingParts(tagged.all("file"), context) : []
      return all(
        judgeEndTag(repository, "v0.3"),
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

import { defineCheck } from "../../src/engine/check.js"
import { judgeEndTag } from "../library/end-tag.js"
import { devRepository, onRemote } from "../library/repository.js"

export default defineCheck({
  id: "b5.tag",
  title: "The annotated tag v0.4 is on the remote and on main",
  host: "dev",
  points: 2,
  probes: (context) => ({ repository: devRepository(context) }),
  judge: ({ repository }) => onRemote(repository, () => judgeEndTag(repository, "v0.4")),
  hint: "Tag the state that runs: `git tag -a v0.4 -m '...'` and `git push origin v0.4`.",
})

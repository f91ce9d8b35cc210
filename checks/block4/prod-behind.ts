import { defineCheck } from "../../src/engine/check.js"
import { sh } from "../../src/engine/shell.js"
import { expect, fail, pass } from "../../src/engine/verdict.js"
import { facts } from "../library/command.js"

/** Said for orientation only: at the end of this block prod may stand where it fetches the model, or later. */
export default defineCheck({
  id: "b4.prod-behind",
  title: "prod stands at the commit that fetches the model, or at a later one",
  host: "prod",
  informational: true,
  probes: ({ settings }) => ({
    clone: facts(
      "prod",
      sh`
cd ${settings.prodRepo} 2>/dev/null && git rev-parse -q --verify HEAD >/dev/null 2>&1 || exit 0
fact head "$(git log -1 --format='%h %s' | cut -c 1-80)"
git grep -qE 'MODEL_(REPO|VERSION)' HEAD -- '*.sh' && fact stanza yes
git ls-tree -r --name-only HEAD | grep -qE '(^|/)classifier(/(index|__init__))?[.](py|[mc]?[jt]s)$' && fact classifier yes
exit 0`,
    ),
  }),
  judge: ({ clone }) => {
    if (!clone.has("head"))
      return fail({ message: "prod has no clone with a commit.", expected: "a clone", actual: "(none)" })
    if (clone.has("stanza"))
      return pass(
        clone.has("classifier") ? "prod has the classifier already." : "prod waits for the classifier, as it should.",
      )
    return expect(false, {
      message: "prod stands before the commit that fetches the model.",
      expected: "a setup script that asks for MODEL_REPO",
      actual: clone.get("head"),
    })
  },
  hint: "On prod: `git pull --ff-only origin main`. The classifier may come later: nothing on prod runs it yet.",
})

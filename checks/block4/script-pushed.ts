import { defineCheck } from "../../src/engine/check.js"
import { sh } from "../../src/engine/shell.js"
import { all, expect } from "../../src/engine/verdict.js"
import { facts } from "../library/command.js"
import { devRepository, onRemote } from "../library/repository.js"

const FETCHES = /\bgit\b.*\b(clone|fetch|submodule|archive)\b|\bcurl\b|\bwget\b|\bgh\s+release\b/

export default defineCheck({
  id: "b4.script-pushed",
  title: "The remote's setup script fetches the model that .env names",
  host: "dev",
  probes: (context) => ({
    repository: devRepository(context),
    // What the script calls may hold the stanza as well.
    called: facts(
      "dev",
      sh`
cd ${context.settings.devRepo} 2>/dev/null || exit 0
main=$(git rev-parse -q --verify refs/remotes/origin/main || echo HEAD)
script=$(git show "$main:setup-server.sh" 2>/dev/null) || exit 0
git ls-tree -r --name-only "$main" 2>/dev/null | grep -E '\.(sh|mjs|js|ts|py)$' | grep -vxF setup-server.sh | while IFS= read -r file; do
  case $script in *"\${file##*/}"*) git show "$main:$file" | grep -vE '^ *#' | head -n 300 | sed 's/^/line=/' ;; esac
done
exit 0`,
    ),
  }),
  judge: ({ repository, called }) =>
    onRemote(repository, () => {
      const script = repository.remoteScript
      const text = [...(script ?? []), ...called.all("line")].join("\n")
      const missing = ["MODEL_REPO", "MODEL_VERSION"].filter((name) => !text.includes(name))
      return all(
        expect(script !== undefined, {
          message: "The remote's main has no setup-server.sh.",
          expected: "setup-server.sh",
          actual: "(none)",
        }),
        expect(missing.length === 0, {
          message: `The remote's setup script does not ask for ${missing.join(" and ")}.`,
          expected: "the stanza that fetches the model",
          actual: "a script without it",
          hint: "Committed is not pushed, and the example alone fetches nothing: `git add setup-server.sh`, commit, `git push`.",
        }),
        expect(FETCHES.test(text), {
          message: "The remote's setup script asks for the model's release and fetches nothing.",
          expected: "git clone, or another way to fetch it",
          actual: "none",
        }),
      )
    }),
  hint: "Commit setup-server.sh and .env.example together and push: prod gets the stanza by a pull.",
})

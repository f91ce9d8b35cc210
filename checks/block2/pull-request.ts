import { defineCheck } from "../../src/engine/check.js"
import { expect } from "../../src/engine/verdict.js"
import { gitRemote, whileAnswering } from "../library/git-remote.js"

/** Git hosts keep the head of every request as a ref, so that Git alone can tell; a squashed one is known by the number in its subject. */
export default defineCheck({
  id: "b2.pull-request",
  title: "At least one pull request was merged",
  host: "dev",
  optional: true,
  needs: ["b2.pushed"],
  probes: (context) => ({ remote: gitRemote(context) }),
  judge: ({ remote }) =>
    whileAnswering(remote, () =>
      expect(remote.merged.length > 0 || (remote.requests > 0 && remote.squashed.length > 0), {
        message:
          remote.requests > 0
            ? "There is a pull request, but main does not hold what it asks for."
            : "The repository has no pull request.",
        expected: "a merged pull request",
        actual: `${remote.requests} pull requests, none merged`,
      }),
    ),
  hint: "Push a branch, open a pull request on the repository's page, look through it, and merge it there; then pull on dev and prod.",
})

import { defineCheck } from "../../src/engine/check.js"
import { all, consequenceOf, expect, pass } from "../../src/engine/verdict.js"
import { gitHistory } from "../library/git-history.js"
import { gitRemote, whileAnswering, type Remote } from "../library/git-remote.js"
import { prodClone } from "../library/prod-clone.js"

/** Superseded once later states are tagged: dev then goes ahead, and prod has to be on main, at v0.1 or after it. */
export default defineCheck({
  id: "b2.same-head",
  title: "dev, the remote and prod stand on the same commit, and prod is clean",
  host: "prod",
  points: 2,
  needs: ["b2.pushed", "b2.origin-prod"],
  probes: (context) => ({ remote: gitRemote(context), history: gitHistory(context), clone: prodClone(context) }),
  judge: ({ remote, history, clone }) => {
    if (!clone.has("exists")) return consequenceOf("b2.origin-prod")
    const [head, changes] = [clone.get("head"), clone.all("change")]
    return all(
      expect(changes.length === 0, {
        message: "Files of the clone were changed on prod.",
        expected: "a clean tree on prod",
        actual: `${changes.length} changed or untracked files`,
        excerpt: changes.join("\n"),
        hint: "prod only pulls: undo the change there (`git restore .`), make it on dev, push, and pull on prod.",
      }),
      () =>
        whileAnswering(remote, () => {
          if (head === remote.main) return pass()
          return all(
            expect(
              history.commits.some(({ id }) => id === head),
              {
                message: "prod holds a commit that main has not.",
                expected: remote.main.slice(0, 12),
                actual: head.slice(0, 12) || "(no commit)",
                hint: "Nothing is committed on prod: bring the change to dev, then `git reset --hard origin/main` on prod.",
              },
            ),
            expect(hasLaterTag(remote) && clone.has("holdsrelease"), {
              message: "prod is behind the remote.",
              expected: remote.main.slice(0, 12),
              actual: head.slice(0, 12),
            }),
          )
        }),
    )
  },
  hint: "Push on dev, then `git pull` on prod, and compare `git rev-parse HEAD`.",
})

function hasLaterTag({ tags }: Remote): boolean {
  return [...tags.keys()].some((name) => /^v\d+\.\d+/.test(name) && !/^v0\.[01](\D|$)/.test(name))
}

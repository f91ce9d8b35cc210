import { defineCheck } from "../../src/engine/check.js"
import { all, expect, pass } from "../../src/engine/verdict.js"
import { gitHistory } from "../library/git-history.js"
import { devRepository, inRepository, onRemote, prodRepository, type Repository } from "../library/repository.js"

/** Superseded once a later state is tagged: prod then may trail, on a commit of main that is not older than v0.2. */
export default defineCheck({
  id: "b3.prod-head",
  title: "prod stands on the remote's main, with nothing of its own",
  host: "prod",
  points: 2,
  needs: ["b3.script-pushed"],
  probes: (context) => ({
    dev: devRepository(context),
    prod: prodRepository(context),
    history: gitHistory(context),
  }),
  judge: ({ dev, prod, history }) =>
    inRepository(prod, () =>
      all(
        expect(prod.changes.length === 0, {
          message: "Files of the clone were edited on prod.",
          expected: "a clean tree on prod",
          actual: `${prod.changes.length} changed or untracked files`,
          excerpt: prod.changes.join("\n"),
          hint: "prod only pulls: undo the edit there (`git restore .`), make it on dev, push, and pull on prod.",
        }),
        () =>
          onRemote(dev, () => {
            if (prod.head === dev.remoteMain) return pass()
            const ids = history.commits.map(({ id }) => id)
            const [at, release] = [ids.indexOf(prod.head), ids.indexOf(dev.tags.get("v0.2")?.remoteCommit ?? "")]
            return all(
              expect(at >= 0, {
                message: "prod stands on a commit that is no part of main.",
                expected: dev.remoteMain.slice(0, 12),
                actual: prod.head.slice(0, 12) || "(no commit)",
                hint: "Nothing is committed on prod: bring the change to dev, then `git reset --hard origin/main` on prod.",
              }),
              expect(laterTag(dev) && release >= 0 && at <= release, {
                message: "prod is behind the remote's main.",
                expected: dev.remoteMain.slice(0, 12),
                actual: prod.head.slice(0, 12),
              }),
            )
          }),
      ),
    ),
  hint: "On prod: `git pull origin main`.",
})

function laterTag({ tags }: Repository): boolean {
  return [...tags].some(([name, { remoteCommit }]) => remoteCommit !== "" && /^v(0\.([3-9]|\d\d)|[1-9])/.test(name))
}

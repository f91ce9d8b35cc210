import { defineCheck } from "../../src/engine/check.js"
import { all, expect } from "../../src/engine/verdict.js"
import { release } from "../library/release.js"
import { withMain } from "../library/remote-main.js"
import { trackedNames } from "../library/tracked-names.js"

/** The rules as everybody gets them with a clone: those of this machine alone do not count. */
export default defineCheck({
  id: "b3.ignore-committed",
  title: "The rules of .gitignore are in the remote's main",
  host: "dev",
  needs: ["b3.env-ignored", "b3.sources-visible"],
  probes: (context) => ({ remote: release(context), names: trackedNames(context) }),
  judge: ({ remote, names }, { track }) =>
    withMain(remote, () => {
      const ignored = new Set(remote.all("ignored").map((line) => line.split(" ", 1)[0]))
      const own = `${names.get("names")}/x`
      const environment = track === "python" ? [own, ".venv/x", "venv/x", "env/x"] : ["node_modules/x"]
      const hidden = ["src/x.ts", "app/x.py"].filter((name) => ignored.has(name))
      return all(
        expect(remote.all("top").includes(".gitignore"), {
          message: "The remote's main has no .gitignore.",
          expected: ".gitignore",
          actual: "(none)",
        }),
        expect(
          environment.some((name) => ignored.has(name)),
          {
            message: "The rules in the remote's main do not cover the environment.",
            expected: `a rule for ${names.get("names")}/`,
            actual: remote.all("stale").includes(".gitignore") ? "another .gitignore than on dev" : "no rule",
            hint: "A rule that only this machine has (in your own settings or .git/info/exclude) does not travel: commit .gitignore and push it.",
          },
        ),
        expect(hidden.length === 0, {
          message: "The rules in the remote's main hide sources.",
          expected: "visible to Git",
          actual: hidden.join(", "),
        }),
      )
    }),
  hint: "`git add .gitignore`, commit, `git push origin main`.",
})

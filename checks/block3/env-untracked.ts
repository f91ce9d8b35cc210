import { defineCheck } from "../../src/engine/check.js"
import { all, consequenceOf, expect, unobserved } from "../../src/engine/verdict.js"
import { trackedNames } from "../library/tracked-names.js"

export default defineCheck({
  id: "b3.env-untracked",
  title: "Git ignores .env, and no commit ever held it",
  host: "dev",
  points: 2,
  needs: ["b3.example-keys"],
  probes: (context) => ({ names: trackedNames(context) }),
  judge: ({ names }) => {
    if (!names.has("repository")) return consequenceOf("b3.script-root")
    const found = names.all("secret")
    const now = found.filter((line) => line.startsWith("now "))
    return all(
      expect(now.length === 0, {
        message: "Git tracks .env.",
        expected: "an untracked file",
        actual: now.map((line) => line.slice(4)).join(", "),
        hint: "The rule in .gitignore does nothing for a file that is tracked: `git rm --cached .env`, commit, and choose another key if it was pushed.",
      }),
      expect(found.length === 0, {
        message: "A former commit holds .env.",
        expected: "no commit with it, in any branch, tag or stash",
        actual: found.map((line) => line.slice(5)).join(", "),
        hint: "Deleted in a later commit is leaked all the same: choose other secrets, then rewrite the commits that hold it.",
      }),
      expect(names.all("ignores").includes(".env"), {
        message: "Git does not ignore .env.",
        expected: "a rule for .env",
        actual: "none that matches",
      }),
      () =>
        names.get("shallow") === "true"
          ? unobserved("The clone on dev is shallow, so most of the history cannot be seen: `git fetch --unshallow`.")
          : all(),
    )
  },
  hint: "Give .gitignore the line `.env`, before the first `git add`.",
})

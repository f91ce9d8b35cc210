import { defineCheck } from "../../src/engine/check.js"
import { all, consequenceOf, expect, unobserved } from "../../src/engine/verdict.js"
import { trackedNames } from "../library/tracked-names.js"

export default defineCheck({
  id: "b3.env-ignored",
  title: "Git ignores the environment, and no commit ever held it",
  host: "dev",
  needs: ["b3.env-present"],
  probes: (context) => ({ names: trackedNames(context) }),
  judge: ({ names }) => {
    if (!names.has("repository")) return consequenceOf("b3.script-root")
    const found = names.all("environment")
    const now = found.filter((line) => line.startsWith("now "))
    const folder = names.get("names")
    return all(
      expect(now.length === 0, {
        message: "Git tracks files of the environment.",
        expected: "none",
        actual: `${names.get("environments")} paths, such as ${now[0]?.slice(4) ?? ""}`,
        hint: `\`git rm -r -q --cached ${folder}\`, then commit: the files stay on the disk.`,
      }),
      expect(found.length === 0, {
        message: "A former commit holds files of the environment.",
        expected: "no commit with it, in any branch or tag",
        actual: `${names.get("environments")} paths, such as ${found[0]?.slice(5) ?? ""}`,
        hint: "Every clone carries them for ever: rewrite the commits that hold them, before others build on these.",
      }),
      expect(names.all("ignores").includes(`${folder}/x`), {
        message: "Git does not ignore the environment.",
        expected: `a rule for ${folder}/`,
        actual: "none that matches",
      }),
      () =>
        names.get("shallow") === "true"
          ? unobserved("The clone on dev is shallow, so most of the history cannot be seen: `git fetch --unshallow`.")
          : all(),
    )
  },
  hint: "Give .gitignore a line for it, such as `node_modules/` or `.venv/`, before the first `git add`.",
})

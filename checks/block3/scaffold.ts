import { defineCheck } from "../../src/engine/check.js"
import { all, consequenceOf, expect } from "../../src/engine/verdict.js"
import { scaffold } from "../library/scaffold.js"

export default defineCheck({
  id: "b3.scaffold",
  title: "There are folders for sources, data and models",
  host: "dev",
  probes: (context) => ({ folders: scaffold(context) }),
  judge: ({ folders }, { track }) => {
    if (!folders.has("repository")) return consequenceOf("b3.script-root")
    const sources = track === "python" ? "app" : "src"
    const own = folders.get("sources") || sources
    const missing = [own, "data", "models"].filter((name) => !folders.all("folder").includes(name))
    return all(
      expect(missing.length === 0, {
        message: `There is no folder ${missing.join(" and no folder ")}.`,
        expected: `${sources}, data and models`,
        actual: folders.all("folder").join(", ") || "(none)",
      }),
      expect(folders.has("tracked"), {
        message: `Git tracks no file in ${own}, so no clone has that folder.`,
        expected: "a placeholder file, such as .gitkeep",
        actual: "an empty folder",
        hint: `Git keeps files and no folders: \`touch ${own}/.gitkeep\`, add it, commit.`,
      }),
      expect(folders.has("dataignored"), {
        message: "Git would take what lies in data into a commit.",
        expected: "ignored",
        actual: "no rule that matches",
        hint: "Give .gitignore the lines `data/*` and `!data/.gitkeep`.",
      }),
    )
  },
  hint: "`mkdir -p src data models` (or `app data models`), each with a placeholder file; ignore what comes into data.",
})

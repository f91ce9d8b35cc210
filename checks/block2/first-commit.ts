import { defineCheck } from "../../src/engine/check.js"
import { all, consequenceOf, expect } from "../../src/engine/verdict.js"
import { gitHistory } from "../library/git-history.js"
import { gitTools } from "../library/git-tools.js"

const FILES = [".gitignore", "README.md"]

/** Who signs the reference's history: it is not a student's own after a catch-up, and nobody's mistake. */
const REFERENCE = "pixelwise@example.org"

export default defineCheck({
  id: "b2.first-commit",
  title: "The first commit holds README.md and .gitignore, and nothing else",
  host: "dev",
  needs: ["b2.repo-place"],
  probes: (context) => ({ history: gitHistory(context), tools: gitTools("dev", context) }),
  judge: ({ history: { place, tip, root }, tools }) => {
    if (!place.exists) return consequenceOf("b2.repo-place")
    const more = root.files.filter((file) => !FILES.includes(file))
    const missing = FILES.filter((file) => !root.files.includes(file))
    const own = (name: "name" | "email", value: string): boolean =>
      tools.all(name).some((line) => line.slice(line.indexOf(" ") + 1).trim() === value)
    return all(
      expect(tip !== "", {
        message: "There is no commit yet.",
        expected: "a first commit",
        actual: "an empty history",
      }),
      expect(more.length === 0, {
        message: `The first commit also holds ${more.slice(0, 5).join(", ")}.`,
        expected: FILES.join(" and "),
        actual: `${root.files.length} files`,
        hint: "`git add .` sweeps in what lies around: name the files. While nothing is pushed, the commit can be made anew.",
      }),
      expect(missing.length === 0, {
        message: `The first commit lacks ${missing.join(" and ")}.`,
        expected: FILES.join(" and "),
        actual: root.files.join(", "),
      }),
      // Either may have been corrected since.
      expect(own("name", root.name) || own("email", root.email) || root.email === REFERENCE, {
        message: "The first commit was made under another name than the configured one.",
        expected: [...tools.all("name"), ...tools.all("email")].join(", "),
        actual: `${root.name} <${root.email}>`,
        hint: "Set your identity before you commit. While nothing is pushed: `git commit --amend --reset-author`.",
      }),
    )
  },
  hint: "`git add README.md .gitignore`, look at `git status`, then `git commit`.",
})

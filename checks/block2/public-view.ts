import { defineCheck } from "../../src/engine/check.js"
import { all, consequenceOf, expect, fail, unobserved } from "../../src/engine/verdict.js"
import { gitRemote } from "../library/git-remote.js"

/** Asked as anybody would: without a key, without a saved login. That is how prod pulls. */
export default defineCheck({
  id: "b2.public-view",
  title: "Everybody can read README.md and .gitignore on the Git host",
  host: "dev",
  needs: ["b2.origin-dev"],
  probes: (context) => ({ remote: gitRemote(context) }),
  judge: ({ remote }) => {
    const { anonymousProblem: problem, publicFiles, pull } = remote
    const missing = ["README.md", ".gitignore"].filter((name) => !publicFiles.includes(name))
    if (problem === "")
      return all(
        expect(missing.length === 0, {
          message: `The Git host does not show ${missing.join(" and ")}.`,
          expected: "README.md and .gitignore on main",
          actual: publicFiles.join(", ") || "neither",
        }),
      )
    if (/couldn't find remote ref|remote ref .* not found/i.test(problem)) return consequenceOf("b2.pushed")
    if (/could not read Username|authentication failed|not found|returned error: 40[134]|access denied/i.test(problem))
      return fail({
        message: "The Git host does not show the repository to everybody.",
        expected: `${pull} readable without a login`,
        actual: problem,
        hint: "Make the repository public: prod has no key for the Git host and could not clone it.",
      })
    return unobserved(`${pull} could not be read from dev: ${problem}`)
  },
  hint: "Open the repository's page in a private window of the browser: files, commits and the tag should be there.",
})

import { defineCheck } from "../../src/engine/check.js"
import { all, expect, unobserved } from "../../src/engine/verdict.js"
import { withMain } from "../library/remote-main.js"
import { scratchInstall } from "../library/scratch-install.js"

/** What others get is installed for real, beside the project: a stale or broken file shows there and not on dev. */
export default defineCheck({
  id: "b3.pins-committed",
  title: "The pins are in the remote's main, and can be installed from there",
  host: "dev",
  points: 2,
  needs: ["b3.pins-exact"],
  probes: (context) => ({ install: scratchInstall(context) }),
  judge: ({ install }) =>
    withMain(install, () =>
      all(
        expect(!install.has("nopins"), {
          message: "The remote's main pins no package.",
          expected: "package.json with package-lock.json, or requirements.txt",
          actual: "(none)",
          hint: "Generated and not pushed: `git add` the files that pin, commit, `git push origin main`.",
        }),
        expect(!install.has("dirty"), {
          message: "The files that pin were changed on dev and not committed.",
          expected: "a clean work tree",
          actual: install.all("dirty").join(", "),
          hint: "A stale file is why it works here and nowhere else: commit and push it.",
        }),
        expect(!install.has("stale"), {
          message: "The remote's main holds other pins than dev's last commit.",
          expected: "the same files",
          actual: install.all("stale").join(", "),
          hint: "`git push origin main`.",
        }),
        () =>
          install.has("problem") || install.has("unreachable")
            ? unobserved(`The pins could not be tried: ${install.get("problem") || install.get("unreachable")}`)
            : expect(install.get("status") === "0", {
                message: "What the remote's main pins cannot be installed.",
                expected: "exit status 0",
                actual: `exit status ${install.get("status")}`,
                excerpt: install.all("log").join("\n"),
              }),
      ),
    ),
  hint: "Install once from nothing: remove the environment, `npm ci` or `pip install -r requirements.txt`, and mend what it says.",
})

import { defineCheck } from "../../src/engine/check.js"
import { all, expect } from "../../src/engine/verdict.js"
import { passwordInHistory } from "../library/password-history.js"
import { setupRuns } from "../library/setup-runs.js"

export default defineCheck({
  id: "b6.password-hidden",
  title: "The password of the database is in no commit and on no command line",
  host: "dev",
  points: 2,
  needs: ["b6.login"],
  probes: (context) => ({ history: passwordInHistory(context), runs: setupRuns(context) }),
  judge: ({ history, runs }) =>
    all(
      expect(!history.has("found"), {
        message: "The password of dev's database is in the Git repository.",
        expected: "in no commit of any branch",
        actual: history.all("found").slice(0, 5).join(", "),
        hint: "Deleting the file does not take it out of the history: set a new password on the machines, and keep it in .env only.",
      }),
      expect(!runs.has("seen"), {
        message: "While setup-server.sh runs, the password stands on a command line.",
        expected: "passed on standard input or in the environment of one process",
        actual: "to be read by every account of the machine (`ps`)",
        hint: "Feed the statement to psql on its standard input (a here-document) instead of `-c`.",
      }),
    ),
  hint: "Keep the password in .env, and hand it to psql on its standard input.",
})

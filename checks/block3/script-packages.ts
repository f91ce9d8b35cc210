import { defineCheck } from "../../src/engine/check.js"
import type { Facts } from "../library/command.js"
import { all, expect } from "../../src/engine/verdict.js"
import { scriptTrial } from "../library/script-trial.js"
import { setupScript, withScript } from "../library/setup-script.js"
import { SYSTEM_PACKAGES } from "../library/system-packages.js"

/** Packages that bring another one with them. */
const BRINGS: Record<string, RegExp> = {
  python3: /^python3(\.\d+)?(-(venv|pip|full|dev))?$/,
  "python3-venv": /^(python3(\.\d+)?-(venv|full)|python3-virtualenv|virtualenv)$/,
}

export default defineCheck({
  id: "b3.script-packages",
  title: "setup-server.sh installs all packages that are needed, and asks nothing",
  host: "dev",
  needs: ["b3.script-root"],
  probes: (context) => ({ script: setupScript(context), trial: scriptTrial(context) }),
  judge: ({ script, trial }, { track }) =>
    withScript(script, () => {
      const calls = installs(trial)
      const words = calls.flat().map((word) => word.replace(/[=/:+].*$|^["']|["']$/g, ""))
      const missing = SYSTEM_PACKAGES[track].filter(
        (name) => !words.some((word) => word === name || BRINGS[name]?.test(word)),
      )
      const asking = calls.find((call) => !call.some(answersYes))
      return all(
        expect(calls.length > 0, {
          message: "The script never installs a package with APT.",
          expected: `apt-get install -y ${SYSTEM_PACKAGES[track].join(" ")}`,
          actual: trial.all("apt").join("; ") || "(no call of APT)",
        }),
        expect(missing.length === 0, {
          message: `The script does not install ${missing.join(" and ")}.`,
          expected: SYSTEM_PACKAGES[track].join(" "),
          actual: calls.map((call) => call.join(" ")).join("; "),
        }),
        expect(asking === undefined, {
          message: "The script asks before it installs, so it hangs where nobody is there to answer.",
          expected: "apt-get install -y",
          actual: `apt-get ${(asking ?? []).join(" ")}`,
          hint: "Add `-y` to the install line.",
        }),
        expect(track === "python" || trial.all("pin").some((pin) => pin !== ""), {
          message: "Nothing says which major version of Node.js is wanted.",
          expected: "a major version in .nvmrc, in engines of package.json or in the script",
          actual: "(none)",
          hint: "Write it into .nvmrc, such as `22`, and let the script install or demand that version.",
        }),
      )
    }),
  hint: "One line: `sudo apt-get install -y` with all packages of the step behind it.",
})

/** Arguments of each call that installs; of scripts that end before, what their text says. */
function installs(trial: Facts): string[][] {
  const seen = trial.all("apt").map((line) => line.split(/\s+/).filter(Boolean))
  const called = seen.filter((words) => words.includes("install"))
  if (called.length > 0) return called
  return trial
    .all("text")
    .map((line) => line.split(/\s+/).filter(Boolean))
    .filter((words) => words.includes("install"))
}

function answersYes(word: string): boolean {
  return /^-[a-z]*y[a-z]*$|^--(yes|assume-yes)(=true)?$|^-qq$|Assume-Yes=(true|1|yes)/i.test(word)
}

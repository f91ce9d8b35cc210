import { defineCheck } from "../../src/engine/check.js"
import { all, expect } from "../../src/engine/verdict.js"
import { projectEnvironment } from "../library/project-environment.js"

export default defineCheck({
  id: "b3.env-present",
  title: "The project has an environment of its own inside the repository",
  host: "dev",
  probes: (context) => ({ environment: projectEnvironment(context) }),
  judge: ({ environment }, { track, settings }) => {
    const wanted = track === "python" ? ".venv" : "package.json and node_modules"
    const misplaced = environment.get("misplaced")
    const there = environment.has("environment") && (track === "python" || environment.has("manifest"))
    return all(
      expect(environment.has("folder"), {
        message: `There is no ${settings.devRepo} on dev.`,
        expected: "the repository of block 2",
        actual: "(none)",
      }),
      expect(there || misplaced === "", {
        message: "The environment lies outside the repository.",
        expected: `${wanted} in ${settings.devRepo}`,
        actual: misplaced,
        hint: `Delete it there, change into ${settings.devRepo} and create it anew.`,
      }),
      expect(there, {
        message: "The project has no environment.",
        expected: `${wanted} in ${settings.devRepo}`,
        actual: environment.has("manifest") ? "package.json without node_modules" : "(none)",
      }),
    )
  },
  hint: "In the repository: `npm init -y` and `npm install`, or `python3 -m venv .venv`.",
})

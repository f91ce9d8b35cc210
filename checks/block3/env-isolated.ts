import { defineCheck } from "../../src/engine/check.js"
import { all, expect } from "../../src/engine/verdict.js"
import { projectEnvironment } from "../library/project-environment.js"

export default defineCheck({
  id: "b3.env-isolated",
  title: "The environment is separate: nothing comes from outside the project",
  host: "dev",
  needs: ["b3.env-present"],
  probes: (context) => ({ environment: projectEnvironment(context) }),
  judge: ({ environment }, { track, settings }) => {
    if (track === "python")
      return all(
        expect(environment.get("prefix") !== environment.get("base"), {
          message: "The interpreter of the environment is that of the system.",
          expected: "a prefix of its own",
          actual: environment.get("prefix"),
        }),
        expect(!environment.has("system"), {
          message: "The environment sees the packages of the system.",
          expected: "include-system-site-packages = false",
          actual: "the system's packages are on the path",
          hint: "It was made with --system-site-packages: delete it and create it anew without.",
        }),
        expect(environment.get("prefix").startsWith(`${settings.devRepo}/`), {
          message: "The environment belongs to another folder: it was moved or copied.",
          expected: `a prefix inside ${settings.devRepo}`,
          actual: environment.get("prefix"),
          hint: "An environment cannot be moved: delete it and create it anew.",
        }),
      )
    return all(
      expect(!environment.has("outside"), {
        message: "A dependency is found outside the repository.",
        expected: `${settings.devRepo}/node_modules`,
        actual: environment.all("outside").join(", "),
        hint: "It was installed one folder too high: remove node_modules and package.json there, then `npm install` in the repository.",
      }),
      expect(!environment.has("global"), {
        message: "Dependencies of the project are installed globally.",
        expected: "in the project alone",
        actual: environment.all("global").join(", "),
        hint: `Remove them (\`npm uninstall -g ${environment.all("global").join(" ")}\`), and install in the repository without -g.`,
      }),
    )
  },
  hint: "Delete the environment, create it anew in the repository, activate it, and install again.",
})

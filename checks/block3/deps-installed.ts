import { defineCheck } from "../../src/engine/check.js"
import { all, expect } from "../../src/engine/verdict.js"
import { projectEnvironment, PURPOSES } from "../library/project-environment.js"

export default defineCheck({
  id: "b3.deps-installed",
  title: "The direct dependencies can be imported from the environment",
  host: "dev",
  needs: ["b3.env-present"],
  probes: (context) => ({ environment: projectEnvironment(context) }),
  judge: ({ environment }, { track }) => {
    const names = new Set(environment.all("dependency"))
    const purposes: Record<string, readonly string[]> = PURPOSES[track]
    const undeclared = Object.entries(purposes).filter(
      ([purpose, packages]) =>
        !packages.some((name) => names.has(name)) && !(purpose === "reads .env" && environment.has("envfile")),
    )
    const onSystem = undeclared.flatMap(([, packages]) =>
      packages.filter((name) => environment.all("global").includes(name)),
    )
    const broken = environment.all("broken")
    return all(
      expect(onSystem.length === 0, {
        message: "Packages are installed on the system's interpreter, and not in the environment.",
        expected: "in the environment",
        actual: onSystem.join(", "),
        hint: "Activate the environment first (`source .venv/bin/activate`), then install again.",
      }),
      expect(undeclared.length === 0, {
        message: `The project has no package that ${undeclared.map(([purpose]) => purpose).join(", nor one that ")}.`,
        expected: undeclared.map(([, packages]) => packages[0]).join(", "),
        actual: [...names].join(", ") || "(none)",
      }),
      expect(!environment.has("missing"), {
        message: "Dependencies of the project are not installed.",
        expected: "all of them in the environment",
        actual: environment.all("missing").join(", "),
        hint: "Install what the lock file names: `npm ci`.",
      }),
      expect(broken.length === 0, {
        message: "A dependency is installed and cannot be imported.",
        expected: "an import without an error",
        actual: broken.map((line) => line.split(" ", 1)[0]).join(", "),
        excerpt: broken.join("\n"),
        hint: "Delete the environment and install again; look at what the installer says of this package.",
      }),
    )
  },
  hint: "In the repository: `npm install --save-exact onnxruntime-node zod dotenv`, or in the environment `pip install scikit-learn joblib python-dotenv`.",
})

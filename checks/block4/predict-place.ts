import { defineCheck } from "../../src/engine/check.js"
import { expect } from "../../src/engine/verdict.js"
import { devRepository, inRepository } from "../library/repository.js"

const SCRIPT = /(^|\/)predict\.(py|ts|mts|js|mjs)$/

export default defineCheck({
  id: "b4.predict-place",
  title: "The predict script is tracked at the root of the repository",
  host: "dev",
  probes: (context) => ({ repository: devRepository(context) }),
  judge: ({ repository }, { track }) =>
    inRepository(repository, () => {
      const scripts = [...repository.headFiles.keys()].filter((path) => SCRIPT.test(path))
      const wanted = track === "python" ? "predict.py" : "predict.ts"
      return expect(
        scripts.some((path) => !path.includes("/")),
        {
          message:
            scripts.length > 0
              ? `The predict script lies in a folder: ${scripts[0]}.`
              : `The repository has no ${wanted}.`,
          expected: `${wanted} at the root`,
          actual: scripts.join(", ") || "(not tracked)",
          ...(scripts.length > 0 && {
            hint: "Inside the package its own imports fail when it is started by its path: move it to the root with `git mv`.",
          }),
        },
      )
    }),
  hint: "Put it beside setup-server.sh, `git add` it and commit.",
})

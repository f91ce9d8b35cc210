import { defineCheck } from "../../src/engine/check.js"
import { expect } from "../../src/engine/verdict.js"
import { missingParts } from "../library/model-parts.js"
import { devRepository, onRemote } from "../library/repository.js"

export default defineCheck({
  id: "b4.code-pushed",
  title: "Classifier, predict script and example are on the remote's main",
  host: "dev",
  probes: (context) => ({ repository: devRepository(context) }),
  judge: ({ repository }, context) =>
    onRemote(repository, () => {
      const missing = missingParts([...repository.remoteFiles.keys()], context)
      return expect(missing.length === 0, {
        message: `The remote's main lacks ${missing.join(" and ")}.`,
        expected: "classifier, predict script, .env.example",
        actual: `without ${missing.join(", ")}`,
      })
    }),
  hint: "Pushing a tag does not move the branch: commit what is missing and `git push origin main`.",
})

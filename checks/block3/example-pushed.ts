import { defineCheck } from "../../src/engine/check.js"
import { expect } from "../../src/engine/verdict.js"
import { devRepository, onRemote } from "../library/repository.js"

export default defineCheck({
  id: "b3.example-pushed",
  title: ".env.example is in the remote's main",
  host: "dev",
  needs: ["b3.example-keys"],
  probes: (context) => ({ repository: devRepository(context) }),
  judge: ({ repository }) =>
    onRemote(repository, () =>
      expect(repository.remoteFiles.has(".env.example"), {
        message: "The remote's main has no .env.example.",
        expected: ".env.example on the remote",
        actual: repository.headFiles.has(".env.example") ? "committed on dev only" : "(none)",
      }),
    ),
  hint: "`git add .env.example`, commit, `git push origin main`.",
})

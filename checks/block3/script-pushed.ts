import { defineCheck } from "../../src/engine/check.js"
import { expect } from "../../src/engine/verdict.js"
import { devRepository, onRemote } from "../library/repository.js"

export default defineCheck({
  id: "b3.script-pushed",
  title: "setup-server.sh is in the remote's main",
  host: "dev",
  needs: ["b3.script-root"],
  probes: (context) => ({ repository: devRepository(context) }),
  judge: ({ repository }) =>
    onRemote(repository, () =>
      expect(repository.remoteFiles.has("setup-server.sh"), {
        message: "The remote's main has no setup-server.sh.",
        expected: "setup-server.sh on the remote",
        actual: repository.headFiles.has("setup-server.sh") ? "committed on dev only" : "(none)",
        hint: "prod pulls what is pushed: `git push origin main`.",
      }),
    ),
  hint: "`git push origin main`.",
})

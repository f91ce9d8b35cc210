import { defineCheck } from "../../src/engine/check.js"
import { all, expect } from "../../src/engine/verdict.js"
import { modelFiles } from "../library/model-files.js"
import { modelRelease, whileReleased } from "../library/model-release.js"

export default defineCheck({
  id: "b4.pin-env",
  title: "dev's .env names a repository that answers, and a release that it has",
  host: "dev",
  probes: (context) => ({ files: modelFiles(context, "dev"), release: modelRelease(context) }),
  judge: ({ files, release }) => {
    const missing = ["MODEL_REPO", "MODEL_VERSION"].filter((name) => !files.all("set").includes(name))
    return all(
      expect(files.has("env"), {
        message: "dev has no .env.",
        expected: ".env",
        actual: "(none)",
        hint: "Copy the example once and fill it in: `cp -n .env.example .env`.",
      }),
      expect(missing.length === 0, {
        message: `dev's .env does not set ${missing.join(" and ")}.`,
        expected: "both, with a value",
        actual: `without ${missing.join(" and ")}`,
        hint: "The script reads .env, never the example: with only the example filled in it skips the model and says nothing.",
      }),
      () =>
        whileReleased(release, () =>
          expect(release.get("kind") === "tag", {
            message:
              release.get("kind") === "branch"
                ? "MODEL_VERSION of dev's .env is a branch, which moves."
                : "MODEL_VERSION of dev's .env is no release of the model's repository.",
            expected: release.all("tag").join(", ") || "a tag",
            actual: files.get("version") || "another word",
          }),
        ),
    )
  },
  hint: "Add both to .env as the example has them, then run ./setup-server.sh.",
})

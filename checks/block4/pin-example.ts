import { defineCheck } from "../../src/engine/check.js"
import { all, expect } from "../../src/engine/verdict.js"
import { modelFiles } from "../library/model-files.js"
import { modelRelease } from "../library/model-release.js"

/** Whether a version is a tag is what the repository says; where it does not answer, names of branches are told by their look. */
export default defineCheck({
  id: "b4.pin-example",
  title: "The committed example names the model's repository and a release of it",
  host: "dev",
  probes: (context) => ({ files: modelFiles(context, "dev"), release: modelRelease(context) }),
  judge: ({ files, release }) => {
    const missing = ["MODEL_REPO", "MODEL_VERSION"].filter((name) => !files.all("exampleset").includes(name))
    const version = files.get("exampleMODEL_VERSION")
    const kind = release.get("examplekind")
    return all(
      expect(files.has("example"), {
        message: "There is no .env.example in the repository.",
        expected: ".env.example",
        actual: "(none)",
      }),
      expect(missing.length === 0, {
        message: `The example does not name ${missing.join(" and ")}.`,
        expected: "MODEL_REPO=... and MODEL_VERSION=v1.0",
        actual: `without ${missing.join(" and ")}`,
      }),
      expect(kind !== "branch" && !/^(main|master|head|latest|develop|trunk)$/i.test(version), {
        message: `The example pins the model to ${version}, which moves.`,
        expected: "a tag such as v1.0",
        actual: version,
        hint: "A branch is another model tomorrow: write the tag of the release.",
      }),
      expect(kind !== "none", {
        message: `The model's repository has no release ${version}, which the example names.`,
        expected: release.all("tag").join(", ") || "a tag of the repository",
        actual: version,
      }),
    )
  },
  hint: "Add `MODEL_REPO=https://...` and `MODEL_VERSION=v1.0` to .env.example, each below a comment, commit and push.",
})

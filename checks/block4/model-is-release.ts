import { defineCheck } from "../../src/engine/check.js"
import { expect, unobserved } from "../../src/engine/verdict.js"
import { modelFiles } from "../library/model-files.js"
import { modelRelease, whileReleased } from "../library/model-release.js"

/** Git's own hash of the file tells; the name that the release gives it does not matter. */
export default defineCheck({
  id: "b4.model-is-release",
  title: "The model on dev is bit by bit that of the pinned release",
  host: "dev",
  points: 2,
  needs: ["b4.model-dev", "b4.pin-env"],
  probes: (context) => ({ files: modelFiles(context, "dev"), release: modelRelease(context) }),
  judge: ({ files, release }) =>
    whileReleased(release, () => {
      const published = release
        .all("file")
        .map((line) => ({ blob: line.split(" ")[0], name: line.slice(line.indexOf(" ") + 1) }))
      if (published.length === 0) return unobserved("The files of the pinned release could not be fetched by dev.")
      const model = files.get("model")
      return expect(
        published.some(({ blob }) => blob === files.get("blob")),
        {
          message: "The model file on dev is not the one of the pinned release.",
          expected: `a file of release ${files.get("version")}: ${published
            .map(({ name }) => name)
            .filter((name) => /\.(onnx|pkl|joblib)$/.test(name))
            .join(", ")}`,
          actual: `${model} with another content`,
        },
      )
    }),
  hint: "Run ./setup-server.sh: it fetches the file of the tag. A copy by hand is of unknown origin, and loading a pickle of unknown origin runs its code.",
})

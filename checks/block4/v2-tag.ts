import { defineCheck } from "../../src/engine/check.js"
import { all, consequenceOf, expect } from "../../src/engine/verdict.js"
import { modelFork, SECOND_RELEASE, whileForked } from "../library/model-fork.js"

const SCRIPT = /\.(py|ts|mts|js|mjs|ipynb|r|jl|sh)$/i

export default defineCheck({
  id: "b4.v2-tag",
  title: "The fork's annotated tag v2.0 is one commit with model, script and card",
  host: "dev",
  optional: true,
  needs: ["b4.v2-fork"],
  probes: (context) => ({ fork: modelFork(context) }),
  judge: ({ fork }, { track }) =>
    whileForked(fork, () => {
      if (!fork.has("shared")) return consequenceOf("b4.v2-fork")
      const added = fork.all("added")
      const parts: [string, boolean][] = [
        [
          "the model file",
          added.some((path) => (track === "python" ? /v2[^/]*\.(pkl|joblib)$/ : /v2[^/]*\.onnx$/).test(path)),
        ],
        ["the training script", added.some((path) => SCRIPT.test(path))],
        ["the card", added.includes("MODELCARD.md")],
      ]
      const missing = parts.filter(([, there]) => !there).map(([part]) => part)
      return all(
        expect(fork.has("tag"), {
          message: `The fork has no tag ${SECOND_RELEASE}.`,
          expected: `${SECOND_RELEASE} on the fork`,
          actual: "(none)",
          hint: `\`git tag -a ${SECOND_RELEASE} -m '...'\`, then \`git push origin ${SECOND_RELEASE}\`.`,
        }),
        expect(fork.has("own"), {
          message: `The fork's ${SECOND_RELEASE} is the course's own release, copied with the fork.`,
          expected: "a commit of yours",
          actual: "the course's commit",
          hint: `Delete the copied tag on the fork (\`git push origin :refs/tags/${SECOND_RELEASE}\`), retrain, commit, and make your own.`,
        }),
        expect(fork.get("tag") === "tag", {
          message: `The fork's tag ${SECOND_RELEASE} is lightweight.`,
          expected: "an annotated tag",
          actual: "a plain reference",
        }),
        expect(fork.has("onmain"), {
          message: `The fork's tag ${SECOND_RELEASE} does not lie on its main.`,
          expected: "a commit of main",
          actual: "a commit beside it",
        }),
        expect(missing.length === 0, {
          message: `The commit of ${SECOND_RELEASE} does not hold ${missing.join(" and ")}.`,
          expected: "model, script and card in one commit",
          actual: added.slice(0, 6).join(", ") || "(nothing)",
          hint: "Who checks out the tag has to find a model, how it came about and what it can do, of one and the same moment.",
        }),
      )
    }),
  hint: "Commit digit_classifier_v2, the changed script and the new card together, tag the commit with `git tag -a`, push both.",
})

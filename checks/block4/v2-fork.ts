import { defineCheck } from "../../src/engine/check.js"
import { expect } from "../../src/engine/verdict.js"
import { modelFork, whileForked } from "../library/model-fork.js"

export default defineCheck({
  id: "b4.v2-fork",
  title: "A fork of the model's repository is under your own account",
  host: "dev",
  optional: true,
  needs: ["b4.pin-env"],
  probes: (context) => ({ fork: modelFork(context) }),
  judge: ({ fork }) =>
    whileForked(fork, () =>
      expect(fork.has("shared"), {
        message: "The repository under your account did not grow out of the course's release v1.0.",
        expected: "v1.0 in the history of its main",
        actual: "another history",
        hint: "A fork keeps the history, so that everybody sees what changed: fork or clone it, do not copy the files into a new repository.",
      }),
    ),
  hint: "Fork the model's repository on its page, and clone the fork on dev.",
})

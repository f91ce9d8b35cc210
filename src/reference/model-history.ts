import type { Release } from "./git-history.js"

/** The releases of the model, oldest first. Each brings its files and the training code of its time; earlier model files stay. */
export const MODEL_RELEASES: readonly Release[] = [
  {
    tag: "v1.0",
    steps: [{ message: "feat: release the classifier of the digits 1 to 9" }],
    tagMessage: "Digits 1 to 9",
    date: "2026-09-28T08:00:00Z",
  },
  {
    tag: "v2.0",
    steps: [{ message: "feat: release the classifier of all ten digits" }],
    tagMessage: "Digits 0 to 9",
    date: "2026-10-07T08:00:00Z",
  },
  {
    tag: "v3.0",
    steps: [{ message: "feat: release a small neural network" }],
    tagMessage: "Digits 0 to 9, by a small convolutional network",
    date: "2026-11-02T08:00:00Z",
  },
]

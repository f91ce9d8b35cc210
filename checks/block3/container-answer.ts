import { all, expect } from "../../src/engine/verdict.js"
import { defineQuestion } from "../library/answers.js"

const CHOICES = {
  right: "system libraries, file system, processes and network",
  packages: "the versions of the project's packages",
  kernel: "a kernel of its own, as a virtual machine has",
  nothing: "nothing: it is another name for the same thing",
}

export default defineQuestion({
  id: "b3.container-answer",
  title: "What a container separates beyond an environment of the language is known",
  optional: true,
  question: {
    text: () =>
      "An environment of the language separates the project's packages. What does a container separate beyond that?",
    fields: [
      { name: "what", label: "Besides", choices: [CHOICES.kernel, CHOICES.packages, CHOICES.nothing, CHOICES.right] },
    ],
    solution: () => ({ what: CHOICES.right }),
  },
  judge: ({ what = "" }) =>
    all(
      expect(what !== CHOICES.kernel, {
        message: "Containers share the kernel of their host.",
        expected: "what a container has of its own",
        actual: what,
      }),
      expect(what === CHOICES.right, {
        message: "A container separates more than that.",
        expected: "what an environment of the language still shares with the host",
        actual: what,
      }),
    ),
  hint: "Think of what the setup script installs with APT: an environment of the language does not hold that.",
})

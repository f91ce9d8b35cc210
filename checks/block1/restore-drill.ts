import { defineCheck } from "../../src/engine/check.js"
import { all, consequenceOf, expect, fail, skip } from "../../src/engine/verdict.js"
import { answerTo } from "../library/answers.js"
import { onVirtualMachine } from "../library/on-virtualbox.js"
import { restoredSince } from "../library/restored.js"
import { hasCompleteSnapshot } from "../library/snapshots.js"
import { virtualBox } from "../library/virtualbox.js"

const FEWEST_WORDS = 3

/** What was broken, a person reads and judges; that prod was brought back, the images of its disk show. */
export default defineCheck({
  id: "b1.restore-drill",
  title: "prod was broken on purpose, and brought back from its snapshot",
  host: "laptop",
  needs: ["b1.hypervisor"],
  probes: (context) => ({ answer: answerTo("b1.restore-drill"), box: virtualBox(context) }),
  question: {
    text: () => "What did you break on prod, with which command, and how did you see that it was broken?",
    fields: [
      { name: "broken", label: "What you broke, and with which command" },
      { name: "seen", label: "How it showed" },
    ],
    solution: () => ({
      broken: "sudo rm -rf /usr/bin deleted all programs",
      seen: "the next login ended with an error, because no shell was left",
    }),
  },
  judge: ({ answer, box }, context) => {
    if (answer === null)
      return fail({
        message: "This question is not answered yet.",
        expected: "an answer",
        actual: "(none)",
        hint: "Run `course answer b1.restore-drill`.",
      })
    const short = (["broken", "seen"] as const).find((name) => words(answer[name]) < FEWEST_WORDS)
    return all(
      expect(short === undefined, {
        message:
          short === "seen"
            ? "The answer does not say how the damage showed."
            : "The answer does not say what was broken.",
        expected: "a sentence",
        actual: answer[short ?? "broken"] ?? "",
      }),
      () =>
        onVirtualMachine("prod", box.found, context, (machine) => {
          if (hasCompleteSnapshot("prod", machine, context).status !== "pass") return consequenceOf("b1.snapshot-prod")
          const restored = restoredSince(machine)
          if (restored === undefined)
            return skip(
              "The laptop does not tell when the images of prod's disk were made: a person has to judge this.",
            )
          return expect(restored, {
            message: "prod has not been restored since its snapshots were taken.",
            expected: "a disk image that is newer than its snapshot",
            actual: "all images date from the snapshots themselves",
          })
        }),
    )
  },
  hint: "Break prod, see it, shut it down, then `VBoxManage snapshot prod restore B1-complete`. A snapshot that was taken after the damage holds the damage: take it in the good state.",
})

function words(text: string | undefined): number {
  return (text ?? "").split(/\s+/).filter(Boolean).length
}

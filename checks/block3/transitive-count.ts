import { defineCheck } from "../../src/engine/check.js"
import { all, consequenceOf, expect, fail } from "../../src/engine/verdict.js"
import { answerTo } from "../library/answers.js"
import { pinCounts } from "../library/pin-counts.js"

/** Held against every committed state of the pins: an answer stays right when later blocks add packages. */
export default defineCheck({
  id: "b3.transitive-count",
  title: "Direct and pinned packages are counted",
  host: "laptop",
  needs: ["b3.pins-exact"],
  probes: (context) => ({ answer: answerTo("b3.transitive-count"), counts: pinCounts(context) }),
  question: {
    text: ({ track }) =>
      track === "python"
        ? "How many packages did you install by name, and how many does requirements.txt pin?"
        : 'How many packages does package.json name under "dependencies", and how many does package-lock.json pin (entries under "packages" whose key begins with "node_modules/")?',
    fields: [
      { name: "direct", label: "Direct dependencies" },
      { name: "pinned", label: "Pinned packages" },
    ],
    solution: () => ({ direct: "3", pinned: "" }),
    lookUp: (context) => {
      const { spec, read } = pinCounts(context)
      return {
        spec,
        read: (observation) => {
          const [newest] = read(observation)
          return { direct: String(newest?.direct[0] ?? ""), pinned: String(newest?.pinned[0] ?? "") }
        },
      }
    },
  },
  judge: ({ answer, counts }, { track }) => {
    if (answer === null)
      return fail({
        message: "This question is not answered yet.",
        expected: "two numbers",
        actual: "(none)",
        hint: "Run `course answer b3.transitive-count`.",
      })
    const [direct, pinned] = [answer.direct, answer.pinned].map((text) =>
      /^\d+$/.test(text?.trim() ?? "") ? Number(text) : NaN,
    )
    const fits = counts.filter((count) => count.pinned.includes(pinned ?? NaN))
    if (counts.length === 0) return consequenceOf("b3.pins-exact")
    return all(
      expect(!Number.isNaN(direct) && !Number.isNaN(pinned), {
        message: "The answer is no pair of numbers.",
        expected: "two numbers",
        actual: `${answer.direct ?? ""}, ${answer.pinned ?? ""}`,
      }),
      expect(fits.length > 0, {
        message: "The number of pinned packages is that of no committed state.",
        expected: "what the file holds",
        actual: String(pinned),
        hint:
          track === "python"
            ? "`grep -c == requirements.txt` counts them."
            : "`npm ls --all --parseable | wc -l`, or count the entries of package-lock.json.",
      }),
      expect(fits.some((count) => count.direct.includes(direct ?? NaN)) || (track === "python" && direct === 3), {
        message: "The number of direct dependencies is not right.",
        expected: "what the project asks for by name",
        actual: String(direct),
      }),
    )
  },
  hint: "Count what you typed behind `install`, and the entries of the file that pins.",
})

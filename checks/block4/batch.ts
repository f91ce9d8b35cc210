import { defineCheck } from "../../src/engine/check.js"
import { all, consequenceOf, expect, type Verdict } from "../../src/engine/verdict.js"
import { didNotStart, whileTried, type HarnessReport } from "../library/classifier-report.js"
import { classifierTrial } from "../library/classifier-run.js"
import { isClose } from "../library/classifications.js"
import { trialDrawings } from "../library/trial-drawings.js"

/** 32-bit arithmetic may add up in another order when more images run together. */
const TOLERANCE = 1e-5

export default defineCheck({
  id: "b4.batch",
  title: "Many images are classified by one run of the model, in their order",
  host: "dev",
  points: 2,
  needs: ["b4.classes-constant"],
  probes: (context) => ({ found: classifierTrial(context) }),
  judge: ({ found }, context) => {
    const name = context.track === "python" ? "classify_batch" : "classifyBatch"
    const count = trialDrawings(context).probes.length
    return whileTried(found, (trial) => {
      if (didNotStart(trial)) return consequenceOf("b4.classes-constant")
      return all(
        expect(trial.batch === true, {
          message: `The classifier exports no function ${name}.`,
          expected: `${name}(images)`,
          actual: "(none)",
        }),
        expect(trial.form !== undefined, {
          message: `${name} does not take two images of 28x28 whole numbers.`,
          expected: "two results",
          actual: trial.error ?? `it ended at: ${trial.stage}`,
        }),
        expect(trial.results.length === count, {
          message: `${name} does not give one result per image.`,
          expected: `${count} results for ${count} images`,
          actual: trial.error ?? `${trial.results.length} results`,
        }),
        () => sameAlone(trial),
        () => oneRun(trial),
      )
    })
  },
  hint: "Bring all N images into one table of N rows and 784 columns, run the model once, and turn each row of the answer into a result.",
})

function sameAlone({ results, singles }: HarnessReport): Verdict {
  const alone = singles.flatMap(({ value }) => (isPair(value) ? [value.batch] : []))
  return expect(isClose(alone, results.slice(0, alone.length), TOLERANCE), {
    message: "Images of a batch get other results than the same images alone.",
    expected: "the result of each image, in the order of the images",
    actual: "other scores, or another order",
  })
}

/** Twice the images must not mean twice the runs. Where the runtime cannot be watched, nothing is held against it. */
function oneRun({ runs }: HarnessReport): Verdict {
  const [few, many] = runs
  if (!few || !many) return all()
  return expect(many[1] <= few[1] || many[1] === 1, {
    message: "The model runs once per image of a batch.",
    expected: `as many runs for ${many[0]} images as for ${few[0]}`,
    actual: `${few[1]} runs for ${few[0]} images, ${many[1]} for ${many[0]}`,
    hint: "A loop around the model pays the overhead of a run for every image: hand it all rows at once.",
  })
}

function isPair(value: unknown): value is { alone: unknown; batch: unknown } {
  return typeof value === "object" && value !== null && "batch" in value
}

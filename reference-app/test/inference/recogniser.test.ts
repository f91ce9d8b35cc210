import { readFile } from "node:fs/promises"
import { join } from "node:path"
import fc from "fast-check"
import { describe, expect, onTestFinished, test, vi } from "vitest"
import { DIGITS } from "../../src/inference/classes.js"
import { parseModelFlag } from "../../src/inference/model-flag.js"
import { findModels } from "../../src/inference/model-set.js"
import { openRecogniser, startRecogniser, type Recogniser } from "../../src/inference/recogniser.js"
import { DeadlineError, OverloadedError, StoppingError } from "../../src/inference/refusals.js"
import { testModelPath } from "../helpers/model.js"
import { confidenceOf, drawing, FakeModel, gate } from "./fakes.js"
import { onnxFile, temporaryFolder } from "./onnx-file.js"
import { drawDigit, DRAWN_DIGITS } from "./strokes.js"

type Options = Omit<Parameters<typeof startRecogniser>[0], "models" | "flag">

/** A recogniser on fake models, the answering one first; it is closed when the test ends. */
async function start(flag: string, models: readonly FakeModel[], options: Options = {}): Promise<Recogniser> {
  const recogniser = await startRecogniser({ models, flag: parseModelFlag(flag, "v1.0"), ...options })
  onTestFinished(() => recogniser.close())
  for (const model of models) model.sizes.length = 0 // the trial drawing
  return recogniser
}

const broken = async (): Promise<void> => {
  throw new Error("poison")
}

describe("with a fixed version", () => {
  test("answers each of many callers with what the model says to its own drawing", async () => {
    const model = new FakeModel("v1")
    const sizes: number[] = []
    const recogniser = await start("off", [model], { events: { batch: (size) => sizes.push(size) } })
    const turns = fc.infiniteStream(fc.integer({ min: 0, max: 3 }))
    const call = fc.oneof(fc.constant("one" as const), fc.integer({ min: 0, max: 40 }))
    await fc.assert(
      fc.asyncProperty(fc.array(call, { maxLength: 60 }), turns, turns, async (calls, runTakes, pause) => {
        model.during = async () => {
          for (let wait = runTakes.next().value; wait > 0; wait--) await new Promise(setImmediate)
        }
        let id = 0
        const answers: Promise<void>[] = []
        for (const size of calls) {
          const ids = Array.from({ length: size === "one" ? 1 : size }, () => id++)
          const asked =
            size === "one"
              ? recogniser.recognise(drawing(ids[0]!)).then((recognition) => [recognition])
              : recogniser.recogniseMany(ids.map(drawing))
          answers.push(
            asked.then((recognitions) => {
              const confidences = recognitions.map(({ answer }) => answer.classification.confidence)
              expect(confidences).toEqual(ids.map(confidenceOf))
            }),
          )
          for (let wait = pause.next().value; wait > 0; wait--) await new Promise(setImmediate)
        }
        await Promise.all(answers)
      }),
      { numRuns: 50 },
    )
    expect(sizes).toEqual(model.sizes)
    expect(Math.max(...sizes)).toBeGreaterThan(1)
    expect(Math.max(...sizes)).toBeLessThanOrEqual(64)
  })

  test("needs far fewer runs than requests that come together", async () => {
    const model = new FakeModel("v1")
    const recogniser = await start("off", [model])
    await Promise.all(Array.from({ length: 50 }, (_, id) => recogniser.recognise(drawing(id))))
    expect(model.sizes).toEqual([1, 49])
  })

  test("names the version and the hash of its file", async () => {
    const recogniser = await start("v2.0", [new FakeModel("v2")])
    const { answer, alternatives } = await recogniser.recognise(drawing(7))
    expect([recogniser.modelVersion, recogniser.modelHash]).toEqual(["v2", "hash of v2"])
    expect(answer).toMatchObject({ modelVersion: "v2", classification: { prediction: "yes" } })
    expect(Object.keys(answer.classification.scores)).toEqual(["yes", "no"])
    expect(alternatives).toEqual([])
  })

  test("refuses an image of another size by itself; what comes with it is answered", async () => {
    const recogniser = await start("off", [new FakeModel("v1")])
    const small = recogniser.recognise(new Uint8Array(783))
    const fine = recogniser.recognise(drawing(1))
    await expect(small).rejects.toThrow("an image has 784 bytes, not 783")
    await expect(recogniser.recogniseMany([drawing(1), new Uint8Array(785)])).rejects.toThrow("not 785")
    expect((await fine).answer.classification.confidence).toBe(confidenceOf(1))
  })

  test("tells each drawing it took once, with its version, outcome and seconds", async () => {
    const model = new FakeModel("v1")
    const prediction = vi.fn<(version: string, status: string, seconds: number) => void>()
    const recogniser = await start("off", [model], { events: { prediction }, batching: { maxQueue: 2 } })
    const held = gate()
    model.during = (images) => (images.length === 1 ? held.promise : broken())
    const first = recogniser.recognise(drawing(1))
    const waiting = recogniser.recogniseMany([drawing(2), drawing(3)])
    expect(recogniser.queueDepth).toBe(2)
    await expect(recogniser.recognise(drawing(4))).rejects.toThrow(OverloadedError)
    held.open()
    await first
    await expect(waiting).rejects.toThrow("poison")
    expect(prediction.mock.calls.map(([version, status]) => `${version} ${status}`)).toEqual([
      "v1 success",
      "v1 error",
      "v1 error",
    ])
    for (const [, , seconds] of prediction.mock.calls) expect(seconds).toSatisfy((s: number) => s > 0 && s < 5)
  })
})

describe("with a percentage", () => {
  test("answers with either version as chance says, and gives the other one's answer beside it", async () => {
    const chances = [0.1, 0.9, 0.2, 0.3]
    const recogniser = await start("v2.0:25%", [new FakeModel("v1"), new FakeModel("v2")], {
      random: () => chances.shift()!,
    })
    const recognitions = await recogniser.recogniseMany([1, 2, 3, 4].map(drawing))
    expect(
      recognitions.map(({ answer, alternatives }) => [answer.modelVersion, ...alternatives.map((a) => a.modelVersion)]),
    ).toEqual([
      ["v2", "v1"],
      ["v1", "v2"],
      ["v2", "v1"],
      ["v1", "v2"],
    ])
    recognitions.forEach(({ answer, alternatives: [alternative] }, index) => {
      expect(answer.classification.confidence).toBe(confidenceOf(index + 1))
      expect(alternative?.classification).toEqual(answer.classification)
    })
    expect(recogniser.modelVersion).toBe("v1")
  })

  test("a version that fails spoils only the drawings that it was to answer", async () => {
    const [one, two] = [new FakeModel("v1"), new FakeModel("v2")]
    const alternativeFailed = vi.fn()
    const chances = [0.9, 0.9, 0.1]
    const recogniser = await start("v2.0:50%", [one, two], {
      random: () => chances.shift()!,
      events: { alternativeFailed },
    })
    two.during = broken
    const outcomes = await Promise.allSettled([1, 2, 3].map((id) => recogniser.recognise(drawing(id))))
    expect(outcomes.map(({ status }) => status)).toEqual(["fulfilled", "fulfilled", "rejected"])
    expect(two.sizes).toEqual([1, 2])
    expect(alternativeFailed.mock.calls).toEqual(Array(2).fill(["v2", new Error("poison")]))
    expect(recogniser.ready()).toBe(true)
  })
})

describe("with a shadow", () => {
  test("answers with the first version and keeps what the shadow says", async () => {
    const recogniser = await start("v2.0:shadow", [new FakeModel("v1"), new FakeModel("v2")])
    const { answer, alternatives } = await recogniser.recognise(drawing(5))
    expect(answer.modelVersion).toBe("v1")
    expect(alternatives.map(({ modelVersion }) => modelVersion)).toEqual(["v2"])
  })

  test.each([
    ["fails", broken],
    ["throws something else than an error", () => Promise.reject("text")],
  ])("a shadow that %s takes nothing from the answer and is told once for the run", async (_name, during) => {
    const [one, two] = [new FakeModel("v1"), new FakeModel("v2")]
    const alternativeFailed = vi.fn<(version: string, error: Error) => void>()
    const prediction = vi.fn<(version: string, status: string) => void>()
    const recogniser = await start("v2.0:shadow", [one, two], { events: { alternativeFailed, prediction } })
    two.during = during
    const recognitions = await recogniser.recogniseMany([1, 2, 3].map(drawing))
    expect(recognitions.map(({ answer }) => answer.classification.confidence)).toEqual([1, 2, 3].map(confidenceOf))
    expect(recognitions.every(({ alternatives }) => alternatives.length === 0)).toBe(true)
    expect(alternativeFailed).toHaveBeenCalledExactlyOnceWith("v2", expect.any(Error))
    expect(prediction.mock.calls.map(([version, status]) => `${version} ${status}`)).toEqual(
      Array(3).fill("v1 success"),
    )
    expect(recogniser.ready()).toBe(true)
  })
})

describe("ready", () => {
  test("is lost when the answering version fails, and comes back without any request", async () => {
    const model = new FakeModel("v1")
    const recogniser = await start("off", [model])
    expect(recogniser.ready()).toBe(true)
    model.during = broken
    await expect(recogniser.recognise(drawing(1))).rejects.toThrow("poison")
    expect(recogniser.ready()).toBe(false)
    await new Promise(setImmediate)
    expect(recogniser.ready()).toBe(false)
    model.during = async () => undefined
    await vi.waitFor(() => expect(recogniser.ready()).toBe(true))
  })

  test("is lost when runs do not end", async () => {
    const model = new FakeModel("v1")
    const recogniser = await start("off", [model], { batching: { deadlineMs: 10 } })
    const held = gate()
    model.during = () => held.promise
    await expect(recogniser.recognise(drawing(1))).rejects.toThrow(DeadlineError)
    expect(recogniser.ready()).toBe(false)
    held.open()
    await vi.waitFor(() => expect(recogniser.ready()).toBe(true))
  })

  test("is never reached with a model that cannot classify a trial drawing; all models are closed", async () => {
    const [one, two] = [new FakeModel("v1"), new FakeModel("v2")]
    two.during = broken
    await expect(start("v2.0:shadow", [one, two])).rejects.toThrow(
      "The model of version v2 cannot classify a trial drawing.",
    )
    expect([one.closed, two.closed]).toEqual([true, true])
  })
})

describe("close", () => {
  test("answers what was taken, refuses what comes later, and then closes the models", async () => {
    const model = new FakeModel("v1")
    const recogniser = await start("off", [model])
    const held = gate()
    model.during = () => held.promise
    const taken = [recogniser.recognise(drawing(1)), recogniser.recognise(drawing(2))]
    const closing = recogniser.close()
    expect(recogniser.ready()).toBe(false)
    await expect(recogniser.recognise(drawing(3))).rejects.toThrow(StoppingError)
    expect(model.closed).toBe(false)
    held.open()
    expect((await Promise.all(taken)).map(({ answer }) => answer.classification.confidence)).toEqual(
      [1, 2].map(confidenceOf),
    )
    await closing
    expect(model.closed).toBe(true)
  })
})

test("close waits for a trial that is going on before it closes the model", async () => {
  const model = new FakeModel("v1")
  const recogniser = await start("off", [model])
  model.during = broken
  await expect(recogniser.recognise(drawing(1))).rejects.toThrow("poison")
  const held = gate()
  model.during = () => held.promise
  expect(recogniser.ready()).toBe(false)
  const closing = recogniser.close()
  await new Promise(setImmediate)
  expect(model.closed).toBe(false)
  held.open()
  await closing
  expect(model.closed).toBe(true)
})

describe("on ONNX files", () => {
  test("recognises drawings with v1, and runs a second version along", async () => {
    const folder = await temporaryFolder({
      "digit_classifier_v1.onnx": await readFile(testModelPath()),
      "digit_classifier_v2.onnx": onnxFile({ metadata: { classes: DIGITS.join(), input: "grey" }, outputs: 10 }),
    })
    const models = await findModels({ modelPath: join(folder, "digit_classifier_v1.onnx"), modelVersion: "v1.0" })
    const recogniser = await openRecogniser({ models, flag: parseModelFlag("v2.0:shadow", "v1.0") })
    const digits = DRAWN_DIGITS.filter((digit) => digit !== "0")
    const recognitions = await Promise.all(digits.map((digit) => recogniser.recognise(drawDigit(digit))))
    expect(recognitions.map(({ answer }) => answer.classification.prediction)).toEqual(digits)
    for (const { answer, alternatives } of recognitions) {
      expect(Object.keys(answer.classification.scores)).toEqual(DIGITS.slice(1))
      expect(Object.keys(alternatives[0]!.classification.scores)).toEqual(DIGITS)
      expect(alternatives[0]!.classification.confidence).toBeCloseTo(0.1, 6)
    }
    expect(recogniser.modelHash).toMatch(/^[0-9a-f]{64}$/)
    await recogniser.close()
    expect(recogniser.ready()).toBe(false)
  })

  test("do not start without the version that the flag names", async () => {
    const models = await findModels({ modelPath: testModelPath(), modelVersion: "v1.0" })
    await expect(openRecogniser({ models, flag: parseModelFlag("v9.0", "v1.0") })).rejects.toThrow(
      "There is no model file of version v9",
    )
  })
})

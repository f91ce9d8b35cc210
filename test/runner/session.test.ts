import { expect, it } from "vitest"
import { context } from "../../src/engine/context.js"
import type { Command, Model } from "../../src/runner/model.js"
import type { Change } from "../../src/runner/progress.js"
import { NO_PROGRESS } from "../../src/runner/progress.js"
import { startSession } from "../../src/runner/session.js"
import { model, outline, step } from "./sample.js"

/** A store whose writes end when the test says so. */
function slowStore() {
  const writes: { changes: readonly Change[]; end: () => void }[] = []
  return {
    writes,
    store: {
      read: async () => NO_PROGRESS,
      apply: (changes: readonly Change[]) => new Promise<void>((end) => writes.push({ changes, end })),
      flush: async () => undefined,
    },
  }
}

it("shows another step only once it is kept that it is open", async () => {
  const shown: (string | undefined)[] = []
  const { writes, store } = slowStore()
  let press: (command: Command) => void = () => undefined
  const front = {
    start: (onCommand: typeof press) => (press = onCommand),
    show: ({ outline: { steps }, at }: Model) => shown.push(steps[at]?.id),
    ...{ suspend: () => undefined, resume: () => undefined, stop: () => undefined },
  }
  const { over } = startSession({
    model: model(outline(step("9.1.1"), step("9.1.2"))),
    ...{ front, store, placed: [], look: async () => undefined, signal: new AbortController().signal },
    context: context.parse({ track: "typescript", settings: {}, runSeed: "run", workspaceSeed: "workspace" }),
    doings: { hint: async () => undefined, shell: async () => undefined, ask: async () => undefined },
  })
  const keep = async (): Promise<void> => {
    writes.splice(0).forEach(({ end }) => end())
    await new Promise(setImmediate)
  }
  await keep()
  press({ name: "next" })
  expect(new Set(shown)).toEqual(new Set(["9.1.1"]))
  expect(writes.flatMap(({ changes }) => changes)).toContainEqual(
    expect.objectContaining({ kind: "place", step: "9.1.2" }),
  )
  await keep()
  expect(shown.at(-1)).toBe("9.1.2")
  press({ name: "quit" })
  await over
})

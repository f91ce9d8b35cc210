import fc from "fast-check"
import { afterEach, describe, expect, test, vi } from "vitest"
import { Batcher } from "../../src/inference/batcher.js"
import { DeadlineError, OverloadedError, StoppingError } from "../../src/inference/refusals.js"
import { gate } from "./fakes.js"

const double = async (inputs: readonly number[]): Promise<number[]> => inputs.map((input) => input * 2)

/** A batcher whose runs last until `finish` is called; `runs` are the inputs of each. */
function held(options: ConstructorParameters<typeof Batcher>[1] = {}) {
  const runs: (readonly number[])[] = []
  const gates: ReturnType<typeof gate>[] = []
  const settled: [number, number | Error][] = []
  const batcher = new Batcher<number, number>(
    {
      async run(inputs) {
        runs.push(inputs)
        const next = gate()
        gates.push(next)
        await next.promise
        return await double(inputs)
      },
      settled: (input, outcome) => settled.push([input, outcome]),
    },
    options,
  )
  return { batcher, runs, gates, settled }
}

afterEach(() => {
  vi.useRealTimers()
})

describe("runs", () => {
  test("start at once for an input that comes alone", () => {
    const { batcher, runs } = held()
    void batcher.add(1)
    expect(runs).toEqual([[1]])
    expect(batcher.depth).toBe(0)
  })

  test("are shared by what arrives during another run, up to the largest size", async () => {
    const { batcher, runs, gates } = held({ maxBatch: 3 })
    const answers = [1, 2, 3, 4, 5].map((input) => batcher.add(input))
    expect(batcher.depth).toBe(4)
    gates[0]!.open()
    await answers[0]
    await vi.waitFor(() => expect(runs).toHaveLength(2))
    gates[1]!.open()
    await vi.waitFor(() => expect(runs).toHaveLength(3))
    gates[2]!.open()
    expect(await Promise.all(answers)).toEqual([2, 4, 6, 8, 10])
    expect(runs).toEqual([[1], [2, 3, 4], [5]])
  })

  test("never split what one call hands in, however large it is", async () => {
    const { batcher, runs, gates } = held({ maxBatch: 3 })
    const first = batcher.add(1)
    const two = batcher.addMany([2, 3])
    const four = batcher.addMany([4, 5, 6, 7])
    gates[0]!.open()
    await first
    await vi.waitFor(() => expect(runs).toHaveLength(2))
    gates[1]!.open()
    await two
    await vi.waitFor(() => expect(runs).toHaveLength(3))
    gates[2]!.open()
    expect(await four).toEqual([8, 10, 12, 14])
    expect(runs).toEqual([[1], [2, 3], [4, 5, 6, 7]])
  })

  test("give every caller the results of its own inputs, whatever comes together and however long it takes", async () => {
    const call = fc.record({
      size: fc.integer({ min: 0, max: 5 }),
      before: fc.integer({ min: 0, max: 3 }),
      fails: fc.boolean(),
    })
    const delays = fc.infiniteStream(fc.integer({ min: 0, max: 3 }))
    await fc.assert(
      fc.asyncProperty(
        fc.array(call, { maxLength: 40 }),
        fc.integer({ min: 1, max: 9 }),
        delays,
        async (calls, maxBatch, delay) => {
          let count = 0
          let told = 0
          const failing = new Set<number>()
          const batcher = new Batcher<number, string>(
            {
              async run(inputs) {
                for (let turns = delay.next().value; turns > 0; turns--) await new Promise(setImmediate)
                return inputs.map((input) => (failing.has(input) ? new Error(`no ${input}`) : `yes ${input}`))
              },
              settled: (input, outcome) => {
                told++
                expect(String(outcome)).toBe(failing.has(input) ? `Error: no ${input}` : `yes ${input}`)
              },
            },
            { maxBatch },
          )
          const answers: Promise<void>[] = []
          for (const { size, before, fails } of calls) {
            for (let turns = before; turns > 0; turns--) await new Promise(setImmediate)
            const inputs = Array.from({ length: size }, () => count++)
            if (fails && size > 0) failing.add(inputs[0]!)
            const answer = batcher.addMany(inputs)
            answers.push(
              failing.has(inputs[0]!)
                ? expect(answer).rejects.toThrow(`no ${inputs[0]}`)
                : expect(answer).resolves.toEqual(inputs.map((input) => `yes ${input}`)),
            )
          }
          await Promise.all(answers)
          await batcher.close()
          expect(told).toBe(count)
          expect(batcher.depth).toBe(0)
        },
      ),
      { numRuns: 60 },
    )
  })
})

describe("a run that fails", () => {
  test("fails its own inputs and no others", async () => {
    const { batcher, gates, settled } = held()
    const poisoned = batcher.add(1)
    const [next, other] = [batcher.add(2), batcher.add(3)]
    gates[0]!.fail(new Error("poison"))
    await expect(poisoned).rejects.toThrow("poison")
    await vi.waitFor(() => expect(gates).toHaveLength(2))
    gates[1]!.open()
    expect(await Promise.all([next, other])).toEqual([4, 6])
    expect(settled).toEqual([
      [1, new Error("poison")],
      [2, 4],
      [3, 6],
    ])
  })

  test("may do so at once, and before it has begun to wait", async () => {
    const batcher = new Batcher<number, number>({
      run: (inputs) => {
        if (inputs.includes(1)) throw new Error("at once")
        return double(inputs)
      },
    })
    await expect(batcher.add(1)).rejects.toThrow("at once")
    expect(await batcher.add(2)).toBe(4)
  })

  test("is one that gives another number of outputs: none of them can be trusted", async () => {
    const batcher = new Batcher<number, number>({ run: async (inputs) => inputs.slice(1) })
    await expect(batcher.addMany([1, 2, 3])).rejects.toThrow("a run of 3 inputs gave 2 outputs")
  })
})

describe("the queue", () => {
  test("refuses what it does not hold, and takes again when there is room", async () => {
    const { batcher, gates, settled } = held({ maxQueue: 3 })
    const running = batcher.add(0)
    const waiting = [batcher.add(1), batcher.add(2)]
    await expect(batcher.addMany([3, 4])).rejects.toThrow(OverloadedError)
    expect(batcher.depth).toBe(2)
    waiting.push(batcher.add(3))
    const refused = await batcher.add(4).catch((error: unknown) => error)
    expect(refused).toMatchObject({ statusCode: 503, retryAfter: 1, message: "The service is busy; try again later" })
    gates[0]!.open()
    await running
    await vi.waitFor(() => expect(gates).toHaveLength(2))
    const later = batcher.add(5)
    gates[1]!.open()
    expect(await Promise.all(waiting)).toEqual([2, 4, 6])
    await vi.waitFor(() => expect(gates).toHaveLength(3))
    gates[2]!.open()
    expect(await later).toBe(10)
    expect(settled.map(([input]) => input)).toEqual([0, 1, 2, 3, 5])
  })

  test("says so when a call hands in more than would ever fit", async () => {
    const { batcher } = held({ maxQueue: 3 })
    await expect(batcher.addMany([1, 2, 3, 4])).rejects.toThrow(RangeError)
  })
})

describe("the deadline", () => {
  test("frees callers that wait, and those whose run does not end", async () => {
    vi.useFakeTimers()
    const { batcher, gates, runs, settled } = held({ deadlineMs: 100 })
    const hanging = expect(batcher.add(1)).rejects.toThrow(DeadlineError)
    await vi.advanceTimersByTimeAsync(60)
    const waiting = batcher.add(2).catch((error: unknown) => error)
    await vi.advanceTimersByTimeAsync(40)
    await hanging
    expect(batcher.depth).toBe(1)
    await vi.advanceTimersByTimeAsync(60)
    expect(await waiting).toMatchObject({ statusCode: 503, retryAfter: 1 })
    expect(batcher.depth).toBe(0)

    gates[0]!.open()
    await vi.advanceTimersByTimeAsync(0)
    const fresh = batcher.add(3)
    gates[1]!.open()
    expect(await fresh).toBe(6)
    expect(runs).toEqual([[1], [3]])
    expect(settled.map(([input]) => input)).toEqual([1, 2, 3])
    await batcher.close()
    expect(vi.getTimerCount()).toBe(0)
  })

  test("is kept even when the process was too busy to see it pass", async () => {
    const { batcher, gates, runs } = held({ deadlineMs: 20 })
    const first = batcher.add(1)
    const late = expect(batcher.add(2)).rejects.toThrow(DeadlineError)
    gates[0]!.open()
    for (const end = performance.now() + 30; performance.now() < end;);
    await late
    expect(await first).toBe(2)
    expect(runs).toEqual([[1]])
  })

  test("costs one timer, not one for each call", async () => {
    vi.useFakeTimers()
    const batcher = new Batcher<number, number>({ run: double })
    for (let input = 0; input < 50; input++) expect(await batcher.add(input)).toBe(input * 2)
    expect(vi.getTimerCount()).toBe(1)
    await vi.advanceTimersByTimeAsync(2000)
    expect(vi.getTimerCount()).toBe(0)
  })
})

describe("close", () => {
  test("answers what was taken, refuses what comes later, and leaves no timer", async () => {
    const { batcher, gates } = held()
    const taken = [batcher.add(1), batcher.add(2)]
    let closed = false
    const closing = batcher.close().then(() => (closed = true))
    await expect(batcher.add(3)).rejects.toThrow(StoppingError)
    gates[0]!.open()
    await vi.waitFor(() => expect(gates).toHaveLength(2))
    expect(closed).toBe(false)
    gates[1]!.open()
    expect(await Promise.all(taken)).toEqual([2, 4])
    await closing
    await batcher.close()
  })

  test("does not wait longer than the deadline for a run that hangs", async () => {
    vi.useFakeTimers()
    const { batcher } = held({ deadlineMs: 100 })
    const hanging = expect(batcher.add(1)).rejects.toThrow(DeadlineError)
    const closing = batcher.close()
    await vi.advanceTimersByTimeAsync(100)
    await hanging
    await closing
  })

  test("of an idle batcher is done at once", async () => {
    await new Batcher<number, number>({ run: double }).close()
  })
})

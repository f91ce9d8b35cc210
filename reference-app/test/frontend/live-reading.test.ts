import { afterEach, beforeEach, describe, expect, it, vi } from "vitest"
import { LiveReading, REST_MS } from "../../frontend/src/live-reading.js"

interface Asked {
  readonly drawing: string
  readonly signal: AbortSignal
  answer(reading: string, pause?: number): void
  fail(): void
}

describe("LiveReading", () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  it("asks once the hand rests, for the newest drawing only", async () => {
    const { live, asked } = start()
    live.want("a")
    await vi.advanceTimersByTimeAsync(REST_MS - 1)
    live.want("ab")
    await vi.advanceTimersByTimeAsync(REST_MS - 1)
    expect(asked).toEqual([])
    await vi.advanceTimersByTimeAsync(1)
    expect(asked.map(({ drawing }) => drawing)).toEqual(["ab"])
  })

  it("shows the answer", async () => {
    const { live, asked, shown } = start()
    live.want("a")
    await vi.advanceTimersByTimeAsync(REST_MS)
    asked[0]!.answer("3")
    await vi.advanceTimersByTimeAsync(0)
    expect(shown).toEqual(["3"])
  })

  it("has one request on its way at most, and drops an answer to a drawing that has changed since", async () => {
    const { live, asked, shown } = start()
    live.want("a")
    await vi.advanceTimersByTimeAsync(REST_MS)
    live.want("ab")
    await vi.advanceTimersByTimeAsync(10 * REST_MS)
    expect(asked).toHaveLength(1)
    asked[0]!.answer("stale")
    await vi.advanceTimersByTimeAsync(0)
    asked[1]!.answer("fresh")
    await vi.advanceTimersByTimeAsync(0)
    expect(asked.map(({ drawing }) => drawing)).toEqual(["a", "ab"])
    expect(shown).toEqual(["fresh"])
  })

  it("shows nothing any more once it was stopped, even when the answer comes", async () => {
    const { live, asked, shown } = start()
    live.want("a")
    await vi.advanceTimersByTimeAsync(REST_MS)
    live.stop()
    expect(asked[0]!.signal.aborted).toBe(true)
    asked[0]!.answer("late")
    await vi.advanceTimersByTimeAsync(10 * REST_MS)
    expect(shown).toEqual([])
    live.want("b")
    live.stop()
    await vi.advanceTimersByTimeAsync(10 * REST_MS)
    expect(asked).toHaveLength(1)
  })

  it("leaves the service alone for as long as an answer asks", async () => {
    const { live, asked } = start()
    live.want("a")
    await vi.advanceTimersByTimeAsync(REST_MS)
    asked[0]!.answer("3", 5000)
    await vi.advanceTimersByTimeAsync(0)
    live.want("ab")
    await vi.advanceTimersByTimeAsync(4999)
    expect(asked).toHaveLength(1)
    await vi.advanceTimersByTimeAsync(1)
    expect(asked).toHaveLength(2)
  })

  it("asks once more after a refusal's pause, with the newest drawing", async () => {
    const { live, asked } = start({ pause: 2000, again: true })
    live.want("a")
    await vi.advanceTimersByTimeAsync(REST_MS)
    asked[0]!.fail()
    await vi.advanceTimersByTimeAsync(1000)
    live.want("ab")
    await vi.advanceTimersByTimeAsync(999)
    expect(asked).toHaveLength(1)
    await vi.advanceTimersByTimeAsync(1)
    expect(asked.map(({ drawing }) => drawing)).toEqual(["a", "ab"])
  })

  it("waits for the next change after any other failure", async () => {
    const { live, asked } = start({ pause: 2000, again: false })
    live.want("a")
    await vi.advanceTimersByTimeAsync(REST_MS)
    asked[0]!.fail()
    await vi.advanceTimersByTimeAsync(60_000)
    expect(asked).toHaveLength(1)
    live.want("ab")
    await vi.advanceTimersByTimeAsync(REST_MS)
    expect(asked).toHaveLength(2)
  })
})

function start(failed = { pause: 0, again: false }) {
  const asked: Asked[] = []
  const shown: string[] = []
  const live = new LiveReading<string, string>({
    ask: (drawing, signal) =>
      new Promise((resolve, reject) => {
        const answer = (reading: string, pause = 0): void => resolve({ reading, pause })
        asked.push({ drawing, signal, answer, fail: () => reject(new Error("refused")) })
      }),
    show: (reading) => void shown.push(reading),
    failed: () => failed,
  })
  return { live, asked, shown }
}

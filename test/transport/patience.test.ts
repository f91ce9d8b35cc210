import { setImmediate, setTimeout as sleep } from "node:timers/promises"
import { describe, expect, test, vi } from "vitest"
import { patience, patienceSignal } from "../../src/transport/patience.js"

/** Nothing else happens in this process meanwhile. */
function holdUp(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms)
}

describe("patience", () => {
  test("ends once, when nothing has come", async () => {
    const late = vi.fn()
    patience(20, late)
    await vi.waitFor(() => expect(late).toHaveBeenCalled())
    await sleep(40)
    expect(late).toHaveBeenCalledTimes(1)
  })

  test("does not end while the process is held up itself: what has come meanwhile is read first", async () => {
    const late = vi.fn()
    const stop = patience(200, late)
    holdUp(600)
    await setImmediate()
    stop()
    await sleep(300)
    expect(late).not.toHaveBeenCalled()
  })

  test("goes on counting after that", async () => {
    const { signal, stop } = patienceSignal(100)
    holdUp(300)
    expect(signal.aborted).toBe(false)
    await vi.waitFor(() => expect(signal.aborted).toBe(true))
    stop()
  })
})

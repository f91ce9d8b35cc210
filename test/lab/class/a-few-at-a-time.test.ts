import { describe, expect, it } from "vitest"
import { aFewAtATime } from "../../../src/lab/class/a-few-at-a-time.js"

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

describe("aFewAtATime", () => {
  it("works on everything, and never on more than the limit", async () => {
    let running = 0
    let most = 0
    const seen: number[] = []
    await aFewAtATime([1, 2, 3, 4, 5, 6, 7], 3, async (item) => {
      most = Math.max(most, ++running)
      await turn()
      running -= 1
      seen.push(item)
    })
    expect(most).toBe(3)
    expect(seen.sort()).toEqual([1, 2, 3, 4, 5, 6, 7])
  })

  it("begins nothing new after a failure, and throws it when what ran has ended", async () => {
    const begun: number[] = []
    const ended: number[] = []
    const work = async (item: number): Promise<void> => {
      begun.push(item)
      if (item === 1) throw new Error("one")
      await turn()
      ended.push(item)
    }
    await expect(aFewAtATime([1, 2, 3, 4], 2, work)).rejects.toThrow("one")
    expect(begun).toEqual([1, 2])
    expect(ended).toEqual([2])
  })
})

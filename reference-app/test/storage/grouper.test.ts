import { setImmediate as turn } from "node:timers/promises"
import { expect, test } from "vitest"
import { Grouper } from "../../src/storage/grouper.js"

interface Run {
  readonly groups: readonly (readonly number[])[]
  finish(): void
}

function grouperOf(options: { concurrency?: number; mostPerRun?: number; mostWaiting?: number } = {}) {
  const runs: Run[] = []
  const grouper = new Grouper<number, number>({
    run: (groups) =>
      new Promise((resolve) => {
        const finish = (): void =>
          resolve(groups.map((items) => ({ ok: true, results: items.map((item) => item * 2) })))
        runs.push({ groups, finish })
      }),
    concurrency: 1,
    mostPerRun: 4,
    mostWaiting: 6,
    whenFull: () => new Error("full"),
    ...options,
  })
  return { grouper, runs }
}

test("one caller alone is served in the same turn of the event loop", async () => {
  const { grouper, runs } = grouperOf()
  const result = grouper.add([21])
  await turn()
  expect(runs.map(({ groups }) => groups)).toEqual([[[21]]])
  runs[0]!.finish()
  expect(await result).toEqual([42])
})

test("who comes in one turn, or while the runs are busy, shares a run; each gets their own results", async () => {
  const { grouper, runs } = grouperOf()
  const first = [grouper.add([1]), grouper.add([2, 3])]
  await turn()
  const later = [grouper.add([4]), grouper.add([5, 6])]
  await turn()
  expect(runs.map(({ groups }) => groups)).toEqual([[[1], [2, 3]]])
  runs[0]!.finish()
  expect(await Promise.all(first)).toEqual([[2], [4, 6]])
  await turn()
  expect(runs[1]!.groups).toEqual([[4], [5, 6]])
  runs[1]!.finish()
  expect(await Promise.all(later)).toEqual([[8], [10, 12]])
  await grouper.idle()
})

test("a run takes no more than it may, but always a whole caller", async () => {
  const { grouper, runs } = grouperOf({ mostWaiting: 100, concurrency: 3 })
  const results = [[1, 2, 3], [4], [5], [6, 7, 8, 9, 10, 11]].map((items) => grouper.add(items))
  await turn()
  await turn()
  await turn()
  expect(runs.map(({ groups }) => groups)).toEqual([[[1, 2, 3], [4]], [[5]], [[6, 7, 8, 9, 10, 11]]])
  for (const run of runs) run.finish()
  await Promise.all(results)
})

test("who finds too many waiting is refused at once, and the next one is not when there is room", async () => {
  const { grouper, runs } = grouperOf()
  const kept = [grouper.add([1, 2, 3]), grouper.add([4, 5, 6])]
  await expect(grouper.add([7])).rejects.toThrow("full")
  await turn()
  const seven = grouper.add([7])
  for (const index of [0, 1]) {
    runs[index]!.finish()
    await turn()
    await turn()
  }
  expect((await Promise.all([...kept, seven])).flat()).toEqual([2, 4, 6, 8, 10, 12, 14])
})

test("a run that fails fails its callers and nobody else", async () => {
  let count = 0
  const grouper = new Grouper<number, number>({
    run: async (groups) => {
      if (count++ === 0) throw new Error("broken")
      return groups.map((items) => ({ ok: true, results: items }))
    },
    concurrency: 1,
    mostPerRun: 4,
    mostWaiting: 6,
    whenFull: () => new Error("full"),
  })
  await expect(grouper.add([1])).rejects.toThrow("broken")
  expect(await grouper.add([2])).toEqual([2])
})

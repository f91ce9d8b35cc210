import { setTimeout as sleep } from "node:timers/promises"
import { expect, test, vi } from "vitest"
import type { Observation } from "../../../src/engine/observation.js"
import type { Host } from "../../../src/inventory/inventory.js"
import { noticingTransport } from "../../../src/grading/run/noticing-transport.js"
import { Places, type Place } from "../../../src/grading/run/places.js"
import type { HostConnection } from "../../../src/transport/ports.js"

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

/** Lets so many ask for a place; those who have one are in `taken`, in order. */
async function crowd(places: Places, size: number): Promise<Place[]> {
  const taken: Place[] = []
  for (let each = 0; each < size; each++) void places.take().then((place) => taken.push(place))
  await settled()
  return taken
}

test("somebody who is only waited for lets another one in, up to a limit", async () => {
  const taken = await crowd(new Places(2, 3), 5)
  expect(taken).toHaveLength(2)
  taken[0]?.quiet()
  await settled()
  expect(taken).toHaveLength(3)
  taken[1]?.quiet()
  await settled()
  expect(taken).toHaveLength(3)
})

test("whoever was waited for goes on at once, and nobody else is let in for them again", async () => {
  const taken = await crowd(new Places(1, 3), 4)
  taken[0]?.quiet()
  await settled()
  expect(taken).toHaveLength(2)
  taken[0]?.lively()
  taken[1]?.leave()
  await settled()
  expect(taken).toHaveLength(2)
  taken[0]?.leave()
  await settled()
  expect(taken).toHaveLength(3)
})

test("a place is left once, also by somebody who was waited for", async () => {
  const taken = await crowd(new Places(1, 2), 4)
  taken[0]?.quiet()
  await settled()
  taken[0]?.leave()
  taken[0]?.leave()
  taken[0]?.lively()
  await settled()
  expect(taken).toHaveLength(2)
  taken[1]?.leave()
  await settled()
  expect(taken).toHaveLength(3)
})

test("a host that is silent makes its student's place quiet, and a result lively again", async () => {
  const told: string[] = []
  const place = { quiet: () => told.push("quiet"), lively: () => told.at(-1) === "lively" || told.push("lively") }
  let answer: () => void = () => undefined
  const observation: Observation = { status: "unobserved", reason: "for the test" }
  const connection = {
    runBatch: (_jobs, { onResult }) =>
      new Promise<void>((resolve) => {
        answer = () => {
          onResult(0, observation)
          resolve()
        }
      }),
  } as Partial<HostConnection> as HostConnection
  const { transport, stop } = noticingTransport({ connect: () => Promise.resolve(connection) }, place, 20)
  const onResult = vi.fn()
  const over = (await transport.connect({} as Host, {})).runBatch([], { onResult })
  await vi.waitFor(() => expect(told).toEqual(["lively", "quiet"]))
  answer()
  await over
  stop()
  expect(told.slice(0, 3)).toEqual(["lively", "quiet", "lively"])
  const before = told.length
  await sleep(60)
  expect(told).toHaveLength(before)
  expect(onResult).toHaveBeenCalledWith(0, observation)
})

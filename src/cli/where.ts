import path from "node:path"
import { blockAlone } from "../catalog/block-alone.js"
import { findInventory } from "../inventory/find-inventory.js"
import type { Progress } from "../runner/progress.js"

/** Where a student is, and the one command to go on with. */
export interface Where {
  text: string
  command: string
}

/**
 * Where the student of the folder `from` is. Loads neither hosts nor checks: it is what `course` alone prints.
 * @param warn hears of a damaged file that was put aside
 */
export async function whereYouAre(from: string, warn: (message: string) => void): Promise<Where> {
  const inventory = findInventory(from)
  if (inventory === undefined)
    return {
      text: "There is no course.yaml here or above: course does not know your machines yet.",
      command: "course init",
    }
  const { progressStore } = await import("../runner/progress-store.js")
  return await placeIn(await progressStore(path.dirname(inventory), warn).read())
}

async function placeIn({ place, steps }: Progress): Promise<Where> {
  const number = Number(place?.step.split(".")[0])
  const block = place && (await blockAlone(number))
  const all = block?.exercises.flatMap((exercise) => exercise.steps) ?? []
  const at = all.findIndex(({ id }) => id === place?.step)
  const step = all[at]
  if (!block || !step)
    return { text: "Your machines are known, and no block is begun.", command: `course run block${number || 1}` }
  const { greenAt, saidAt, skippedAt } = steps[step.id] ?? {}
  const done = [greenAt, saidAt, skippedAt].some((when) => when !== undefined)
  if (!done || at < all.length - 1)
    return { text: `Block ${number}, ${block.title}: step ${step.id}, ${step.title}.`, command: "course run" }
  const next = await blockAlone(number + 1)
  return next
    ? {
        text: `You are at the end of block ${number}. Block ${number + 1} is next: ${next.title}.`,
        command: `course run block${number + 1}`,
      }
    : { text: `You are at the end of block ${number}, the last one.`, command: "course status" }
}

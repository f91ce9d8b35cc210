import { existsSync } from "node:fs"
import path from "node:path"
import { blockAlone } from "../catalog/block-alone.js"
import type { Track } from "../engine/context.js"
import { CourseError } from "../errors/course-error.js"
import type { Inventory } from "../inventory/inventory.js"
import { findInventory } from "../inventory/find-inventory.js"
import { loadInventory } from "../inventory/load-inventory.js"
import type { Reader } from "../notes/for-reader.js"
import type { StandingOf } from "../notes/standing.js"
import { valuesOf } from "../notes/values.js"
import { fileAtTag } from "../reference/file-at-tag.js"
import { progressStore } from "../runner/progress-store.js"
import { storedStanding } from "../runner/stored-standing.js"
import { openWorkspace, type Workspace } from "../workspace/workspace.js"
import type { InventoryChoice } from "./inventory-flags.js"

export interface ReaderChoice extends InventoryChoice {
  track?: Track | undefined
}

/** Who reads: the track, what is filled in, and the folder of course.yaml where there is one. */
export interface OpenReader extends Reader {
  inventory: Inventory | undefined
  folder: string | undefined
  /** The step that the student is at; undefined where nothing is known. */
  here: string | undefined
  standingOf: StandingOf | undefined
}

/** Opens what is there for a reader. Nothing has to be: the notes can be read before there is a course.yaml. No host is asked. */
export async function openReader(choice: ReaderChoice, warn: (message: string) => void): Promise<OpenReader> {
  const inventory = await inventoryOf(choice, warn)
  const folder = inventory && path.dirname(path.resolve(inventory.path))
  const workspace = folder === undefined ? undefined : await workspaceOf(folder, warn)
  const progress = folder !== undefined && workspace ? await progressStore(folder, warn).read() : undefined
  const track = choice.track ?? inventory?.track ?? "typescript"
  return {
    track,
    values: valuesOf(inventory, await workspace?.readAnswers()),
    files: (tag, file) => fileAtTag(track, tag, file),
    inventory,
    folder,
    here: progress?.place?.step,
    standingOf: progress && storedStanding(progress, await outcomesOfSteps()),
  }
}

async function inventoryOf(choice: ReaderChoice, warn: (message: string) => void): Promise<Inventory | undefined> {
  if (choice.lab !== undefined) {
    const { labInventoryPath } = await import("../lab/lab.js")
    return await loadInventory(await labInventoryPath(choice.lab))
  }
  if (choice.inventory !== undefined) return await loadInventory(choice.inventory)
  const file = findInventory(process.cwd())
  if (file === undefined) return undefined
  try {
    return await loadInventory(file)
  } catch (error) {
    if (!(error instanceof CourseError)) throw error
    warn(`${error.message}\nThe notes are shown with the usual names and addresses instead.`)
    return undefined
  }
}

/** Reading makes no folder. */
async function workspaceOf(folder: string, warn: (message: string) => void): Promise<Workspace | undefined> {
  return existsSync(path.join(folder, ".course")) ? await openWorkspace(folder, { warn }) : undefined
}

/** What proves each step, without loading a check. */
async function outcomesOfSteps(): Promise<(step: string) => readonly string[]> {
  const steps = new Map<string, readonly string[]>()
  for (let number = 1, block = await blockAlone(number); block; block = await blockAlone(++number)) {
    for (const { id, outcomes } of block.exercises.flatMap((exercise) => exercise.steps)) steps.set(id, outcomes)
  }
  return (step) => steps.get(step) ?? []
}

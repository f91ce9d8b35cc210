import { existsSync } from "node:fs"
import path from "node:path"
import type { Track } from "../engine/context.js"
import { CourseError } from "../errors/course-error.js"
import type { Inventory } from "../inventory/inventory.js"
import { findInventory, loadInventory } from "../inventory/load-inventory.js"
import type { Reader } from "../notes/for-reader.js"
import type { StandingOf } from "../notes/standing.js"
import { valuesOf } from "../notes/values.js"
import { fileAtTag } from "../reference/file-at-tag.js"
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
  const track = choice.track ?? inventory?.track ?? "typescript"
  return {
    track,
    values: valuesOf(inventory, await workspace?.readAnswers()),
    files: (tag, file) => fileAtTag(track, tag, file),
    inventory,
    folder,
    here: undefined,
    standingOf: undefined,
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

import { randomBytes } from "node:crypto"
import path from "node:path"
import type { Context } from "../engine/context.js"
import { CourseError } from "../errors/course-error.js"
import type { Inventory } from "../inventory/inventory.js"
import { findInventory } from "../inventory/find-inventory.js"
import { loadInventory } from "../inventory/load-inventory.js"
import { openWorkspace, type Workspace } from "../workspace/workspace.js"
import type { InventoryChoice } from "./inventory-flags.js"

/** Where a command works: the hosts, the folder beside their description, and what checks may know of both. */
export interface Session {
  inventory: Inventory
  workspace: Workspace
  context: Context
}

/** Opens the inventory that the flags choose, and its workspace. */
export async function openSession(choice: InventoryChoice, warn: (message: string) => void): Promise<Session> {
  const file = await inventoryPath(choice)
  const inventory = await loadInventory(file)
  const workspace = await openWorkspace(path.dirname(path.resolve(file)), { warn })
  return {
    inventory,
    workspace,
    context: {
      track: inventory.track,
      settings: inventory.settings,
      runSeed: randomBytes(16).toString("hex"),
      workspaceSeed: workspace.seed,
    },
  }
}

async function inventoryPath({ inventory, lab }: InventoryChoice): Promise<string> {
  if (lab !== undefined) {
    const { labInventoryPath } = await import("../lab/lab.js")
    return labInventoryPath(lab)
  }
  const file = inventory ?? findInventory(process.cwd())
  if (file !== undefined) return file
  throw new CourseError("COURSE_CONFIG_MISSING", `There is no course.yaml in ${process.cwd()} or above it.`, {
    hint: "Make one with `course init`, name one with --inventory FILE, or use the hosts of a lab with --lab.",
  })
}

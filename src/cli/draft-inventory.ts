import { existsSync } from "node:fs"
import { writeFile } from "node:fs/promises"
import { stringify } from "yaml"
import type { Track } from "../engine/context.js"
import { CourseError } from "../errors/course-error.js"

/** What a person says about the machines. */
export interface InventoryDraft {
  track: Track
  dev: { address: string; user: string }
  prod: { address: string; user: string }
  /** A private key, as a path. */
  identity: string | undefined
}

/** The text of course.yaml. */
export function inventoryText({ track, dev, prod, identity }: InventoryDraft): string {
  const key = identity === undefined ? {} : { identityFile: identity }
  return [
    "# Where the hosts of the course are and how they are reached. All keys: ARCHITECTURE.md, section Inventory.",
    stringify({ track, hosts: { dev: { ...dev, ...key }, prod: { ...prod, ...key } } }),
  ].join("\n")
}

/** @throws CourseError COURSE_FILE_UNWRITABLE when there is a course.yaml, unless it is to be replaced */
export function refuseToReplace(file: string, { replace }: { replace: boolean }): void {
  if (!replace && existsSync(file)) throw present(file)
}

/** Writes course.yaml; without `replace` never over one that is there. */
export async function writeInventory(file: string, text: string, { replace }: { replace: boolean }): Promise<void> {
  try {
    await writeFile(file, text, { flag: replace ? "w" : "wx" })
  } catch (cause) {
    if (cause instanceof Error && "code" in cause && cause.code === "EEXIST") throw present(file)
    throw new CourseError("COURSE_FILE_UNWRITABLE", `${file} cannot be written: ${String(cause)}`, {
      hint: "Go to a folder that is yours.",
      cause,
    })
  }
}

function present(file: string): CourseError {
  return new CourseError("COURSE_FILE_UNWRITABLE", `${file} is there already.`, {
    hint: "Edit it, or replace it with --force.",
  })
}

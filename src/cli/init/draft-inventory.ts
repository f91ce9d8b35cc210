import { existsSync } from "node:fs"
import { writeFile } from "node:fs/promises"
import { stringify } from "yaml"
import type { Track } from "../../engine/context.js"
import { CourseError } from "../../errors/course-error.js"
import type { HostEntry, InventoryFile } from "../../inventory/inventory.js"
import type { FoundEntry, SetupRole } from "../../setup/candidate.js"

/** What is known about the machines before course.yaml is written. */
export interface InventoryDraft {
  track: Track
  dev: FoundEntry
  prod: FoundEntry
  /** A private key, as a path. */
  identity: string | undefined
}

/** The draft as a course.yaml would be read. @param more keys for each host that is reached by SSH */
export function draftedFile(
  { track, identity, ...hosts }: InventoryDraft,
  more: (role: SetupRole) => Partial<HostEntry> = () => ({}),
): InventoryFile {
  const key = identity === undefined ? {} : { identityFile: identity }
  const entry = (role: SetupRole): HostEntry =>
    hosts[role].transport === "local" ? hosts[role] : { ...hosts[role], ...key, ...more(role) }
  return { track, hosts: { dev: entry("dev"), prod: entry("prod") } }
}

/** The text of course.yaml. */
export function inventoryText(draft: InventoryDraft): string {
  return [
    "# Where the hosts of the course are and how they are reached. All keys: ARCHITECTURE.md, section Inventory.",
    stringify(draftedFile(draft)),
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

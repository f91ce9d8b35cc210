import { readFile } from "node:fs/promises"
import path from "node:path"
import { parse } from "yaml"
import { z } from "zod"
import { CourseError } from "../errors/course-error.js"

const kind = z.enum(["mandatory", "optional", "informational"])
export type OutcomeKind = z.infer<typeof kind>

const inventory = z.record(
  z.string().regex(/^block\d+$/),
  z.strictObject({
    /** Why a block has no checks at all yet. */
    unwritten: z.string().min(1).optional(),
    outcomes: z.record(z.string().regex(/^b\d+\.[a-z0-9-]+$/), kind),
    /** Why an outcome has no check. */
    unchecked: z.record(z.string(), z.string().min(1)).default({}),
  }),
)
export type OutcomeInventory = z.infer<typeof inventory>

export const INVENTORY_FILE = "blocks/outcomes.yaml"

/** Every outcome of the course, by block. @throws CourseError when the file is missing or says something else */
export async function readOutcomeInventory(root: string): Promise<OutcomeInventory> {
  const file = path.join(root, INVENTORY_FILE)
  const text = await readFile(file, "utf8").catch((cause: unknown) => {
    throw new CourseError("COURSE_FILE_UNREADABLE", `${file} cannot be read.`, { cause })
  })
  const result = inventory.safeParse(parse(text))
  if (result.success) return result.data
  const [issue] = result.error.issues
  throw new CourseError("COURSE_FILE_UNREADABLE", `${file}: ${issue?.path.join(".") ?? ""}: ${issue?.message ?? ""}.`)
}

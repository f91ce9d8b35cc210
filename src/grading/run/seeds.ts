import { createHmac, randomBytes } from "node:crypto"
import { mkdir } from "node:fs/promises"
import path from "node:path"
import type { Context } from "../../engine/context.js"
import type { Inventory } from "../../inventory/inventory.js"
import { createSeed } from "../../workspace/seed.js"
import type { Student } from "../model.js"

/** What makes the drawings and values of one student their own. */
export type Seeds = Pick<Context, "runSeed" | "workspaceSeed">

/**
 * Seeds for a class: the one of the workspace belongs to a student for good and cannot be guessed from the id, because a secret in
 * the gradebook's folder goes into it; the one of the run is fresh each time.
 * @param folder of the gradebook
 */
export async function classSeeds(
  folder: string,
  warn: (message: string) => void,
): Promise<(student: Student) => Seeds> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const secret = await createSeed(path.join(folder, "class-secret"), warn)
  return ({ id }) => ({
    runSeed: randomBytes(16).toString("hex"),
    workspaceSeed: createHmac("sha256", secret).update(id).digest("hex").slice(0, 32),
  })
}

/** All that checks may know of a student besides what is observed. */
export function studentContext({ track }: Student, { settings }: Inventory, seeds: Seeds): Context {
  return { track, settings, ...seeds }
}

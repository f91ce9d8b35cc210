import { labDown, labUp, type LabUpOptions, type LabUpResult } from "./lab.js"

/**
 * Boots a lab that nobody has worked on. `labUp` alone would go on with hosts that a run which was cut left behind, and with all that
 * was done on them.
 */
export async function labAnew(options: LabUpOptions & { name: string }): Promise<LabUpResult> {
  await labDown({ name: options.name })
  return await labUp(options)
}

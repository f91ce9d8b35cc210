import { drawDigit } from "../../../checks/library/drawing.js"
import { FIXED_DIGITS } from "../../../checks/library/pixelwise.js"
import { labRun } from "../../../src/lab/lab.js"

/** Puts the drawings that every run sends where the mutant `replayed-table` looks them up. */
export async function plantDrawings(lab: string): Promise<void> {
  const known = FIXED_DIGITS.map(([digit, seed]) => JSON.stringify(drawDigit(digit, seed)))
  const { exitCode, stderr } = await labRun({
    name: lab,
    host: "dev",
    script: "cat >/dev/shm/known-drawings.json && chmod 644 /dev/shm/known-drawings.json",
    input: JSON.stringify(known),
  })
  if (exitCode !== 0) throw new Error(`the drawings could not be planted: ${stderr}`)
}

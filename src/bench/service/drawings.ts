import { writeFile } from "node:fs/promises"
import { drawDigit, type Image } from "../../../checks/library/drawing.js"
import { classify, top } from "../../../checks/library/oracle.js"

const COUNT = 200

export interface Drawing {
  /** The JSON text of a request. */
  body: string
  /** What the released model v1.0 says to it. */
  prediction: string
}

/** As many different digits, drawn as people draw them; the same on every run. */
export function drawings(): Drawing[] {
  return Array.from({ length: COUNT }, (_, index) => {
    const pixels: Image = drawDigit(String(1 + (index % 9)), `bench-${index}`)
    return { body: JSON.stringify({ pixels }), prediction: top(classify(pixels)) }
  })
}

/** Writes one body per line, as the load generator reads them. */
export async function writeBodies(file: string, drawn: readonly Drawing[]): Promise<void> {
  await writeFile(file, drawn.map(({ body }) => `${body}\n`).join(""))
}

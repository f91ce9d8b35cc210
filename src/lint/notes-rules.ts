import { existsSync } from "node:fs"
import { readFile } from "node:fs/promises"
import path from "node:path"
import { stepsOfChecks, type Block } from "../engine/block.js"
import type { Finding } from "./finding.js"

/** Where a block has notes, they name exactly the outcomes that its steps name. */
export async function notesFindings(blocks: readonly Block[], root: string): Promise<Finding[]> {
  return (await Promise.all(blocks.map((block) => ofBlock(block, root)))).flat()
}

async function ofBlock(block: Block, root: string): Promise<Finding[]> {
  const file = `blocks/${block.id}/notes.md`
  if (!existsSync(path.join(root, file))) return []
  const text = await readFile(path.join(root, file), "utf8")
  const named = new Set(text.match(new RegExp(`\\bb${block.number}\\.[a-z0-9]+(?:-[a-z0-9]+)*`, "g")) ?? [])
  const stepped = new Set([...stepsOfChecks(block)].map(([id]) => id))
  const missing = [...stepped].filter((id) => !named.has(id)).map((id) => `${file} does not name ${id}.`)
  const strange = [...named].filter((id) => !stepped.has(id)).map((id) => `${file} names ${id}, which no step proves.`)
  return [...missing, ...strange].map((message) => ({ rule: "notes-outcome", message, file }))
}

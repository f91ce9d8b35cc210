import { access } from "node:fs/promises"
import path from "node:path"
import { fileURLToPath, pathToFileURL } from "node:url"
import type { Block } from "../engine/block.js"

/** A block without its checks, which costs next to nothing to load; undefined where there is none of that number. */
export async function blockAlone(number: number): Promise<Block | undefined> {
  const extension = path.extname(fileURLToPath(import.meta.url))
  const file = fileURLToPath(new URL(`../../blocks/block${number}/block${extension}`, import.meta.url))
  try {
    await access(file)
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined
    throw error
  }
  return ((await import(pathToFileURL(file).href)) as { default: Block }).default
}

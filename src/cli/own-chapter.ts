import type { Chapter, StepNotes } from "../notes/chapter.js"
import { forReader } from "../notes/for-reader.js"
import { loadChapter } from "../notes/load.js"
import { valuesOf } from "../notes/values.js"
import { fileAtTag } from "../reference/file-at-tag.js"
import type { Session } from "./session.js"

/** The notes of a block as the student of this workspace sees them. */
export async function ownChapter({ inventory, workspace }: Session, block: string): Promise<Chapter> {
  const [chapter, answers] = await Promise.all([loadChapter(block), workspace.readAnswers()])
  const { track } = inventory
  return forReader(chapter, {
    track,
    values: valuesOf(inventory, answers),
    files: (tag, path) => fileAtTag(track, tag, path),
  })
}

/** The steps of a chapter, by id. */
export function stepsOfChapter({ parts }: Chapter): Map<string, StepNotes> {
  return new Map(
    parts.flatMap((part) => (part.kind === "exercise" ? part.steps.map((step) => [step.id, step] as const) : [])),
  )
}

import { loadCatalog } from "../../catalog/load-catalog.js"
import { hostRole } from "../../engine/observation.js"

/** The words of the course that commands take. */
export interface Words {
  /** Blocks, exercises, steps and checks. */
  ids: string[]
  blocks: string[]
  steps: string[]
  /** Checks that ask something. */
  questions: string[]
  tags: string[]
  hosts: string[]
}

/** Reads the words from the blocks and checks of this version. */
export async function wordsOfCourse(): Promise<Words> {
  const { blocks, checks } = await loadCatalog({ tolerant: true })
  const exercises = blocks.flatMap((block) => block.exercises)
  const steps = exercises.flatMap((exercise) => exercise.steps.map(({ id }) => id))
  const ids = [...blocks, ...exercises].map(({ id }) => id)
  return {
    ids: [...ids, ...steps, ...checks.keys()],
    blocks: blocks.map(({ id }) => id),
    steps,
    questions: [...checks.values()].flatMap(({ id, question }) => (question ? [id] : [])),
    tags: [...new Set(blocks.flatMap(({ tag }) => (tag === undefined ? [] : [tag])))],
    hosts: [...hostRole.options],
  }
}

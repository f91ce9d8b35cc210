import { existsSync } from "node:fs"
import { mkdir, readFile, writeFile } from "node:fs/promises"
import path from "node:path"
import type { Catalog } from "../engine/catalog.js"
import { CourseError } from "../errors/course-error.js"
import { readOutcomeInventory } from "../lint/inventory.js"
import { fill, partsOf, scaffoldFiles, withMutants, withOutcome, type NewCheck } from "./scaffold.js"

export interface Scaffolded {
  /** Relative to the project's root. */
  created: string[]
  changed: string[]
  /** What could not be written by itself, for the author to do. */
  todo: string[]
}

/**
 * Writes what a new check consists of: the check, observations that pass and fail, a mutant and a unit test, and names it in its block
 * and in the block's campaign. What is to be thought of is marked SCAFFOLD, and `course lint` complains until no mark is left.
 * @throws CourseError before anything is written when the id, its block or its step is not right
 */
export async function newCheck(
  check: NewCheck,
  { root, catalog }: { root: string; catalog: Catalog },
): Promise<Scaffolded> {
  const { block } = partsOf(check)
  refuseUnfit(check, catalog)
  const files = scaffoldFiles(check)
  const there = files.find((file) => existsSync(path.join(root, file.path)))
  if (there) throw new CourseError("COURSE_FILE_UNWRITABLE", `${there.path} is there already; nothing was written.`)
  const read = (file: string): Promise<string> => readFile(path.join(root, file), "utf8")
  const texts = await Promise.all(
    files.map(async (file) => ({
      path: file.path,
      text: fill(await read(`templates/check/${file.template}`), file.values),
    })),
  )
  for (const { path: file, text } of texts) {
    await mkdir(path.dirname(path.join(root, file)), { recursive: true })
    await writeFile(path.join(root, file), text, { flag: "wx" })
  }
  const edits = [
    {
      file: `blocks/${block}/block.ts`,
      edit: (source: string) => withOutcome(source, check),
      otherwise: `Name ${check.id} among the outcomes of step ${check.step} in blocks/${block}/block.ts.`,
    },
    {
      file: `test/mutants/${block}/index.ts`,
      edit: (source: string) => withMutants(source, check),
      otherwise: `Add the mutants of test/mutants/${block}/${partsOf(check).slug}.ts to a campaign in test/mutants/${block}/index.ts.`,
    },
  ]
  const changed: string[] = []
  const todo: string[] = []
  for (const { file, edit, otherwise } of edits) {
    const after = existsSync(path.join(root, file)) ? edit(await read(file)) : undefined
    if (after === undefined) todo.push(otherwise)
    else {
      await writeFile(path.join(root, file), after)
      changed.push(file)
    }
  }
  const inventory = await readOutcomeInventory(root)
  if (inventory[block]?.outcomes[check.id] === undefined)
    todo.push(`Add \`${check.id}: ${check.kind}\` to ${block} in blocks/outcomes.yaml.`)
  return { created: texts.map((file) => file.path), changed, todo }
}

function refuseUnfit(check: NewCheck, { blocks, checks }: Catalog): void {
  const { block: id } = partsOf(check)
  if (!/^b\d+\.[a-z0-9]+(-[a-z0-9]+)*$/.test(check.id))
    throw new CourseError("COURSE_USAGE", `"${check.id}" is no id of a check.`, {
      hint: "An id is the block and a name in small letters and hyphens, such as b5.key-empty.",
    })
  if (checks.has(check.id))
    throw new CourseError("COURSE_USAGE", `There is a check ${check.id} already.`, {
      hint: "Ids stay for ever: take another name.",
    })
  const block = blocks.find((each) => each.id === id)
  if (!block)
    throw new CourseError("COURSE_UNKNOWN_ID", `There is no ${id}.`, {
      hint: `Blocks with checks are ${blocks.map((each) => each.id).join(", ")}.`,
    })
  const steps = block.exercises.flatMap((exercise) => exercise.steps.map((step) => step.id))
  if (!steps.includes(check.step))
    throw new CourseError("COURSE_UNKNOWN_ID", `${block.id} has no step ${check.step}.`, {
      hint: `Its steps are ${steps.join(", ")}.`,
    })
}

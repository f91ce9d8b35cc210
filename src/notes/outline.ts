import type { Heading, Paragraph, RootContent } from "mdast"
import { toString } from "mdast-util-to-string"
import type { Chapter, ExerciseNotes, Piece, Section, StepNotes } from "./chapter.js"
import type { MarkedContainers } from "./containers.js"
import type { OnFault } from "./fault.js"
import { readPieces } from "./pieces.js"

/** Puts what follows the chapter's heading into sections, exercises and steps. */
export function readOutline(
  nodes: readonly RootContent[],
  block: number,
  words: MarkedContainers["words"],
  onFault: OnFault,
): Chapter["parts"] {
  const parts: Chapter["parts"] = []
  const steps = new Set<string>()
  let exercise: ExerciseNotes | undefined
  for (const { heading, nodes: content } of cutAtHeadings(nodes)) {
    const line = heading?.position?.start.line ?? content[0]?.position?.start.line ?? 0
    const text = heading ? toString(heading) : undefined
    if (heading?.depth === 1) onFault(line, "A chapter has one heading of level 1, its title.")
    const [, id = "", title = ""] = NUMBERED.exec(text ?? "") ?? []
    if (heading?.depth === 3) {
      if (!exercise || !id.startsWith(`${exercise.id}.`)) onFault(line, `The step ${id} stands in another exercise.`)
      if (steps.has(id)) onFault(line, `The step ${id} is there twice.`)
      steps.add(id)
      exercise?.steps.push(readStep({ id, title, line }, content, words, onFault))
      continue
    }
    const pieces: Piece[] = readPieces(content, words, onFault)
    exercise = id === "" ? undefined : { kind: "exercise", id, title, line, pieces, steps: [] }
    if (exercise && !exercise.id.startsWith(`${block}.`))
      onFault(line, `${exercise.id} is no exercise of block ${block}.`)
    const section: Section = { kind: "section", title: text, line, pieces }
    if (exercise || text !== undefined || pieces.length > 0) parts.push(exercise ?? section)
  }
  return parts
}

const NUMBERED = /^(\d+\.\d+(?:\.\d+)?) (.+)$/
const STEP = /^\d+\.\d+\.\d+ /

interface Cut {
  heading: Heading | undefined
  nodes: RootContent[]
}

/** Headings of levels 1 and 2 cut, of level 3 those of steps; the others are part of the prose. */
function cutAtHeadings(nodes: readonly RootContent[]): Cut[] {
  const cuts: Cut[] = [{ heading: undefined, nodes: [] }]
  for (const node of nodes) {
    const cuts3 = node.type === "heading" && (node.depth < 3 || (node.depth === 3 && STEP.test(toString(node))))
    if (cuts3) cuts.push({ heading: node, nodes: [] })
    else cuts.at(-1)?.nodes.push(node)
  }
  return cuts
}

function readStep(
  place: Pick<StepNotes, "id" | "title" | "line">,
  content: readonly RootContent[],
  words: MarkedContainers["words"],
  onFault: OnFault,
): StepNotes {
  const [first, ...rest] = content
  const outcomes = first?.type === "paragraph" && toString(first).startsWith("Outcomes:") ? first : undefined
  return {
    ...place,
    outcomes: outcomes ? readOutcomes(outcomes, place.line, onFault) : [],
    pieces: readPieces(outcomes ? rest : content, words, onFault),
  }
}

/** "Outcomes: `b2.git-dev`, `b2.git-prod`" */
function readOutcomes({ children, position }: Paragraph, stepLine: number, onFault: OnFault): string[] {
  const ids = children.flatMap((child) => (child.type === "inlineCode" ? [child.value] : []))
  const between = children.map((child) => (child.type === "inlineCode" ? "_" : toString(child))).join("")
  const line = position?.start.line ?? stepLine
  if (!/^Outcomes: _(, _)*$/.test(between)) onFault(line, "Outcomes are ids in backticks with commas between them.")
  return ids
}

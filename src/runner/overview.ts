import type { Assisted } from "../workspace/assisted.js"
import type { Outline } from "./outline.js"
import type { Progress } from "./progress.js"
import { stateOf } from "./step-state.js"
import { firstOpen, tally } from "./way.js"

/** How a student stands in one block. */
export interface BlockOverview {
  id: string
  number: number
  title: string
  steps: { done: number; total: number }
  /** What was seen last; nothing is possible where nothing applies. */
  points: { earned: number; possible: number }
  /** Points of those that a catch-up brought. */
  assisted: number
  hints: number
  /** When its checks were looked at: the first and the last of those that were. */
  seen: { oldest: string; newest: string } | undefined
}

export interface Overview {
  track: string
  blocks: BlockOverview[]
  points: { earned: number; possible: number }
  assisted: number
  hints: number
  /** Where to go on. */
  next: { step: string; title: string; command: string } | undefined
}

/** How a student stands by what is stored. Pure: nobody looks at a host. */
export function overviewOf(
  outlines: readonly Outline[],
  progress: Progress,
  assisted: Assisted,
  track: string,
): Overview {
  const blocks = outlines.map((outline) => blockOverview(outline, progress, assisted))
  const sum = (of: (block: BlockOverview) => number): number => blocks.reduce((total, block) => total + of(block), 0)
  return {
    track,
    blocks,
    points: { earned: sum(({ points }) => points.earned), possible: sum(({ points }) => points.possible) },
    assisted: sum((block) => block.assisted),
    hints: progress.hints.length,
    next: nextStep(outlines, progress),
  }
}

function blockOverview(outline: Outline, progress: Progress, assisted: Assisted): BlockOverview {
  const { id, number, title } = outline.block
  const checks = outline.steps.flatMap((step) => step.checks)
  const standing = (check: string) => progress.checks[check]?.standing
  const passed = checks.filter((check) => standing(check.id) === "pass")
  const scored = checks.filter((check) => !check.bonus && standing(check.id) !== "not-here")
  const seen = checks.flatMap((check) => progress.checks[check.id]?.at ?? []).sort()
  const [oldest, newest] = [seen[0], seen.at(-1)]
  const points = (list: typeof checks): number => list.reduce((total, check) => total + check.points, 0)
  return {
    id,
    number,
    title,
    steps: tally(factsOf(outline, progress)),
    points: { earned: points(passed), possible: points(scored) },
    assisted: passed.reduce((total, check) => total + (assisted[check.id]?.points ?? 0), 0),
    hints: progress.hints.filter(({ check }) =>
      outline.steps.some(({ checks: own }) => own.some(({ id: own }) => own === check)),
    ).length,
    seen: oldest === undefined || newest === undefined ? undefined : { oldest, newest },
  }
}

function factsOf(outline: Outline, { checks, steps }: Progress) {
  return { outline, known: new Map(Object.entries(checks)), marks: steps }
}

/** The step that was left where it is still open, else the first of its block or a later one that is. */
function nextStep(outlines: readonly Outline[], progress: Progress): Overview["next"] {
  const place = progress.place?.step
  const begun = outlines.findIndex(({ steps }) => steps.some(({ id }) => id === place))
  const inOrder = begun < 0 ? outlines : [...outlines.slice(begun), ...outlines.slice(0, begun)]
  for (const outline of inOrder) {
    const facts = factsOf(outline, progress)
    const left = outline.steps.find(({ id }) => id === place)
    const first = firstOpen(facts)
    const step =
      left && !["green", "said", "skipped"].includes(stateOf(left, facts))
        ? left
        : first === undefined
          ? undefined
          : outline.steps[first]
    if (step) return { step: step.id, title: step.title, command: `course run ${outline.block.id}` }
  }
  return undefined
}

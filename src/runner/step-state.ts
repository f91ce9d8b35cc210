import type { Known } from "./known.js"
import type { Outline, OutlineCheck, OutlineStep } from "./outline.js"
import type { StepProgress } from "./progress.js"

/**
 * How a step stands. `later`: what proves it can only be told once a later step is done. `unjudged`: nothing on this machine can tell.
 * `said`: a person said that it is done.
 */
export type StepState = "green" | "open" | "later" | "unjudged" | "said" | "skipped"

export interface StepFacts {
  known: ReadonlyMap<string, Known>
  marks: Readonly<Record<string, StepProgress | undefined>>
  outline: Outline
}

/** How a step stands by what is known. */
export function stateOf(step: OutlineStep, { known, marks, outline }: StepFacts): StepState {
  const deciding = step.checks.filter(({ decides }) => decides)
  const proven = deciding.some(({ id }) => known.get(id)?.standing === "pass")
  if (proven && deciding.every(({ id }) => isSettled(known.get(id)))) return "green"
  const mark = marks[step.id]
  if (mark?.skippedAt !== undefined) return "skipped"
  if (deciding.every(({ id }) => known.get(id)?.standing === "not-here"))
    return mark?.saidAt === undefined ? "unjudged" : "said"
  const open = deciding.filter(({ id }) => !isSettled(known.get(id)))
  if (open.every((check) => isForLater(check, step, outline, known)))
    return mark?.saidAt === undefined ? "later" : "said"
  return "open"
}

/** Nobody has to come back to a step in these states. */
export function isDone(state: StepState): boolean {
  return state === "green" || state === "said" || state === "skipped"
}

/** Is a step over that only a person can judge, because what comes after it in the same exercise is proven? */
export function isPassedBy(index: number, facts: StepFacts): boolean {
  const { steps } = facts.outline
  const step = steps[index]
  if (!step || stateOf(step, facts) !== "unjudged") return false
  return steps
    .slice(index + 1)
    .some((later) => later.exercise.id === step.exercise.id && stateOf(later, facts) === "green")
}

/** The step of the check that a check waits for, where that one comes later. */
export function laterStepOf(
  check: OutlineCheck,
  step: OutlineStep,
  { steps }: Outline,
  known: ReadonlyMap<string, Known>,
): string | undefined {
  const waitsFor = known.get(check.id)?.waitsFor
  if (waitsFor === undefined) return undefined
  const later = steps.slice(steps.indexOf(step) + 1)
  return later.find(({ checks }) => checks.some(({ id }) => id === waitsFor))?.id
}

function isSettled(known: Known | undefined): boolean {
  return known?.standing === "pass" || known?.standing === "not-here"
}

function isForLater(
  check: OutlineCheck,
  step: OutlineStep,
  outline: Outline,
  known: ReadonlyMap<string, Known>,
): boolean {
  return laterStepOf(check, step, outline, known) !== undefined
}

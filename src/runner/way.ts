import { isDone, isPassedBy, stateOf, type StepFacts, type StepState } from "./step-state.js"

/** Where to go from a step: the next one that is still to be done; undefined at the end. */
export function nextOpen(facts: StepFacts, from: number): number | undefined {
  const index = facts.outline.steps.findIndex((_, at) => at > from && isToDo(facts, at))
  return index < 0 ? undefined : index
}

/** The first step that is still to be done; undefined when none is. Optional exercises count only once they are begun. */
export function firstOpen(facts: StepFacts): number | undefined {
  return nextOpen(facts, -1)
}

/** Steps at the end of the way that are not done, and that nobody chose to skip. */
export function leftOver(facts: StepFacts): { id: string; title: string; state: StepState }[] {
  return facts.outline.steps.flatMap((step, at) => {
    const state = stateOf(step, facts)
    return step.optional || isDone(state) || isPassedBy(at, facts) || state === "unjudged"
      ? []
      : [{ id: step.id, title: step.title, state }]
  })
}

/** How many mandatory steps there are and are done. */
export function tally(facts: StepFacts): { done: number; total: number } {
  const mandatory = facts.outline.steps.map((step, at) => ({ step, at })).filter(({ step }) => !step.optional)
  const done = mandatory.filter(({ step, at }) => isDone(stateOf(step, facts)) || isPassedBy(at, facts))
  return { done: done.length, total: mandatory.length }
}

function isToDo(facts: StepFacts, at: number): boolean {
  const step = facts.outline.steps[at]
  return step !== undefined && !isDone(stateOf(step, facts)) && !isPassedBy(at, facts)
}

import { openStep, type Effect, type Model } from "./model.js"
import { isDone, stateOf } from "./step-state.js"
import { nextOpen } from "./way.js"

interface Moved {
  model: Model
  effects: Effect[]
}

/** Opens the next step that is still to be done, or the end of the way. */
export function moveOn(model: Model, at: string): Moved {
  return goTo(model, nextOpen(model, model.at) ?? model.outline.steps.length, at)
}

/** Opens a step. One that is done already stays open until the person goes on. */
export function goTo(model: Model, index: number, at: string): Moved {
  const to = Math.min(Math.max(index, 0), model.outline.steps.length)
  const mode = model.mode.kind === "away" ? model.mode : ({ kind: "step" } as const)
  const moved: Model = { ...model, at: to, mode, notices: [], scroll: 0, stay: false }
  const step = openStep(moved)
  if (!step) return { model: moved, effects: [{ kind: "look" }] }
  return {
    model: { ...moved, stay: isDone(stateOf(step, moved)) },
    effects: [{ kind: "save", changes: [{ kind: "place", step: step.id, at }] }, { kind: "look" }],
  }
}

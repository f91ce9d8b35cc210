import { commanded } from "./commanded.js"
import { openState, openStep, type Effect, type Model, type RunnerEvent } from "./model.js"
import { moveOn } from "./moving.js"
import type { Change } from "./progress.js"
import { isPassedBy, stateOf } from "./step-state.js"
import { learnt, type Known } from "./known.js"

/** Long enough to be read, short enough not to be in the way. */
const ACKNOWLEDGED_MS = 1_500

export interface Next {
  model: Model
  effects: Effect[]
}

/** The heart of the runner: what an event makes of the model, and what is to be done about it. Pure. */
export function update(model: Model, event: RunnerEvent): Next {
  switch (event.kind) {
    case "command": {
      const { model: commandedModel, effects } = commanded(model, event.command, event.at)
      return commandedModel.mode.kind === "step"
        ? greeted(commandedModel, event.at, effects)
        : { model: commandedModel, effects }
    }
    case "seen":
      return seen(model, event.seen, event.at)
    case "surveyed":
      return surveyed(model, event.at)
    case "moved-on":
      return model.mode.kind === "green" ? moveOn({ ...model, mode: { kind: "step" } }, event.at) : unchanged(model)
    case "acted":
      return model.mode.kind === "acting" ? greeted({ ...model, mode: { kind: "step" } }, event.at) : unchanged(model)
    case "hint":
      return model.mode.kind === "thinking"
        ? { model: { ...model, mode: { kind: "hint", hint: event.hint }, scroll: 0 }, effects: [] }
        : unchanged(model)
    case "returned": {
      if (model.mode.kind !== "away" && model.mode.kind !== "thinking") return unchanged(model)
      const notices = event.notice === undefined ? model.notices : [...model.notices, event.notice]
      return greeted({ ...model, mode: { kind: "step" }, notices }, event.at, [{ kind: "look" }])
    }
    case "notice":
      return { model: { ...model, notices: [...model.notices, event.text].slice(-3) }, effects: [] }
  }
}

function seen(before: Model, news: Readonly<Record<string, Known>>, at: string): Next {
  const known = new Map(before.known)
  for (const [id, each] of Object.entries(news)) known.set(id, learnt(known.get(id), each))
  const model = { ...before, known }
  const greens = model.outline.steps.filter(
    (step) => model.marks[step.id]?.greenAt === undefined && stateOf(step, model) === "green",
  )
  const marks = {
    ...model.marks,
    ...Object.fromEntries(greens.map(({ id }) => [id, { ...model.marks[id], greenAt: at }])),
  }
  const changes: Change[] = [
    { kind: "seen", checks: news },
    ...greens.map(({ id }): Change => ({ kind: "green", step: id, at })),
  ]
  return greeted({ ...model, marks }, at, [{ kind: "save", changes }])
}

/** All of the block was looked at: a step that nothing can prove is left behind when what follows it is proven. */
function surveyed(model: Model, at: string): Next {
  if (model.stay || model.mode.kind !== "step" || !isPassedBy(model.at, model)) return unchanged(model)
  return moveOn(model, at)
}

/** Moves on from an open step that is green: after a moment where somebody watches, at once where nobody does. */
function greeted(model: Model, at: string, effects: Effect[] = []): Next {
  if (model.stay || model.mode.kind === "green" || model.mode.kind === "acting") return { model, effects }
  if (!openStep(model) || openState(model) !== "green") return { model, effects }
  if (model.mode.kind === "away") {
    const moved = moveOn(model, at)
    const notices = [...model.notices, `Step ${openStep(model)?.id} turned green meanwhile.`].slice(-3)
    return { model: { ...moved.model, notices }, effects: [...effects, ...moved.effects] }
  }
  return {
    model: { ...model, mode: { kind: "green" }, scroll: 0 },
    effects: [...effects, { kind: "move-on", afterMs: ACKNOWLEDGED_MS }],
  }
}

function unchanged(model: Model): Next {
  return { model, effects: [] }
}

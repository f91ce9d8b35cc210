import {
  openState,
  openStep,
  redAgain,
  toAct,
  toAnswer,
  type Command,
  type Effect,
  type Mode,
  type Model,
} from "./model.js"
import { goTo, moveOn } from "./moving.js"
import type { Change } from "./progress.js"
import { isDone, stateOf } from "./step-state.js"
import { firstOpen } from "./way.js"

/** Commands that only put away what was shown in the place of the step. */
const CLOSING: readonly Command["name"][] = ["next", "back", "help", "notes"]

interface Answer {
  model: Model
  effects: Effect[]
}

/** What a key or a word does. */
export function commanded(model: Model, command: Command, at: string): Answer {
  const { mode } = model
  if (command.name === "quit") return { model, effects: [{ kind: "quit" }] }
  if (command.name === "scroll") return scrolled(model, command.by)
  if (mode.kind === "away" || mode.kind === "acting" || mode.kind === "thinking") return told(model)
  if (mode.kind === "confirm") return confirmed(model, mode, command.name === "yes")
  if (command.name === "no") return withMode(model, { kind: "step" })
  if (mode.kind === "help" || mode.kind === "notes" || (mode.kind === "hint" && command.name !== "hint"))
    return CLOSING.includes(command.name)
      ? withMode(model, { kind: "step" })
      : commanded({ ...model, mode: { kind: "step" } }, command, at)
  switch (command.name) {
    case "next":
      return next(model, at)
    case "forward":
      return goTo(model, model.at + 1, at)
    case "back":
      return model.at === 0 ? told(model, "This is the first step.") : goTo(model, model.at - 1, at)
    case "red":
      return toRed(model, at)
    case "skip":
      return skip(model, at)
    case "check":
      return check(model)
    case "hint":
      return openStep(model)
        ? { model: { ...model, mode: { kind: "thinking" } }, effects: [{ kind: "hint" }] }
        : told(model)
    case "notes":
      return withMode(model, { kind: "notes" })
    case "answer": {
      const question = toAnswer(model)
      return question === undefined
        ? told(model, "This step asks no question.")
        : away(model, { kind: "ask", check: question })
    }
    case "shell":
      return command.host === undefined
        ? withMode(model, { kind: "choose-host" })
        : away(model, { kind: "shell", host: command.host })
    case "help":
      return withMode(model, { kind: "help" })
    case "yes":
      return told(model)
  }
}

function scrolled(model: Model, by: number): Answer {
  const scroll = model.scroll + by
  return { model: { ...model, scroll: model.mode.kind === "notes" ? scroll : Math.max(0, scroll) }, effects: [] }
}

/** Enter: on from what is done or can only be said to be done; over what is still open. */
function next(model: Model, at: string): Answer {
  const step = openStep(model)
  if (!step) {
    const first = firstOpen(model)
    return first === undefined ? { model, effects: [{ kind: "quit" }] } : goTo(model, first, at)
  }
  const state = openState(model)
  if (state === "unjudged" || state === "later") {
    const marks = { ...model.marks, [step.id]: { ...model.marks[step.id], saidAt: at } }
    return moved({ ...model, marks }, [{ kind: "said", step: step.id, at }], at)
  }
  if (state !== undefined && isDone(state)) return moveOn(model, at)
  const { model: there, effects } = moveOn(model, at)
  return { model: { ...there, notices: [`Step ${step.id} is still open; b goes back to it.`] }, effects }
}

/** Leaves out an optional step, and with a step of an optional exercise the rest of that. */
function skip(model: Model, at: string): Answer {
  const step = openStep(model)
  if (!step?.optional) return told(model, "Only what is optional can be skipped. Enter goes on and leaves it open.")
  const skipped = step.exercise.optional
    ? model.outline.steps.filter((each) => each.exercise.id === step.exercise.id && !isDone(stateOf(each, model)))
    : [step]
  const marks = {
    ...model.marks,
    ...Object.fromEntries(skipped.map(({ id }) => [id, { ...model.marks[id], skippedAt: at }])),
  }
  return moved(
    { ...model, marks },
    skipped.map(({ id }): Change => ({ kind: "skipped", step: id, at })),
    at,
  )
}

function moved(model: Model, changes: Change[], at: string): Answer {
  const { model: there, effects } = moveOn(model, at)
  return { model: there, effects: [{ kind: "save", changes }, ...effects] }
}

function check(model: Model): Answer {
  const acting = toAct(model)
  if (acting.length === 0) return { model, effects: [{ kind: "look" }] }
  return withMode(model, { kind: "confirm", checks: acting })
}

function confirmed(model: Model, { checks }: Extract<Mode, { kind: "confirm" }>, yes: boolean): Answer {
  if (!yes) return withMode(model, { kind: "step" })
  return { model: { ...model, mode: { kind: "acting", checks } }, effects: [{ kind: "act", checks }] }
}

function toRed(model: Model, at: string): Answer {
  const [red] = redAgain(model)
  return red ? goTo(model, model.outline.steps.indexOf(red.step), at) : told(model, "No step has turned red.")
}

function away(model: Model, effect: Effect): Answer {
  return { model: { ...model, mode: { kind: "away" } }, effects: [effect] }
}

function withMode(model: Model, mode: Mode): Answer {
  return { model: { ...model, mode, scroll: 0 }, effects: [] }
}

function told(model: Model, notice?: string): Answer {
  return { model: notice === undefined ? model : { ...model, notices: [notice] }, effects: [] }
}

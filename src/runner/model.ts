import type { HostRole } from "../engine/observation.js"
import type { Hint } from "./hint.js"
import type { Known } from "./known.js"
import type { Outline, OutlineStep } from "./outline.js"
import type { Change, StepProgress } from "./progress.js"
import { stateOf, type StepFacts, type StepState } from "./step-state.js"

/** Everything that a screen shows and a key can change. Plain data. */
export interface Model extends StepFacts {
  outline: Outline
  known: ReadonlyMap<string, Known>
  marks: Readonly<Record<string, StepProgress | undefined>>
  /** Index of the open step; the number of steps at the end of the way. */
  at: number
  /** The person chose this step: it stays, green or not, until they go on. */
  stay: boolean
  mode: Mode
  /** Said once, gone with the next step. */
  notices: readonly string[]
  /** Lines by which the text is moved up; in the notes from where the step begins. */
  scroll: number
}

export type Mode =
  | { kind: "step" }
  /** It turned green; the runner moves on in a moment. */
  | { kind: "green" }
  /** May these checks act? */
  | { kind: "confirm"; checks: readonly string[] }
  | { kind: "acting"; checks: readonly string[] }
  | { kind: "hint"; hint: Hint }
  /** A hint is being worked out. */
  | { kind: "thinking" }
  | { kind: "choose-host" }
  | { kind: "help" }
  /** The whole chapter is shown. */
  | { kind: "notes" }
  /** A shell or a question has the terminal. */
  | { kind: "away" }

export type Command =
  | {
      name:
        | "hint"
        | "notes"
        | "answer"
        | "check"
        | "skip"
        | "back"
        | "forward"
        | "next"
        | "red"
        | "help"
        | "quit"
        | "yes"
        | "no"
    }
  /** Moves the text by lines. */
  | { name: "scroll"; by: number }
  | { name: "shell"; host: HostRole | undefined }

export type RunnerEvent =
  | { kind: "command"; command: Command; at: string }
  | { kind: "seen"; seen: Readonly<Record<string, Known>>; at: string }
  /** The whole block was looked at once. */
  | { kind: "surveyed"; at: string }
  /** The moment to move on has come. */
  | { kind: "moved-on"; at: string }
  | { kind: "acted"; at: string }
  | { kind: "hint"; hint: Hint; at: string }
  /** The terminal is the runner's again. */
  | { kind: "returned"; notice: string | undefined; at: string }
  | { kind: "notice"; text: string; at: string }

/** What the world outside has to do. */
export type Effect =
  | { kind: "save"; changes: readonly Change[] }
  /** Another step is open, or something may just have changed: look at it now. */
  | { kind: "look" }
  | { kind: "move-on"; afterMs: number }
  | { kind: "act"; checks: readonly string[] }
  | { kind: "hint" }
  | { kind: "shell"; host: HostRole }
  | { kind: "ask"; check: string }
  | { kind: "quit" }

/** The open step; undefined at the end of the way. */
export function openStep(model: Model): OutlineStep | undefined {
  return model.outline.steps[model.at]
}

export function openState(model: Model): StepState | undefined {
  const step = openStep(model)
  return step && stateOf(step, model)
}

/** Steps that were green and are no longer, but for the open one, with the check that says why. */
export function redAgain(model: Model): { step: OutlineStep; check: string; known: Known }[] {
  return model.outline.steps.flatMap((step, at) => {
    if (at === model.at || model.marks[step.id]?.greenAt === undefined || stateOf(step, model) !== "open") return []
    const broken = step.checks.find(({ id, decides }) => decides && model.known.get(id)?.standing === "fail")
    const known = broken && model.known.get(broken.id)
    return broken && known ? [{ step, check: broken.id, known }] : []
  })
}

/** Checks of the open step that only acting can tell, or that need something started, and that have not passed. */
export function toAct(model: Model): string[] {
  return (openStep(model)?.checks ?? []).flatMap(({ id, effects }) => {
    const standing = model.known.get(id)?.standing
    return standing === "absent" || (effects.length > 0 && standing !== "pass") ? [id] : []
  })
}

/** What happens to hosts when these checks and what they need are tried. */
export function effectsOf(model: Model, ids: readonly string[]): string[] {
  const effects = new Set<string>()
  const visited = new Set<string>()
  const visit = (id: string): void => {
    const check = model.outline.checks.get(id)
    if (!check || visited.has(id)) return
    visited.add(id)
    if (check.disruptive && !ids.includes(id)) return
    for (const effect of [check.starts, ...check.effects]) if (effect !== undefined) effects.add(effect)
    for (const need of check.needs) if (model.known.get(need)?.standing !== "pass") visit(need)
  }
  ids.forEach(visit)
  return [...effects]
}

/** The question of the open step that is to be answered: the first without a right answer, else the first. */
export function toAnswer(model: Model): string | undefined {
  const asking = (openStep(model)?.checks ?? []).filter(({ asks }) => asks)
  return (asking.find(({ id }) => model.known.get(id)?.standing !== "pass") ?? asking[0])?.id
}

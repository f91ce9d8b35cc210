import type { PlacedCheck } from "../engine/catalog.js"
import type { Context } from "../engine/context.js"
import type { HostRole } from "../engine/observation.js"
import type { Front } from "./front.js"
import type { Hint } from "./hint.js"
import type { Known } from "./known.js"
import { openStep, type Effect, type Model, type RunnerEvent } from "./model.js"
import type { Change } from "./progress.js"
import type { ProgressStore } from "./progress-store.js"
import { update } from "./update.js"
import { Watcher, type WatcherOptions } from "./watcher.js"

/** What the runner cannot do by itself. Those that take the terminal give it back when their promise settles. */
export interface RunnerDoings {
  /** The next rung for the open step; undefined where nothing is in its way. */
  hint: (model: Model) => Promise<Hint | undefined>
  /** @returns something to tell afterwards */
  shell: (host: HostRole) => Promise<string | undefined>
  ask: (check: string) => Promise<string | undefined>
}

export interface RunnerSessionOptions {
  model: Model
  front: Front
  store: ProgressStore
  doings: RunnerDoings
  placed: readonly PlacedCheck[]
  context: Context
  look: WatcherOptions["look"]
  signal: AbortSignal
}

/** A running session, for whoever has to say something in it. */
export interface RunnerSession {
  /** Shows a line until the next step. */
  notice: (text: string) => void
  /** Settles when the person leaves. */
  over: Promise<void>
}

/** Puts the pure core, the loop and a front together and runs them until the person leaves. */
export function startSession(options: RunnerSessionOptions): RunnerSession {
  const { front, store, doings, signal } = options
  let { model } = options
  let moveOn: NodeJS.Timeout | undefined
  let end: (error?: unknown) => void = () => undefined
  const ended = new Promise<void>((resolve, reject) => {
    end = (error) => {
      if (error === undefined) resolve()
      else reject(error instanceof Error ? error : new Error("The session failed.", { cause: error }))
    }
  })
  const watcher = new Watcher({
    ...options,
    onSeen: (seen: Record<string, Known>) => dispatch({ kind: "seen", seen, at: now() }),
    onError: (error) => end(error),
  })
  const dispatch = (event: RunnerEvent): void => {
    const next = update(model, event)
    model = next.model
    if (model.mode.kind !== "green") clearTimeout(moveOn)
    if (event.kind === "seen") attend()
    const isSave = ({ kind }: Effect): boolean => kind === "save"
    next.effects.filter(isSave).forEach(carryOut)
    show()
    next.effects.filter((effect) => !isSave(effect)).forEach(carryOut)
  }
  // Another step is shown once it is kept that it is open: whatever ends the runner then, the next one begins where the person was.
  let placesToKeep = 0
  const show = (): void => {
    if (placesToKeep === 0) front.show(model)
  }
  const save = (changes: readonly Change[]): void => {
    const kept = store.apply(changes)
    if (!changes.some(({ kind }) => kind === "place")) return void kept.catch(end)
    placesToKeep += 1
    void kept
      .then(() => {
        placesToKeep -= 1
        show()
      })
      .catch(end)
  }
  const attend = (): void => watcher.watch(openChecks(model), sweepChecks(model), model.known)
  const notice = (text: string): void => dispatch({ kind: "notice", text, at: now() })

  const carryOut = (effect: Effect): void => {
    switch (effect.kind) {
      case "save":
        return save(effect.changes)
      case "look":
        attend()
        return watcher.lookNow()
      case "move-on":
        clearTimeout(moveOn)
        moveOn = setTimeout(() => dispatch({ kind: "moved-on", at: now() }), effect.afterMs)
        return
      case "act":
        return void watcher
          .act(effect.checks)
          .then(() => dispatch({ kind: "acted", at: now() }))
          .catch(end)
      case "hint":
        return void doings
          .hint(model)
          .then((hint) => (hint ? given(hint) : dispatch({ kind: "returned", notice: NOTHING_MISSING, at: now() })))
          .catch(end)
      case "shell":
        return away(() => doings.shell(effect.host))
      case "ask":
        return away(() => doings.ask(effect.check))
      case "quit":
        return end()
    }
  }
  const given = (hint: Hint): void => {
    dispatch({ kind: "hint", hint, at: now() })
    store.apply([{ kind: "hint", check: hint.check, rung: hint.rung, at: now() }]).catch(end)
  }
  const away = (doing: () => Promise<string | undefined>): void => {
    front.suspend()
    void doing()
      .then((said) => {
        if (signal.aborted) return
        front.resume()
        dispatch({ kind: "returned", notice: said, at: now() })
      })
      .catch(end)
  }

  const onAbort = (): void => end(signal.reason)
  signal.addEventListener("abort", onAbort, { once: true })
  front.start((command) => {
    watcher.stir()
    dispatch({ kind: "command", command, at: now() })
  })
  show()
  const place = openStep(model)?.id
  if (place !== undefined) carryOut({ kind: "save", changes: [{ kind: "place", step: place, at: now() }] })
  carryOut({ kind: "look" })
  const open = new Set(openChecks(model))
  const others = model.outline.steps.flatMap(({ checks }) => checks.map(({ id }) => id)).filter((id) => !open.has(id))
  void watcher
    .survey(others)
    // Who has gone on meanwhile is not moved from where they are.
    .then(() => (openStep(model)?.id === place ? dispatch({ kind: "surveyed", at: now() }) : undefined))
    .catch(end)
  const over = ended.finally(async () => {
    signal.removeEventListener("abort", onAbort)
    clearTimeout(moveOn)
    front.stop()
    await watcher.close()
    await store.flush()
  })
  return { notice, over }
}

const NOTHING_MISSING = "Everything that proves this step is green, or nothing can prove it."

function openChecks(model: Model): string[] {
  return (openStep(model)?.checks ?? []).map(({ id }) => id)
}

/** What was green, and what waited for a later step, is looked at now and then. */
function sweepChecks(model: Model): string[] {
  return model.outline.steps.flatMap((step, at) =>
    at === model.at
      ? []
      : step.checks.flatMap(({ id }) => {
          const standing = model.known.get(id)?.standing
          const told = model.marks[step.id]
          const lost = standing !== undefined && (told?.greenAt !== undefined || told?.saidAt !== undefined)
          return standing === "pass" || lost ? [id] : []
        }),
  )
}

function now(): string {
  return new Date().toISOString()
}

import type { Plan } from "../engine/plan.js"
import type { ObserveEvent } from "../observe/events.js"
import { HostPool } from "../observe/host-pool.js"
import { observePlan, type Observed } from "../observe/observe.js"
import { oneLine } from "../reporters/escape.js"
import { Transports } from "../transport/transports.js"
import type { Progress } from "./progress.js"
import { terminalPrompter } from "./prompter.js"
import type { Session } from "./session.js"

export interface ObserverOptions {
  progress: Progress
  askSudo: boolean
  signal: AbortSignal
}

/** Observes plans on the hosts of a session. */
export interface Observer {
  /** Connects, observes, disconnects; shows its progress. */
  observe: (plan: Plan) => Promise<Observed>
  /** Observes over connections that stay, silently. The connections are made anew after one was lost. */
  observeAgain: (plan: Plan) => Promise<Observed>
  /** Closes what `observeAgain` left open. */
  close: () => Promise<void>
}

/** The one place that puts hosts, transports, answers and progress together. */
export function connectedObserver(session: Session, { progress, askSudo, signal }: ObserverOptions): Observer {
  const { inventory, workspace } = session
  const transports = transportsOf(session, { askSudo, progress })
  const onEvent = (event: ObserveEvent): void => tellEvent(event, progress)
  const deps = { inventory, transports, signal }
  let pool: HostPool | undefined
  let stale = false
  return {
    observe: async (plan) => {
      const answers = await workspace.readAnswers()
      progress.start(plan.checks.length)
      try {
        return await observePlan(plan, {
          ...deps,
          answers,
          onEvent,
          onJudged: (judged) => progress.judged(judged),
        })
      } finally {
        progress.stop()
      }
    },
    observeAgain: async (plan) => {
      if (stale) await pool?.close()
      if (!pool || stale) {
        pool = new HostPool({
          ...deps,
          onEvent: (event) => {
            if (event.kind === "lost" || event.kind === "unreachable") stale = true
            if (event.kind === "new-host-key") onEvent(event)
          },
        })
        stale = false
      }
      return await observePlan(plan, { ...deps, pool, answers: await workspace.readAnswers() })
    },
    close: async () => pool?.close(),
  }
}

/** The ways to the hosts of a session. */
export function transportsOf(
  { workspace }: Pick<Session, "workspace">,
  {
    askSudo = false,
    askPassword = true,
    progress,
  }: { askSudo?: boolean; askPassword?: boolean; progress?: Progress } = {},
): Transports {
  const { knownHostsFile } = workspace
  return new Transports({ knownHostsFile, askSudo, askPassword, prompter: terminalPrompter({ progress }) })
}

/** Says what a person should know: what acts on a host before it does, and what is trusted from now on. */
function tellEvent(event: ObserveEvent, progress: Progress): void {
  switch (event.kind) {
    case "connecting":
      return progress.doing(`connecting to ${event.role}`)
    case "connected":
      return progress.doing(`looking at ${event.role}`)
    case "unreachable":
      // The report tells it in full.
      return progress.doing(`${event.role} is not reachable`)
    case "lost":
      return progress.say(oneLine(event.error.message))
    case "new-host-key":
      return progress.say(`${event.role}: the host key ${oneLine(event.fingerprint)} is new, and trusted from now on.`)
    case "fixture":
      if (event.state === "starting") progress.say(`${event.role}: ${oneLine(event.effects)}`)
      return progress.doing(`${event.title}: ${event.state}`)
    case "acting":
      progress.say(`${event.role}: ${oneLine(event.effects)}`)
      return progress.doing(`${event.role}: ${oneLine(event.effects)}`)
  }
}

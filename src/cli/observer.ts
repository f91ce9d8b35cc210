import type { HostRole } from "../engine/observation.js"
import type { Plan } from "../engine/plan.js"
import type { ObserveEvent } from "../observe/events.js"
import { HostPool } from "../observe/host-pool.js"
import { observePlan, type Observed, type ObserveDeps } from "../observe/observe.js"
import { oneLine } from "../reporters/escape.js"
import type { HostConnection } from "../transport/ports.js"
import { Transports } from "../transport/transports.js"
import type { Progress } from "./progress.js"
import { terminalPrompter } from "./prompter.js"
import type { Session } from "./session.js"

/** Who hears what happens, and leaves the terminal to questions. */
export type Told = Pick<Progress, "start" | "doing" | "say" | "judged" | "pause" | "resume" | "stop">

export interface ObserverOptions {
  progress: Told
  askSudo: boolean
  signal: AbortSignal
}

/** Observes plans on the hosts of a session. */
export interface Observer {
  /** Connects, observes, disconnects; shows its progress. */
  observe: (plan: Plan) => Promise<Observed>
  /**
   * Observes over connections that stay, silently but for what acts. The connections are made anew after one was lost. May be called
   * while an earlier call is under way.
   */
  observeAgain: (plan: Plan, onObservation?: ObserveDeps["onObservation"]) => Promise<Observed>
  /** The standing connection to a host. @throws CourseError when it cannot be reached */
  connection: (role: HostRole) => Promise<HostConnection>
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
  const gone = new Set<HostRole>()
  const standing = (): HostPool => {
    pool ??= new HostPool({
      ...deps,
      onEvent: (event) => {
        if (event.kind === "lost" || event.kind === "unreachable") gone.add(event.role)
        if (event.kind === "new-host-key") onEvent(event)
      },
    })
    // Only the host that was lost is asked anew: the connections to the others stay.
    for (const role of gone) pool.forget(role)
    gone.clear()
    return pool
  }
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
    observeAgain: async (plan, onObservation) => {
      const answers = await workspace.readAnswers()
      return await observePlan(plan, {
        ...deps,
        pool: standing(),
        answers,
        onEvent: (event) => (event.kind === "acting" || event.kind === "fixture" ? onEvent(event) : undefined),
        ...(onObservation ? { onObservation } : {}),
      })
    },
    connection: (role) => standing().connection(role),
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
  }: { askSudo?: boolean; askPassword?: boolean; progress?: Pick<Progress, "pause" | "resume"> } = {},
): Transports {
  const { knownHostsFile } = workspace
  return new Transports({ knownHostsFile, askSudo, askPassword, prompter: terminalPrompter({ progress }) })
}

/** Says what a person should know: what acts on a host before it does, and what is trusted from now on. */
function tellEvent(event: ObserveEvent, progress: Told): void {
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

import type { Context } from "../engine/context.js"
import { FIXTURE_ABSENT, type Fixture } from "../engine/fixture.js"
import type { Observation } from "../engine/observation.js"
import { isActive } from "../engine/probe.js"
import { CourseError } from "../errors/course-error.js"
import type { HostConnection, Held } from "../transport/ports.js"
import { unobservedBecause } from "../transport/unobserved.js"
import { act, type ActOptions } from "./act.js"
import type { FixtureState } from "./events.js"
import { look, type HostProbe } from "./look.js"

const ATTACH_MS = 10_000
const ATTACH_BYTES = 64 * 1024

export interface FixtureWork {
  readonly fixture: Fixture
  readonly context: Context
  /** May it be started, or only used where it already is? */
  readonly mayStart: boolean
  /** Keys of the probes that ask how its start went. */
  readonly startKeys: readonly string[]
  /** What is to be observed while it is there. */
  readonly probes: readonly HostProbe[]
  /** Settles when the passive probes of its host are done: it is started only then. */
  readonly looked: Promise<unknown>
  /** Settles when no passive probe runs any more. */
  readonly quiet: Promise<unknown>
}

/** Has a fixture on its host while its probes look and act. Takes down what it started, whatever happens. */
export async function withFixture(work: FixtureWork, options: ActOptions): Promise<void> {
  const { fixture, context, mayStart, startKeys, probes, looked, quiet } = work
  const { pool, tell, signal, onEvent } = options
  const show = (state: FixtureState): void =>
    onEvent?.({ kind: "fixture", role: fixture.host, title: fixture.title, effects: fixture.effects, state })
  const give = (observation: Observation): void => {
    for (const { key } of probes) tell(key, observation)
  }
  let held: Held | undefined
  try {
    const connection = await pool.connection(fixture.host)
    const attached = await attach(connection, fixture, context, signal)
    const found = attached.status === "done" && attached.exitCode === 0
    let result = attached
    if (found) show("found")
    else if (attached.status === "unobserved") show("absent")
    else if (!mayStart) {
      show("absent")
      return give({
        status: "unobserved",
        reason: `${capital(fixture.title)} is not running, and nothing was to be started.`,
        code: FIXTURE_ABSENT,
      })
    } else {
      await looked
      show("starting")
      held = await connection.hold(fixture.script(context).shell, {
        readyMs: fixture.readyMs,
        ...(signal ? { signal } : {}),
      })
      result = held.result
      show(isUp(result) ? "started" : "failed")
    }
    for (const key of startKeys) tell(key, result)
    if (result.status === "unobserved") return give(result)
    if (!isUp(result)) return give({ status: "unobserved", reason: `${capital(fixture.title)} could not be started.` })
    await look(
      connection,
      probes.filter(({ spec }) => !isActive(spec)),
      tell,
      signal,
    )
    await quiet
    await act(probes, options)
  } catch (error) {
    if (!(error instanceof CourseError)) throw error
    for (const key of startKeys) tell(key, unobservedBecause(error))
    give(unobservedBecause(error))
  } finally {
    if (held) {
      show("stopping")
      await held.release()
    }
  }
}

function isUp(result: Observation): boolean {
  return result.status === "done" && result.exitCode === 0
}

async function attach(
  connection: HostConnection,
  fixture: Fixture,
  context: Context,
  signal: AbortSignal | undefined,
): Promise<Observation> {
  let found: Observation = { status: "unobserved", reason: "It was not observed." }
  await connection.runBatch(
    [{ script: fixture.attach(context).shell, as: "login", timeoutMs: ATTACH_MS, maxBytes: ATTACH_BYTES }],
    { onResult: (_index, observation) => (found = observation), ...(signal ? { signal } : {}) },
  )
  return found
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

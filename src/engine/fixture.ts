import type { Context } from "./context.js"
import type { HostRole } from "./observation.js"
import type { ShellText } from "./shell.js"

/**
 * Something that has to be there on a host while probes look, such as the service in development. course attaches to it where
 * the person already runs it, else it starts it, and always takes down what it started, also when the connection is cut.
 */
export interface Fixture {
  readonly id: string
  /** In a sentence: "the service on dev". */
  readonly title: string
  readonly host: HostRole
  /** What starting it does, for the person who is told before it happens. */
  readonly effects: string
  /** The check whose verdict says whether it can be had. */
  readonly provedBy: string
  /** Passive: exits 0 when it is already there, and prints what it found. */
  readonly attach: (context: Context) => ShellText
  /** Defines the shell functions `start` (exits 0 once it is there) and `stop` (ends what `start` began). */
  readonly script: (context: Context) => ShellText
  /** How long `start` may take. */
  readonly readyMs: number
}

/** The code of an observation that was not made because its fixture is not there and must not be started in this run. */
export const FIXTURE_ABSENT = "fixture-absent"

export function defineFixture(fixture: Fixture): Fixture {
  return fixture
}

import type { Context, Track } from "./context.js"
import type { Fixture } from "./fixture.js"
import type { HostRole, Observation } from "./observation.js"
import type { Probe } from "./probe.js"
import type { Verdict } from "./verdict.js"

type Probes = Record<string, Probe<unknown>>
type Values<P extends Probes> = { [Name in keyof P]: P[Name] extends Probe<infer T> ? T : never }

/** What an author writes: see the recipe "Add a check" in ARCHITECTURE.md. */
export interface CheckDefinition<P extends Probes> {
  /** Stable for ever: `b5.unit-active`. */
  id: string
  /** What holds when it passes, as a sentence without a full stop. */
  title: string
  /** Where the outcome lives. */
  host: HostRole
  /** 1 unless told. */
  points?: number
  /** A bonus: adds points, costs none. */
  optional?: boolean
  /** Shown and never scored: it says something about the machine, not about the student's work. */
  informational?: boolean
  /** Only on this track. */
  track?: Track
  /** Checks that must pass first: when one fails, this one is skipped naming it. */
  needs?: string[]
  /** The fixture that its probes need; adds the fixture's own check to the needs. */
  during?: Fixture
  probes: P | ((context: Context) => P)
  /** Pure: turns what was observed into a verdict. */
  judge: (observed: Values<P>, context: Context) => Verdict
  /** What to do when it fails and the failure brings no better advice. */
  hint: string
  /** For answers: what to ask. */
  question?: Question
}

/** Something only a person can tell. */
export interface Question {
  text: (context: Context) => string
  fields: QuestionField[]
  /** A right answer, for the reference student. */
  solution: (context: Context) => Record<string, string>
  /** Where the right answer is something that only a host knows: how it is read there. Its fields replace those of `solution`. */
  lookUp?: (context: Context) => Probe<Record<string, string>>
}

export interface QuestionField {
  name: string
  label: string
  /** Closed questions list their choices; the others take one line of text. */
  choices?: string[]
}

/** A check with its types erased, as the engine handles it. */
export interface Check {
  readonly id: string
  readonly title: string
  readonly host: HostRole
  readonly points: number
  readonly optional: boolean
  readonly informational: boolean
  readonly track: Track | undefined
  readonly needs: readonly string[]
  readonly fixture: Fixture | undefined
  readonly hint: string
  readonly question: Question | undefined
  readonly probes: (context: Context) => Readonly<Record<string, Probe<unknown>>>
  readonly judge: (observations: Readonly<Record<string, Observation>>, context: Context) => Verdict
}

export function defineCheck<const P extends Probes>(definition: CheckDefinition<P>): Check {
  const { id, title, host, optional = false, informational = false, during, hint, question } = definition
  const points = informational ? 0 : (definition.points ?? 1)
  const needs = [...(during && during.provedBy !== id ? [during.provedBy] : []), ...(definition.needs ?? [])]
  // Planning and each judging ask for them, and for one context they are always the same.
  const known = new WeakMap<Context, P>()
  const probes = (context: Context): P => {
    const before = known.get(context)
    if (before) return before
    const defined = typeof definition.probes === "function" ? definition.probes(context) : definition.probes
    const made = during ? (boundTo(during, defined) as P) : defined
    known.set(context, made)
    return made
  }
  return {
    id,
    title,
    host,
    points,
    optional,
    informational,
    track: definition.track,
    needs,
    fixture: during,
    hint,
    question,
    probes,
    judge: (observations, context) => {
      const values = Object.entries(probes(context)).map(([name, probe]) => {
        const observation = observations[name] ?? { status: "unobserved" as const, reason: "It was not observed." }
        return [name, probe.read(observation)] as const
      })
      return definition.judge(Object.fromEntries(values) as Values<P>, context)
    },
  }
}

/** Marks the probes on the fixture's own host as running while the fixture is there. */
function boundTo(fixture: Fixture, probes: Probes): Probes {
  return Object.fromEntries(
    Object.entries(probes).map(([name, probe]) => {
      const { spec } = probe
      const bind = spec.host === fixture.host && (spec.kind === "http" || spec.kind === "shell")
      return [name, bind ? { ...probe, spec: { ...spec, during: fixture.id } } : probe]
    }),
  )
}

import { z } from "zod"
import type { Track } from "../engine/context.js"
import { CourseError } from "../errors/course-error.js"
import { envRules } from "./env-rules.js"
import { readDatabase, readLook, readRemote, readWays, type DatabaseFacts, type LookFacts } from "./facts.js"
import { act, type Hand } from "./hand.js"
import { originsOf } from "./origins.js"
import type { HostView } from "./host-view.js"
import type { HostPlan } from "./plan.js"
import type { ReferenceState } from "./reference-state.js"
import { refuseWays } from "./refusals.js"
import { lookAtDatabaseScript, lookAtRemoteScript, lookScript } from "./scripts/look.js"
import { lookAtWaysScript } from "./scripts/ways.js"
import { needsOf, type CatchUpRole } from "./targets.js"

export interface LookOptions {
  hands: readonly Hand[]
  reference: ReferenceState
  track: Track
  /** The student's account at the Git host; empty when unknown. */
  account: string
}

/** Looks at all hosts, and through them at the student's repository. Changes nothing. */
export async function lookAtHosts({ hands, reference, account }: LookOptions): Promise<HostView[]> {
  const looks = await Promise.all(
    hands.map(async (hand) => {
      const rules = envRules(reference.hosts[hand.role].keys, hand.role, hand.settings)
      const [facts, database] = await Promise.all([lookAt(hand, reference), lookAtDatabase(hand)])
      return { hand, rules, facts, database }
    }),
  )
  const originAt = (role: CatchUpRole): string => looks.find(({ hand }) => hand.role === role)?.facts.origin ?? ""
  const settings = hands[0]?.settings
  const origins = settings && originsOf({ settings, account, dev: originAt("dev"), prod: originAt("prod") })
  if (!origins)
    throw new CourseError(
      "COURSE_CATCHUP_REMOTE",
      "Nothing tells which repository at the Git host is yours. Nothing was changed.",
      {
        hint: "Set `gitAccount` (or `remote`) under `settings` in course.yaml, or answer: course answer b2.account",
      },
    )
  return await Promise.all(
    looks.map(async ({ hand, rules, facts, database }): Promise<HostView> => {
      const origin = hand.role === "dev" ? origins.push : origins.pull
      const remote = parse(hand, readRemote, await act(hand, "asking the Git host", lookAtRemoteScript(origin)))
      return { role: hand.role, facts, database, origin, rules, remote }
    }),
  )
}

/** One look at what of a host does not need root. */
export async function lookAt(hand: Hand, reference: ReferenceState): Promise<LookFacts> {
  const { settings, repo, role } = hand
  const state = reference.hosts[role]
  const packages = [...new Set(["git", ...(role === "dev" ? ["tig"] : []), ...state.packages])]
  const rules = envRules(state.keys, role, settings)
  const script = lookScript({ settings, repo, state, packages, rules, unit: `${settings.unit}.service` })
  return parse(hand, readLook, await act(hand, "looking", script, { timeoutMs: 60_000 }))
}

async function lookAtDatabase(hand: Hand): Promise<DatabaseFacts> {
  const script = lookAtDatabaseScript(hand.settings)
  return parse(
    hand,
    readDatabase,
    await act(hand, "looking at the database", script, { as: "root", timeoutMs: 60_000 }),
  )
}

/** @throws CourseError COURSE_CATCHUP_REGISTRY when a host does not reach what it has to install from */
export async function lookAtWays(
  hand: Hand,
  plan: HostPlan,
  { facts, rules }: HostView,
  options: LookOptions,
): Promise<void> {
  if (!plan.setup && plan.packages.length === 0) return
  const { tag } = options.reference
  const repository = rules.find(({ name }) => name === "MODEL_REPO")
  const modelRepo = needsOf(tag, hand.role).model && repository?.source.kind === "text" ? repository.source.value : ""
  const script = lookAtWaysScript({ track: options.track, repo: hand.repo, missing: facts.missing, modelRepo })
  refuseWays(
    hand.role,
    parse(hand, readWays, await act(hand, "looking for the registries", script, { timeoutMs: 120_000 })),
  )
}

/** What a host says is believed only in the form that was asked for. */
function parse<T>({ role }: Hand, read: (stdout: string) => T, stdout: string): T {
  try {
    return read(stdout)
  } catch (error) {
    if (!(error instanceof z.ZodError)) throw error
    throw new CourseError(
      "COURSE_HOST_SHELL",
      `${role} told something else than it was asked: ${z.prettifyError(error)}`,
      {
        hint: "Run `course doctor` to see what its login shell does.",
        cause: error,
      },
    )
  }
}

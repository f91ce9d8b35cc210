import { CourseError } from "../errors/course-error.js"
import type { Held } from "../transport/ports.js"
import { applyPlans } from "./apply.js"
import { lookAtHosts, lookAtWays } from "./look-at-hosts.js"
import type { CatchUpOptions, PlannedHost } from "./options.js"
import { isDone, planHost } from "./plan.js"
import { refuseHost, refuseWithoutRoom } from "./refusals.js"
import { lockHost } from "./session-lock.js"
import type { CatchUpTag } from "./targets.js"

export interface CatchUpResult {
  tag: CatchUpTag
  /** `nothing`: all hosts were there already. `declined`: the person said no. */
  outcome: "nothing" | "planned" | "declined" | "done"
  id: string
  hosts: readonly PlannedHost[]
}

/**
 * Brings hosts to a tag: looks, plans, refuses what cannot end well, asks, keeps what is there, applies. A cut one goes on by the same
 * call, with the backup that it had made.
 * @throws CourseError COURSE_CATCHUP_* saying what state the hosts are in
 */
export async function catchUp(options: CatchUpOptions): Promise<CatchUpResult> {
  const { hands, reference, track, dryRun, onProgress } = options
  const held: Held[] = []
  try {
    if (!dryRun) held.push(...(await Promise.all(hands.map(lockHost))))
    onProgress(`Looking at ${hands.map(({ role }) => role).join(" and ")}`)
    const views = await lookAtHosts(options)
    const hosts = hands.map((hand): PlannedHost => {
      const view = views.find(({ role }) => role === hand.role)
      if (!view) throw new CourseError("COURSE_BUG", `Nobody looked at ${hand.role}.`)
      refuseHost(view, reference, track, hand.repo)
      return { hand, view, plan: planHost(view, reference) }
    })
    const plans = hosts.map(({ plan }) => plan)
    const id = plans.map(({ resumes }) => resumes).find((each) => each !== undefined) ?? options.id
    const result = (outcome: CatchUpResult["outcome"]): CatchUpResult => ({ tag: reference.tag, outcome, id, hosts })
    if (isDone(plans)) return result("nothing")
    for (const { view, plan } of hosts) refuseWithoutRoom(view, plan, track)
    await Promise.all(hosts.map(({ hand, plan, view }) => lookAtWays(hand, plan, view, options)))
    if (dryRun) {
      await options.agree(hosts, id)
      return result("planned")
    }
    if (!(await options.agree(hosts, id))) return result("declined")
    await options.onBegin?.()
    await applyPlans(hosts, { ...options, id })
    return result("done")
  } finally {
    await Promise.all(held.map((each) => each.release()))
  }
}

import { CourseError } from "../errors/course-error.js"
import { readRemote } from "./facts.js"
import { act } from "./hand.js"
import { isRefused } from "./host-view.js"
import type { CatchUpOptions, PlannedHost } from "./options.js"
import { accountScript } from "./scripts/account.js"
import type { Place } from "./scripts/back-up.js"
import { lookAtRemoteScript } from "./scripts/look.js"

/**
 * Gives dev an identity and a key for the Git host.
 * @throws CourseError COURSE_CATCHUP_REMOTE with the public key, while a person has not registered it
 */
export async function setAccountUp(
  { hand, view, plan }: PlannedHost,
  place: Place,
  options: CatchUpOptions,
): Promise<void> {
  const { gitHost } = hand.settings
  const name = options.account || view.facts.user
  options.onProgress("dev: identity and key for the Git host")
  const printed = await act(
    hand,
    "setting Git up",
    accountScript(place, { gitHost, name, email: `${name}@users.noreply.${gitHost}`, needsKey: plan.needsKey }),
  )
  if (!plan.needsKey) return
  const remote = readRemote(await act(hand, "asking the Git host", lookAtRemoteScript(view.origin)))
  if (remote.answered) return
  const key = /^key=(.*)$/m.exec(printed)?.[1] ?? ""
  if (!isRefused(remote))
    throw new CourseError("COURSE_CATCHUP_REMOTE", `dev cannot read your repository: ${remote.problem}`, {
      hint: "Create it at the Git host, empty (no readme, licence or ignore file), then run the same command again.",
    })
  throw new CourseError("COURSE_CATCHUP_REMOTE", `${gitHost} does not know dev's key yet.`, {
    hint: `Add this public key to your account at ${hand.settings.gitWeb}, then run the same command again:\n${key}`,
  })
}

import { run, succeed } from "../deploy/remote.js"
import { waitForHealthScript } from "../deploy/scripts.js"
import { CourseError } from "../errors/course-error.js"
import type { CatchUpOptions, PlannedHost } from "./options.js"
import { act, LONG_MS, runSetup } from "./hand.js"
import { manifestOf } from "./manifest.js"
import { backUpScript, openScript, type Place } from "./scripts/back-up.js"
import { beginScript, markScript, packagesScript, parkDependenciesScript } from "./scripts/begin.js"
import { catchUpFolder } from "./scripts/common.js"
import { envScript } from "./scripts/env.js"
import { fetchScript, filesScript, pushScript } from "./scripts/files.js"
import { setAccountUp } from "./set-account-up.js"
import { needsOf } from "./targets.js"

const HEALTH_SECONDS = 45

/**
 * Carries plans out. First what changes nothing (account, backups), then dev's tracked files and the remote, then prod's, then what
 * setup-server.sh makes, on both at once. Each step can be repeated; a failure leaves the backup and the place to go on.
 */
export async function applyPlans(hosts: readonly PlannedHost[], options: CatchUpOptions): Promise<void> {
  const working = hosts.filter(
    ({ plan }) => plan.resumes !== undefined || plan.layers.some(({ changes }) => changes.length > 0),
  )
  let begun = working.some(({ plan, view }) =>
    view.facts.journal.some(({ id, marks }) => id === plan.resumes && marks.has("begun")),
  )
  try {
    await together(working, (host) => open(host, options))
    await together(working, (host) => keep(host, options))
    options.signal?.throwIfAborted()
    begun = true
    // prod pulls what dev pushed.
    for (const host of working) await bringFiles(host, options)
    await together(working, (host) => bringTheRest(host, options))
  } catch (error) {
    throw withWayOn(error, begun, options)
  }
}

/** Lets every host come to an end before the first trouble is told: nobody leaves while work is going on. */
async function together(hosts: readonly PlannedHost[], work: (host: PlannedHost) => Promise<void>): Promise<void> {
  const ends = await Promise.allSettled(hosts.map(work))
  for (const end of ends) if (end.status === "rejected") throw end.reason
}

export function placeOf({ hand, view, plan }: PlannedHost, id: string): Place {
  const { home, user, group } = view.facts
  const folder = catchUpFolder(home)
  return { folder, backup: `${folder}/${plan.resumes ?? id}`, repo: hand.repo, user, group }
}

async function open(host: PlannedHost, options: CatchUpOptions): Promise<void> {
  const { hand, plan } = host
  const place = placeOf(host, options.id)
  const manifest = manifestOf(host, plan.resumes ?? options.id, options)
  const input = `${JSON.stringify(manifest, null, 2)}\n`
  await act(hand, "making the folder of the backup", openScript(place), { input })
  if (plan.account) await setAccountUp(host, place, options)
}

async function keep(host: PlannedHost, options: CatchUpOptions): Promise<void> {
  const { hand } = host
  const place = placeOf(host, options.id)
  options.onProgress(`${hand.role}: keeping what is there in ${place.backup}`)
  await act(hand, "keeping what is there", backUpScript(place, hand.settings), { as: "root", timeoutMs: LONG_MS })
}

async function bringFiles(host: PlannedHost, options: CatchUpOptions): Promise<void> {
  const { hand, view, plan } = host
  const { reference, onProgress } = options
  const place = placeOf(host, options.id)
  const { stopService, removeUnit } = plan
  await act(hand, "preparing the host", beginScript(place, hand.settings, { stopService, removeUnit }), { as: "root" })
  const state = reference.hosts[hand.role]
  const id = plan.resumes ?? options.id
  const files = { id, commit: state.commit, tags: state.tags, later: reference.later, origin: view.origin }
  if (plan.packages.includes("git")) await installPackages(host, options)
  if (plan.files) {
    onProgress(`${hand.role}: bringing the tracked files to ${reference.tag}`)
    await act(hand, "bringing the tracked files", filesScript(place, files), { input: reference.bundle })
  }
  if (plan.push) {
    onProgress("dev: pushing main and the tags up to the target")
    await act(hand, "pushing", pushScript(place, { ...files, tags: reference.tags })).catch((error: unknown) => {
      throw asRemoteTrouble(error)
    })
  }
  if (hand.role === "prod" && plan.files)
    await act(hand, "fetching from your repository", fetchScript(place)).catch((error: unknown) => {
      throw asRemoteTrouble(error)
    })
}

async function bringTheRest(host: PlannedHost, options: CatchUpOptions): Promise<void> {
  const { hand, view, plan } = host
  const { reference, onProgress } = options
  const place = placeOf(host, options.id)
  if (plan.packages.length > 0 && !plan.packages.includes("git")) await installPackages(host, options)
  if (plan.env) await act(hand, "completing .env", envScript(place, view.rules))
  if (plan.setup) {
    if (plan.renews)
      await act(hand, "moving the old dependencies", parkDependenciesScript(place), { as: "root", timeoutMs: LONG_MS })
    onProgress(`${hand.role}: running setup-server.sh`)
    await runSetup(hand, place.folder)
  }
  await act(hand, "noting how far it came", markScript(place, "set-up"))
  if (needsOf(reference.tag, hand.role).service && (plan.setup || plan.stopService)) {
    onProgress("prod: waiting for /health")
    succeed(
      await run(hand, waitForHealthScript(hand.settings, HEALTH_SECONDS), { timeoutMs: (HEALTH_SECONDS + 20) * 1000 }),
      `The service on prod did not answer /health with 200 within ${HEALTH_SECONDS} s.`,
    )
  }
  await act(hand, "noting that it is done", markScript(place, "finished"))
}

async function installPackages({ hand, plan }: PlannedHost, { onProgress }: CatchUpOptions): Promise<void> {
  onProgress(`${hand.role}: installing ${plan.packages.join(", ")}`)
  await act(hand, "installing packages", packagesScript(plan.packages), { as: "root", timeoutMs: LONG_MS })
}

function asRemoteTrouble(error: unknown): unknown {
  if (!(error instanceof CourseError) || error.code !== "COURSE_CATCHUP_FAILED") return error
  return new CourseError("COURSE_CATCHUP_REMOTE", error.message, { cause: error })
}

/** What an error says last: in which state things are, and both ways out of it. */
function withWayOn(error: unknown, begun: boolean, { reference, signal }: CatchUpOptions): unknown {
  const reason: unknown = signal?.aborted ? signal.reason : error
  if (!(reason instanceof CourseError)) return reason
  const on = begun
    ? `The hosts are on the way to ${reference.tag}: \`course catch-up ${reference.tag}\` goes on where it stopped, \`course catch-up --undo\` brings back what was there.`
    : `Nothing of your work was changed. \`course catch-up ${reference.tag}\` tries again.`
  return new CourseError(reason.code, reason.message, {
    hint: reason.hint === undefined ? on : `${reason.hint}\n${on}`,
    cause: reason,
  })
}

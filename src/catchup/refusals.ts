import { CourseError } from "../errors/course-error.js"
import { needsOf } from "./targets.js"
import { isRefused, type HostView } from "./host-view.js"
import type { HostPlan } from "./plan.js"
import type { ReferenceState } from "./reference-state.js"
import type { Track } from "../engine/context.js"
import type { WaysFacts } from "./facts.js"

const NODE_MAJOR = 20

/** Says no while nothing has changed yet. @throws CourseError COURSE_CATCHUP_REFUSED, COURSE_CATCHUP_REMOTE */
export function refuseHost(
  { role, facts, remote }: HostView,
  { tag }: ReferenceState,
  track: Track,
  repo: string,
): void {
  const refuse = (message: string, hint: string): never => {
    throw new CourseError("COURSE_CATCHUP_REFUSED", `${role}: ${message} Nothing was changed.`, { hint })
  }
  if (facts.releases)
    refuse(
      "the service is deployed by releases, which belong to a later block than a catch-up leads to.",
      `Put the tag there with \`course deploy ${tag}\`, or restore a snapshot.`,
    )
  if (facts.place === "other") refuse(`${repo} is no folder.`, "Move it away, then run the same command again.")
  if (facts.worktree)
    refuse(
      `${repo} is a second work tree of another repository.`,
      "Clone the repository there, or move the folder away.",
    )
  if (facts.git_running)
    refuse(
      "a Git command is still running in the repository.",
      "Let it end, or end it; then run the same command again.",
    )
  if (facts.journal.some(({ marks }) => marks.has("undoing") && !marks.has("undone")))
    refuse("an undo was cut.", "Finish it first: course catch-up --undo")
  if (track === "typescript" && needsOf(tag, role).setup && Number((facts.node ?? "0").split(".")[0]) < NODE_MAJOR)
    refuse(
      `Node.js ${NODE_MAJOR} or newer is needed, and ${facts.node ? `${facts.node} is there` : "none is there"}.`,
      "Install it as /usr/bin/node (block 3, exercise 3.1), then run the same command again.",
    )
  if (remote && remote.answered === undefined && !isRefused(remote)) throw noRemote(remote.problem, role)
}

/** The Git host does not know the repository, or cannot be reached. */
function noRemote(problem: string, role: string): CourseError {
  const missing = /not found|does not exist|not appear/i.test(problem)
  const closed = role === "prod" && /could not read|authentication/i.test(problem)
  return new CourseError(
    "COURSE_CATCHUP_REMOTE",
    `${role} cannot read your repository: ${problem || "no answer"} Nothing was changed.`,
    {
      hint: closed
        ? "prod has no key there: create the repository and make it public, then run the same command again."
        : missing
          ? "Create it at the Git host, empty (no readme, licence or ignore file), or correct `remote` in course.yaml."
          : "Look whether dev reaches the Git host: `ssh -T git@HOST`. Then run the same command again.",
    },
  )
}

/** @throws CourseError COURSE_CATCHUP_REGISTRY naming each address that does not answer */
export function refuseWays(role: string, { no_way, no_package }: WaysFacts): void {
  if (no_package.length > 0)
    throw new CourseError(
      "COURSE_CATCHUP_REGISTRY",
      `${role} knows no package ${no_package.join(", ")}. Nothing was changed.`,
      { hint: `Refresh its lists: \`sudo apt-get update\` on ${role}. Then run the same command again.` },
    )
  if (no_way.length > 0)
    throw new CourseError(
      "COURSE_CATCHUP_REGISTRY",
      `${role} does not reach ${no_way.join(", ")}. Nothing was changed.`,
      {
        hint: `It has to install from there. Look at its network on ${role}, then run the same command again.`,
      },
    )
}

const MEBI = 1024 * 1024
/** What the dependencies of a track take, with what their installation needs beside them. */
const INSTALL_BYTES: Record<Track, number> = { typescript: 450 * MEBI, python: 700 * MEBI }
const RESERVE_BYTES = 100 * MEBI
const FILES = { copy: 2000, install: 30_000 }

/** @throws CourseError COURSE_CATCHUP_ROOM with figures */
export function refuseWithoutRoom({ role, facts, database }: HostView, plan: HostPlan, track: Track): void {
  const copy = plan.resumes === undefined ? facts.size * 2 + (database.database_size ?? 0) : 0
  const install = plan.renews ? INSTALL_BYTES[track] : 0
  const together = facts.room_home.device === facts.room_repo.device
  const places = [
    { room: facts.room_home, needed: copy + RESERVE_BYTES + (together ? install : 0), what: "the backup" },
    ...(together
      ? []
      : [{ room: facts.room_repo, needed: install + facts.size + RESERVE_BYTES, what: "the repository" }]),
  ]
  for (const { room, needed, what } of places) {
    const files = FILES.copy + (plan.renews ? FILES.install : 0)
    const short = room.bytes < needed
    if (!short && (room.files === undefined || room.files === 0 || room.files >= files)) continue
    const have = short ? `${mebi(room.bytes)} MB are free` : `${room.files} more files are possible`
    const want = short
      ? `${mebi(needed)} MB are needed (backup ${mebi(copy)} MB, dependencies ${mebi(install)} MB, reserve ${mebi(RESERVE_BYTES)} MB)`
      : `${files} are needed`
    throw new CourseError(
      "COURSE_CATCHUP_ROOM",
      `${role} has too little room for ${what}: ${have}, ${want}. Nothing was changed.`,
      {
        hint: `Free some on ${role}: \`df -h ~\` shows it, \`sudo apt-get clean\` and \`sudo journalctl --vacuum-size=50M\` help.`,
      },
    )
  }
}

function mebi(bytes: number): number {
  return Math.ceil(bytes / MEBI)
}

import { z } from "zod"
import { sh } from "../engine/shell.js"
import { CourseError } from "../errors/course-error.js"
import type { Held } from "../transport/ports.js"
import { readJournals } from "./facts.js"
import { act, LONG_MS, type Hand } from "./hand.js"
import { manifest, type Manifest } from "./manifest.js"
import { undoAccountScript } from "./scripts/account.js"
import type { Place } from "./scripts/back-up.js"
import { markScript } from "./scripts/begin.js"
import { catchUpFolder } from "./scripts/common.js"
import { journalScript } from "./scripts/journals.js"
import { undoHostScript, undoRemoteScript } from "./scripts/undo.js"
import { lockHost } from "./session-lock.js"

export interface UndoOptions {
  hands: readonly Hand[]
  dryRun: boolean
  /** Is told what goes back and answers whether it may. */
  agree: (undoing: readonly Undoing[]) => Promise<boolean>
  onProgress: (line: string) => void
  signal?: AbortSignal
}

/** A host's part of the catch-up that is undone. */
export interface Undoing {
  hand: Hand
  place: Place
  manifest: Manifest
  /** It was cut before anything changed: there is nothing to bring back. */
  untouched: boolean
}

export interface UndoResult {
  outcome: "planned" | "declined" | "done"
  id: string
  hosts: readonly Undoing[]
  /** Refs of the remote that stay, because somebody changed them since or a Git host cannot lose them. */
  left: readonly string[]
}

/**
 * Takes the newest catch-up back that was not taken back yet: the remote first, then all hosts that it worked on.
 * @throws CourseError COURSE_CATCHUP_REFUSED when there is none
 */
export async function undoCatchUp(options: UndoOptions): Promise<UndoResult> {
  const { hands, dryRun, agree, onProgress } = options
  const held: Held[] = []
  try {
    if (!dryRun) held.push(...(await Promise.all(hands.map(lockHost))))
    const hosts = await newest(hands)
    const id = hosts[0]?.manifest.id ?? ""
    const result = (outcome: UndoResult["outcome"], left: readonly string[] = []): UndoResult => ({
      outcome,
      id,
      hosts,
      left,
    })
    const agreed = await agree(hosts)
    if (dryRun || !agreed) return result(dryRun ? "planned" : "declined")
    const left: string[] = []
    const byRole = (role: string): Undoing[] => hosts.filter(({ hand }) => hand.role === role)
    for (const { hand, place, untouched } of byRole("dev")) {
      if (untouched) continue
      onProgress("dev: giving your repository at the Git host back what it had")
      left.push(...readLeft(await act(hand, "giving the remote back what it had", undoRemoteScript(place))))
    }
    const ends = await Promise.allSettled(hosts.map((undoing) => undoHost(undoing, onProgress)))
    for (const end of ends) if (end.status === "rejected") throw withWayOn(end.reason)
    return result("done", left)
  } finally {
    await Promise.all(held.map((each) => each.release()))
  }
}

/** Whatever was cut or failed: the same command goes on. */
function withWayOn(error: unknown): unknown {
  if (!(error instanceof CourseError)) return error
  const on = "What was there before is still kept: `course catch-up --undo` goes on where it stopped."
  return new CourseError(error.code, error.message, {
    hint: error.hint === undefined ? on : `${error.hint}\n${on}`,
    cause: error,
  })
}

async function undoHost({ hand, place, untouched }: Undoing, onProgress: (line: string) => void): Promise<void> {
  onProgress(`${hand.role}: bringing back what was there`)
  if (hand.role === "dev") await act(hand, "taking settings of Git back", undoAccountScript(place))
  if (untouched) await act(hand, "noting that it is undone", markScript(place, "undone"))
  else
    await act(hand, "bringing back what was there", undoHostScript(place, hand.settings), {
      as: "root",
      timeoutMs: LONG_MS,
    })
}

/** The newest catch-up of all hosts, and the hosts that know it. */
async function newest(hands: readonly Hand[]): Promise<Undoing[]> {
  const known = await Promise.all(
    hands.map(async (hand) => {
      const { home, user, group, journal } = readJournals(await act(hand, "looking for catch-ups", journalScript))
      const open = journal.filter(({ marks }) => !marks.has("undone"))
      return { hand, home, user, group, open }
    }),
  )
  const id = known
    .flatMap(({ open }) => open.map(({ id }) => id))
    .sort()
    .at(-1)
  if (id === undefined)
    throw new CourseError("COURSE_CATCHUP_REFUSED", "There is no catch-up to undo. Nothing was changed.", {
      hint: "Each one leaves a folder below ~/.course/catch-up on the hosts; those that are there were undone already.",
    })
  const parts = known.flatMap(({ open, ...rest }) =>
    open.flatMap((journal) => (journal.id === id ? [{ ...rest, journal }] : [])),
  )
  return await Promise.all(
    parts.map(async ({ hand, home, user, group, journal }): Promise<Undoing> => {
      const folder = catchUpFolder(home)
      const place = { folder, backup: `${folder}/${id}`, repo: hand.repo, user, group }
      return { hand, place, manifest: await readManifest(hand, place), untouched: !journal.marks.has("begun") }
    }),
  )
}

async function readManifest(hand: Hand, { backup, repo }: Place): Promise<Manifest> {
  const text = await act(hand, "reading the manifest", sh`cat -- ${`${backup}/manifest.json`}`)
  const parsed = manifest.safeParse(parseJson(text))
  if (!parsed.success)
    throw new CourseError(
      "COURSE_CATCHUP_REFUSED",
      `${hand.role}: ${backup}/manifest.json is damaged: ${z.prettifyError(parsed.error)}`,
      {
        hint: "Nothing was changed. The copy of the tree is beside it, in `tree`.",
      },
    )
  // Files are moved and removed there: what the host says is compared with what course.yaml says.
  if (parsed.data.repo !== repo || parsed.data.role !== hand.role)
    throw new CourseError(
      "COURSE_CATCHUP_REFUSED",
      `${hand.role}: the catch-up of ${backup} worked in ${parsed.data.repo}, and course.yaml says ${repo}.`,
      {
        hint: "Nothing was changed. Set devRepo and prodRepo as they were then.",
      },
    )
  return parsed.data
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

function readLeft(stdout: string): string[] {
  return [...stdout.matchAll(/^left=(.*)$/gm)].map(([, ref = ""]) => ref)
}

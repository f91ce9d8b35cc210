import { z } from "zod"
import { sh } from "../engine/shell.js"
import { CourseError } from "../errors/course-error.js"
import { readJournals } from "./facts.js"
import { act, type Hand } from "./hand.js"
import { manifest, type Manifest } from "./manifest.js"
import type { Place } from "./scripts/back-up.js"
import { catchUpFolder } from "./scripts/common.js"
import { journalScript } from "./scripts/journals.js"

/** A host's part of the catch-up that is undone. */
export interface Undoing {
  hand: Hand
  place: Place
  manifest: Manifest
  /** It was cut before anything changed: there is nothing to bring back. */
  untouched: boolean
}

/** The newest catch-up of all hosts, and the hosts that know it. @throws CourseError COURSE_CATCHUP_REFUSED when there is none */
export async function newestCatchUp(hands: readonly Hand[]): Promise<Undoing[]> {
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

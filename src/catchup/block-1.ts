import { CourseError } from "../errors/course-error.js"
import { labRestore, labSnapshot, labStatus } from "../lab/lab.js"
import { BLOCK_1 } from "./targets.js"

/** A lab is brought to the end of block 1 by its snapshot of that name; what is there before is kept as another one. */
export async function restoreBlock1InLab(
  lab: string,
  { id, onProgress, signal }: { id: string; onProgress: (line: string) => void; signal: AbortSignal },
): Promise<string> {
  await requireSnapshotOfBlock1(lab)
  const before = `before-${id}`
  await labSnapshot({ name: lab, snapshot: before, onProgress, signal })
  await labRestore({ name: lab, snapshot: BLOCK_1, onProgress, signal })
  return before
}

/** @throws CourseError COURSE_CATCHUP_REFUSED telling how else a lab comes there */
export async function requireSnapshotOfBlock1(lab: string): Promise<void> {
  const status = (await labStatus()).find(({ name }) => name === lab)
  if (status?.snapshots.includes(BLOCK_1)) return
  throw new CourseError("COURSE_CATCHUP_REFUSED", `Lab "${lab}" has no snapshot ${BLOCK_1}. Nothing was changed.`, {
    hint: `Boot another one in that state: course lab up --name ${lab}-b1 --state ${BLOCK_1}`,
  })
}

/** The newest state that a restore of block 1 kept, to go back to. */
export async function undoBlock1InLab(
  lab: string,
  options: { onProgress: (line: string) => void; signal: AbortSignal },
): Promise<string | undefined> {
  const status = (await labStatus()).find(({ name }) => name === lab)
  const snapshot = status?.snapshots.filter((name) => /^before-\d{8}-\d{6}$/.test(name)).at(-1)
  if (snapshot !== undefined) await labRestore({ name: lab, snapshot, ...options })
  return snapshot
}

/** Real machines are restored by the program that runs them, which course does not command. */
export function refuseBlock1(): CourseError {
  return new CourseError(
    "COURSE_CATCHUP_REFUSED",
    `${BLOCK_1} is a snapshot of both machines, not a tag. Nothing was changed.`,
    {
      hint: `Power both off, restore ${BLOCK_1} (or B1) on both, start them, then: course check block1
With VirtualBox: VBoxManage snapshot MACHINE restore ${BLOCK_1}
Without such a snapshot, do block 1 again.`,
    },
  )
}

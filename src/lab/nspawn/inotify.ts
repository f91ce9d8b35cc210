import { readFile, rm, writeFile } from "node:fs/promises"
import { withLock } from "../lock.js"

/** A guest's systemd, journal and D-Bus hold about six instances; root on the machine shares the limit with all guests. */
const PER_GUEST = 8
const REST = 48

/** Limit and notes are the machine's, and so is the lock: not everybody who boots a lab has the same cache folder. */
const MACHINE = {
  limit: "/proc/sys/fs/inotify/max_user_instances",
  /** What the limit was before the first guest, and all it was raised to. Gone after a restart of the machine, as the raised limit is. */
  kept: "/run/course-lab.inotify",
  lock: "/run/lock/course-lab.inotify",
}
export type InotifyFiles = typeof MACHINE

/** Raises the kernel's limit of inotify instances where this many guests would not fit. The guests' groups have to be there already. */
export async function makeRoomForGuests(guests: number, files: InotifyFiles = MACHINE): Promise<void> {
  const needed = REST + guests * PER_GUEST
  // A limit that was never raised is not lowered either, in the moment after this look.
  if ((await limit(files)) >= needed && (await readKept(files)) === undefined) return
  await alone(files, async () => {
    const now = await limit(files)
    if (now >= needed) return
    const { before, raised } = (await readKept(files)) ?? { before: now, raised: [] }
    // Noted first: a command that is cut between the two leaves a limit that is known in either case.
    await writeFile(files.kept, `${[before, ...raised, needed * 2].join(" ")}\n`, { mode: 0o600 })
    await writeFile(files.limit, `${needed * 2}`)
  })
}

/** Puts the limit back as it was before the first guest, once none is left; a limit that somebody else changed meanwhile stays. */
export async function giveRoomBack(guestsLeft: () => Promise<number>, files: InotifyFiles = MACHINE): Promise<void> {
  if ((await readKept(files)) === undefined) return
  await alone(files, async () => {
    const kept = await readKept(files)
    if (kept === undefined || (await guestsLeft()) > 0) return
    if (kept.raised.includes(await limit(files))) await writeFile(files.limit, `${kept.before}`)
    await rm(files.kept, { force: true })
  })
}

async function limit(files: InotifyFiles): Promise<number> {
  return Number(await readFile(files.limit, "utf8"))
}

async function readKept(files: InotifyFiles): Promise<{ before: number; raised: number[] } | undefined> {
  const text = await readFile(files.kept, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return ""
    throw error
  })
  if (!/^\d+( \d+)+\n$/.test(text)) return undefined
  const [before = 0, ...raised] = text.trim().split(" ").map(Number)
  return { before, raised }
}

function alone({ lock }: InotifyFiles, work: () => Promise<void>): Promise<void> {
  return withLock(lock, {}, work)
}

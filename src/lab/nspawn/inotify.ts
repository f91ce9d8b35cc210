import { readFile, rm, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { withLock } from "../lock.js"
import { labCacheDir } from "../paths.js"

const LIMIT = "/proc/sys/fs/inotify/max_user_instances"

/** What the limit was before the first guest, and what it was raised to. Gone after a restart of the machine, as the raised limit is. */
const KEPT = "/run/course-lab.inotify"

/** A guest's systemd, journal and D-Bus hold about six instances; root on the machine shares the limit with all guests. */
const PER_GUEST = 8
const REST = 48

/** Raises the kernel's limit of inotify instances where this many guests would not fit. */
export async function makeRoomForGuests(guests: number): Promise<void> {
  const needed = REST + guests * PER_GUEST
  if ((await limit()) >= needed) return
  await alone(async () => {
    const now = await limit()
    if (now >= needed) return
    const kept = await readKept()
    const raised = needed * 2
    await writeFile(KEPT, `${kept?.before ?? now} ${raised}\n`, { mode: 0o600 })
    await writeFile(LIMIT, `${raised}`)
  })
}

/** Puts the limit back as it was before the first guest, once none is left; a limit that somebody else changed meanwhile stays. */
export async function giveRoomBack(guestsLeft: () => Promise<number>): Promise<void> {
  if ((await readKept()) === undefined) return
  await alone(async () => {
    const kept = await readKept()
    if (kept === undefined || (await guestsLeft()) > 0) return
    if ((await limit()) === kept.raised) await writeFile(LIMIT, `${kept.before}`)
    await rm(KEPT, { force: true })
  })
}

async function limit(): Promise<number> {
  return Number(await readFile(LIMIT, "utf8"))
}

async function readKept(): Promise<{ before: number; raised: number } | undefined> {
  const text = await readFile(KEPT, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return ""
    throw error
  })
  const [, before, raised] = /^(\d+) (\d+)$/.exec(text.trim()) ?? []
  return before === undefined ? undefined : { before: Number(before), raised: Number(raised) }
}

function alone(work: () => Promise<void>): Promise<void> {
  return withLock(join(labCacheDir(), "locks", "inotify"), {}, work)
}

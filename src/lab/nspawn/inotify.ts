import { readFile, writeFile } from "node:fs/promises"

const LIMIT = "/proc/sys/fs/inotify/max_user_instances"

/** A guest's systemd, journal and D-Bus hold about six instances; root on the machine shares the limit with all guests. */
const PER_GUEST = 8
const REST = 48

/** Raises the kernel's limit of inotify instances where this many guests would not fit. It is never lowered again. */
export async function makeRoomForGuests(guests: number): Promise<void> {
  const needed = REST + guests * PER_GUEST
  if (Number(await readFile(LIMIT, "utf8")) < needed) await writeFile(LIMIT, `${needed * 2}`)
}

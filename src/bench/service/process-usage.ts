import { readFile } from "node:fs/promises"

/** What a process used so far. */
export interface Usage {
  /** Seconds of CPU time of all its threads, in user and system mode. */
  cpuSeconds: number
  /** Resident memory now and at its highest, in bytes. */
  rss: number
  peakRss: number
}

/** Linux counts in hundredths of a second whatever the kernel's own clock is. */
const TICKS_PER_SECOND = 100

/** Reads /proc. @throws Error when the process is gone */
export async function usageOf(pid: number): Promise<Usage> {
  const [stat, status] = await Promise.all([
    readFile(`/proc/${pid}/stat`, "utf8"),
    readFile(`/proc/${pid}/status`, "utf8"),
  ])
  // The name in parentheses may hold blanks; the numbers begin after it, with the third field.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ")
  const ticks = Number(fields[11]) + Number(fields[12])
  const kibibytes = (name: string): number => Number(new RegExp(`^${name}:\\s+(\\d+) kB$`, "m").exec(status)?.[1])
  return { cpuSeconds: ticks / TICKS_PER_SECOND, rss: kibibytes("VmRSS") * 1024, peakRss: kibibytes("VmHWM") * 1024 }
}

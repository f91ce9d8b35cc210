/** How numbers and times are written for one reader. */
export interface Formats {
  /** The language that times are written in. */
  readonly language: string
  percent(share: number): string
  /** "3 minutes ago" */
  relative(time: Date, now: Date): string
  /** "14:32", with the day when it is not today */
  absolute(time: Date, now: Date): string
}

const STEPS = [
  { unit: "second", seconds: 1, until: 60 },
  { unit: "minute", seconds: 60, until: 3600 },
  { unit: "hour", seconds: 3600, until: 86_400 },
  { unit: "day", seconds: 86_400, until: Number.POSITIVE_INFINITY },
] as const

/** Numbers follow the page's language, as its sentences do; times follow the reader's own. */
export function formatsFor(locale: string | undefined, timeZone?: string): Formats {
  const percent = new Intl.NumberFormat("en", { style: "percent", minimumFractionDigits: 1, maximumFractionDigits: 1 })
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: "auto", style: "short" })
  const zone = timeZone === undefined ? {} : { timeZone }
  const clock = new Intl.DateTimeFormat(locale, { hour: "2-digit", minute: "2-digit", ...zone })
  const dayAndClock = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short", ...zone })
  const day = new Intl.DateTimeFormat("en", { dateStyle: "short", ...zone })
  return {
    language: clock.resolvedOptions().locale,
    percent: (share) => percent.format(share),
    relative(time, now) {
      // A clock that runs behind the service's must not put a reading into the future.
      const seconds = Math.max(0, (now.getTime() - time.getTime()) / 1000)
      const { unit, seconds: size } = STEPS.find(({ until }) => seconds < until)!
      return relative.format(-Math.floor(seconds / size), unit)
    },
    absolute: (time, now) => (day.format(time) === day.format(now) ? clock : dayAndClock).format(time),
  }
}

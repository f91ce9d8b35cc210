import type { Facts } from "./command.js"

/** What systemd knows of a unit of the SSH server; times are seconds since 1970, 0 for never. */
export interface ServerUnit {
  id: string
  /** `loaded`, `not-found`, `masked`. */
  load: string
  /** `enabled`, `disabled`, `masked` ...: what happens at the next boot. */
  file: string
  active: string
  sub: string
  /** Has the socket a server of its own for each connection? */
  perConnection: boolean
  /** When it began to run, or was told to read its files again. */
  since: number
}

/** The units that are there, each once: on Debian and Ubuntu, sshd.service is another name of ssh.service. */
export function serverUnits(found: Facts): ServerUnit[] {
  const units = found.all("unit").map((line): ServerUnit => {
    const value = new Map(
      line.split("\t").map((pair) => [pair.slice(0, pair.indexOf("=")), pair.slice(pair.indexOf("=") + 1)]),
    )
    const get = (name: string): string => value.get(name) ?? ""
    const time = (name: string): number => Number(get(name).replace("@", "")) || 0
    return {
      id: get("Id"),
      load: get("LoadState"),
      file: get("UnitFileState"),
      active: get("ActiveState"),
      sub: get("SubState"),
      perConnection: get("Accept") === "yes",
      since: Math.max(time("ActiveEnterTimestamp"), time("StateChangeTimestamp")),
    }
  })
  return [...new Map(units.filter(({ load }) => load !== "not-found").map((unit) => [unit.id, unit])).values()]
}

/** Does the unit begin by itself when the machine does? */
export function startsAtBoot({ file }: ServerUnit): boolean {
  return ["enabled", "static", "generated", "linked", "alias"].includes(file)
}

export function isSocket({ id }: ServerUnit): boolean {
  return id.endsWith(".socket")
}

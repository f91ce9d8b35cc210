import { z } from "zod"
import { Unobserved } from "../../src/engine/probe.js"
import type { Facts } from "./command.js"

const FOREVER = 2 ** 32 - 1

/** The part of `ip -j addr` that checks read. */
const interfaces = z.array(
  z.object({
    ifname: z.string(),
    operstate: z.string(),
    link_type: z.string(),
    addr_info: z.array(
      z.object({
        family: z.string(),
        local: z.string().default(""),
        prefixlen: z.number().default(0),
        dynamic: z.boolean().default(false),
        valid_life_time: z.number().default(FOREVER),
      }),
    ),
  }),
)
const routes = z.array(z.object({ dev: z.string().default("") }))

export interface Address {
  device: string
  /** Is the device an Ethernet interface that is up? */
  ethernet: boolean
  up: boolean
  address: string
  prefix: number
  /** Set by hand or by a file, and not leased for a time. */
  forever: boolean
}

/** All IPv4 addresses of a host but those of the loopback. */
export function addresses(found: Facts): Address[] {
  return parse(interfaces, found.get("interfaces"), "ip addr").flatMap(({ ifname, operstate, link_type, addr_info }) =>
    link_type === "loopback"
      ? []
      : addr_info
          .filter(({ family }) => family === "inet")
          .map(({ local, prefixlen, dynamic, valid_life_time }) => ({
            device: ifname,
            ethernet: link_type === "ether",
            up: operstate === "UP" || operstate === "UNKNOWN",
            address: local,
            prefix: prefixlen,
            forever: !dynamic && valid_life_time >= FOREVER,
          })),
  )
}

/** The devices that lead out of the network, the first choice first. */
export function waysOut(found: Facts): string[] {
  return parse(routes, found.get("routes") || "[]", "ip route").map(({ dev }) => dev)
}

/** Is an address in the same network of 256 as another? */
export function sameNetwork(a: string, b: string): boolean {
  return a.split(".").slice(0, 3).join(".") === b.split(".").slice(0, 3).join(".")
}

export function show(list: readonly Address[]): string {
  return list.map(({ address, prefix, device }) => `${address}/${prefix} on ${device}`).join(", ") || "(none)"
}

function parse<T>(schema: z.ZodType<T>, text: string, what: string): T {
  try {
    return schema.parse(JSON.parse(text))
  } catch (error) {
    throw new Unobserved(`What \`${what}\` printed cannot be read: ${(error as Error).name}.`)
  }
}

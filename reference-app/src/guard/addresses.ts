import { BlockList, isIP } from "node:net"
import { SettingsError } from "../environment.js"

/** Ranges that settings may call by name. */
const NAMED: Readonly<Record<string, readonly string[]>> = {
  loopback: ["127.0.0.0/8", "::1/128"],
  linklocal: ["169.254.0.0/16", "fe80::/10"],
  private: ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7"],
}

/** How many addresses a set remembers its answer for; the search itself takes longer than a request may. */
const REMEMBERED = 1_000

export interface AddressSet {
  /** Whether a text is an address of this set. What is no address is in no set. */
  has(address: string | undefined): boolean
}

/**
 * The set that a setting names: addresses, ranges such as 10.0.0.0/8 and the names loopback, linklocal and private,
 * separated by commas or blanks; or "none".
 * @param variable names the setting in the error.
 * @throws SettingsError for anything else: a typing error must neither open nor shut a door unnoticed.
 */
export function parseAddresses(variable: string, setting: string): AddressSet {
  const ranges = new BlockList()
  const words = setting.split(/[\s,]+/).filter((word) => word !== "")
  if (words.length === 0) throw new SettingsError(`${variable} is empty; write none if no address is meant`)
  if (words.length > 1 && words.includes("none")) throw new SettingsError(`${variable} says none and more beside it`)
  for (const word of words) {
    if (word === "none") continue
    for (const range of Object.hasOwn(NAMED, word) ? NAMED[word]! : [word]) add(ranges, range, variable)
  }
  const known = new Map<string, boolean>()
  return {
    has(text) {
      if (text === undefined) return false
      let answer = known.get(text)
      if (answer === undefined) {
        const address = toAddress(text)
        answer = address !== undefined && ranges.check(address, isIP(address) === 4 ? "ipv4" : "ipv6")
        if (known.size >= REMEMBERED) known.clear()
        known.set(text, answer)
      }
      return answer
    },
  }
}

/** The address as it is compared and shown: IPv4 inside IPv6 as IPv4, without a zone. Undefined if it is no address. */
export function toAddress(text: string): string | undefined {
  const kind = isIP(text)
  if (kind === 4) return text
  if (kind === 0) return undefined
  const [address = ""] = text.split("%")
  if (!/^[0:]*:ffff:/i.test(address)) return address
  const groups = ipv6Groups(address)
  if (groups.slice(0, 5).some((group) => group !== 0) || groups[5] !== 0xffff) return address
  return [groups[6]! >> 8, groups[6]! & 0xff, groups[7]! >> 8, groups[7]! & 0xff].join(".")
}

/**
 * Who a client is to the rate limits. One household or one rented server has a whole /64 of IPv6 and could take a new
 * address for every request, so its addresses count as one.
 */
export function clientOf(address: string): string {
  if (!address.includes(":")) return address
  const network = ipv6Groups(address).slice(0, 4)
  return `${network.map((group) => group.toString(16)).join(":")}::/64`
}

/** The eight numbers of a valid IPv6 address. */
function ipv6Groups(address: string): number[] {
  const [head = "", tail] = address.split("::")
  const front = numbersOf(head)
  if (tail === undefined) return front
  const back = numbersOf(tail)
  return [...front, ...Array<number>(8 - front.length - back.length).fill(0), ...back]
}

function numbersOf(part: string): number[] {
  if (part === "") return []
  return part.split(":").flatMap((group) => {
    if (!group.includes(".")) return [Number.parseInt(group, 16)]
    const [a = 0, b = 0, c = 0, d = 0] = group.split(".").map(Number)
    return [(a << 8) | b, (c << 8) | d]
  })
}

function add(ranges: BlockList, range: string, variable: string): void {
  const [text = "", bits, ...rest] = range.split("/")
  const address = toAddress(text)
  const width = address !== undefined && isIP(address) === 4 ? 32 : 128
  // The prefix of an IPv4 range that was written inside IPv6 counts from the front of the IPv6 address.
  const shift = isIP(text) === 6 && width === 32 ? 96 : 0
  const prefix = bits === undefined ? width : /^\d{1,3}$/.test(bits) ? Number(bits) - shift : -1
  if (address === undefined || rest.length > 0 || prefix < 0 || prefix > width) {
    throw new SettingsError(`${variable} names ${JSON.stringify(range)}, which is neither an address nor a range`)
  }
  ranges.addSubnet(address, prefix, width === 32 ? "ipv4" : "ipv6")
}

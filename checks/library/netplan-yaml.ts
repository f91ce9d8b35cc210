/** An interface as netplan has it. */
export interface NetplanDevice {
  /** Its own name: the one it is set to, else that of the entry. */
  device: string
  /** Is it found by what it is (its hardware address, its driver) and not by its name? */
  matched: boolean
  addresses: string[]
}

/** Reads what `netplan get` prints: regular YAML, two blanks a level, lists below their key. */
export function netplanDevices(lines: readonly string[]): NetplanDevice[] {
  const devices = new Map<string, NetplanDevice>()
  const path: string[] = []
  for (const line of lines) {
    const [, indent = "", dash = "", rest = ""] = /^( *)(- )?(.*)$/.exec(line) ?? []
    // A list stands as deep as its key.
    path.length = indent.length / 2 + (dash === "" ? 0 : 1)
    const [key = "", value = ""] = split(rest)
    if (dash === "") path[indent.length / 2] = key
    const [root, kind, entry, property] = path
    if (root !== "network" || !/s$/.test(kind ?? "") || entry === undefined) continue
    const device = devices.get(entry) ?? { device: entry, matched: false, addresses: [] }
    devices.set(entry, device)
    if (dash !== "" && property === "addresses") device.addresses.push(unquote(key))
    if (property === "set-name" && dash === "") device.device = unquote(value)
    if (property === "match") device.matched = true
  }
  return [...devices.values()]
}

/** Key and value of a line; the colon of an address or a hardware address is followed by no blank. */
function split(text: string): [string, string] {
  const at = text.search(/:( |$)/)
  return at < 0 ? [text, ""] : [text.slice(0, at), text.slice(at + 1).trim()]
}

function unquote(text: string): string {
  return text.replace(/^"(.*)"$/, "$1")
}

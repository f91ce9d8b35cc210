import { settings as settingsSchema, type Settings, type Track } from "../../engine/context.js"
import type { InventoryFile } from "../inventory.js"
import { FieldReader } from "./field-reader.js"
import { ROLES } from "./fields.js"
import { readPublicKey } from "./public-key.js"
import { quoted, type Fault, type RawRoster } from "./raw.js"
import { readHost, type Surroundings } from "./read-host.js"
import type { Student } from "./student.js"

/** A row as it is meant, before ~/.ssh/config is asked. */
export interface ReadStudent {
  readonly student: Student
  readonly file: InventoryFile
  readonly publicKeys: readonly string[]
  readonly ects: number | undefined
  readonly fields: FieldReader
}

export interface RowSurroundings extends Surroundings {
  /** The text of a small file by its path as it is written; undefined where there is none. */
  readonly readText: (path: string) => string | undefined
}

const ID = /^[A-Za-z0-9][A-Za-z0-9._@+-]{0,63}$/
const EMAIL = /^[^\s@<>,;"]{1,64}@[^\s@<>,;"]+\.[^\s@<>,;".]{2,}$/
const TRACKS: Readonly<Record<string, Track>> = {
  typescript: "typescript",
  ts: "typescript",
  python: "python",
  py: "python",
}

/** Reads one row, and goes on after a fault, so that all are told at once. Who has faults is not to be graded. */
export function readStudent(
  row: RawRoster["rows"][number],
  around: RowSurroundings,
): { read: ReadStudent | undefined; faults: Fault[]; warnings: Fault[] } {
  const fields = new FieldReader(row)
  const id = fields.matching("id", ID, "Write letters, digits and . _ @ + - (64 at most).")
  if (id === undefined && fields.faults.length === 0)
    fields.fault("id", "it is missing. Every student needs an id of their own, such as the matriculation number.")
  fields.id = id ?? ""
  const name = fields.one("name", { spans: true })
  const email = fields.matching("email", EMAIL, "Write an address such as ada@example.org.")
  const group = fields.one("group", { spans: true })
  const track = readTrack(fields)
  const ects = fields.integer("ects", 1, 60)
  const publicKeys = readPublicKeys(fields, around)
  const hosts = { dev: readHost("dev", fields, around), prod: readHost("prod", fields, around) }
  needMachines(fields, hosts, publicKeys.length > 0)
  const settings = readSettings(fields)
  const { faults, warnings } = fields
  if (id === undefined) return { read: undefined, faults, warnings }
  const file: InventoryFile = {
    track,
    hosts: { ...(hosts.dev ? { dev: hosts.dev } : {}), ...(hosts.prod ? { prod: hosts.prod } : {}) },
    settings,
  }
  return {
    read: { student: { id, name: name ?? id, email, group, track }, file, publicKeys, ects, fields },
    faults,
    warnings,
  }
}

function readTrack(fields: FieldReader): Track {
  const text = fields.one("track")
  const track = text === undefined ? "typescript" : TRACKS[text.toLowerCase()]
  if (track === undefined) fields.fault("track", `${quoted(text ?? "")} is no track. Write typescript or python.`)
  return track ?? "typescript"
}

function readPublicKeys(fields: FieldReader, { readText }: RowSurroundings): string[] {
  const path = fields.one("public_key_file")
  const text = path === undefined ? undefined : readText(path)
  if (path !== undefined && text === undefined)
    fields.fault("public_key_file", `there is no file ${quoted(path)}. Paths begin at the folder of the roster.`)
  const lines = (field: string, texts: readonly string[]): string[] =>
    texts
      .flatMap((each) => each.split(/\r\n|\r|\n/))
      .filter((line) => line.trim() !== "" && !line.startsWith("#"))
      .flatMap((line) => {
        const key = readPublicKey(line)
        if (key === undefined)
          fields.fault(field, "it is no public key. Write what stands in the student's id_ed25519.pub.")
        return key ?? []
      })
  return [
    ...new Set([
      ...lines("public_key", fields.all("public_key")),
      ...lines("public_key_file", text === undefined ? [] : [text]),
    ]),
  ]
}

/** A student has both machines, but for columns that nobody has, or hands in what is signed. */
function needMachines(
  fields: FieldReader,
  hosts: Readonly<Record<(typeof ROLES)[number], unknown>>,
  handsIn: boolean,
): void {
  for (const role of ROLES) {
    if (hosts[role] !== undefined || fields.has(`${role}_host`)) continue
    if (fields.ownsAny(`${role}_`))
      fields.fault(`${role}_host`, `it is missing, yet the row says more of ${role}. Write its address.`)
    else if (!handsIn)
      fields.fault(`${role}_host`, "it is missing. Write its address, or - for a student without this machine.")
  }
}

function readSettings(fields: FieldReader): Partial<Settings> {
  const entries = fields.named("settings.").flatMap((field) => {
    const text = fields.one(field)
    if (text === undefined) return []
    const key = field.slice("settings.".length) as keyof Settings
    const asText = settingsSchema.shape[key].safeParse(text)
    const parsed = asText.success ? asText : settingsSchema.shape[key].safeParse(Number(text))
    if (parsed.success) return [[key, parsed.data] as const]
    const why = (asText.error ?? parsed.error).issues.map(({ message }) => message.replace(/^Invalid input: /, ""))
    fields.fault(field, `${quoted(text)} cannot be used: ${why.join("; ")}.`)
    return []
  })
  return Object.fromEntries(entries)
}

import { isAlias, isMap, isNode, isPair, isScalar, isSeq, LineCounter, parseDocument, type Node, type Pair } from "yaml"
import { meaningOf } from "./fields.js"
import { layered, type Found } from "./layered.js"
import type { Fault, Place, RawRoster } from "./raw.js"

interface Reading {
  readonly faults: Fault[]
  readonly placeOf: (node: unknown) => Place
  /** What an alias (`*usual`) stands for; anything else is itself. */
  readonly follow: (node: unknown) => unknown
}
/** Reads a roster in YAML: `defaults`, and `students` with one entry each. */
export function rowsOfYaml(text: string): RawRoster {
  const counter = new LineCounter()
  const document = parseDocument(text, { lineCounter: counter, prettyErrors: false })
  const faults: Fault[] = document.errors.map(({ pos, message }) => {
    const { line, col } = counter.linePos(pos[0])
    return { line, column: col, label: undefined, message }
  })
  if (faults.length > 0) return { kind: "text", rows: [], faults }
  const reading: Reading = {
    faults,
    placeOf: (node) => {
      const { line, col } = counter.linePos(isNode(node) && node.range ? node.range[0] : 0)
      return { line, column: col }
    },
    follow: (node) => (isAlias(node) ? node.resolve(document) : node),
  }
  const top = entriesOf(document.contents, reading, "the roster", "Write `students:` with a list below it.")
  for (const { key, label } of top.values())
    if (label !== "defaults" && label !== "students")
      faults.push({ ...reading.placeOf(key), label, message: "it is not known; known here: defaults, students" })
  const defaults = top.get("defaults")
  const students = top.get("students")
  const below = layered(new Map(), defaults ? cellsOf(defaults.value, reading, "defaults") : [])
  if (!students || !isSeq(students.value)) {
    const message = "it has to be a list with one entry per student: `- id: s001`"
    faults.push({ ...reading.placeOf(students?.key), label: "students", message })
    return { kind: "text", rows: [], faults }
  }
  const rows = students.value.items.map((item) => {
    const own = cellsOf(item, reading, "a student")
    return { ...reading.placeOf(item), cells: layered(below, own), own: new Set(own.flatMap(({ fields }) => fields)) }
  })
  return { kind: "text", rows, faults }
}

interface Entry {
  readonly key: Node
  readonly label: string
  readonly value: unknown
}

function entriesOf(
  written: unknown,
  { faults, placeOf, follow }: Reading,
  what: string,
  remedy: string,
): Map<string, Entry> {
  const node = follow(written)
  if (node === null || (isScalar(node) && node.value === null)) return new Map()
  if (!isMap(node)) {
    faults.push({ ...placeOf(written), label: undefined, message: `${what} has to be keys with values. ${remedy}` })
    return new Map()
  }
  return new Map(
    node.items.flatMap((pair: Pair): [string, Entry][] =>
      isPair(pair) && isScalar(pair.key)
        ? [[String(pair.key.value), { key: pair.key, label: String(pair.key.value), value: pair.value }]]
        : [],
    ),
  )
}

/** The fields of one student or of the defaults; what stands under `dev`, `prod` and `settings` with their names before it. */
function cellsOf(node: unknown, reading: Reading, what: string): Found[] {
  const entries = entriesOf(node, reading, what, "Write `id: s001` and the like.")
  return [...entries.values()].flatMap((entry) => {
    if (entry.label !== "dev" && entry.label !== "prod" && entry.label !== "settings") return cellOf(entry, reading)
    const inner = entriesOf(entry.value, reading, entry.label, "Write `dev: { host: 192.0.2.10 }` and the like.")
    return [...inner.values()].flatMap((each) => cellOf({ ...each, label: `${entry.label}.${each.label}` }, reading))
  })
}

function cellOf({ key, label, value: written }: Entry, { faults, placeOf, follow }: Reading): Found[] {
  const value = follow(written)
  const meaning = meaningOf(label)
  if ("fault" in meaning) {
    faults.push({ ...placeOf(key), label, message: meaning.fault })
    return []
  }
  const items = isSeq(value) ? value.items.map(follow) : [value]
  if (!items.every((item) => item === null || isScalar(item))) {
    faults.push({ ...placeOf(key), label, message: "it has to be one value." })
    return []
  }
  const texts = items.map(textOf).filter((each) => each !== "")
  if (texts.length === 0) return []
  return [{ ...meaning, cell: { ...placeOf(isNode(written) ? written : key), label, texts } }]
}

/** As it is written: an id 007 keeps its noughts. */
function textOf(item: unknown): string {
  if (!isScalar(item) || item.value === null) return ""
  const { value, source } = item
  return (typeof value === "string" ? value : (source ?? JSON.stringify(value))).trim()
}

import fc, { type Arbitrary } from "fast-check"

/** JSON texts of values that look harmless in one place and break programs in another. */
const TROUBLE = [
  ...["null", "true", '""', "[]", "{}", '"7"', "-1", "256", "0.5", "-0", "1e2", "255.0", "1e308", "1e400", "-1e400"],
  ...["9007199254740993", "123456789012345678901234567890", "2147483648", "1E-400", '"\\u0000"', '"\\ud800"', '"😀"'],
  ...['"__proto__"', '{"__proto__":{"polluted":true}}', '{"constructor":{"prototype":{}}}', '{"toString":1}'],
  ...[`"${"x".repeat(5000)}"`, `${"[".repeat(500)}${"]".repeat(500)}`, `"'; DROP TABLE predictions; --"`, "[null]"],
]

/** Texts that no JSON parser may take, or only with care. */
const BROKEN = [
  ...["", " ", "{", "}", "[", '{"pixels":', "nul", "NaN", "Infinity", "undefined", "'a'", "{a:1}", "[1,]", "01", "+1"],
  ...['{"a":1}{"b":2}', "// comment\n{}", "\u0000", '{"\u0000":1}', "\uFEFF{}", "🙂", "<xml/>", "a=1&b=2"],
  ...[
    "[".repeat(20_000),
    `${"[".repeat(20_000)}${"]".repeat(20_000)}`,
    `${'{"a":'.repeat(8_000)}1${"}".repeat(8_000)}`,
  ],
]

/** Bytes that are no text at all, beside texts that are no JSON. */
export const brokenBody: Arbitrary<string | Uint8Array> = fc.oneof(
  fc.constantFrom(...BROKEN),
  fc.uint8Array({ maxLength: 300 }),
  fc.string({ unit: "binary", maxLength: 200 }),
)

/** JSON of any shape. */
export const anyJson: Arbitrary<string> = fc.oneof(fc.json({ maxDepth: 4 }), fc.constantFrom(...TROUBLE))

/** A fitting value as JSON with one place made wrong, left out, doubled or added to. */
export function nearMiss(valid: Arbitrary<unknown>): Arbitrary<string> {
  return fc
    .tuple(valid, fc.nat(), fc.constantFrom("replace", "remove", "add", "double"), fc.constantFrom(...TROUBLE))
    .map(([value, place, how, trouble]) => spoil(value, place, how, trouble))
}

const MARK = "\u0001place\u0001"

function spoil(value: unknown, place: number, how: string, trouble: string): string {
  const places = placesOf(value)
  const path = places[place % places.length] ?? []
  const text = JSON.stringify(changed(value, path, how))
  // The trouble is put in as text: JSON.stringify could not write most of it.
  return text.replaceAll(`"${JSON.stringify(MARK).slice(1, -1)}"`, () => trouble)
}

/** The ways to every value inside, the shallow ones as often as the 784 deep ones together. */
function placesOf(value: unknown): (string | number)[][] {
  const found: (string | number)[][] = []
  const walk = (here: unknown, path: (string | number)[]): void => {
    found.push(path)
    if (Array.isArray(here)) here.forEach((item, index) => walk(item, [...path, index]))
    else if (typeof here === "object" && here !== null)
      for (const [name, item] of Object.entries(here)) walk(item, [...path, name])
  }
  walk(value, [])
  const shallow = found.filter((path) => path.length <= 2)
  return [...found, ...Array.from({ length: Math.floor(found.length / shallow.length) }, () => shallow).flat()]
}

function changed(value: unknown, path: readonly (string | number)[], how: string): unknown {
  const [step, ...rest] = path
  if (step === undefined) return atPlace(value, how)
  if (Array.isArray(value)) {
    if (rest.length === 0 && how === "remove") return value.toSpliced(Number(step), 1)
    return value.with(Number(step), changed(value[Number(step)], rest, how))
  }
  const entries = Object.entries(value as object)
  if (rest.length === 0 && how === "remove") return Object.fromEntries(entries.filter(([name]) => name !== step))
  return Object.fromEntries(
    entries.map(([name, item]) => [name, name === step ? changed(item, rest, how) : (item as unknown)]),
  )
}

function atPlace(value: unknown, how: string): unknown {
  if (how === "add" && Array.isArray(value)) return [...(value as unknown[]), MARK]
  if (how === "add" && typeof value === "object" && value !== null) return { ...value, extra: MARK }
  if (how === "double" && Array.isArray(value)) return [...(value as unknown[]), ...(value as unknown[])]
  return MARK
}

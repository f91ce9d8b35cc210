import { describe, expect, it } from "vitest"
import { PALETTE, paletteCss, type ColourName, type Scheme } from "../../../src/notes/html/palette.js"

const AA = 4.5
const SYNTAX = ["keyword", "string", "number", "comment", "title", "attribute", "builtin"] as const
const TONES = ["pitfall", "happened", "security", "aside", "task"] as const
const HOSTS = ["dev", "prod", "laptop"] as const

/** What is written on what. */
const PAIRS: [text: ColourName, ground: ColourName][] = [
  ...(["ink", "soft", "link", ...SYNTAX, ...TONES] as const).flatMap((text) =>
    (["paper", "box", "raised"] as const).map((ground): [ColourName, ColourName] => [text, ground]),
  ),
  ...HOSTS.map((host): [ColourName, ColourName] => ["badge", host]),
  ...HOSTS.map((host): [ColourName, ColourName] => [host, "raised"]),
  ["badge", "link"],
  ["ink", "mark"],
  ["added", "added-box"],
  ["removed", "removed-box"],
]

describe.each(["light", "dark"] as const)("the %s palette", (scheme) => {
  it.each(PAIRS)("has contrast for %s on %s", (text, ground) => {
    expect(contrast(scheme, text, ground)).toBeGreaterThanOrEqual(AA)
  })
})

it("is light on paper whatever is chosen", () => {
  expect(paletteCss()).toMatch(/@media print \{ :root:root:root \{ color-scheme: light;[^}]*--ink: #23262b;/)
})

function contrast(scheme: Scheme, one: ColourName, other: ColourName): number {
  const [dark = 0, light = 0] = [one, other].map((name) => luminance(PALETTE[scheme][name])).sort((a, b) => a - b)
  return (light + 0.05) / (dark + 0.05)
}

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5]
    .map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255)
    .map((share) => (share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4))
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

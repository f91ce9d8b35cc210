/** The colours of the book: one name, one colour per scheme. Both are declared here, so that a test can measure their contrast. */
export const PALETTE = {
  light: {
    paper: "#fdfcfa",
    ink: "#23262b",
    soft: "#5a6068",
    line: "#dfdbd3",
    box: "#f6f3ee",
    raised: "#ffffff",
    link: "#1c4f8f",
    mark: "#ffe9a8",
    dev: "#1c5a9e",
    prod: "#a1242f",
    laptop: "#2c6638",
    badge: "#ffffff",
    pitfall: "#855000",
    happened: "#0b616b",
    security: "#9b2335",
    aside: "#565c64",
    task: "#6a3fa0",
    keyword: "#7a3199",
    string: "#1f683a",
    number: "#944600",
    comment: "#60666e",
    title: "#1c4f8f",
    attribute: "#774800",
    builtin: "#0b616b",
    added: "#1b6336",
    removed: "#9b2335",
    "added-box": "#e4f2e6",
    "removed-box": "#fbe7e6",
  },
  dark: {
    paper: "#16181c",
    ink: "#d8dbe0",
    soft: "#a2a9b2",
    line: "#343940",
    box: "#1e2126",
    raised: "#23272d",
    link: "#8fbcf7",
    mark: "#4a3c0c",
    dev: "#8fbcf7",
    prod: "#ff9d97",
    laptop: "#92cf9b",
    badge: "#14171b",
    pitfall: "#eebb6a",
    happened: "#7fd0d8",
    security: "#ff9d97",
    aside: "#aab1ba",
    task: "#cbb0f5",
    keyword: "#d0a8fb",
    string: "#9bd3a0",
    number: "#f0b37e",
    comment: "#9aa1ab",
    title: "#8fbcf7",
    attribute: "#e6c384",
    builtin: "#7fd0d8",
    added: "#9bd8a4",
    removed: "#ffa39d",
    "added-box": "#1b2e21",
    "removed-box": "#3a2022",
  },
} as const

export type Scheme = keyof typeof PALETTE
export type ColourName = keyof (typeof PALETTE)["light"]

/** Light unless the system or the reader wants dark; always light on paper. */
export function paletteCss(): string {
  return `:root { color-scheme: light; ${declarations("light")} }
@media (prefers-color-scheme: dark) { :root:not([data-theme="light"]) { color-scheme: dark; ${declarations("dark")} } }
:root[data-theme="dark"] { color-scheme: dark; ${declarations("dark")} }
@media print { :root:root:root { color-scheme: light; ${declarations("light")} --paper: #fff; } }
`
}

function declarations(scheme: Scheme): string {
  return Object.entries(PALETTE[scheme])
    .map(([name, value]) => `--${name}: ${value};`)
    .join(" ")
}

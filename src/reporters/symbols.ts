/** The marks of a terminal page. */
export interface Symbols {
  pass: string
  fail: string
  skip: string
  error: string
  arrow: string
  bar: string
  dash: string
}

const UNICODE: Symbols = { pass: "✓", fail: "✗", skip: "○", error: "!", arrow: "→", bar: "│", dash: "–" }
const ASCII: Symbols = { pass: "+", fail: "x", skip: "-", error: "!", arrow: ">", bar: "|", dash: "-" }

export function symbols(unicode: boolean): Symbols {
  return unicode ? UNICODE : ASCII
}

/** 12,345 for 12345, whatever the machine's language. */
export function grouped(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ",")
}

/** A share with two digits behind the point; "-" of nothing. */
export function percent(part: number, whole: number): string {
  return whole === 0 ? "-" : `${((part / whole) * 100).toFixed(2)} %`
}

/** A Markdown table. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n")
}

const WIDTH = 100

/** One paragraph of Markdown, broken between words. */
export function paragraph(text: string): string {
  const lines = [""]
  for (const word of text.trim().split(/\s+/)) {
    const line = lines.at(-1)!
    if (line && line.length + 1 + word.length > WIDTH) lines.push(word)
    else lines[lines.length - 1] = line ? `${line} ${word}` : word
  }
  return lines.join("\n")
}

/** "a 7", "an 8". */
export function aDigit(digit: string): string {
  return `${digit === "8" ? "an" : "a"} ${digit}`
}

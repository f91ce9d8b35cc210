/** What a terminal would show of a text, roughly: without the sequences that colour and place it, and with plain ends of lines. */
export function plain(text: string): string {
  return text
    .replace(/\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)/g, "")
    .replace(/\x1b\[[0-?]*[ -/]*[@-~]/g, "")
    .replace(/\x1b[()][A-Z0-9]|\x1b[=>78M]/g, "")
    .replaceAll("\r\n", "\n")
    .replace(/[^\n]*\r/g, "")
    .replaceAll("\b", "")
}

/** What stands on the line of the cursor: a question, where a program waits for an answer. */
export function lastLine(text: string): string {
  return plain(text).split("\n").at(-1) ?? ""
}

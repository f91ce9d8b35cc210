/** Text of a host for use in one line of a message: no control characters, no more than `max` characters. */
export function printable(text: string | Buffer, max = 160): string {
  const line = text
    .toString("utf8")
    .replace(/\x1b\[[0-9;?]*[ -/]*[@-~]/g, "")
    .replace(/[\s\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufffd]+/g, " ")
    .trim()
  return line.length > max ? `${line.slice(0, max - 3)}...` : line
}

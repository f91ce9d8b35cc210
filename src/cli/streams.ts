/** May this stream carry colour? NO_COLOR forbids it, FORCE_COLOR demands it, otherwise a terminal decides. */
export function colorLevel(stream: NodeJS.WriteStream, env: NodeJS.ProcessEnv = process.env): boolean {
  if (env["NO_COLOR"] !== undefined && env["NO_COLOR"] !== "") return false
  if (env["FORCE_COLOR"] !== undefined) return env["FORCE_COLOR"] !== "0"
  return stream.isTTY && env["TERM"] !== "dumb"
}

/** How wide text on this stream may be, in columns: never so wide that it is hard to read. */
export function widthOf(stream: NodeJS.WriteStream): number {
  const columns = stream.isTTY ? stream.columns : 80
  return Math.max(40, Math.min(columns || 80, 100))
}

/** The columns of the terminal itself; of a pipe, those that `COLUMNS` asks for, or 80. */
export function columnsOf(stream: NodeJS.WriteStream, env: NodeJS.ProcessEnv = process.env): number {
  const asked = Number(env["COLUMNS"])
  return (stream.isTTY ? stream.columns : asked >= 20 ? asked : 0) || 80
}

/** Does the terminal's encoding show more than ASCII? */
export function unicodeOf(env: NodeJS.ProcessEnv = process.env, platform: NodeJS.Platform = process.platform): boolean {
  if (platform === "win32") return env["WT_SESSION"] !== undefined || env["TERM_PROGRAM"] === "vscode"
  const locale = env["LC_ALL"] || env["LC_CTYPE"] || env["LANG"] || ""
  if (/utf-?8/i.test(locale)) return true
  return locale === "" && env["TERM"] !== "linux"
}

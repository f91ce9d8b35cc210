/**
 * Text from hosts is untrusted: it may hold terminal commands, characters that reverse the reading direction, or markup. Every
 * reporter passes what it shows through one of these.
 */

/** C0 and C1 controls but for line feed and tab, DEL, the bidi controls, line separators, zero-width and lone surrogate characters. */
const UNSAFE =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g

/** Shows what must not act: `\x1b`, `\u202e`. Line ends are kept, CR LF becomes LF. */
export function visible(text: string): string {
  return text.replaceAll("\r\n", "\n").replace(UNSAFE, codeOf)
}

function codeOf(character: string): string {
  const code = character.charCodeAt(0)
  return code < 0x100 ? `\\x${code.toString(16).padStart(2, "0")}` : `\\u${code.toString(16).padStart(4, "0")}`
}

/** For a terminal; may span lines. Tabs become blanks, because their width depends on the column. */
export function escapeTerminal(text: string): string {
  return visible(text).replaceAll("\t", "    ")
}

/** For one line of anything. */
export function oneLine(text: string): string {
  return escapeTerminal(text)
    .replace(/\s*\n\s*/g, " ")
    .trim()
}

/** For text and attribute values of XML 1.0, which forbids most control characters even as references. */
export function escapeXml(text: string): string {
  return visible(text)
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;")
}

/** For text and attribute values of HTML. */
export function escapeHtml(text: string): string {
  return escapeXml(text)
}

/** For running text in Markdown: one line in which nothing is markup and no address becomes a link. */
export function escapeMarkdown(text: string): string {
  return oneLine(text)
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replace(/[\\`*_[\]|~]/g, "\\$&")
    .replace(/^([#>+-])/, "\\$1")
    .replace(/^(\d+)(?=[.)](\s|$))/, "$1\\")
    .replaceAll("://", "&#58;//")
}

/** A fenced block whose fence is longer than any run of backquotes inside. */
export function markdownBlock(text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length))
  const fence = "`".repeat(longest + 1)
  return `${fence}text\n${visible(text)}\n${fence}`
}

/** For the description of a TAP line, in which `#` begins a directive. */
export function escapeTap(text: string): string {
  return oneLine(text).replace(/[\\#]/g, "\\$&")
}

/** JSON for people's terminals: the same document, with what could act on a terminal written as `\u` escapes. */
export function safeJson(value: unknown, indent?: number): string {
  return JSON.stringify(value, null, indent).replace(
    /[\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  )
}

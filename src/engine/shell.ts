/** Shell text that is known to be safely built: only `sh` makes it. */
export interface ShellText {
  readonly shell: string
}

/**
 * Builds shell text: every interpolated value becomes exactly one word, whatever it contains. Arrays become several words; a
 * value made by `sh` is inserted as it is. Backslashes stay as written, so that `'%s\n'` needs no doubling; only `\${` and "\`"
 * stand for the shell's own `${` and backquote.
 * @example sh`grep -F -- ${needle} ${[fileA, fileB]}`
 */
export function sh(
  strings: TemplateStringsArray,
  ...values: (string | number | readonly string[] | ShellText)[]
): ShellText {
  const literal = (index: number): string => (strings.raw[index] ?? "").replaceAll("\\${", "${").replaceAll("\\`", "`")
  let shell = literal(0)
  values.forEach((value, index) => {
    shell += render(value) + literal(index + 1)
  })
  return { shell }
}

/** Several pieces of shell text, one after the other, each on its own line. */
export function lines(...parts: ShellText[]): ShellText {
  return { shell: parts.map((part) => part.shell).join("\n") }
}

/** One word for a POSIX shell. A NUL byte cannot be passed to a command, so it is refused. */
export function quote(word: string): string {
  if (word.includes("\0")) throw new TypeError("a shell word cannot contain a NUL byte")
  return /^[A-Za-z0-9_@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`
}

function render(value: string | number | readonly string[] | ShellText): string {
  if (typeof value === "number") return String(value)
  if (typeof value === "string") return quote(value)
  if ("shell" in value) return value.shell
  return value.map(quote).join(" ")
}

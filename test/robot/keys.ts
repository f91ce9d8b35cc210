/**
 * The keys of a block `interactive keys="..."`, in order, as a terminal sends them: words between blanks, each `Enter`, `Ctrl-X`, or
 * text that is typed as it is.
 */
export function keysOf(words: string): string[] {
  return words.split(" ").map((word) => {
    if (word === "Enter") return "\r"
    const control = /^Ctrl-([A-Z])$/.exec(word)?.[1]
    return control === undefined ? word : String.fromCharCode(control.charCodeAt(0) - "A".charCodeAt(0) + 1)
  })
}

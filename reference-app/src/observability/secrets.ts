/** Shorter ones are words that stand in every second line; hiding them would hide the log. */
const SHORTEST_SECRET = 6
const HIDDEN = "[hidden]"

/**
 * A function that takes the given secrets out of a finished log line, as they are, as JSON writes them and as a URL
 * writes them. It looks at the line and not at the fields: a secret may stand in a path that a client mistyped, or in
 * the text of an error that a library made.
 */
export function hideSecrets(secrets: readonly string[]): (line: string) => string {
  const spellings = new Set<string>()
  for (const secret of secrets) {
    if (secret.length < SHORTEST_SECRET) continue
    spellings.add(secret)
    spellings.add(JSON.stringify(secret).slice(1, -1))
    spellings.add(encodeURIComponent(secret))
  }
  // Longer ones first: a spelling may begin with another.
  const hidden = [...spellings].sort((a, b) => b.length - a.length)
  return (line) => {
    for (const spelling of hidden) if (line.includes(spelling)) line = line.replaceAll(spelling, HIDDEN)
    return line
  }
}

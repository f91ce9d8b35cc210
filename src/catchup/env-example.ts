/** A key of .env.example: what stands there, and the comment lines above it. */
export interface ExampleKey {
  name: string
  value: string
  comment: readonly string[]
}

/** Reads the keys of an example file in their order. */
export function readExample(text: string): ExampleKey[] {
  const keys: ExampleKey[] = []
  let comment: string[] = []
  for (const line of text.split(/\r?\n/)) {
    const [, name, value = ""] = /^\s*([A-Za-z_][A-Za-z0-9_]*)=(.*)$/.exec(line) ?? []
    if (name !== undefined) {
      keys.push({ name, value: value.trim(), comment })
      comment = []
    } else if (line.trim().startsWith("#")) comment.push(line.trim())
    else comment = []
  }
  return keys
}

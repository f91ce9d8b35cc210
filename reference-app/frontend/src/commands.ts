/** What the page can be told to do by keys. */
export type Command = "undo" | "redo" | "clear" | "submit"

/** The part of a keyboard event that decides. */
export interface PressedKey {
  readonly key: string
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly shiftKey: boolean
  readonly altKey: boolean
}

/** The command that a key stands for; undefined for all others. */
export function commandFor(
  { key, ctrlKey, metaKey, shiftKey, altKey }: PressedKey,
  onField: boolean,
): Command | undefined {
  if (altKey) return undefined
  if (!ctrlKey && !metaKey) return onField && (key === "Delete" || key === "Backspace") ? "clear" : undefined
  if (key === "Enter") return "submit"
  if (key.toLowerCase() === "z") return shiftKey ? "redo" : "undo"
  return key.toLowerCase() === "y" && !metaKey ? "redo" : undefined
}

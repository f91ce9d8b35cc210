/** What the whole page can be told to do by keys. */
export interface Commands {
  undo(): void
  redo(): void
  clear(): void
  submit(): void
}

/**
 * Keys that work wherever the focus is, all with Ctrl or Cmd, so that they collide neither with typing nor with the keys of
 * a screen reader; clearing is bound to the field alone, where Delete means nothing else.
 */
export function listenForShortcuts(field: HTMLElement, commands: Commands): void {
  document.addEventListener("keydown", (event) => {
    const command = commandFor(event, event.target === field)
    if (!command) return
    event.preventDefault()
    commands[command]()
  })
}

type Key = Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "shiftKey" | "altKey">

/** The command that a key stands for; undefined for all others. */
export function commandFor(
  { key, ctrlKey, metaKey, shiftKey, altKey }: Key,
  onField: boolean,
): keyof Commands | undefined {
  if (altKey) return undefined
  if (!ctrlKey && !metaKey) return onField && (key === "Delete" || key === "Backspace") ? "clear" : undefined
  if (key === "Enter") return "submit"
  if (key.toLowerCase() === "z") return shiftKey ? "redo" : "undo"
  return key.toLowerCase() === "y" && !metaKey ? "redo" : undefined
}

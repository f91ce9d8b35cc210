import { commandFor, type Command } from "./commands.js"

/**
 * Keys that work wherever the focus is, all with Ctrl or Cmd, so that they collide neither with typing nor with the keys of
 * a screen reader; clearing is bound to the field alone, where Delete means nothing else.
 */
export function listenForShortcuts(field: HTMLElement, commands: Readonly<Record<Command, () => void>>): void {
  document.addEventListener("keydown", (event) => {
    const command = commandFor(event, event.target === field)
    if (!command) return
    event.preventDefault()
    commands[command]()
  })
}

import type { Command, Model } from "../model.js"

/** A key as Node's readline names it. */
export interface Key {
  name?: string | undefined
  ctrl?: boolean | undefined
  meta?: boolean | undefined
  sequence?: string | undefined
}

const BY_NAME: Record<string, Command> = {
  return: { name: "next" },
  enter: { name: "next" },
  right: { name: "forward" },
  left: { name: "back" },
  escape: { name: "no" },
  b: { name: "back" },
  h: { name: "hint" },
  n: { name: "notes" },
  a: { name: "answer" },
  c: { name: "check" },
  x: { name: "skip" },
  r: { name: "red" },
  s: { name: "shell", host: undefined },
  q: { name: "quit" },
}

/** Lines that a key moves the text by, where it does. */
function linesOf(name: string, page: number): number | undefined {
  const lines: Record<string, number> = { up: -1, k: -1, down: 1, j: 1, pageup: -page, pagedown: page, space: page }
  return lines[name]
}

/**
 * What a key means at this moment; undefined for one that means nothing.
 * @param page lines that a page has
 */
export function commandOf(key: Key, { mode }: Pick<Model, "mode">, page: number): Command | undefined {
  if (key.ctrl) return key.name === "c" || key.name === "d" ? { name: "quit" } : undefined
  if (key.meta && key.name !== "escape") return undefined
  if (key.sequence === "?") return { name: "help" }
  const letter = (key.name ?? "").toLowerCase()
  if (mode.kind === "confirm") return letter === "y" ? { name: "yes" } : { name: "no" }
  if (mode.kind === "choose-host") {
    const host = ({ d: "dev", p: "prod", l: "laptop" } as const)[letter]
    return host === undefined ? { name: "no" } : { name: "shell", host }
  }
  const by = linesOf(letter, page)
  return by === undefined ? BY_NAME[letter] : { name: "scroll", by }
}

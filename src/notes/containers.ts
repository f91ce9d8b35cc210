import type { OnFault } from "./fault.js"

/** What the notes write as `:::name words`, up to a line `:::`. */
export const CONTAINERS = ["typescript", "python", "margin", "action"] as const
export type ContainerName = (typeof CONTAINERS)[number]

export interface MarkedContainers {
  /** The text with the words taken off, so that the opening lines are directives of Markdown. Lines keep their numbers. */
  text: string
  /** What stood behind the name, by line. */
  words: Map<number, string>
}

/** Markdown's directives have brackets where the notes have plain words: takes the words aside, and sees that containers fit. */
export function markContainers(text: string, onFault: OnFault): MarkedContainers {
  const words = new Map<number, string>()
  let fence: string | undefined
  let opened: { name: string; line: number } | undefined
  const lines = text.split("\n").map((content, index) => {
    const line = index + 1
    const mark = FENCE.exec(content)?.groups?.["mark"]
    if (fence !== undefined) {
      // Markdown ends a container at such a line also within a fence.
      if (opened && /^:::+\s*$/.test(content))
        onFault(line, "A line of colons within a container ends it, also in a fence.")
      if (mark?.startsWith(fence) && content.trim() === mark) fence = undefined
      return content
    }
    if (mark !== undefined) {
      fence = mark
      return content
    }
    if (!content.startsWith(":::")) return content
    const [, name = "", rest = ""] = OPENING.exec(content) ?? []
    if (content.trim() === ":::") {
      if (!opened) onFault(line, "Nothing is open that `:::` could close.")
      opened = undefined
      return content
    }
    if (!isContainer(name)) onFault(line, `A container is one of ${CONTAINERS.join(", ")}, not ${name || content}.`)
    if (opened) onFault(line, `Containers do not nest: the ${opened.name} of line ${opened.line} is open.`)
    opened = { name, line }
    words.set(line, rest.trim())
    return `:::${name}`
  })
  if (fence !== undefined) onFault(lines.length, `A fence \`\` ${fence} \`\` is never closed.`)
  if (opened) onFault(opened.line, `The container ${opened.name} is never closed.`)
  return { text: lines.join("\n"), words }
}

const FENCE = /^ {0,3}(?<mark>`{3,}|~{3,})/
const OPENING = /^:::([a-z]+)(?:\s+(.*))?$/

export function isContainer(name: string): name is ContainerName {
  return CONTAINERS.some((each) => each === name)
}

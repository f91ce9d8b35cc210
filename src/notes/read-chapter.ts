import type { Root, RootContent } from "mdast"
import { toString } from "mdast-util-to-string"
import { parse as parseYaml } from "yaml"
import { z } from "zod"
import type { Chapter } from "./chapter.js"
import { markContainers } from "./containers.js"
import { notesError, type Fault, type OnFault } from "./fault.js"
import { readMarkdown } from "./markdown.js"
import { readOutline } from "./outline.js"
import { unknownValues, VALUE_NAMES } from "./values.js"

const frontMatter = z.strictObject({
  block: z.int().positive(),
  title: z.string().min(1),
  from: z.string().nullish(),
  tag: z.string().nullish(),
})

/** Reads the notes of a block. `file` is named in errors, which tell every line that does not keep to the format. */
export function parseChapter(text: string, file: string): Chapter {
  const { chapter, faults } = readChapter(text, file)
  if (faults.length > 0) throw notesError(file, faults)
  return chapter
}

/** Reads notes and says all that is wrong with them; the chapter is of use only where nothing is. */
export function readChapter(text: string, file: string): { chapter: Chapter; faults: Fault[] } {
  const faults: Fault[] = []
  const onFault: OnFault = (line, message) => faults.push({ line, message })
  const marked = markContainers(text.replaceAll("\r\n", "\n"), onFault)
  const root = readMarkdown(marked.text)
  const { block: number, title, from, tag } = readFront(root, onFault)
  const content = root.children.filter((node) => node.type !== "yaml")
  const parts = readOutline(withoutTitle(content, `Block ${number}. ${title}`, onFault), number, marked.words, onFault)
  checkValues(text, onFault)
  faults.sort((a, b) => a.line - b.line)
  const place = { block: `block${number}`, number, title, from: from ?? undefined, tag: tag ?? undefined, file }
  return { chapter: { ...place, parts }, faults }
}

function readFront(root: Root, onFault: OnFault): z.infer<typeof frontMatter> {
  const [first] = root.children
  const nothing = { block: 0, title: "" }
  if (first?.type !== "yaml") {
    onFault(1, "Notes begin with front matter: block, title, from, tag.")
    return nothing
  }
  let data: unknown
  try {
    data = parseYaml(first.value)
  } catch (error) {
    onFault(
      1,
      `The front matter is no YAML: ${error instanceof Error ? (error.message.split("\n")[0] ?? "") : String(error)}`,
    )
    return nothing
  }
  const result = frontMatter.safeParse(data)
  if (result.success) return result.data
  for (const { path, message } of result.error.issues)
    onFault(1, `Front matter, ${path.join(".") || "keys"}: ${message}`)
  return nothing
}

function withoutTitle(nodes: readonly RootContent[], expected: string, onFault: OnFault): readonly RootContent[] {
  const [first, ...rest] = nodes
  if (first?.type === "heading" && first.depth === 1) {
    const line = first.position?.start.line ?? 1
    if (toString(first) !== expected)
      onFault(line, `The chapter's heading is \`# ${expected}\`, as its front matter says.`)
    return rest
  }
  onFault(first?.position?.start.line ?? 1, `The chapter's heading is missing: \`# ${expected}\`.`)
  return nodes
}

function checkValues(text: string, onFault: OnFault): void {
  for (const [index, line] of text.split("\n").entries()) {
    for (const name of unknownValues(line))
      onFault(index + 1, `No value is called {{${name}}}; there are ${VALUE_NAMES.join(", ")}.`)
  }
}

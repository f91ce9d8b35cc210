import type { Root } from "mdast"
import remarkDirective from "remark-directive"
import remarkFrontmatter from "remark-frontmatter"
import remarkGfm from "remark-gfm"
import remarkParse from "remark-parse"
import { unified, type Processor } from "unified"

/** The syntax tree of notes. Of the directives only containers count: `12:30`, `:8000` and `b2.x:y` are what they look like. */
export function readMarkdown(text: string): Root {
  return reader.parse(text)
}

const reader = unified().use(remarkParse).use(remarkFrontmatter).use(remarkGfm).use(containersOnly)

const COLON = 58

function containersOnly(this: Processor): void {
  remarkDirective.call(this)
  const syntax = this.data().micromarkExtensions?.at(-1)
  const flow = [syntax?.flow?.[COLON] ?? []].flat()
  const containers = flow.filter((construct) => construct.concrete)
  if (!syntax || containers.length !== 1)
    throw new Error("remark-directive describes its containers in another way now.")
  delete syntax.text
  syntax.flow = { [COLON]: containers }
}

import type { ElementContent } from "hast"
import { common, createLowlight } from "lowlight"

const lowlight = createLowlight(common)

/** Code with its words marked by class, or as it is where no grammar knows the language. */
export function highlight(language: string, code: string): ElementContent[] {
  if (!lowlight.registered(language)) return [{ type: "text", value: code }]
  return lowlight.highlight(language, code).children.filter((node) => node.type !== "doctype")
}

import { runInNewContext } from "node:vm"
import type MiniSearch from "minisearch"
import { expect, it } from "vitest"
import { renderBook } from "../../../src/notes/html/book.js"
import type { SearchPlace } from "../../../src/notes/html/search-places.js"
import { sampleBook } from "./sample-book.js"

interface Loaded {
  MiniSearch: typeof MiniSearch
  courseBook: { index: Parameters<typeof MiniSearch.loadJS>[0]; fields: string[]; places: SearchPlace[] }
}

const script = renderBook(sampleBook()).files.get("search.js") ?? ""
const window = {} as Loaded
runInNewContext(script, { window, self: window, globalThis: window })
const { index, fields, places } = window.courseBook

it("loads in a page as it is, and asks for no map of its sources", () => {
  expect(typeof window.MiniSearch).toBe("function")
  expect(script).not.toContain("sourceMappingURL")
})

it("has a place for every section, exercise and step", () => {
  expect(places.map(({ href }) => href)).toEqual([
    "block5.html",
    "block5.html#why-this-block",
    "block5.html#5.1",
    "block5.html#5.1.1",
    "block5.html#5.1.2",
    "block5.html#recap",
    "block6.html#why-this-block",
  ])
})

it.each([
  ["carpenter", fields, "block5.html#5.1.1"],
  ["b5.saw", fields, "block5.html#5.1.1"],
  ["greet", fields, "block5.html#5.1.2"],
  ["glass", fields, "block6.html#why-this-block"],
])("finds %s", (words, own, href) => {
  expect(found(words, own)).toEqual([href])
})

it("keeps the cells of a table apart", () => {
  expect(places[5]?.text).toBe("a b 1 2")
})

it("keeps the words of each track in a field of its own", () => {
  expect(places[3]).toMatchObject({ typescript: expect.stringContaining("npm run saw") as string })
  expect(found("pip", ["python"])).toEqual(["block5.html#5.1.1"])
  expect(found("pip", ["text", "typescript"])).toEqual([])
})

function found(words: string, own: string[]): string[] {
  const tokenize = (text: string): string[] => text.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== "")
  const engine = window.MiniSearch.loadJS(index, { fields, tokenize })
  const results = engine.search(words, { fields: own, tokenize, combineWith: "AND" })
  return results.map(({ id }) => places[Number(id)]?.href ?? "")
}

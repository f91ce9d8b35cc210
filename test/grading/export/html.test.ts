import fc from "fast-check"
import { expect, it, vi } from "vitest"
import { exportGradebook } from "../../../src/grading/export/export-gradebook.js"
import type { GradebookView } from "../../../src/grading/model.js"
import { anyView } from "../../helpers/gradebook-arbitrary.js"
import { sampleView } from "../../helpers/gradebook-view.js"

// A property is tried on many gradebooks, also on a busy machine.
vi.setConfig({ testTimeout: 60_000 })

/** All that our pages are made of. */
const TAGS =
  "a article b body br code dd details div dl dt footer h1 h2 h3 head header html li main meta nav p pre section span strong style summary table tbody td th thead time title tr ul".split(
    " ",
  )
const ATTRIBUTES =
  "aria-label class content charset datetime dir href http-equiv id lang name open role scope style tabindex title".split(
    " ",
  )

it("has no markup but ours, and no request leaves it, whatever names and outputs hold", async () => {
  await fc.assert(
    fc.asyncProperty(anyView, async (view) => {
      const all = [...(await pages(view)).values()].join("")
      const body = all.replace(/<style>[^<]*<\/style>/g, "").replaceAll("<!doctype html>", "")
      const tags = [...body.matchAll(/<\/?([a-z][a-z0-9]*)((?:\s[^<>]*)?)>/gi)]
      const attributes = tags.flatMap(([, , list = ""]) => [...list.matchAll(/\s([a-z-]+)(?:="[^"]*")?/g)])
      const links = [...body.matchAll(/href="([^"]*)"/g)].map(([, target = ""]) => target)
      expect(tags.filter(([, name = ""]) => !TAGS.includes(name)).map(([tag]) => tag)).toEqual([])
      expect(attributes.map(([, name = ""]) => name).filter((name) => !ATTRIBUTES.includes(name))).toEqual([])
      expect(links.filter((target) => !/^(#\w+|students\/[a-z0-9._~-]+\.html)$/.test(target))).toEqual([])
      expect(body.match(/<(?![a-z/])/g)).toBeNull()
    }),
    { numRuns: 10 },
  )
})

it("shows a hostile name as text", async () => {
  const view = sampleView({ students: 1 })
  const [row] = view.students
  if (!row) throw new Error("there is no student")
  const hostile = { ...row, student: { ...row.student, id: "../x", name: '"><img src=x onerror=alert(1)>\u202e' } }
  const all = await pages({ ...view, students: [hostile] })
  expect([...all.keys()]).toEqual(["index.html", expect.stringMatching(/^students\/x~[0-9a-f]{16}\.html$/)])
  for (const text of all.values()) {
    expect(text).toContain("&lt;img src=x onerror=alert(1)&gt;\\u202e")
    expect(text).not.toContain("<img")
  }
})

it("of a student tells points, reasons, who set what and why, and names nobody else", async () => {
  const view = sampleView()
  const text = (await pages(view)).get("students/s004.html") ?? ""
  expect(text).toMatch(/9\.5 points, by m\.weber on .*<br>Shown in person/)
  expect(text).toContain("Being late costs 10 % of the points earned for each day begun after 2 grace days.")
  expect(text).toContain("journalctl -u pixelwise")
  expect(text).toContain("<h2>History</h2>")
  const flagged = (await pages(view)).get("students/s001.html") ?? ""
  expect(flagged).not.toContain("Hopper")
  expect(flagged).not.toContain("machine id")
})

it("of a student who was never observed has no zero", async () => {
  const text = (await pages(sampleView())).get("students/s008.html") ?? ""
  expect(text).toContain("Nothing could be observed yet")
  expect(text).toMatch(/not observed<\/td>.*refuses the connection/)
})

it("of the class links every student and has all of its parts", async () => {
  const view = sampleView()
  const text = (await pages(view)).get("index.html") ?? ""
  for (const { student } of view.students) expect(text).toContain(`href="students/${student.id}.html"`)
  for (const id of ["students", "spread", "changes", "flags", "hardest", "map"]) {
    expect(text).toContain(`<section id="${id}">`)
    expect(text).toContain(`href="#${id}"`)
  }
  expect(text).toContain("Two students&#39; dev machines have the same machine id.")
})

it("of an empty gradebook is a page, too", async () => {
  const text = (await pages({ ...sampleView({ students: 0 }), blocks: [] })).get("index.html")
  expect(text).toContain("There are none yet.")
})

async function pages(view: GradebookView): Promise<Map<string, string>> {
  const all = new Map<string, string>()
  for await (const { path, content } of exportGradebook(view, "html")) all.set(path, [...content].join(""))
  return all
}

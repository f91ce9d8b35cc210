import { XMLParser, XMLValidator } from "fast-xml-parser"
import stringWidth from "string-width"
import { describe, expect, it } from "vitest"
import { parse as parseYaml } from "yaml"
import { report as reportSchema, type Report } from "../../src/engine/report.js"
import { FORMATS, renderReport, type Format } from "../../src/reporters/formats.js"
import { expectGolden } from "./golden.js"
import { empty, failing, green, hostile, unreachable } from "./sample-reports.js"

const SAMPLES: Record<string, Report> = { green, failing, unreachable, hostile, empty }
const EXTENSION: Record<Format, string> = {
  terminal: "txt",
  json: "json",
  junit: "xml",
  tap: "tap",
  markdown: "md",
  html: "html",
}
const PLAIN = { width: 80, color: false, unicode: true }

describe.each(FORMATS)("the %s reporter", (format) => {
  it.each(Object.keys(SAMPLES))("renders the %s report as before", async (name) => {
    expectGolden(`${name}.${EXTENSION[format]}`, await renderReport(SAMPLES[name] ?? empty, format, PLAIN))
  })

  it("lets nothing of a host act on the reader", async () => {
    const text = await renderReport(hostile, format, PLAIN)
    expect(text).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/)
    expect(Buffer.from(text).toString()).toBe(text)
  })
})

describe("the terminal reporter", () => {
  it("colours only when asked to", async () => {
    const colored = await renderReport(failing, "terminal", { ...PLAIN, color: true })
    expect(colored).toContain("\u001b[")
    expect(colored.replace(/\u001b\[[0-9;]*m/g, "")).toBe(await renderReport(failing, "terminal", PLAIN))
  })

  it.each([40, 60, 80, 100])("stays within %i columns", async (width) => {
    for (const report of Object.values(SAMPLES)) {
      const text = await renderReport(report, "terminal", { ...PLAIN, width })
      for (const line of text.split("\n")) expect(stringWidth(line), line).toBeLessThanOrEqual(width)
    }
  })

  it("uses ASCII alone where the terminal knows no more", async () => {
    expect(await renderReport(failing, "terminal", { ...PLAIN, unicode: false })).toMatch(/^[\x20-\x7e\n]*$/)
  })

  it("names the failure before anything else", async () => {
    const text = await renderReport(failing, "terminal", PLAIN)
    expect(text.indexOf("✗ b5.active")).toBeLessThan(text.indexOf("could not be observed"))
    expect(text.indexOf("✗ b5.active")).toBeLessThan(text.indexOf("5.4.1"))
    expect(text).toContain("2 more wait for b5.active: b5.runs-as, b5.journal")
  })
})

describe("the JSON reporter", () => {
  it.each(Object.keys(SAMPLES))("writes the %s report without loss", async (name) => {
    const text = await renderReport(SAMPLES[name] ?? empty, "json", PLAIN)
    expect(reportSchema.parse(JSON.parse(text))).toEqual(SAMPLES[name])
  })
})

describe("the JUnit reporter", () => {
  it.each(Object.keys(SAMPLES))("writes well-formed XML for the %s report, with true counts", async (name) => {
    const report = SAMPLES[name] ?? empty
    const xml = await renderReport(report, "junit", PLAIN)
    expect(XMLValidator.validate(xml)).toBe(true)
    const parser = new XMLParser({
      ignoreAttributes: false,
      parseAttributeValue: true,
      isArray: (tag) => tag === "testcase",
    })
    const { testsuites } = parser.parse(xml) as { testsuites: Record<string, unknown> }
    expect(testsuites).toMatchObject({
      "@_tests": report.checks.length,
      "@_failures": report.summary.fail,
      "@_errors": report.summary.error,
      "@_skipped": report.summary.skip,
    })
  })
})

describe("the TAP reporter", () => {
  it("writes one test point per check, and details that are YAML", async () => {
    const text = await renderReport(hostile, "tap", PLAIN)
    expect(text).toContain(`1..${hostile.checks.length}\n`)
    expect(text.match(/^(not )?ok \d+ - /gm)).toHaveLength(hostile.checks.length)
    const block = /^ {2}---\n([\s\S]*?)\n {2}\.\.\.$/m.exec(text)?.[1]
    expect(parseYaml(block ?? "")).toMatchObject({ severity: "fail", step: "5.4.6" })
  })
})

describe("the HTML reporter", () => {
  it("loads nothing and runs nothing", async () => {
    const html = await renderReport(hostile, "html", PLAIN)
    expect(html).not.toMatch(/<script|<img|<link|src=|href=|url\(/i)
  })
})

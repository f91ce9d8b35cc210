import type { Report } from "../engine/report.js"
import type { TerminalOptions } from "./terminal.js"

/** The formats a report can be rendered in. */
export const FORMATS = ["terminal", "json", "junit", "tap", "markdown", "html"] as const
export type Format = (typeof FORMATS)[number]

/** Renders a report; only `terminal` looks at the options. Loads just the reporter that is needed. */
export async function renderReport(report: Report, format: Format, options: TerminalOptions): Promise<string> {
  switch (format) {
    case "terminal":
      return (await import("./terminal.js")).renderTerminal(report, options)
    case "json":
      return (await import("./json.js")).renderJson(report)
    case "junit":
      return (await import("./junit.js")).renderJunit(report)
    case "tap":
      return (await import("./tap.js")).renderTap(report)
    case "markdown":
      return (await import("./markdown.js")).renderMarkdown(report)
    case "html":
      return (await import("./html.js")).renderHtml(report)
  }
}

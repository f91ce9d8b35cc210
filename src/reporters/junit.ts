import type { CheckResult, Report } from "../engine/report.js"
import { escapeXml } from "./escape.js"
import { secondsOf } from "./sections.js"

/** JUnit XML as build servers read it: a suite per block, a case per check. */
export function renderJunit(report: Report): string {
  const suites = report.blocks.map((block) => ({
    block,
    checks: report.checks.filter((check) => check.block === block),
    startedAt: report.startedAt,
    properties: { rules: report.rules },
  }))
  return junitDocument("course", suites, secondsOf(report))
}

export interface JunitSuite {
  readonly block: string
  readonly checks: readonly CheckResult[]
  /** ISO 8601. */
  readonly startedAt: string
  readonly properties: Readonly<Record<string, string>>
}

/** Suites as one document. Without a time of the whole, the times of its checks are summed up. */
export function junitDocument(name: string, suites: readonly JunitSuite[], seconds?: number): string {
  const checks = suites.flatMap((each) => each.checks)
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="${escapeXml(name)}" ${countsOf(checks, seconds ?? sumOf(checks))}>`,
    ...suites.map(suite),
    "</testsuites>",
    "",
  ].join("\n")
}

function suite({ block, checks, startedAt, properties }: JunitSuite): string {
  // Times of JUnit have no zone and no fraction: the run is in UTC.
  const timestamp = new Date(startedAt).toISOString().slice(0, 19)
  const facts = Object.entries(properties).map(
    ([name, value]) => `<property name="${escapeXml(name)}" value="${escapeXml(value)}"/>`,
  )
  return [
    `  <testsuite name="${escapeXml(block)}" ${countsOf(checks, sumOf(checks))} timestamp="${timestamp}">`,
    `    <properties>${facts.join("")}</properties>`,
    ...checks.map(testCase),
    "  </testsuite>",
  ].join("\n")
}

function sumOf(checks: readonly CheckResult[]): number {
  return checks.reduce((sum, { durationMs }) => sum + durationMs, 0) / 1000
}

function countsOf(checks: readonly CheckResult[], seconds: number): string {
  const count = (status: CheckResult["status"]): number => checks.filter((check) => check.status === status).length
  return `tests="${checks.length}" failures="${count("fail")}" errors="${count("error")}" skipped="${count("skip")}" time="${seconds.toFixed(3)}"`
}

function testCase(check: CheckResult): string {
  const { id, title, block, step, durationMs } = check
  const attributes = `classname="${escapeXml(`${block}.${step}`)}" name="${escapeXml(`${id}: ${title}`)}" time="${(durationMs / 1000).toFixed(3)}"`
  const outcome = outcomeOf(check)
  return outcome === ""
    ? `    <testcase ${attributes}/>`
    : `    <testcase ${attributes}>\n      ${outcome}\n    </testcase>`
}

function outcomeOf(check: CheckResult): string {
  const because = escapeXml(check.because ?? "")
  if (check.status === "skip") return `<skipped message="${because}"/>`
  if (check.status === "error") return `<error type="unobserved" message="${because}"/>`
  if (check.status === "pass") return ""
  const message = escapeXml(check.message ?? check.title)
  return `<failure type="failed" message="${message}">${escapeXml(detailsOf(check))}</failure>`
}

function detailsOf({ evidence, hint }: CheckResult): string {
  return [
    ...(evidence?.expected === undefined ? [] : [`expected: ${evidence.expected}`]),
    ...(evidence?.actual === undefined ? [] : [`actual: ${evidence.actual}`]),
    ...(evidence?.excerpt === undefined ? [] : [`excerpt:\n${evidence.excerpt}`]),
    ...(hint === undefined ? [] : [`hint: ${hint}`]),
  ].join("\n")
}

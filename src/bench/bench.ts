import { writeFileSync } from "node:fs"
import { parseArgs } from "node:util"
import { benchCheckAll, checkAllTable } from "./check-all-bench.js"
import { benchCheck, type CheckBench } from "./check-bench.js"
import { benchFleet, fleetTable } from "./fleet-bench.js"
import { benchSimulatedClass, simulatedTable } from "./grade-bench.js"
import { benchService } from "./service-bench.js"
import { benchStart, startTable } from "./start-bench.js"
import { benchWatch, watchTable } from "./watch-bench.js"
import { prepareServiceBench } from "./service/packages.js"
import { serviceTable } from "./service/table.js"

/**
 * `npm run bench -- check [--json FILE]`
 * `npm run bench -- check-all [--quick] [--json FILE]`
 * `npm run bench -- start [--json FILE]`
 * `npm run bench -- grade --simulated [--students N] [--json FILE]`
 * `npm run bench -- grade --pairs N [--json FILE]`
 * `npm run bench -- watch [--json FILE]`
 * `npm run bench -- service [--quick] [--million] [--service FOLDER] [--json FILE]`
 */
const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: "string" },
    quick: { type: "boolean" },
    million: { type: "boolean" },
    simulated: { type: "boolean" },
    students: { type: "string" },
    pairs: { type: "string" },
    service: { type: "string" },
  },
})
const [name = "check"] = positionals
const { json, pairs, ...forService } = values
const say = (line: string): boolean => process.stderr.write(`${line}\n`)

const forGrade = forService.simulated !== undefined || forService.students !== undefined
const interrupt = new AbortController()

if (pairs !== undefined) {
  const count = /^[1-9]\d{0,2}$/.test(pairs) ? Number(pairs) : undefined
  if (name !== "grade" || count === undefined || Object.keys(forService).length > 0) {
    process.stderr.write("--pairs takes how many real pairs are graded: npm run bench -- grade --pairs 20\n")
    process.exit(2)
  }
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => interrupt.abort())
  const result = await benchFleet(say, { pairs: count, signal: interrupt.signal })
  report(result, fleetTable(result))
} else if (name === "service" && !forGrade) {
  await prepareServiceBench(say)
  // What was started is stopped first; then the interruption ends the command as its failure. The listener has to stay: when it is
  // gone, libraries that listen as well take the signal for theirs and end the process.
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => interrupt.abort())
  const result = await benchService({ ...forService, signal: interrupt.signal }, say)
  report(result, serviceTable(result))
} else if (name === "check-all" && Object.keys(forService).every((option) => option === "quick")) {
  const result = await benchCheckAll(say, forService.quick ? 1 : 3)
  report(result, checkAllTable(result))
} else if (name === "grade" && forService.simulated === true) {
  const result = await benchSimulatedClass(say, { size: Number(forService.students ?? 300) })
  report(result, simulatedTable(result))
  if (result.wrong.length > 0) process.exitCode = 1
} else if (name === "start" && Object.keys(forService).length === 0) {
  const result = await benchStart()
  report(result, startTable(result))
} else if (name === "watch" && Object.keys(forService).length === 0) {
  const result = await benchWatch(say)
  report(result, watchTable(result))
} else if (name === "check" && Object.keys(forService).length === 0) {
  const result = await benchCheck(say)
  report(result, table(result))
} else {
  const why = ["check", "check-all", "start", "watch", "service", "grade"].includes(name)
    ? `The benchmark ${name} has no such option.`
    : `There is no benchmark "${name}".`
  process.stderr.write(
    `${why} There are: check, check-all, start, watch, service, grade --simulated, grade --pairs N\n`,
  )
  process.exit(2)
}

function report(result: unknown, text: string): void {
  if (json !== undefined) writeFileSync(json, `${JSON.stringify(result, null, 2)}\n`)
  process.stdout.write(text)
}

function table({ probes, startup, delays }: CheckBench): string {
  const ms = (value: number): string => `${value.toFixed(0)} ms`.padStart(9)
  return `
course check block5 --passive (${Object.entries(probes)
    .map(([host, count]) => `${count} probes on ${host}`)
    .join(", ")}), medians

  start-up     node -e 0 ${ms(startup.node)}   course --version ${ms(startup.course)}   ${(startup.course / startup.node).toFixed(1)} times node

${delays
  .map(
    ({ delayMs, course, floor, sshPerProbe, overFloor, fasterThanSshPerProbe }) => `  ${`${delayMs} ms`.padEnd(6)} delay
    course               ${ms(course)}
    floor, one script    ${ms(floor)}   course beyond start-up: ${overFloor.toFixed(2)} times
    one ssh per probe    ${ms(sshPerProbe)}   course is ${fasterThanSshPerProbe.toFixed(1)} times faster
`,
  )
  .join("\n")}`
}

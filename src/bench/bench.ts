import { writeFileSync } from "node:fs"
import { parseArgs } from "node:util"
import { benchCheck, type CheckBench } from "./check-bench.js"

/** `npm run bench -- NAME [--json FILE]` */
const { positionals, values } = parseArgs({ allowPositionals: true, options: { json: { type: "string" } } })
const [name = "check"] = positionals
if (name !== "check") {
  process.stderr.write(`There is no benchmark "${name}". There is: check\n`)
  process.exit(2)
}
const result = await benchCheck((line) => process.stderr.write(`${line}\n`))
if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(result, null, 2)}\n`)
process.stdout.write(table(result))

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

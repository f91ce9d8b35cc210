import { Flags } from "@oclif/core"
import { CourseCommand } from "../../cli/base-command.js"
import { answerAsReference } from "../../cli/reference-student.js"
import { CourseError } from "../../errors/course-error.js"
import { classUp, DEFAULT_CLASS, recordedClasses, type ClassUpResult } from "../../lab/class/class.js"
import { DEFAULT_LAB, LAB_STATES, labUp, type LabUpResult } from "../../lab/lab.js"

export default class LabUp extends CourseCommand {
  static override summary = "Boot the practice hosts dev, prod and hub on this machine, or those of a whole class."
  static override description =
    "Needs Linux and root. The first run builds the hosts' image; later runs take seconds. `fresh` hosts have accounts, SSH and a network; `B1-complete` is the end of block 1; `v0.1` to `v0.5` hold what the reference has at the end of blocks 2 to 6, and from `v0.4` on the service runs; `v0.8` is the end of block 9 (typescript track). With --students every student gets hosts, keys and a network of their own, and a roster.csv reaches them all; --mix makes the class a realistic one: some finished, some half way, some wrong, some off, some rebuilt, some hostile."
  static override examples = [
    "<%= config.bin %> lab up",
    "<%= config.bin %> lab up --state v0.4",
    "<%= config.bin %> lab up --name practice --state v0.5 --track python",
    "<%= config.bin %> lab up --students 20 --mix",
  ]
  static override flags = {
    name: Flags.string({
      description: `Name of the lab; several run side by side. (default: ${DEFAULT_LAB}, with --students: ${DEFAULT_CLASS})`,
    }),
    state: Flags.option({ options: LAB_STATES })({
      description: "What the hosts come with. (default: fresh, with --students: v0.5)",
    }),
    track: Flags.option({ options: ["typescript", "python"] as const })({
      description: "Language of the service.",
      default: "typescript",
    }),
    students: Flags.integer({ description: "Boot a class of this many students.", min: 1, max: 999 }),
    mix: Flags.boolean({
      description: "A realistic class.",
      dependsOn: ["students"],
      exclusive: ["state"],
    }),
    seed: Flags.string({ description: "The same seed gives the same class; 1 unless told.", dependsOn: ["students"] }),
  }

  async run(): Promise<LabUpResult | ClassUpResult> {
    const { flags } = await this.parse(LabUp)
    const { students, name, state, track, mix, seed } = flags
    if (students === undefined) return await this.#bootLab(name ?? DEFAULT_LAB, state ?? "fresh", track)
    const result = await classUp({
      ...{ students, track, mix: mix ?? false, seed: seed ?? "1", name: name ?? DEFAULT_CLASS, state: state ?? "v0.5" },
      onProgress: (line) => this.note(line),
      onSound: async (student) => {
        if (student.state !== "fresh") await answerAsReference(student.lab, student.state)
      },
      signal: this.signal,
    })
    if (result.outcome === "created") this.note(`Class "${result.name}" is up: ${count(result)}.`)
    this.log(`Roster: ${result.roster}`)
    this.log(`What each student is: ${result.record}`)
    this.log(`Next: ${this.config.bin} roster doctor ${result.roster}`)
    return result
  }

  async #bootLab(name: string, state: (typeof LAB_STATES)[number], track: "typescript" | "python") {
    if ((await recordedClasses()).includes(name)) {
      throw new CourseError("COURSE_USAGE", `"${name}" is the name of a class that is up.`, {
        hint: `Give the lab another name (--name), or take the class down: ${this.config.bin} lab down --name ${name}`,
      })
    }
    const onProgress = (line: string) => this.note(line)
    const result = await labUp({ name, state, track, onProgress, signal: this.signal })
    if (result.outcome === "created" && result.state !== "fresh") await answerAsReference(result.name, result.state)
    const lab = result.name === DEFAULT_LAB ? "--lab" : `--lab=${result.name}`
    if (result.outcome !== "already-up") this.note(`Lab "${result.name}" is up.`)
    this.log(`Inventory: ${result.inventory}`)
    this.log(`Next: ${this.config.bin} check block5 ${lab}`)
    return result
  }
}

/** `20 students: 9 finished, 4 wrong` */
function count({ students }: ClassUpResult): string {
  const kinds = [...new Set(students.map(({ kind }) => kind))]
  const parts = kinds.map((kind) => `${students.filter((student) => student.kind === kind).length} ${kind}`)
  return `${students.length} ${students.length === 1 ? "student" : "students"}: ${parts.join(", ")}`
}

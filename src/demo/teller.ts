import { Ansis } from "ansis"
import { colorLevel } from "../cli/streams.js"

/** Tells the story of the demo: chapters with the time since the start, commands as they are typed. */
export class Teller {
  readonly #stream: NodeJS.WriteStream
  readonly #paint: Ansis
  readonly #startedAt = performance.now()

  constructor(stream: NodeJS.WriteStream) {
    this.#stream = stream
    this.#paint = new Ansis(colorLevel(stream) ? 1 : 0)
  }

  chapter(text: string): void {
    const seconds = ((performance.now() - this.#startedAt) / 1000).toFixed(1)
    this.#line(`\n${this.#paint.cyan.bold(`== ${text}`)} ${this.#paint.dim(`(after ${seconds} s)`)}`)
  }

  command(text: string): void {
    this.#line(`${this.#paint.dim("$")} ${this.#paint.bold(text)}`)
  }

  remark(text: string): void {
    this.#line(text)
  }

  broken(text: string): void {
    this.#line(`\n${this.#paint.red.bold("The story did not hold:")} ${text}`)
  }

  end(held: boolean): void {
    const seconds = ((performance.now() - this.#startedAt) / 1000).toFixed(1)
    this.#line(
      held
        ? `\n${this.#paint.green.bold("The story held")}, in ${seconds} s.`
        : `\n${this.#paint.red.bold("The story did not hold")}, after ${seconds} s.`,
    )
  }

  explainKept(lab: string, ref: string): void {
    this.#line(
      [
        "\nThe hosts stay up. What to type next:",
        `  course check block5 --lab=${lab}          everything, also what takes long`,
        `  course lab shell prod --name ${lab}       look around, break something`,
        `  course check block5 --lab=${lab} --watch  see changes as they happen`,
        `  course deploy ${ref} --lab=${lab}           put the reference back`,
        `  course lab down --name ${lab}             take everything down`,
        "`course` is node bin/run.js in this folder; `npm link` puts it on the path.",
      ].join("\n"),
    )
  }

  explainMissing(obstacles: readonly string[], packages: readonly string[]): void {
    this.#line(
      [
        "The demo boots two Linux hosts on this machine, and that is not possible here:",
        ...obstacles.map((obstacle) => `  - ${obstacle}`),
        ...(packages.length > 0 ? [`  - Missing packages: ${packages.join(", ")}`] : []),
        "",
        "What works without a lab:",
        "  npm test                     all tests that need no lab",
        "  node bin/run.js init         say where your own dev and prod are",
        "  node bin/run.js check block5 check them",
        "  node bin/run.js judge FILE   judge recorded observations, without any host",
      ].join("\n"),
    )
  }

  #line(text: string): void {
    this.#stream.write(`${text}\n`)
  }
}

import { readFile } from "node:fs/promises"
import { CourseError } from "../errors/course-error.js"
import type { Host, SecretReference } from "../inventory/inventory.js"
import type { Prompter } from "./ports.js"

/** Finds secrets where the inventory says, else asks, each question once and one at a time. Nothing is written anywhere. */
export class Secrets {
  readonly #prompter: Prompter | undefined
  readonly #askSudo: boolean
  readonly #askPassword: boolean
  readonly #env: NodeJS.ProcessEnv
  readonly #answers = new Map<string, Promise<string | undefined>>()
  #asking: Promise<unknown> = Promise.resolve()

  constructor({
    prompter,
    askSudo = false,
    askPassword = true,
    env = process.env,
  }: {
    prompter?: Prompter | undefined
    askSudo?: boolean
    askPassword?: boolean
    env?: NodeJS.ProcessEnv
  } = {}) {
    this.#prompter = prompter
    this.#askSudo = askSudo
    this.#askPassword = askPassword
    this.#env = env
  }

  /** The password of an account, or undefined where there is none and nobody can be asked. */
  password(login: string, reference: SecretReference | undefined): Promise<string | undefined> {
    if (reference) return this.#refer(reference, `the password of ${login}`)
    return this.#askPassword ? this.#ask(`Password of ${login}: `) : Promise.resolve(undefined)
  }

  /** The password that sudo asks for. A person is asked only when that was wished for. */
  async sudoPassword({ role, user, sudoPassword }: Host): Promise<string | undefined> {
    if (sudoPassword) return this.#refer(sudoPassword, `the sudo password of ${role}`)
    return this.#askSudo ? this.#ask(`Password of ${user} on ${role}, for sudo: `) : undefined
  }

  /** The passphrase of an encrypted private key. */
  passphrase(file: string): Promise<string | undefined> {
    return this.#ask(`Passphrase of ${file}: `)
  }

  #ask(question: string): Promise<string | undefined> {
    const known = this.#answers.get(question)
    if (known) return known
    const answer = this.#asking.then(() => this.#prompter?.secret(question))
    this.#asking = answer.catch(() => undefined)
    this.#answers.set(question, answer)
    return answer
  }

  async #refer(reference: SecretReference, what: string): Promise<string> {
    if ("env" in reference) {
      const value = this.#env[reference.env]
      if (value !== undefined && value !== "") return value
      throw new CourseError(
        "COURSE_CONFIG_INVALID",
        `The variable ${reference.env}, which should hold ${what}, is not set.`,
        {
          hint: `Set it before you start course: read -rs ${reference.env} && export ${reference.env}`,
        },
      )
    }
    try {
      return (await readFile(reference.file, "utf8")).replace(/\r?\n$/, "")
    } catch (error) {
      throw new CourseError("COURSE_FILE_UNREADABLE", `${reference.file}, which should hold ${what}, cannot be read.`, {
        hint: "Correct its path in course.yaml, or create it readable for you alone (mode 600).",
        cause: error,
      })
    }
  }
}

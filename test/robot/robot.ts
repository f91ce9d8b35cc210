import type { Action, Chapter, Commands, Patch, Piece, WrittenFile } from "../../src/notes/chapter.js"
import { HOST_NAMES, type HostName } from "../../src/lab/lab.js"
import { act } from "./actions.js"
import { laptop } from "./laptop.js"
import { Stuck, Typist } from "./typist.js"
import { writeFileOn } from "./write-file.js"

/** What does not work as the notes say, with the place in them. */
export class Deviation extends Error {}

export interface RobotOptions {
  lab: string
  /** The folder that shells begin in, where a chapter is entered in its middle; the home folder unless told. */
  startIn?: string
}

/** What was done, for the line that sums a chapter up. */
export interface Tally {
  commands: number
  files: number
  actions: number
}

/** A student who does what the notes say, to the letter: types into shells that stay open, and writes the files that they show. */
export class Robot {
  readonly tally: Tally = { commands: 0, files: 0, actions: 0 }
  readonly #shells = new Map<HostName, Typist>()
  readonly #lab: string
  readonly #startIn: string | undefined

  constructor({ lab, startIn }: RobotOptions) {
    this.#lab = lab
    this.#startIn = startIn
  }

  /** Does all that some pieces ask for, but for variations that a student may try. @throws Deviation naming the line of the notes */
  async play(pieces: readonly Piece[], chapter: Pick<Chapter, "file">): Promise<void> {
    for (const piece of pieces) {
      try {
        await this.#do(piece, chapter)
      } catch (error) {
        if (error instanceof Deviation) throw error
        throw new Deviation(
          `${chapter.file}:${piece.line}: ${error instanceof Error ? error.message : String(error)}`,
          {
            cause: error,
          },
        )
      }
    }
  }

  /** Closes all shells; the next command opens a new one, in the home folder. */
  async hangUp(hosts: readonly HostName[] = HOST_NAMES): Promise<void> {
    for (const host of hosts) {
      await this.#shells.get(host)?.close()
      this.#shells.delete(host)
    }
  }

  async #do(piece: Piece, chapter: Pick<Chapter, "file">): Promise<void> {
    switch (piece.kind) {
      case "commands":
        return piece.again ? undefined : await this.#type(piece, chapter)
      case "file":
        return piece.again ? undefined : await this.#write(piece)
      case "patch":
        return await this.#write(piece)
      case "action":
        return await this.#act(piece, chapter)
      case "track":
        throw new Error("A piece of one track is left: the chapter is not the one of a reader.")
      case "prose":
      case "listing":
      case "margin":
        return
    }
  }

  async #type(block: Commands, chapter: Pick<Chapter, "file">): Promise<void> {
    for (const [index, line] of block.lines.entries()) {
      const last = index === block.lines.length - 1
      // Empty lines of a block are left out, so this is the line of the notes where there are none, which is everywhere.
      const place = `${chapter.file}:${block.line + 1 + index}: ${block.host}: ${line}`
      try {
        const { status, printed } = await this.#run(block, line, last)
        const wanted = block.fails && last
        if ((status !== 0) !== wanted)
          throw new Deviation(
            `${place}\n${wanted ? "It is meant to fail, and" : "It"} ended with ${status}:\n${printed}`,
          )
        this.tally.commands++
      } catch (error) {
        if (error instanceof Stuck) throw new Deviation(`${place}\n${error.message}`)
        throw error
      }
    }
  }

  async #run(block: Commands, line: string, last: boolean): Promise<{ status: number | undefined; printed: string }> {
    if (block.host === "laptop") return await laptop(this.#lab, line)
    const shell = await this.#shell(block.host)
    // The replies belong to the command that ends the block, as the keys do.
    return await shell.type(line, last ? { replies: block.replies, keys: block.keys } : {})
  }

  async #shell(host: HostName): Promise<Typist> {
    const open = this.#shells.get(host)
    if (open?.isOpen) return open
    const shell = await Typist.open(this.#lab, host)
    if (this.#startIn !== undefined) await shell.type(`cd ${this.#startIn}`)
    this.#shells.set(host, shell)
    return shell
  }

  async #write(piece: WrittenFile | Patch): Promise<void> {
    const { host, path, text } = piece
    if (host === "laptop") throw new Error("The robot has no files on the laptop.")
    await writeFileOn(this.#lab, { host, path, text, append: piece.kind === "file" && piece.append })
    this.tally.files++
  }

  async #act(action: Action, chapter: Pick<Chapter, "file">): Promise<void> {
    await act(action, {
      lab: this.#lab,
      type: (pieces) => this.play(pieces, chapter),
      restart: async (host) => {
        // The shell that asks for it goes away with the host: its command has no status.
        const asks = action.pieces.find((piece) => piece.kind === "commands")
        if (asks?.kind === "commands") await (await this.#shell(host)).type(asks.lines.join("; "))
        await this.hangUp([host])
        return asks !== undefined
      },
      hangUp: () => this.hangUp(),
    })
    this.tally.actions++
  }
}

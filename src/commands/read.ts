import { Args, Flags } from "@oclif/core"
import { CourseCommand } from "../cli/base-command.js"
import { inventoryFlags } from "../cli/inventory-flags.js"
import { nearest } from "../errors/nearest.js"
import { showPages } from "../cli/pager.js"
import { openReader, type OpenReader } from "../cli/reader.js"
import { colorLevel, columnsOf, unicodeOf } from "../cli/streams.js"
import type { BookData } from "../cli/publish-book.js"
import { track } from "../engine/context.js"
import { CourseError } from "../errors/course-error.js"
import { partsAsData, type PartData } from "../notes/as-data.js"
import type { Chapter } from "../notes/chapter.js"
import { forReader } from "../notes/for-reader.js"
import { loadChapters } from "../notes/load.js"
import { exercisesOf, findPlace, placeIn } from "../notes/place.js"
import { readingOf } from "../notes/reading.js"
import { searchChapters, type Found } from "../notes/search.js"
import { renderChapter, renderParts, type Rendered, type RenderOptions } from "../notes/terminal/render-chapter.js"
import { renderContents } from "../notes/terminal/render-contents.js"
import { renderFound } from "../notes/terminal/render-found.js"

interface BlockData {
  block: string
  title: string
  track: string
  from: string | undefined
  tag: string | undefined
  words: number
  minutes: number
  exercises: { id: string; title: string }[]
}

interface ReadResult extends BlockData {
  file: string
  parts: PartData[]
}

/** What has no meaning for pages. */
const TERMINAL_FLAGS = ["search", "contents", "plain", "pager"]

export default class Read extends CourseCommand {
  // Told by hand: of flags that exclude several others, the generated lines are a riddle.
  static override usage = [
    "<%= command.id %> [BLOCK] [--track typescript|python] [--contents | --search TERM] [--plain | --no-pager]",
    "<%= command.id %> [BLOCK] --web [--port <value>] [--no-open]",
    "<%= command.id %> --html DIR",
  ]
  static override summary = "Read the notes of a block, or look for words in all of them."
  static override description = `Shows a chapter of the workbook: why, theory, and every step with the commands to type. You see the track of course.yaml, and how your steps stood when they were last checked; no host is asked.

A terminal shows it page by page, wide ones with notes beside the text. Without BLOCK: the block that you are in, or the table of contents. With --web or --html you get all blocks as pages for a browser: both tracks, with search, for a screen of any size and for paper.`
  static override examples = [
    "<%= config.bin %> read",
    "<%= config.bin %> read block5",
    "<%= config.bin %> read 5.4.6",
    "<%= config.bin %> read b5.active --track python",
    "<%= config.bin %> read --search snapshot",
    "<%= config.bin %> read 5.4.6 --web",
    "<%= config.bin %> read --html ~/book",
  ]
  static override args = {
    block: Args.string({
      description: "A block (5, block5), an exercise (5.4), a step (5.4.6) or a check (b5.active).",
      required: false,
    }),
  }
  static override flags = {
    search: Flags.string({
      char: "s",
      description: "Look for words in all notes, or in those of BLOCK.",
      helpValue: "TERM",
      exclusive: ["contents"],
    }),
    contents: Flags.boolean({
      description: "Show the table of contents, with the time that each block takes to read.",
    }),
    track: Flags.option({ options: track.options })({ description: "The track to read; else that of course.yaml." }),
    plain: Flags.boolean({
      description: "No colours, no lines, one thing after the other: for screen readers and pipes.",
    }),
    pager: Flags.boolean({ description: "Show pages with $PAGER, or less.", default: true, allowNo: true }),
    web: Flags.boolean({
      description: "Show the book, or BLOCK in it, in a browser of this machine, until Ctrl-C.",
      helpGroup: "BOOK",
      exclusive: TERMINAL_FLAGS,
    }),
    port: Flags.integer({
      description: "Serve it on this port; else on a free one.",
      helpGroup: "BOOK",
      min: 1,
      max: 65535,
      dependsOn: ["web"],
    }),
    open: Flags.boolean({
      description: "Open the browser, where there is a screen. On unless said otherwise.",
      helpGroup: "BOOK",
      allowNo: true,
      dependsOn: ["web"],
    }),
    html: Flags.string({
      description: "Write the book into this folder, to be opened without a server, printed or put on a web server.",
      helpValue: "DIR",
      helpGroup: "BOOK",
      exclusive: [...TERMINAL_FLAGS, "web"],
    }),
    ...inventoryFlags,
  }

  async run(): Promise<ReadResult | { blocks: BlockData[] } | { found: Found[] } | BookData> {
    const { args, flags } = await this.parse(Read)
    const reader = await openReader(flags, (message) => this.note(message))
    if (flags.html !== undefined) return this.#write(flags.html, args.block, reader)
    if (flags.web) return this.#serve(args.block, reader, flags)
    const options: RenderOptions = {
      columns: columnsOf(process.stdout),
      color: colorLevel(process.stdout),
      unicode: unicodeOf(),
      plain: flags.plain,
      standingOf: reader.standingOf,
    }
    const direct = this.jsonEnabled() || !flags.pager
    if (flags.search !== undefined) return this.#search(flags.search, args.block, reader, options, direct)
    const word = args.block ?? (flags.contents ? undefined : reader.here)
    return word === undefined ? this.#contents(reader, options, direct) : this.#read(word, reader, options, direct)
  }

  async #read(word: string, reader: OpenReader, options: RenderOptions, direct: boolean): Promise<ReadResult> {
    const place = await findPlace(word, { nearest })
    const chapter = forReader(place.chapter, reader)
    const { exercise, step } = placeIn(chapter, (place.step ?? place.exercise)?.id ?? chapter.block) ?? place
    const chosen = exercise ? [step ? { ...exercise, pieces: [], steps: [step] } : exercise] : chapter.parts
    if (!this.jsonEnabled()) {
      // A pager opens at the place and has the rest of the chapter around it.
      const whole = !exercise || (!direct && process.stdout.isTTY)
      const rendered: Rendered = whole ? renderChapter(chapter, options) : renderParts(chosen, options)
      const line = rendered.places.get((step ?? exercise)?.id ?? chapter.block) ?? 0
      await showPages(rendered.lines, { line, direct, warn: (message) => this.note(message) })
    }
    return { ...blockData(chapter, reader), file: chapter.file, parts: partsAsData(chosen) }
  }

  async #write(folder: string, word: string | undefined, reader: OpenReader): Promise<BookData> {
    if (word !== undefined)
      throw new CourseError("COURSE_USAGE", `The book holds all blocks; ${word} cannot be written alone.`, {
        hint: `Leave ${word} away, or show it: course read ${word} --web`,
      })
    const { publishBook } = await import("../cli/publish-book.js")
    return await publishBook(folder, reader, (line) => this.log(line))
  }

  async #serve(
    word: string | undefined,
    reader: OpenReader,
    { port, open = true }: { port?: number | undefined; open?: boolean | undefined },
  ): Promise<BookData> {
    const at = word === undefined ? undefined : await findPlace(word, { nearest })
    const { showBook } = await import("../cli/publish-book.js")
    return await showBook(reader, { at, port, open, signal: this.signal, say: (line) => this.note(line) })
  }

  async #contents(reader: OpenReader, options: RenderOptions, direct: boolean): Promise<{ blocks: BlockData[] }> {
    const chapters = (await loadChapters()).map((chapter) => forReader(chapter, reader))
    if (!this.jsonEnabled())
      await showPages(renderContents(chapters, options), { direct, warn: (message) => this.note(message) })
    return { blocks: chapters.map((chapter) => blockData(chapter, reader)) }
  }

  async #search(
    term: string,
    word: string | undefined,
    reader: OpenReader,
    options: RenderOptions,
    direct: boolean,
  ): Promise<{ found: Found[] }> {
    const chapters = word === undefined ? await loadChapters() : [(await findPlace(word, { nearest })).chapter]
    const found = searchChapters(
      chapters.map((chapter) => forReader(chapter, reader)),
      term,
    )
    if (!this.jsonEnabled())
      await showPages(renderFound(found, term, options), { direct, warn: (message) => this.note(message) })
    return { found }
  }
}

function blockData(chapter: Chapter, { track }: OpenReader): BlockData {
  const { block, title, from, tag } = chapter
  const { words, minutes } = readingOf(chapter)
  const exercises = exercisesOf(chapter).map((exercise) => ({ id: exercise.id, title: exercise.title }))
  return { block, title, track, from, tag, words, minutes, exercises }
}

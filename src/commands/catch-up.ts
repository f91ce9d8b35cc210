import { Args, Flags } from "@oclif/core"
import { refuseBlock1 } from "../catchup/block-1.js"
import { catchUp, type CatchUpResult } from "../catchup/catch-up.js"
import { referenceState } from "../catchup/reference-state.js"
import { renderPlan, renderUndo } from "../catchup/render.js"
import { BLOCK_1, CATCH_UP_TAGS, catchUpRole, catchUpTag, HOST_ROLES, type CatchUpTag } from "../catchup/targets.js"
import { undoCatchUp } from "../catchup/undo.js"
import { CourseCommand } from "../cli/base-command.js"
import { withHands } from "../cli/catch-up-session.js"
import { confirmChange } from "../cli/confirm.js"
import { exitCodeOf } from "../cli/exit-code.js"
import { inventoryFlags } from "../cli/inventory-flags.js"
import { nearest } from "../errors/nearest.js"
import { openSession, type Session } from "../cli/session.js"
import { CatchUpVerifier, renderVerification } from "../cli/verify-catch-up.js"
import { CourseError } from "../errors/course-error.js"

interface CatchUpJson {
  tag?: string
  outcome: string
  id: string
  hosts: { role: string; layers?: { layer: string; changes: string[] }[] }[]
  checks?: { id: string; status: string }[]
  assisted?: string[]
  left?: string[]
}

export default class CatchUp extends CourseCommand {
  static override summary = "Bring dev and prod to the state of a tag without losing work, or back."
  static override description = `For a student who missed a block. Shows host by host what would change: tracked files, packages, dependencies, model, .env, database, service. Asks, keeps what is there, changes it, checks the blocks up to the tag, and marks what was gained as assisted.

Kept on each host, below ~/.course/catch-up: the tree with ignored files, .env, the unit, a dump of the database; in Git a branch backup/ID and a stash of all that is not committed. .env keeps its values, and only keys that are missing or not filled in are added. The reference comes with course and needs no network; packages come from the registry that the host uses.

A run that was cut goes on when it is started again. --undo brings back what was there before the newest one, to the byte; what is there by then is kept. ${BLOCK_1} is reached by a snapshot.

Exit codes: 0 the hosts are there, 1 a step failed or a check does not pass, 2 refused before anything changed, 3 a host, registry or Git host is out of reach.`
  static override examples = [
    "<%= config.bin %> catch-up v0.3 --dry-run",
    "<%= config.bin %> catch-up v0.4",
    "<%= config.bin %> catch-up v0.3 --host dev --yes",
    "<%= config.bin %> catch-up v0.5 --lab",
    "<%= config.bin %> catch-up --undo",
  ]
  static override args = {
    tag: Args.string({ description: `${CATCH_UP_TAGS.join(", ")} or ${BLOCK_1}.`, required: false }),
  }
  static override flags = {
    "dry-run": Flags.boolean({ description: "Show the plan and change nothing.", exclusive: ["yes"] }),
    yes: Flags.boolean({ char: "y", description: "Do not ask." }),
    undo: Flags.boolean({ description: "Bring back what was there before the newest catch-up." }),
    host: Flags.option({ options: catchUpRole.options })({ description: "Only this host.", helpGroup: "HOSTS" }),
    passive: Flags.boolean({ description: "Check the result without acting on the hosts." }),
    quiet: Flags.boolean({ char: "q", description: "Do not show what setup-server.sh prints." }),
    ...inventoryFlags,
  }

  async run(): Promise<CatchUpJson> {
    const { args, flags } = await this.parse(CatchUp)
    if (flags.undo && args.tag !== undefined && args.tag !== BLOCK_1)
      throw new CourseError("COURSE_USAGE", "--undo takes the newest catch-up back, whatever its tag.", {
        hint: "Leave the tag away: course catch-up --undo",
      })
    if (args.tag === BLOCK_1) return await this.#block1(flags)
    const tag = flags.undo ? undefined : readTag(args.tag)
    const session = await openSession(flags, (message) => this.note(message))
    return tag === undefined ? await this.#undo(session, flags) : await this.#forward(session, tag, flags)
  }

  async #forward(session: Session, tag: CatchUpTag, flags: ChosenFlags): Promise<CatchUpJson> {
    const { context, workspace } = session
    const roles = flags.host === undefined ? [...HOST_ROLES] : [flags.host]
    const verifier = new CatchUpVerifier({ session, tag, roles, passive: flags.passive, signal: this.signal })
    const reference = await referenceState(context.track, tag, this.signal)
    const answers = await workspace.readAnswers()
    const account = context.settings.gitAccount || (answers["b2.account"]?.["handle"] ?? "").trim()
    const result = await withHands(session, this.#hands(flags), (hands) =>
      catchUp({
        ...{ hands, reference, account, track: context.track, id: newId(new Date()), dryRun: flags["dry-run"] },
        agree: async (hosts, id) => {
          const plan = renderPlan(hosts, tag, id)
          if (flags["dry-run"]) this.log(plan)
          else this.note(plan)
          return flags["dry-run"] || flags.yes || (await confirmChange(`Bring ${roles.join(" and ")} to ${tag}?`))
        },
        onBegin: () => verifier.before(),
        onProgress: (line) => this.note(line),
        signal: this.signal,
      }),
    )
    if (result.outcome === "nothing") this.log(`${roles.join(" and ")} stand at ${tag} already: nothing to do.`)
    if (result.outcome === "declined") this.log("Nothing was changed.")
    if (result.outcome === "planned") this.log("This was the plan; nothing was changed.")
    if (flags["dry-run"] || result.outcome === "declined") return jsonOf(result)
    return { ...jsonOf(result), ...(await this.#verify(verifier, result)) }
  }

  async #verify(verifier: CatchUpVerifier, { tag, id, outcome }: CatchUpResult): Promise<Partial<CatchUpJson>> {
    this.note(`Checking the blocks up to ${tag}`)
    const verification = await verifier.after()
    const assisted = outcome === "done" ? await verifier.mark(id, verification) : []
    this.log(renderVerification(verification, tag))
    const open = await verifier.openQuestions()
    if (open.length > 0) this.log(`Questions only you can answer: ${open.join(", ")} (course answer)`)
    if (outcome === "done") {
      this.log(`${assisted.length} checks were gained by this catch-up and are marked as assisted.`)
      this.log(`To bring back what was there: course catch-up --undo`)
    }
    process.exitCode = exitCodeOf(verification.judged)
    const checks = verification.judged.map(({ planned, verdict }) => ({ id: planned.check.id, status: verdict.status }))
    return { checks, assisted }
  }

  async #undo(session: Session, flags: ChosenFlags): Promise<CatchUpJson> {
    const result = await withHands(session, this.#hands(flags), (hands) =>
      undoCatchUp({
        ...{ hands, dryRun: flags["dry-run"] },
        agree: async (hosts) => {
          const plan = renderUndo(hosts)
          if (flags["dry-run"]) this.log(plan)
          else this.note(plan)
          return flags["dry-run"] || flags.yes || (await confirmChange("Bring that back?"))
        },
        onProgress: (line) => this.note(line),
        signal: this.signal,
      }),
    )
    const { outcome, id, hosts, left } = result
    if (outcome === "done") {
      if (flags.host === undefined) await session.workspace.assisted.remove(id)
      for (const ref of left) this.log(`Your repository at the Git host keeps ${ref}.`)
      this.log(`${hosts.map(({ hand }) => hand.role).join(" and ")} are as they were before the catch-up ${id}.`)
    } else this.log("Nothing was changed.")
    return { outcome, id, hosts: hosts.map(({ hand }) => ({ role: hand.role })), left: [...left] }
  }

  /** The end of block 1 is a snapshot: a lab restores its own, real machines are restored by hand. */
  async #block1(flags: ChosenFlags): Promise<CatchUpJson> {
    const lab = flags.lab
    if (lab === undefined) throw refuseBlock1()
    const { requireSnapshotOfBlock1, restoreBlock1InLab, undoBlock1InLab } = await import("../catchup/block-1.js")
    const id = newId(new Date())
    const options = { onProgress: (line: string) => this.note(line), signal: this.signal }
    if (!flags.undo) await requireSnapshotOfBlock1(lab)
    const question = flags.undo ? "Restore what was there before?" : `Restore the snapshot ${BLOCK_1} on all hosts?`
    const json = (outcome: string): CatchUpJson => ({ tag: BLOCK_1, outcome, id, hosts: [] })
    if (flags["dry-run"]) {
      this.log(`Would restore a snapshot of lab "${lab}" on all hosts, and keep what is there as another one.`)
      return json("planned")
    }
    if (!flags.yes && !(await confirmChange(question))) return json("declined")
    const snapshot = flags.undo
      ? await undoBlock1InLab(lab, options)
      : await restoreBlock1InLab(lab, { ...options, id })
    if (snapshot === undefined)
      throw new CourseError("COURSE_CATCHUP_REFUSED", `Lab "${lab}" was not brought to ${BLOCK_1} by a catch-up.`)
    this.log(
      flags.undo
        ? `The hosts are as the snapshot ${snapshot} kept them.`
        : `The hosts stand at ${BLOCK_1}; what was there is the snapshot ${snapshot}.`,
    )
    return json("done")
  }

  #hands({ host, quiet }: ChosenFlags) {
    return { host, quiet: quiet || this.jsonEnabled(), note: (line: string) => this.note(line), signal: this.signal }
  }
}

interface ChosenFlags {
  "dry-run": boolean
  yes: boolean
  undo: boolean
  quiet: boolean
  passive: boolean
  host?: "dev" | "prod" | undefined
  lab?: string | undefined
  inventory?: string | undefined
}

/** @throws CourseError COURSE_USAGE with the nearest tag */
function readTag(word: string | undefined): CatchUpTag {
  const known = catchUpTag.safeParse(word)
  if (known.success) return known.data
  const all = [...CATCH_UP_TAGS, BLOCK_1]
  const meant = word === undefined ? undefined : nearest(word, all)
  throw new CourseError("COURSE_USAGE", word === undefined ? "Which tag?" : `A catch-up does not lead to "${word}".`, {
    hint: meant === undefined ? `It leads to ${all.join(", ")}.` : `Did you mean \`course catch-up ${meant}\`?`,
  })
}

function jsonOf({ tag, outcome, id, hosts }: CatchUpResult): CatchUpJson {
  return { tag, outcome, id, hosts: hosts.map(({ plan: { role, layers } }) => ({ role, layers })) }
}

/** Local date and time, so that a person knows which one it was. */
function newId(now: Date): string {
  const two = (value: number): string => String(value).padStart(2, "0")
  return `${now.getFullYear()}${two(now.getMonth() + 1)}${two(now.getDate())}-${two(now.getHours())}${two(now.getMinutes())}${two(now.getSeconds())}`
}

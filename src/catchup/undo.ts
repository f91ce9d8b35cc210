import { CourseError } from "../errors/course-error.js"
import type { Held } from "../transport/ports.js"
import { act, LONG_MS, type Hand } from "./hand.js"
import { undoAccountScript } from "./scripts/account.js"
import { markScript } from "./scripts/begin.js"
import { undoHostScript, undoRemoteScript } from "./scripts/undo.js"
import { lockHost } from "./session-lock.js"
import { newestCatchUp, type Undoing } from "./undoing.js"

export interface UndoOptions {
  hands: readonly Hand[]
  dryRun: boolean
  /** Is told what goes back and answers whether it may. */
  agree: (undoing: readonly Undoing[]) => Promise<boolean>
  onProgress: (line: string) => void
  signal?: AbortSignal
}

export interface UndoResult {
  outcome: "planned" | "declined" | "done"
  id: string
  hosts: readonly Undoing[]
  /** Refs of the remote that stay, because somebody changed them since or a Git host cannot lose them. */
  left: readonly string[]
}

/**
 * Takes the newest catch-up back that was not taken back yet: the remote first, then all hosts that it worked on.
 * @throws CourseError COURSE_CATCHUP_REFUSED when there is none
 */
export async function undoCatchUp(options: UndoOptions): Promise<UndoResult> {
  const { hands, dryRun, agree, onProgress } = options
  const held: Held[] = []
  try {
    if (!dryRun) held.push(...(await Promise.all(hands.map(lockHost))))
    const hosts = await newestCatchUp(hands)
    const id = hosts[0]?.manifest.id ?? ""
    const result = (outcome: UndoResult["outcome"], left: readonly string[] = []): UndoResult => ({
      outcome,
      id,
      hosts,
      left,
    })
    const agreed = await agree(hosts)
    if (dryRun || !agreed) return result(dryRun ? "planned" : "declined")
    const left: string[] = []
    const byRole = (role: string): Undoing[] => hosts.filter(({ hand }) => hand.role === role)
    for (const { hand, place, untouched } of byRole("dev")) {
      if (untouched) continue
      onProgress("dev: giving your repository at the Git host back what it had")
      left.push(...readLeft(await act(hand, "giving the remote back what it had", undoRemoteScript(place))))
    }
    const ends = await Promise.allSettled(hosts.map((undoing) => undoHost(undoing, onProgress)))
    for (const end of ends) if (end.status === "rejected") throw withWayOn(end.reason)
    return result("done", left)
  } finally {
    await Promise.all(held.map((each) => each.release()))
  }
}

/** Whatever was cut or failed: the same command goes on. */
function withWayOn(error: unknown): unknown {
  if (!(error instanceof CourseError)) return error
  const on = "What was there before is still kept: `course catch-up --undo` goes on where it stopped."
  return new CourseError(error.code, error.message, {
    hint: error.hint === undefined ? on : `${error.hint}\n${on}`,
    cause: error,
  })
}

async function undoHost({ hand, place, untouched }: Undoing, onProgress: (line: string) => void): Promise<void> {
  onProgress(`${hand.role}: bringing back what was there`)
  if (hand.role === "dev") await act(hand, "taking settings of Git back", undoAccountScript(place))
  if (untouched) await act(hand, "noting that it is undone", markScript(place, "undone"))
  else
    await act(hand, "bringing back what was there", undoHostScript(place, hand.settings), {
      as: "root",
      timeoutMs: LONG_MS,
    })
}

function readLeft(stdout: string): string[] {
  return [...stdout.matchAll(/^left=(.*)$/gm)].map(([, ref = ""]) => ref)
}

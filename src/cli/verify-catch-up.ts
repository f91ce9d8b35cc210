import { loadCatalog } from "../catalog/load-catalog.js"
import { gainedBy, judgeVerification, verificationPlan, type Verification } from "../catchup/verify.js"
import type { CatchUpRole, CatchUpTag } from "../catchup/targets.js"
import type { Catalog } from "../engine/catalog.js"
import { resultOf } from "../engine/make-report.js"
import { escapeTerminal, oneLine } from "../reporters/escape.js"
import { connectedObserver } from "./observer.js"
import { Progress } from "./progress.js"
import { questionsOf } from "./questions.js"
import type { Session } from "./session.js"

export interface VerifyCatchUpOptions {
  session: Session
  tag: CatchUpTag
  roles: readonly CatchUpRole[]
  /** Only look, also afterwards. */
  passive: boolean
  signal: AbortSignal
}

/** The mandatory checks of the blocks up to a tag, before and after. */
export class CatchUpVerifier {
  readonly #options: VerifyCatchUpOptions
  readonly #catalog: Promise<Catalog>
  #before: Verification | undefined

  constructor(options: VerifyCatchUpOptions) {
    this.#options = options
    this.#catalog = loadCatalog()
    // Whoever asks gets the error; that nobody might ask is no fault.
    this.#catalog.catch(() => undefined)
  }

  /** Remembers what passes already: only what is gained counts as assisted. Only looks. */
  async before(): Promise<void> {
    this.#before = await this.#verify(true)
  }

  async after(): Promise<Verification> {
    return await this.#verify(this.#options.passive)
  }

  /** Marks what was gained in the workspace. @returns the ids */
  async mark(catchUp: string, verification: Verification): Promise<string[]> {
    const { session, tag } = this.#options
    const gained = gainedBy(this.#before, verification)
    const { checks } = await this.#catalog
    const at = new Date().toISOString()
    const marks = gained.map((id) => [id, { catchUp, tag, points: checks.get(id)?.points ?? 0, at }] as const)
    await session.workspace.assisted.add(Object.fromEntries(marks))
    return gained
  }

  /** Ids of questions up to the tag that a person still has to answer. */
  async openQuestions(): Promise<string[]> {
    const { session, tag, roles } = this.#options
    const catalog = await this.#catalog
    const { ids } = verificationPlan({ catalog, context: session.context, tag, roles, passive: true, questions: true })
    return questionsOf(catalog, session.context, await session.workspace.readAnswers()).flatMap(({ place, state }) =>
      ids.has(place.check.id) && state === "open" ? [place.check.id] : [],
    )
  }

  async #verify(passive: boolean): Promise<Verification> {
    const { session, tag, roles, signal } = this.#options
    const catalog = await this.#catalog
    const planned = verificationPlan({ catalog, context: session.context, tag, roles, passive })
    const observer = connectedObserver(session, { progress: new Progress(), askSudo: true, signal })
    const { observations } = await observer.observe(planned.plan)
    signal.throwIfAborted()
    return judgeVerification(planned, observations)
  }
}

/** What the verification found, for a person: what does not hold, then how much does. */
export function renderVerification({ judged }: Verification, tag: string): string {
  const results = judged.map(resultOf)
  const with_ = (status: string) => results.filter((result) => result.status === status)
  const [failed, unseen, skipped] = [with_("fail"), with_("error"), with_("skip")]
  const lines = failed.flatMap(({ id, message, hint }) => [
    `  ${id}: ${oneLine(message ?? "")}`,
    ...(hint === undefined ? [] : [`    ${escapeTerminal(hint)}`]),
  ])
  const seen = unseen.map(({ id, because }) => `  ${id} could not be observed: ${oneLine(because ?? "")}`)
  const waiting = skipped.length > 0 ? `, ${skipped.length} not applicable or waiting for another` : ""
  const verdict = `${results.length - failed.length - unseen.length - skipped.length} of ${results.length} mandatory checks of the blocks up to ${tag} pass${waiting}.`
  return [...(failed.length > 0 ? ["Still missing:"] : []), ...lines, ...seen, verdict].join("\n")
}

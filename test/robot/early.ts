import type { Track } from "../../src/engine/context.js"

/** Outcomes that rightly hold before their step: from the end of which step on, on which track, and why. */
export type Early = Readonly<Record<string, { from: string; only?: Track; why: string }>>

const LOOKED_AT = "The step looks at what the one before has brought about; the outcome is what it sees."
const INSTALLED = "The image of the lab's hosts has the packages; the script that names them is what was missing."
const IGNORED = "The ignore rules of block 2 look ahead; the step proves that they hold for what is there by now."
const NOTHING_STORED = "The service of block 5 stores nothing: no wrong row either, and its answers are unchanged."

export const early: Early = {
  "b1.key-login": { from: "1.3.3", why: LOOKED_AT },
  "b2.clean-tree": { from: "2.2.3", why: LOOKED_AT },
  "b2.hygiene": { from: "2.2.3", why: LOOKED_AT },
  "b2.markers-gone": { from: "2.2.3", why: "There was no conflict yet that could have left markers." },
  "b2.public-view": { from: "2.5.2", why: LOOKED_AT },
  "b2.same-head": { from: "2.5.5", why: LOOKED_AT },
  "b3.packages-dev": { from: "3.1.1", why: INSTALLED },
  "b3.script-idempotent": { from: "3.1.1", why: "The check runs the script itself, as soon as it is written." },
  "b3.packages-prod": { from: "3.1.3", why: INSTALLED },
  "b3.env-isolated": { from: "3.2.1", why: LOOKED_AT },
  "b3.env-ignored": { from: "3.2.1", why: IGNORED },
  "b3.sources-visible": { from: "3.2.1", why: IGNORED },
  "b3.ignore-committed": { from: "3.2.1", why: IGNORED },
  "b3.audit-runs": { from: "3.3.2", why: LOOKED_AT },
  "b3.manifest": {
    from: "3.3.2",
    only: "typescript",
    why: "package.json names what was asked for, from the first pin on.",
  },
  "b3.env-untracked": { from: "3.4.1", why: IGNORED },
  "b3.secret-not-in-history": { from: "3.4.2", why: LOOKED_AT },
  "b3.same-audit": { from: "3.5.3", why: LOOKED_AT },
  "b4.v2-fork": { from: "4.1.1", why: "The hub has a copy of the model's repository in the account of the class." },
  "b4.model-untracked": { from: "4.1.3", why: IGNORED },
  "b5.dev-run": { from: "5.2.2", why: "The check starts the service itself where nobody has." },
  "b5.key-right": { from: "5.2.2", why: "A service that asks for no key takes the right one as well." },
  "b5.zero-image": { from: "5.2.2", why: LOOKED_AT },
  "b5.open-routes": { from: "5.2.2", why: "Where nothing asks for a key yet, these routes are open as well." },
  "b5.docs-authorize": { from: "5.3.3", why: LOOKED_AT },
  "b5.pushed": { from: "5.4.2", why: "With the script, the remote has all that prod runs; readme and example follow." },
  "b5.prod-deps": {
    from: "5.4.2",
    why: "prod has what goes with the commit that it stands on; only the pull parts the two.",
  },
  "b5.cross-machine": { from: "5.4.6", why: LOOKED_AT },
  "b5.laptop-reach": { from: "5.4.6", why: LOOKED_AT },
  "b5.restart-after-kill": { from: "5.4.6", why: "The check kills the service itself, as soon as it runs." },
  "b5.journal": { from: "5.4.6", why: LOOKED_AT },
  "b6.login": { from: "6.1.6", why: LOOKED_AT },
  "b6.login-wrong": { from: "6.1.6", why: LOOKED_AT },
  "b6.least-privilege": { from: "6.1.6", why: LOOKED_AT },
  "b6.password-hidden": { from: "6.1.6", why: LOOKED_AT },
  "b6.results-dev": { from: "6.2.4", why: "The route and its list, an empty one, are those of block 5." },
  "b6.no-row-on-reject": { from: "6.2.4", why: NOTHING_STORED },
  "b6.contract-kept": { from: "6.2.4", why: NOTHING_STORED },
  "b6.injection-safe": { from: "6.2.4", why: NOTHING_STORED },
  "b6.results-prod": { from: "6.3.2", why: LOOKED_AT },
  "b6.persist": { from: "6.3.2", why: LOOKED_AT },
  "b6.mig-tool": { from: "6.3.5", only: "typescript", why: "There the table itself was made by the first migration." },
  "b6.mig-no-secret": { from: "6.4.1", why: LOOKED_AT },
}

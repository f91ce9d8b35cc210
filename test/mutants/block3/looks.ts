import type { Mutant } from "../mutant.js"

/** Checks that only look: what mutants are held against unless they say otherwise. Those that act are asked where they are meant. */
const LOOKS = [
  ..."catchup-keys catchup-dev catchup-prod script-root script-shebang script-mode packages-dev script-pushed".split(
    " ",
  ),
  ..."env-present env-isolated env-ignored sources-visible ignore-committed deps-installed pins-exact pins-complete".split(
    " ",
  ),
  ..."example-keys example-comments example-placeholder env-real env-mode env-untracked secret-not-in-history".split(
    " ",
  ),
  ..."example-pushed prod-head packages-prod same-deps prod-env scaffold tag manifest".split(" "),
].map((name) => `b3.${name}`)

/** Checks of dev that no change of prod, the remote or the laptop touches, and the other way round. */
const ELSEWHERE = ["b3.catchup-prod", "b3.prod-head", "b3.packages-prod", "b3.same-deps", "b3.prod-env"]

/** Names what each mutant is held against: all that can see it. */
export function looked(mutants: readonly Mutant[]): Mutant[] {
  return mutants.map((mutant) => {
    const sees = mutant.host === "dev" && !mutant.shared ? LOOKS.filter((id) => !ELSEWHERE.includes(id)) : LOOKS
    return { ...mutant, named: mutant.named ?? [...new Set([...sees, mutant.check])] }
  })
}

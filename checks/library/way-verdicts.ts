import { all, expect, unobserved, type Failure, type Verdict } from "../../src/engine/verdict.js"
import type { Facts } from "./command.js"

type Advice = Pick<Failure, "hint">

/** What is asked of the way from dev to prod, here and whenever both machines are restored. */

/** Does prod answer three of three pings? */
export function answersPing(way: Facts, advice: Advice = {}): Verdict {
  const answered = way.get("answered") || "0"
  return expect(answered === "3", {
    message: answered === "0" ? "prod does not answer a ping from dev." : "prod answers only some pings from dev.",
    expected: "3 answers",
    actual: answered,
    ...advice,
  })
}

/** Does a login from dev need no prompt? */
export function opensByKey(way: Facts, advice: Advice = {}): Verdict {
  return expect(way.has("login"), {
    message: "dev does not get into prod without a prompt.",
    expected: "a login by key",
    actual: way.get("said") || "(no answer)",
    ...advice,
  })
}

/** What prod offers somebody who shows no key, method by method; empty where it did not say. */
export function offered(way: Facts): string[] {
  return way.get("offers").replaceAll(/[()]/g, "").split(",").filter(Boolean)
}

/** Does prod offer nothing that a password opens? */
export function refusesPasswords(way: Facts, advice: Advice = {}): Verdict {
  const methods = offered(way)
  if (methods.length === 0) return unobserved("prod did not tell dev what it offers somebody who shows no key.")
  return all(
    expect(!methods.includes("password"), {
      message: "prod still offers a login by password.",
      expected: "publickey alone",
      actual: methods.join(", "),
      ...advice,
    }),
    expect(!methods.includes("keyboard-interactive"), {
      message: "prod still offers keyboard-interactive, which asks for the password as well.",
      expected: "publickey alone",
      actual: methods.join(", "),
      hint: "Set `KbdInteractiveAuthentication no` too, and restart the SSH server.",
    }),
  )
}

import { defineCheck } from "../../src/engine/check.js"
import { expect } from "../../src/engine/verdict.js"
import { sshServer } from "../library/sshd.js"

/** Journals are rotated, so that this may be forgotten one day. */
export default defineCheck({
  id: "b1.password-baseline",
  title: "The first login from dev to prod was by password",
  host: "prod",
  informational: true,
  probes: (context) => ({ server: sshServer(context) }),
  judge: ({ server: { logins } }) =>
    expect(logins[0] === "password", {
      message: logins.includes("password")
        ? "A key opened prod before a password did."
        : "No login from dev to prod by password is on record.",
      expected: "a password first, then a key",
      actual: logins.join(", then ") || "(no login on record)",
    }),
  hint: "Log in once by password before you make a key: then you know what the key replaces (`journalctl -t sshd` on prod shows it).",
})

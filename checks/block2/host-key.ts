import { defineCheck } from "../../src/engine/check.js"
import { all, consequenceOf, expect, pass } from "../../src/engine/verdict.js"
import { gitHost } from "../library/git-host.js"

export default defineCheck({
  id: "b2.host-key",
  title: "A key for the Git host exists, and only its owner can read the private half",
  host: "dev",
  probes: (context) => ({ host: gitHost(context) }),
  judge: ({ host }) => {
    if (host.refused !== "") return consequenceOf("b2.ssh-config")
    const { identities } = host
    const usable = identities.filter(({ kind, mode }) => kind === "private" && isClosed(mode))
    const half = identities.find(({ kind }) => kind === "public")
    const open = identities.find(({ kind, mode }) => kind === "private" && !isClosed(mode))
    // The private half may live in an agent or a token; then the greeting is the proof that it is there.
    // A key of block 1 may serve here as well; that it is meant to shows when a setting names it, or the Git host knows it.
    if (host.greeted !== "" || (usable.length > 0 && (host.registered || !host.byDefault))) return pass()
    if (usable.length > 0 && host.privateKeys > 1) return consequenceOf("b2.ssh-config")
    return all(
      expect(open === undefined, {
        message: "Other accounts can read the private key for the Git host.",
        expected: "mode 600",
        actual: `mode ${open?.mode}`,
        excerpt: open?.path ?? "",
        hint: `SSH refuses such a key: \`chmod 600 ${open?.path}\`.`,
      }),
      expect(half === undefined, {
        message: "The public half is named as the key for the Git host.",
        expected: "the private half",
        actual: half?.path ?? "",
        hint: "IdentityFile names the file without `.pub`.",
      }),
      expect(host.byDefault || identities.length === 0, {
        message: "The key named for the Git host does not exist.",
        expected: "a private key",
        actual: identities.map(({ path }) => path).join(", "),
        hint: "Compare IdentityFile in ~/.ssh/config with `ls ~/.ssh`.",
      }),
      expect(usable.length === 0, {
        message: "No key of dev is meant for the Git host yet.",
        expected: "a key that ~/.ssh/config names for it, or that is registered there",
        actual: usable.map(({ path }) => path).join(", "),
        hint: "Make a key of its own and name it in ~/.ssh/config, or register the public half of the one that is there.",
      }),
      expect(false, {
        message: "dev has no key for the Git host.",
        expected: "a key pair in ~/.ssh",
        actual: "(none)",
      }),
    )
  },
  hint: "Make one of its own: `ssh-keygen -t ed25519 -f ~/.ssh/id_ed25519_github`. Then name it in ~/.ssh/config.",
})

function isClosed(mode: string): boolean {
  return mode.endsWith("00")
}

import { defineCheck } from "../../src/engine/check.js"
import { all, consequenceOf, expect, fail, unobserved } from "../../src/engine/verdict.js"
import { answerTo } from "../library/answers.js"
import { lenient } from "../library/command.js"
import { gitHost } from "../library/git-host.js"

/** `ssh -T` ends with status 1 on most Git hosts, which is why only the greeting counts. */
export default defineCheck({
  id: "b2.handshake",
  title: "The Git host greets dev with the name of the account",
  host: "dev",
  needs: ["b2.host-key", "b2.known-host"],
  probes: (context) => ({ host: gitHost(context), answer: lenient(answerTo("b2.account")) }),
  judge: ({ host, answer }, { settings }) => {
    const { greeting, greeted } = host
    if (host.refused !== "") return consequenceOf("b2.ssh-config")
    if (greeted === "") {
      if (/permission denied/i.test(greeting) && host.locked && host.registered)
        return unobserved(
          "The key is registered and has a passphrase, which nobody can type here: hold it in an agent while course looks (`ssh-add`).",
        )
      if (/permission denied/i.test(greeting))
        return host.registered || host.keysStatus !== "200"
          ? fail({
              message: "The Git host lets none of dev's keys in.",
              expected: "a greeting with the name of the account",
              actual: greeting,
              hint: "`ssh -vT` shows which key is offered. A key with a passphrase needs an agent that holds it: `ssh-add`.",
            })
          : consequenceOf("b2.key-registered")
      if (/verification failed/i.test(greeting)) return consequenceOf("b2.known-host")
      return unobserved(
        `The Git host was asked from dev and did not greet: ${greeting || "it said nothing in 12 seconds"}`,
      )
    }
    const wanted = settings.gitAccount || (answer?.handle ?? "").trim().replace(/^@/, "")
    return all(
      expect(!greeted.includes("/"), {
        message: "The key is registered for one repository and not for the account.",
        expected: "a greeting with the name of the account",
        actual: greeting,
        hint: "Remove it from the repository's deploy keys and add it to the SSH keys of the account.",
      }),
      expect(wanted === "" || greeted.toLowerCase() === wanted.toLowerCase(), {
        message: "The Git host greets another account.",
        expected: wanted,
        actual: greeted,
        hint: "Another key than yours is offered: name the right one with IdentityFile and IdentitiesOnly in ~/.ssh/config.",
      }),
    )
  },
  hint: "`ssh -T` to the Git host as the user git tells who it takes you for.",
})

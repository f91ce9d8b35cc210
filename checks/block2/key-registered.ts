import { defineCheck } from "../../src/engine/check.js"
import { consequenceOf, expect, fail, pass, unobserved } from "../../src/engine/verdict.js"
import { gitHost } from "../library/git-host.js"

export default defineCheck({
  id: "b2.key-registered",
  title: "The public half of dev's key is registered at the Git host",
  host: "dev",
  needs: ["b2.host-key"],
  probes: (context) => ({ host: gitHost(context) }),
  judge: ({ host }, { settings }) => {
    if (host.registered) return pass()
    const greets = host.greeted.toLowerCase()
    if (greets !== "" && host.account !== "" && greets !== host.account.toLowerCase())
      return consequenceOf("b2.handshake")
    const list = `${settings.gitWeb}/${host.account}.keys`
    // Not every Git host shows keys to everybody; a greeting proves as much.
    if (host.keysStatus !== "200")
      return host.greeted !== ""
        ? pass()
        : host.account === ""
          ? unobserved(
              "Whose list of keys to read is known once `origin` is set, or `gitAccount` in the settings of course.yaml.",
            )
          : host.keysStatus === "404"
            ? fail({
                message: "The Git host shows no list of keys for the account.",
                expected: list,
                actual: "HTTP 404",
                hint: "Is the account's name right? `course answer b2.account` records it.",
              })
            : unobserved(`${list} did not answer dev (HTTP ${host.keysStatus || "000"}).`)
    return expect(false, {
      message: "The key that dev has for the Git host is not in the account's public list.",
      expected: `the public half of ${host.identities.find(({ kind }) => kind === "private")?.path ?? "the key"} in ${list}`,
      actual: "not there",
    })
  },
  hint: "Paste the file that ends in .pub into the account's SSH keys. Should the private half ever have been pasted anywhere: revoke the key at once and make another.",
})

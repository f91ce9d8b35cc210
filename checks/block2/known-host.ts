import { defineCheck } from "../../src/engine/check.js"
import { all, consequenceOf, expect, fail, pass } from "../../src/engine/verdict.js"
import { gitHost } from "../library/git-host.js"

export default defineCheck({
  id: "b2.known-host",
  title: "dev knows the Git host by its host key",
  host: "dev",
  probes: (context) => ({ host: gitHost(context) }),
  judge: ({ host }) => {
    if (host.refused !== "") return consequenceOf("b2.ssh-config")
    // However ssh came to trust it (a certificate, a command): with strict checking it went on.
    if (host.greeted !== "" || /permission denied/i.test(host.greeting)) return pass()
    return all(
      expect(host.knownHost, {
        message: "The host key of the Git host is not in known_hosts.",
        expected: `an entry for ${host.ssh.get("hostname") ?? "the Git host"}`,
        actual: "(none)",
      }),
      () =>
        /verification failed/i.test(host.greeting)
          ? fail({
              message: "The Git host shows another host key than the one in known_hosts.",
              expected: "the key of known_hosts",
              actual: "another one",
              hint: "Compare the fingerprint with the one that the Git host publishes before you replace the entry with `ssh-keygen -R`.",
            })
          : pass(),
    )
  },
  hint: "`ssh -T` to the Git host once, compare the fingerprint with the published one, and type yes: Enter alone refuses.",
})

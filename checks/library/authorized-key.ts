import type { Context } from "../../src/engine/context.js"
import { all, consequenceOf, expect, pass, type Verdict } from "../../src/engine/verdict.js"
import type { Facts } from "./command.js"
import { accepted, fingerprints, isClosed } from "./dev-keys.js"
import type { AuthorizedFile, Server } from "./sshd.js"

/** Does prod know the public half of dev's key, in a file that only the account can change? */
export function isAuthorized(way: Facts, server: Server, { settings }: Context): Verdict {
  const mine = fingerprints(way)
  if (mine.size === 0) return consequenceOf("b1.key-type")
  const known = [...mine].some((print) => server.authorizedKeys.has(print))
  // Keys may also come from a command or a certificate; then the login is the proof.
  if (!known && accepted(way)) return pass()
  const [file] = server.authorized
  const entries = server.authorized.reduce((sum, each) => sum + each.entries, 0)
  return all(
    expect(server.authorized.length > 0, {
      message: "prod has no file of keys that open the account.",
      expected: "dev's key in ~/.ssh/authorized_keys",
      actual: "(no file)",
    }),
    expect(known || entries === server.authorizedKeys.size, {
      message: "A key on prod is broken over several lines.",
      expected: "one key a line",
      actual: `${entries} lines, ${server.authorizedKeys.size} of them keys`,
      excerpt: file?.path ?? "",
      hint: "A key is one long line: take the broken one out and let `ssh-copy-id` bring it.",
    }),
    expect(known, {
      message: "The keys that open prod are not those of dev.",
      expected: [...mine].join(", "),
      actual: [...server.authorizedKeys].join(", ") || "(no key)",
      hint: "`ssh-copy-id` on dev, not on the laptop: the machine that logs in needs the private half.",
    }),
    ...server.authorized.filter(({ inHome }) => inHome).map((each) => isGuarded(each, settings.serviceUser)),
  )
}

function isGuarded({ path, mode, owner, folderMode, folderOwner }: AuthorizedFile, account: string): Verdict {
  const folder = path.slice(0, path.lastIndexOf("/"))
  return all(
    expect(owner === account && folderOwner === account, {
      message: `${owner === account ? folder : path} belongs to ${owner === account ? folderOwner : owner}.`,
      expected: account,
      actual: owner === account ? folderOwner : owner,
      hint: `\`sudo chown -R ${account}: ${folder}\` on prod.`,
    }),
    expect(isClosed(mode), {
      message: `${path} is open to other accounts.`,
      expected: "mode 600",
      actual: `mode ${mode}`,
      hint: `\`chmod 600 ${path}\` on prod.`,
    }),
    expect(isClosed(folderMode), {
      message: `${folder} is open to other accounts.`,
      expected: "mode 700",
      actual: `mode ${folderMode}`,
      hint: `\`chmod 700 ${folder}\` on prod.`,
    }),
  )
}

import { all, consequenceOf, expect, fail, unobserved, type Verdict } from "../../src/engine/verdict.js"
import type { Effective, Server } from "./sshd.js"

/** Do the settings of the SSH server keep passwords out, whoever comes from wherever? */
export function passwordsOff(server: Server): Verdict {
  if (server.refused !== "") return consequenceOf("b1.sshd-active")
  if (server.effective.length === 0) return unobserved("`sshd -T` on prod does not tell the settings that hold.")
  const open = server.effective.filter(opensToPasswords)
  const everybody = open.length === server.effective.filter(mayLogIn).length
  const speaking = server.lines.filter((line) => /:\s*PasswordAuthentication/i.test(line))
  const lineOf = (value: string): string | undefined =>
    speaking.find((line) => new RegExp(`PasswordAuthentication[\\s=]+"?${value}\\b`, "i").test(line))
  const [on, off] = [lineOf("yes"), lineOf("no")]
  const evidence = {
    expected: "passwordauthentication no",
    actual: open.map(({ account, address }) => `yes for ${account} from ${address}`).join(", "),
    excerpt: server.lines.join("\n"),
  }
  if (open.length === 0) return all()
  return all(
    expect(everybody, {
      message: `prod lets ${open[0]?.account} in by password from ${open[0]?.address}.`,
      ...evidence,
      hint: "A Match block turns passwords on again for some: remove that line, `sudo sshd -t`, restart.",
    }),
    expect(on === undefined || off === undefined, {
      message: `${fileOf(on)} turns passwords on, and it wins over ${fileOf(off)}.`,
      ...evidence,
      hint: `The first line that is read holds, and included files are read first: change or remove the one in ${fileOf(on)}, then restart the SSH server.`,
    }),
    () =>
      fail({
        message: "The settings of prod's SSH server allow passwords.",
        ...evidence,
      }),
  )
}

/** A password opens the door where it is asked for, and where no other proof has to come with it. */
function opensToPasswords(effective: Effective): boolean {
  const { settings } = effective
  if (!mayLogIn(effective) || settings.get("passwordauthentication") !== "yes") return false
  const methods = settings.get("authenticationmethods") ?? "any"
  return methods === "any" || methods.split(" ").some((list) => !/publickey|hostbased|gssapi/.test(list))
}

/** Root's password is no use where root may come with a key only, or not at all. */
function mayLogIn({ account, settings }: Effective): boolean {
  return account !== "root" || settings.get("permitrootlogin") === "yes"
}

function fileOf(line: string | undefined): string {
  return line?.split(":")[0] ?? ""
}

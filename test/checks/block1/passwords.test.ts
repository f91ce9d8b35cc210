import { describe, expect, test } from "vitest"
import passwordBaseline from "../../../checks/block1/password-baseline.js"
import passwordOffConfig from "../../../checks/block1/password-off-config.js"
import passwordOffLive from "../../../checks/block1/password-off-live.js"
import sshdActive from "../../../checks/block1/sshd-active.js"
import { judged, printed, told, ubuntu } from "./judged.js"

const DEV = "produser 192.168.56.10"
const LAPTOP = "produser 192.168.56.1"

/** `sshd -T -C` for two addresses and for root, with the settings given for all. */
function server(settings: Record<string, string>, ...more: string[]): ReturnType<typeof printed> {
  const all = {
    passwordauthentication: "no",
    authenticationmethods: "any",
    permitrootlogin: "prohibit-password",
    ...settings,
  }
  const effective = [DEV, LAPTOP, "root 192.168.56.10"].flatMap((who) =>
    Object.entries(all).map(([name, value]) => `effective=${who} ${name} ${value}`),
  )
  return printed("sshd=/usr/sbin/sshd", ...effective, "config=1700000100 /etc/ssh/sshd_config", ...more)
}

const MAIN_NO = "line=/etc/ssh/sshd_config:57:PasswordAuthentication no"
const CLOUD_YES = "line=/etc/ssh/sshd_config.d/50-cloud-init.conf:1:PasswordAuthentication yes"

describe("the settings", () => {
  const judge = (observed: ReturnType<typeof server>): string => told(judged(passwordOffConfig, { server: observed }))

  test("are right where no drop-in wins over them", () => expect(judge(server({}, MAIN_NO))).toBe("pass"))

  test("are right where a drop-in forbids what the main file allows", () => {
    expect(
      judge(
        server(
          {},
          "line=/etc/ssh/sshd_config.d/10-mine.conf:1:PasswordAuthentication no",
          "line=/etc/ssh/sshd_config:57:PasswordAuthentication yes",
        ),
      ),
    ).toBe("pass")
  })

  test("are right where a key has to come with the password", () => {
    expect(judge(server({ passwordauthentication: "yes", authenticationmethods: "publickey" }))).toBe("pass")
    expect(judge(server({ passwordauthentication: "yes", authenticationmethods: "publickey,password" }))).toBe("pass")
    expect(judge(server({ passwordauthentication: "yes", authenticationmethods: "publickey password" }))).toMatch(
      /allow passwords/,
    )
  })

  test("name the drop-in that wins", () => {
    expect(judge(server({ passwordauthentication: "yes" }, CLOUD_YES, MAIN_NO))).toBe(
      "fail: /etc/ssh/sshd_config.d/50-cloud-init.conf turns passwords on, and it wins over /etc/ssh/sshd_config.",
    )
    expect(judge(server({ passwordauthentication: "yes" }))).toMatch(/settings of prod's SSH server allow passwords/)
  })

  test("are looked at for root only where root may come by password", () => {
    const rootOnly = ["effective=root 192.168.56.10 passwordauthentication yes"]
    expect(judge(server({}, ...rootOnly))).toBe("pass")
    expect(judge(server({ permitrootlogin: "yes" }, ...rootOnly))).toMatch(/lets root in by password/)
  })

  test("tell nothing where the server has none to tell", () => {
    expect(judge(printed("sshd=/usr/sbin/sshd"))).toMatch(/^error/)
    expect(judge(printed("sshd=/usr/sbin/sshd", "refused=Missing privilege separation directory: /run/sshd"))).toMatch(
      /^error/,
    )
    expect(
      judge(printed("sshd=/usr/sbin/sshd", "refused=/etc/ssh/sshd_config: line 9: Bad configuration option: Pasword")),
    ).toBe("skip: needs b1.sshd-active")
    expect(judge(printed("container=none"))).toMatch(/^error/)
  })
})

describe("what prod offers", () => {
  const judge = (offers: string, observed: ReturnType<typeof server>): string =>
    told(judged(passwordOffLive, { way: printed("answered=3", `offers=${offers}`), server: observed }))

  test("is a key alone", () => expect(judge("(publickey)", server({}))).toBe("pass"))
  test("is told where the settings are wrong", () =>
    expect(judge("(publickey,password)", server({ passwordauthentication: "yes" }))).toBe(
      "skip: needs b1.password-off-config",
    ))
  test("is told here where the server is older than its settings", () =>
    expect(judge("(publickey,password)", server({}))).toMatch(/runs with older ones/))
  test("is no question of the other way to ask for a password", () =>
    expect(judge("(publickey,keyboard-interactive)", server({}))).toMatch(/keyboard-interactive/))
  test("is unknown where it says nothing", () => expect(judge("", server({}))).toMatch(/^error/))
  test("is unknown without root, but for what dev sees", () => {
    const way = printed("answered=3", "offers=(publickey,password)")
    const away = { status: "unobserved", reason: "It needs sudo." } as const
    expect(told(judged(passwordOffLive, { way, server: away }))).toBe("fail: prod still offers a login by password.")
  })
})

describe("the server", () => {
  const way = printed("answered=3", "offers=(publickey)")
  const unit = (id: string, active: string, since: number, more = ""): string =>
    `${more}Id=${id}\tLoadState=loaded\tActiveState=${active}\tUnitFileState=enabled\tStateChangeTimestamp=@${since}\tActiveEnterTimestamp=@${since}`
  const judge = (units: string[], observed = server({})): string =>
    told(judged(sshdActive, { prod: ubuntu("prod", { unit: units }), server: observed, way }))

  test.each([
    ["started after the last change", [unit("ssh.service", "active", 1700000200)], "pass"],
    [
      "was told to read its files again",
      [
        unit("ssh.service", "active", 1600000000).replace(
          "StateChangeTimestamp=@1600000000",
          "StateChangeTimestamp=@1700000150",
        ),
      ],
      "pass",
    ],
    [
      "is started for whoever comes",
      [unit("ssh.service", "inactive", 0), unit("ssh.socket", "active", 1600000000, "Accept=yes\t")],
      "pass",
    ],
    [
      "runs since before the last change",
      [unit("ssh.service", "active", 1700000000)],
      "fail: The settings were changed after the SSH server had started.",
    ],
    ["failed to start", [unit("ssh.service", "failed", 1700000200)], "fail: No unit of the SSH server is active."],
  ])("%s", (_name, units, verdict) => expect(judge(units)).toBe(verdict))

  test("that got a signal has read its files as well", () => {
    expect(judge([unit("ssh.service", "active", 1700000000)], server({}, "restarted=yes"))).toBe("pass")
  })
})

test("a key that came before the password is told", () => {
  const judge = (...lines: string[]): string => told(judged(passwordBaseline, { server: server({}, ...lines) }))
  expect(judge("baseline=password 1", "baseline=publickey 2")).toBe("pass")
  expect(judge("baseline=publickey 1", "baseline=password 2")).toMatch(/key opened prod before/)
  expect(judge("baseline=publickey 1")).toMatch(/No login .* on record/)
})

import { describe, expect, test } from "vitest"
import authorizedKey from "../../../checks/block1/authorized-key.js"
import keyComment from "../../../checks/block1/key-comment.js"
import keyHome from "../../../checks/block1/key-home.js"
import keyLogin from "../../../checks/block1/key-login.js"
import keyMode from "../../../checks/block1/key-mode.js"
import keyType from "../../../checks/block1/key-type.js"
import ping from "../../../checks/block1/ping.js"
import { judged, printed, told } from "./judged.js"

const MINE = "SHA256:mine"
const KEY = `key=offered 600 user ED25519 ${MINE} /home/user/.ssh/id_ed25519`
const FOLDER = ["account=user", "sshfolder=700 user"]
const OPENED = [
  "answered=3",
  "login=192.168.56.11",
  `accepted=ED25519 ${MINE} /home/user/.ssh/id_ed25519`,
  "offers=(publickey)",
  ...FOLDER,
]
const DENIED = [
  "answered=3",
  "said=produser@192.168.56.11: Permission denied (publickey).",
  "offers=(publickey)",
  ...FOLDER,
]

const server = (...lines: string[]): ReturnType<typeof printed> => printed("sshd=/usr/sbin/sshd", ...lines)
const AUTHORIZED = [
  "authorized=home 700 produser 600 produser 1 /home/produser/.ssh/authorized_keys",
  `authorizedkey=${MINE}`,
]

describe("the key of dev", () => {
  test.each([
    [
      "that opened prod counts, whatever else is there",
      [...OPENED, KEY, "key=offered 600 user RSA SHA256:old /home/user/.ssh/id_rsa"],
      "pass",
    ],
    ["may be a security key", ["accepted=ED25519-SK SHA256:token /home/user/.ssh/id_ed25519_sk", ...FOLDER], "pass"],
    ["may live in an agent alone", ["agentkey=ED25519 SHA256:agent", ...FOLDER], "pass"],
    [
      "must be the one for prod",
      ["accepted=RSA SHA256:old /home/user/.ssh/id_rsa", KEY, ...FOLDER],
      "fail: The key that dev has for prod is no Ed25519 key.",
    ],
    ["may wait for its passphrase", [...DENIED, KEY], "pass"],
    ["is missing", FOLDER, "fail: dev has no key pair."],
  ])("%s", (_name, way, verdict) => expect(told(judged(keyType, { way: printed(...way) }))).toBe(verdict))

  test("has modes only where it is a file", () => {
    expect(told(judged(keyMode, { way: printed(...OPENED, "agentkey=ED25519 SHA256:mine") }))).toBe("pass")
    expect(told(judged(keyMode, { way: printed(...FOLDER) }))).toBe("skip: needs b1.key-type")
    expect(told(judged(keyMode, { way: printed(...OPENED, KEY.replace(" 600 ", " 400 ")) }))).toBe("pass")
    expect(told(judged(keyMode, { way: printed(...OPENED, KEY.replace(" 600 ", " 640 ")) }))).toMatch(/Other accounts/)
  })

  test("says whose it is", () => {
    expect(told(judged(keyComment, { way: printed(...OPENED, KEY, `comment=${MINE} you@example.com`) }))).toMatch(
      /placeholder/,
    )
    expect(told(judged(keyComment, { way: printed(...OPENED, KEY, `comment=${MINE} anna on dev`) }))).toBe("pass")
    expect(told(judged(keyComment, { way: printed(...OPENED) }))).toMatch(/^skip/)
  })

  test("stays on dev, under whatever name", () => {
    const way = printed(...OPENED, KEY)
    expect(told(judged(keyHome, { way, prod: printed(`key=${MINE} /home/produser/backup/old key`) }))).toMatch(
      /lies on prod/,
    )
    expect(told(judged(keyHome, { way, prod: printed("key=SHA256:own /home/produser/.ssh/id_ed25519") }))).toBe("pass")
    expect(told(judged(keyHome, { way: printed(...FOLDER), prod: printed("") }))).toBe("skip: needs b1.key-type")
  })
})

describe("prod", () => {
  const judge = (way: string[], lines: string[]): string =>
    told(judged(authorizedKey, { way: printed(...way), server: server(...lines) }))

  test.each([
    ["knows the key in the file of the account", OPENED, AUTHORIZED, "pass"],
    [
      "knows the key in a file of root's",
      OPENED,
      [`authorized=elsewhere 755 root 644 root 3 /etc/ssh/keys/produser`, `authorizedkey=${MINE}`],
      "pass",
    ],
    ["takes the key by a command or a certificate", OPENED, [], "pass"],
    ["has no such file", [...DENIED, KEY], [], "fail: prod has no file of keys that open the account."],
    ["waits for a key of dev", FOLDER, AUTHORIZED, "skip: needs b1.key-type"],
  ])("%s", (_name, way, lines, verdict) => expect(judge(way, lines)).toBe(verdict))
})

describe("a login that does not work is told once", () => {
  const judge = (way: string[], lines: string[] = AUTHORIZED): string =>
    told(judged(keyLogin, { way: printed(...way), server: server(...lines) }))

  test.each([
    [
      "by the ping, where prod is away",
      ["answered=0", "said=ssh: connect to host 192.168.56.11 port 22: No route to host", KEY, ...FOLDER],
      "skip: needs b1.ping",
    ],
    ["by the key, where dev has none", DENIED, "skip: needs b1.key-type"],
    ["by the mode, where ssh ignores the key", [...DENIED, KEY.replace(" 600 ", " 644 ")], "skip: needs b1.key-mode"],
    ["here, where all else is right", [...DENIED, KEY], "fail: dev does not get into prod without a prompt."],
  ])("%s", (_name, way, verdict) => expect(judge(way)).toBe(verdict))

  test("by the file of keys, where prod does not know the key", () => {
    expect(judge([...DENIED, KEY], [AUTHORIZED[0] ?? "", "authorizedkey=SHA256:laptop"])).toBe(
      "skip: needs b1.authorized-key",
    )
  })

  test("as unknown, where the server is silent and the machine is not", () => {
    expect(
      judge(["answered=3", "said=ssh: connect to host 192.168.56.11 port 22: Connection refused", KEY, ...FOLDER]),
    ).toMatch(/^error/)
  })
})

test("one lost ping of three is a network to look at", () => {
  expect(told(judged(ping, { way: printed("answered=2") }))).toMatch(/only some pings/)
  expect(told(judged(ping, { way: printed("answered=") }))).toMatch(/does not answer/)
})

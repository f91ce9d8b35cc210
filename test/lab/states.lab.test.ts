import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { labAnew } from "../../src/lab/lab-anew.js"
import { labDown, type LabState, type Track } from "../../src/lab/lab.js"
import { asker, type Ask } from "./ask.js"

const MINUTES = 60_000
const PROD = "produser@192.168.56.11"

/** A lab for the tests of one state, and whom to ask in it. */
function lab(state: LabState, track: Track = "typescript"): Ask {
  const name = `test-${state.toLowerCase().replace(".", "")}-${track}`
  beforeAll(async () => {
    await labAnew({ name, state, track })
  }, 20 * MINUTES)
  afterAll(() => labDown({ name }), MINUTES)
  return asker(name)
}

describe("B1-complete", () => {
  const ask = lab("B1-complete")

  test("lets dev into prod by its key alone", async () => {
    expect(await ask.dev(`ssh -n -o BatchMode=yes ${PROD} hostname`)).toBe("prod")
    const refused = await ask.dev(
      `ssh -n -o BatchMode=yes -o PubkeyAuthentication=no ${PROD} true 2>&1 || echo "status $?"`,
    )
    expect(refused).toBe(`${PROD}: Permission denied (publickey).\nstatus 255`)
    expect(await ask.rootOfProd("sshd -T | grep ^passwordauthentication")).toBe("passwordauthentication no")
  })

  test("has a key pair with a comment, closed to others, whose public half is on prod", async () => {
    const key = await ask.dev("cat ~/.ssh/id_ed25519.pub")
    expect(key).toMatch(/^ssh-ed25519 \S+ student on dev$/)
    expect(await ask.dev("stat -c '%a %U' ~/.ssh ~/.ssh/id_ed25519")).toBe("700 user\n600 user")
    expect(await ask.prod("cat ~/.ssh/authorized_keys")).toContain(key)
    expect(await ask.prod("ls ~/.ssh")).toBe("authorized_keys")
  })

  test("remembers a login by password before the one by key", async () => {
    const logins = await ask.rootOfProd(
      "journalctl -t sshd -o cat --no-pager | grep 'from 192.168.56.10 ' | grep ^Accepted",
    )
    const methods = logins.split("\n").map((line) => line.split(" ")[1])
    expect(methods[0]).toBe("password")
    expect(methods.at(-1)).toBe("publickey")
  })

  test("declares the static addresses that the hosts have", async () => {
    for (const [root, address] of [
      [ask.rootOfDev, "192.168.56.10/24"],
      [ask.rootOfProd, "192.168.56.11/24"],
    ] as const) {
      expect(await root("netplan get ethernets.enp0s8.addresses")).toBe(`- "${address}"`)
      expect(await root("stat -c '%a %U:%G' /etc/netplan/*")).toBe("600 root:root")
      expect(await root("ip -4 -o addr show enp0s8")).toMatch(new RegExp(`inet ${address} (?!.*dynamic).*forever`, "s"))
    }
    expect(await ask.dev("hostname")).toBe("dev")
  })

  test("has notes for their owner alone, and Git not set up", async () => {
    expect(await ask.dev("stat -c '%a %U' ~/workshop/notes.txt")).toBe("600 user")
    expect(await ask.dev("ls -A ~ | grep -E 'gitconfig|pixelwise' || echo nothing")).toBe("nothing")
    expect(await ask.rootOfProd("ls /opt")).toBe("")
    expect(await ask.dev("git ls-remote http://hub/pixelwise.git")).toBe("")
  })
})

describe("v0.1", () => {
  const ask = lab("v0.1")

  test("has one history on dev, hub and prod, with its tag", async () => {
    const head = await ask.dev("git -C ~/pixelwise rev-parse HEAD 'v0.1^{commit}' origin/main")
    expect(new Set(head.split("\n")).size).toBe(1)
    expect(await ask.prod("git -C /opt/pixelwise rev-parse HEAD 'v0.1^{commit}' origin/main")).toBe(head)
    expect(await ask.prod("git ls-remote --tags http://hub/pixelwise.git | cut -f2")).toBe(
      "refs/tags/v0.1\nrefs/tags/v0.1^{}",
    )
    expect(await ask.dev("git -C ~/pixelwise status --porcelain --branch")).toBe("## main...origin/main")
    expect(await ask.prod("git -C /opt/pixelwise remote get-url origin")).toBe("http://hub/pixelwise.git")
    expect(await ask.rootOfProd("find /opt/pixelwise ! -user produser")).toBe("")
  })

  test("has an identity and a key of its own for the Git host", async () => {
    expect(await ask.dev("git config --global user.name; git config --global user.email")).toBe(
      "Student\nstudent@example.org",
    )
    const effective = await ask.dev("ssh -G hub | grep -E '^(user|identityfile|identitiesonly|identityagent) '")
    expect(effective.split("\n").sort()).toEqual([
      "identitiesonly yes",
      "identityagent none",
      "identityfile ~/.ssh/id_ed25519_github",
      "user git",
    ])
    expect(await ask.dev("stat -c %a ~/.ssh/config ~/.ssh/id_ed25519_github")).toBe("600\n600")
    expect(await ask.prod("ls ~/.ssh")).toBe("authorized_keys")
  })

  test("is greeted by the Git host with the account of the key that it shows", async () => {
    const greet = (account: string) =>
      `Hi ${account}! You've successfully authenticated, but hub does not provide shell access.\nstatus 1`
    expect(await ask.dev('ssh -n -T git@hub 2>&1 || echo "status $?"')).toBe(greet("student"))
    const other = await ask.dev("ssh-keygen -q -t ed25519 -N '' -f /tmp/other && cat /tmp/other.pub")
    const stranger = `ssh -n -T -F none -o BatchMode=yes -i /tmp/other git@hub 2>&1 || echo "status $?"`
    expect(await ask.dev(stranger)).toBe("git@hub: Permission denied (publickey).\nstatus 255")
    await ask.rootOfHub(`install -d /srv/git/accounts/neighbour && echo '${other}' > /srv/git/accounts/neighbour/keys`)
    expect(await ask.dev(stranger)).toBe(greet("neighbour"))
  })

  test("finds its keys and files on the Git host's pages, without an account", async () => {
    const get = (path: string) => ask.prod(`curl -s -w '\\n%{http_code}' http://hub/${path}`)
    const blob = await ask.dev("cut -d' ' -f1,2 ~/.ssh/id_ed25519_github.pub")
    expect(await get("student.keys")).toBe(`${blob}\n\n200`)
    expect(await get("student")).toMatch(/student\/pixelwise[^]*\n200$/)
    expect(await get("student/pixelwise")).toMatch(/\.gitignore[^]*v0\.1[^]*Merge branch[^]*\n200$/)
    expect(await get("student/pixelwise/raw/main/README.md")).toMatch(/^# PixelWise\n[^]*\n200$/)
    for (const path of ["nobody", "nobody.keys", "student/nothing", "student/pixelwise/raw/main/.env"])
      expect(await get(path)).toMatch(/\n404$/)
    await ask.rootOfHub("touch /srv/git/pixelwise.git/private")
    for (const path of ["student/pixelwise/raw/main/README.md", "pixelwise.git/info/refs?service=git-upload-pack"])
      expect(await get(path)).toMatch(/\n404$/)
    await ask.rootOfHub("rm /srv/git/pixelwise.git/private")
  })

  test("reaches the repository by the account's addresses as well, and the course's by theirs", async () => {
    const heads =
      await ask.dev(`for url in git@hub:pixelwise.git git@hub:student/pixelwise.git http://hub/student/pixelwise.git
do git ls-remote "$url" refs/heads/main | cut -f1; done`)
    expect(heads).toBe(
      Array(3)
        .fill(await ask.dev("git -C ~/pixelwise rev-parse HEAD"))
        .join("\n"),
    )
    expect(await ask.dev("git ls-remote --tags http://hub/course/pixelwise.git | cut -f2")).toContain("refs/tags/v0.5")
    expect(await ask.dev("git ls-remote --tags http://hub/pixelwise-model.git | cut -f2")).toContain("refs/tags/v1.0")
    const push = "cd $(mktemp -d) && git init -q && git -c user.name=x -c user.email=x@x commit -q --allow-empty -m x"
    expect(await ask.dev(`${push} && git push -q git@hub:course/pixelwise.git HEAD:main 2>&1 || echo refused`)).toMatch(
      /refused$/,
    )
  })
})

describe("v0.2", () => {
  const ask = lab("v0.2")

  test("has the same dependencies on dev and prod, and secrets of their own", async () => {
    const versions = "npm ls --all --json 2> /dev/null | grep -c '\"version\"'"
    const count = await ask.dev(`cd ~/pixelwise && ${versions}`)
    expect(Number(count)).toBeGreaterThan(10)
    expect(await ask.prod(`cd /opt/pixelwise && ${versions}`)).toBe(count)
    const secret = (folder: string) => `cd ${folder} && stat -c '%a' .env && grep -E '^(SECRET_API_KEY|DEBUG)=' .env`
    const [dev, prod] = [await ask.dev(secret("~/pixelwise")), await ask.prod(secret("/opt/pixelwise"))]
    expect(dev).toMatch(/^600\nSECRET_API_KEY=[0-9a-f]{64}\nDEBUG=true$/)
    expect(prod).toMatch(/^600\nSECRET_API_KEY=[0-9a-f]{64}\nDEBUG=false$/)
    expect(prod.split("\n")[1]).not.toBe(dev.split("\n")[1])
  })

  test("has room for sources, data and models, the tag, and nothing of what comes later", async () => {
    expect(await ask.dev("cd ~/pixelwise && ls -d src data models")).toBe("data\nmodels\nsrc")
    expect(await ask.prod("git -C /opt/pixelwise describe --tags --exact-match")).toBe("v0.2")
    expect(await ask.dev("git -C ~/pixelwise tag; git -C ~/pixelwise status --porcelain")).toBe("v0.1\nv0.2")
    expect(await ask.dev("ls ~/pixelwise/models")).toBe("")
    expect(await ask.rootOfProd("ls /etc/systemd/system/pixelwise.service 2>&1 || true")).toContain("No such file")
  })

  test("can run its setup again and audit its packages", async () => {
    expect(await ask.dev("cd ~/pixelwise && npm ci --silent && git status --porcelain")).toBe("")
    const audit = await ask.prod("cd /opt/pixelwise && npm audit --json")
    expect(JSON.parse(audit)).toMatchObject({ auditReportVersion: 2, vulnerabilities: {} })
  })
})

describe("v0.3", () => {
  const ask = lab("v0.3")

  test("has the same model on both hosts, and the classifier on dev", async () => {
    const model = (folder: string) => `cd ${folder}/models && sha256sum digit_classifier_v1.onnx MODELCARD.md`
    expect(await ask.prod(model("/opt/pixelwise"))).toBe(await ask.dev(model("~/pixelwise")))
    const lines = (await ask.dev("cd ~/pixelwise && npm run --silent predict")).split("\n")
    expect(lines.map((line) => line.replace(/^Pred: \d \(conf \d\.\d\d\) /, ""))).toEqual(
      [5, 0, 4, 1, 9].map((digit) => `True: ${digit}`),
    )
  })

  test("leaves prod at the commit that fetches the model, on purpose", async () => {
    expect(await ask.dev("git -C ~/pixelwise describe --tags --exact-match")).toBe("v0.3")
    expect(await ask.prod("git -C /opt/pixelwise log -1 --format=%s")).toBe(
      "feat: fetch the pinned release of the model",
    )
    expect(await ask.prod("git -C /opt/pixelwise tag; git -C /opt/pixelwise status --porcelain --branch")).toBe(
      "v0.1\nv0.2\n## main...origin/main",
    )
    expect(await ask.prod("ls /opt/pixelwise/src")).toBe("")
    expect(
      await ask.prod("git -C /opt/pixelwise pull --quiet origin main && git -C /opt/pixelwise log -1 --format=%H"),
    ).toBe(await ask.dev("git -C ~/pixelwise rev-parse HEAD"))
  })
})

describe("v0.3 of the Python track", () => {
  const ask = lab("v0.3", "python")

  test("has environments of their own with exactly the pinned versions", async () => {
    const frozen = (folder: string) => `cd ${folder} && .venv/bin/pip freeze | sort -f`
    const pins = await ask.dev("cd ~/pixelwise && grep == requirements.txt | sort -f")
    expect(pins).toContain("scikit-learn==")
    expect(await ask.dev(frozen("~/pixelwise"))).toBe(pins)
    expect(await ask.prod(frozen("/opt/pixelwise"))).toBe(pins)
    expect(await ask.dev("cd ~/pixelwise && .venv/bin/pip check")).toBe("No broken requirements found.")
    expect(await ask.dev("grep system-site ~/pixelwise/.venv/pyvenv.cfg")).toBe("include-system-site-packages = false")
    expect(await ask.dev("python3 -c 'import sklearn' 2>&1 | tail -n 1")).toContain("No module named 'sklearn'")
  })

  test("makes an environment anew from the pinned file alone", async () => {
    const anew =
      "cd $(mktemp -d) && python3 -m venv .venv && .venv/bin/pip install --quiet -r ~/pixelwise/requirements.txt"
    expect(await ask.dev(`${anew} && .venv/bin/python -c 'import sklearn; print(sklearn.__version__)'`)).toBe("1.2.1")
  })

  test("classifies on dev", async () => {
    const lines = (await ask.dev("cd ~/pixelwise && .venv/bin/python predict.py")).split("\n")
    expect(lines).toHaveLength(5)
    expect(lines[0]).toMatch(/^Pred: 5 \(conf \d\.\d\d\) True: 5$/)
  })
})

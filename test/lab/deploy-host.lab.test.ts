import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { labAnew } from "../../src/lab/lab-anew.js"
import { labDown } from "../../src/lab/lab.js"
import { build } from "../../src/tooling/build.mjs"
import { checkLab } from "../helpers/course-cli.js"
import { onLab } from "../deploy/on-prod.js"

const MINUTES = 60_000
const LAB = "test-deploy-host"
const { run, prod, root } = onLab(LAB)
/** curl on dev, which trusts prod's authority after it was copied there. */
const curl = async (words: string): Promise<string> => {
  const { stdout, stderr, exitCode } = await run("dev", "user", `curl -s --cacert /tmp/ca.crt --max-time 20 ${words}`)
  if (exitCode !== 0) throw new Error(`curl ${words} ended with ${exitCode}: ${stderr}`)
  return stdout
}
const status = (words: string): Promise<string> => curl(`-o /dev/null -w '%{http_code}' ${words}`)
const BODY = `'{"pixels":[${Array(28)
  .fill(`[${Array(28).fill(0).join(",")}]`)
  .join(",")}]}'`
const CLASSIFY = `-H 'Content-Type: application/json' -d ${BODY}`

beforeAll(async () => {
  await build({ quiet: true })
  await labAnew({ name: LAB, state: "v0.8" })
  const authority = await prod("cat /etc/pixelwise/tls/ca.crt")
  await run("dev", "user", "cat > /tmp/ca.crt", authority)
}, 15 * MINUTES)
afterAll(() => labDown({ name: LAB }), MINUTES)

describe("the proxy", () => {
  const HEADERS = [
    "x-frame-options: DENY",
    "x-content-type-options: nosniff",
    "referrer-policy: strict-origin-when-cross-origin",
  ]
  const SITE = "https://192.168.56.11"

  test("is trusted by its address and its name, speaks HTTP/2 and no old TLS", async () => {
    expect(await curl(`-o /dev/null -w '%{http_version} %{http_code}' ${SITE}/health`)).toBe("2 200")
    expect(await status("https://prod/health")).toBe("200")
    expect((await run("dev", "user", `curl -sk --tls-max 1.1 ${SITE}/`)).exitCode).not.toBe(0)
    for (const version of ["1.2", "1.3"])
      expect(await status(`--tlsv${version} --tls-max ${version} ${SITE}/`)).toBe("200")
  })

  test.each([
    ["200", `${SITE}/`],
    ["200", `${SITE}/health`],
    ["404", `${SITE}/nothing-here`],
    ["401", `${CLASSIFY} -H 'X-API-Key: wrong' ${SITE}/classify`],
    ["413", `--data-binary @/usr/bin/git ${SITE}/classify`],
    ["200", `${SITE}/nginx-health`],
    ["301", "http://192.168.56.11/"],
  ])("sends each security header once with a %s", async (code, words) => {
    const head = (await curl(`-D - -o /dev/null ${words}`)).toLowerCase().split("\r\n")
    expect(head[0]).toContain(code)
    for (const header of HEADERS)
      expect(
        head.filter((line) => line === header.toLowerCase()),
        header,
      ).toHaveLength(1)
    for (const name of ["x-request-id", "content-security-policy"])
      expect(
        head.filter((line) => line.startsWith(`${name}: `)),
        name,
      ).toHaveLength(1)
    expect(head).toContain("server: nginx")
  })

  test("adds the key to requests of the page, and to no page of others", async () => {
    expect(await status(`${CLASSIFY} ${SITE}/ui/classify`)).toBe("200")
    expect(await status(`${CLASSIFY} ${SITE}/classify`)).toBe("401")
    expect(await status(`${CLASSIFY} -H 'Origin: ${SITE}' -H 'Sec-Fetch-Site: same-origin' ${SITE}/ui/classify`)).toBe(
      "200",
    )
    expect(await status(`${CLASSIFY} -H 'Origin: ${SITE}' ${SITE}/ui/classify`)).toBe("200")
    expect(await status(`${CLASSIFY} -H 'Origin: https://elsewhere.example' ${SITE}/ui/classify`)).toBe("403")
    expect(await status(`${CLASSIFY} -H 'Sec-Fetch-Site: cross-site' ${SITE}/ui/classify`)).toBe("403")
    expect(await status(`${SITE}/ui/results`)).toBe("404")
    expect(await root("stat -c '%U %a' /etc/nginx/pixelwise/browser-key.conf /etc/pixelwise/tls/server.key")).toBe(
      "root 600\nroot 600",
    )
  })

  test("passes a request id on, makes one where it is missing or unfit, and logs it as the service does", async () => {
    const id = `test-${Date.now()}`
    expect(await curl(`-D - -o /dev/null -H 'X-Request-ID: ${id}' ${SITE}/health`)).toContain(`x-request-id: ${id}\r\n`)
    expect(await curl(`-D - -o /dev/null -H 'X-Request-ID: no good' ${SITE}/health`)).toMatch(
      /x-request-id: [0-9a-f]{32}\r\n/,
    )
    expect(await root(`grep -c '"request_id":"${id}"' /var/log/nginx/pixelwise.log`)).toBe("1")
    const line = await root(`sleep 1; journalctl -u pixelwise -o cat --no-pager | grep -F '"request_id":"${id}"'`)
    expect(JSON.parse(line)).toMatchObject({ path: "/health", status_code: 200 })
  })

  test("tells the service who asks, and is not told otherwise", async () => {
    const id = `spoof-${Date.now()}`
    await curl(`-o /dev/null -H 'X-Forwarded-For: 10.9.8.7' -H 'X-Request-ID: ${id}' ${SITE}/health`)
    const line = await root(`sleep 1; journalctl -u pixelwise -o cat --no-pager | grep -F '"request_id":"${id}"'`)
    expect(line).toContain("192.168.56.10")
    expect(line).not.toContain("10.9.8.7")
  })

  test("compresses what is worth it", async () => {
    const encoding = (path: string, accepted: string): Promise<string> =>
      curl(`-D - -o /dev/null -H 'Accept-Encoding: ${accepted}' ${SITE}${path}`)
    expect(await encoding("/", "gzip")).toMatch(/content-encoding: gzip/)
    expect(await encoding("/", "identity")).not.toMatch(/content-encoding/)
    expect(await encoding("/nginx-health", "gzip")).not.toMatch(/content-encoding/)
  })

  test("keeps the page, its files and its own health while the service is stopped", async () => {
    const asset = /\/assets\/[^"]+\.js/.exec(await curl(`${SITE}/`))?.[0] ?? ""
    expect(await curl(`-D - -o /dev/null ${SITE}${asset}`)).toMatch(
      /cache-control: public, max-age=31536000, immutable/,
    )
    await root("systemctl stop pixelwise")
    try {
      expect(await status(`${SITE}/`)).toBe("200")
      expect(await status(`${SITE}${asset}`)).toBe("200")
      expect(await curl(`${SITE}/nginx-health`)).toBe("OK")
      const down = await curl(`-w ' %{http_code}' ${SITE}/health`)
      expect(down).toMatch(/^\{"detail":"The service does not answer; try again later","request_id":"\w+"\} 502$/)
    } finally {
      await root("systemctl start pixelwise")
    }
    expect(await status(`${SITE}/health`)).toBe("200")
    expect(await root("grep -c nginx-health /var/log/nginx/pixelwise.log || true")).toBe("0")
  })

  test("refuses more than thirty requests a second of one client with 429, and no other client", async () => {
    const codes = await curl(`--parallel --parallel-max 50 -o /dev/null -w '%{http_code}\\n' '${SITE}/?[1-200]'`)
    const count = (code: string): number => codes.split("\n").filter((line) => line === code).length
    expect(count("429")).toBeGreaterThan(50)
    expect(count("200")).toBeGreaterThanOrEqual(20)
    expect(count("200") + count("429")).toBe(200)
    expect(await prod("curl -s -o /dev/null -w '%{http_code}' --cacert /etc/pixelwise/tls/ca.crt https://prod/")).toBe(
      "200",
    )
  })

  test("shows metrics to the host-only network", async () => {
    expect(await curl(`${SITE}/metrics`)).toContain("http_requests_total")
  })

  test("is all there is: the service itself listens on loopback only", async () => {
    expect((await run("dev", "user", "curl -s --max-time 5 http://192.168.56.11:8000/health")).exitCode).toBe(7)
    expect(
      await root(
        "ls /etc/nginx/sites-enabled; cmp /etc/nginx/sites-enabled/pixelwise /opt/pixelwise/deploy/nginx/pixelwise.conf",
      ),
    ).toBe("pixelwise")
  })
})

describe("prod", () => {
  test("lets its account restart and reload what deployments need, and nothing else", async () => {
    expect(await root("visudo -cq && echo clean")).toBe("clean")
    const listed = await prod("sudo -n -l | sed -n '/NOPASSWD/,$p' | tr -d '\\n' | tr -s ' '")
    expect(listed.match(/\/usr\/bin\/\S+ \w+ [\w.]+/g)).toEqual([
      "/usr/bin/systemctl restart pixelwise.service",
      "/usr/bin/systemctl reload pixelwise.service",
      "/usr/bin/systemctl reload nginx.service",
    ])
    expect((await run("prod", "produser", "sudo -n systemctl restart ssh")).exitCode).not.toBe(0)
    expect((await run("prod", "produser", "sudo -n systemctl reload pixelwise.service")).exitCode).toBe(0)
  })

  test("runs the service in a sandbox that is far tighter than before", async () => {
    const exposure = (unit: string): Promise<string> =>
      root(`systemd-analyze security ${unit} | sed -n 's/.*exposure level[^:]*: \\([0-9.]*\\).*/\\1/p'`)
    const before = await root(
      "git -C /opt/pixelwise -c safe.directory='*' show v0.5:deploy/pixelwise.service > /run/systemd/system/before.service; systemctl daemon-reload; systemd-analyze security before.service | sed -n 's/.*exposure level[^:]*: \\([0-9.]*\\).*/\\1/p'; rm /run/systemd/system/before.service; systemctl daemon-reload",
    )
    const after = await exposure("pixelwise.service")
    console.log(`systemd-analyze security: ${before} at v0.5, ${after} at v0.8`)
    expect(Number(before)).toBeGreaterThan(9)
    expect(Number(after)).toBeLessThan(2)
    expect(await root("systemd-analyze verify /etc/systemd/system/pixelwise*.{service,socket,timer} 2>&1")).toBe("")
  })

  test("comes back by itself when the service is killed, and the port with it", async () => {
    const mainPid = (): Promise<string> => root("systemctl show pixelwise -p MainPID --value")
    const before = await mainPid()
    await root("systemctl kill --signal KILL pixelwise.service")
    await prod(
      "for i in $(seq 100); do [ \"$(curl -s -o /dev/null -w '%{http_code}' http://127.0.0.1:8000/ready)\" = 200 ] && exit 0; sleep 0.2; done; exit 1",
    )
    // Whether systemd restarted it or a request to its socket did, which may come first, is all the same.
    expect(await mainPid()).not.toBe(before)
    expect(await root("systemctl is-active pixelwise.service pixelwise.socket")).toBe("active\nactive")
  })

  test("audits its packages daily, and says so when nobody can be asked", async () => {
    expect(
      await root("systemctl is-active pixelwise-audit.timer; systemctl show pixelwise-audit -p User --value"),
    ).toBe("active\nproduser")
    const audited = async (): Promise<string> => {
      await root("systemctl start pixelwise-audit.service; logrotate -d /etc/logrotate.d/pixelwise")
      return prod("tail -n 1 /var/log/pixelwise/audit.log")
    }
    expect(await audited()).toMatch(/^\d{4}-\d\d-\d\dT[\d:]+Z result=clean packages=[1-9]\d* advisories=-$/)
    // A port of loopback where nothing listens stands for a registry that is out of reach.
    const nobody = "npm_config_registry=http://127.0.0.1:9/ npm_config_fetch_retries=0"
    await root(`systemctl set-environment ${nobody}`)
    try {
      expect(await audited()).toMatch(/^\d{4}-\d\d-\d\dT[\d:]+Z result=error packages=0 advisories=- reason="\S.*"$/)
    } finally {
      await root("systemctl unset-environment npm_config_registry npm_config_fetch_retries")
    }
  })

  test("still passes what block 5 asks of a unit", async () => {
    const ids = [
      "b5.unit-fields",
      "b5.unit-installed",
      "b5.unit-tracked",
      "b5.unit-no-secret",
      "b5.script-stanza",
      "b5.enabled",
      "b5.active",
      "b5.runs-as",
      "b5.prod-deps",
      "b5.prod-head",
      "b5.prod-key",
    ]
    const { report } = await checkLab(LAB, ids)
    const verdicts = report.checks
      .filter(({ id }) => ids.includes(id))
      .map(({ id, status: verdict, message }) => `${id} ${verdict} ${verdict === "pass" ? "" : (message ?? "")}`.trim())
    expect(verdicts.sort()).toEqual(ids.map((id) => `${id} pass`).sort())
  })
})

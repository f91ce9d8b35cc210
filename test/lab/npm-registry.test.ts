import { expect, test } from "vitest"
import { lockedPackages } from "../../src/lab/image/npm-lock.js"
import { packument, tarballName } from "../../src/lab/image/packument.js"

const lock = (packages: Record<string, object>) => JSON.stringify({ lockfileVersion: 3, packages })

test("takes every package of the lock files once, without the project itself and what travels in another's file", () => {
  const first = lock({
    "": { name: "app", version: "1.0.0" },
    "node_modules/a": { version: "1.0.0", integrity: "sha512-YQ==", dependencies: { b: "^2" }, dev: true },
    "node_modules/a/node_modules/@s/b": { version: "2.0.0", integrity: "sha512-Yg==", optional: true, os: ["linux"] },
    "node_modules/a/node_modules/c": { version: "1.0.0", inBundle: true },
    "node_modules/alias": { name: "real", version: "3.0.0", integrity: "sha512-Yw==" },
    "node_modules/link": { link: true },
  })
  const second = lock({ "node_modules/@s/b": { version: "2.0.0", integrity: "sha512-Yg==", os: ["linux"] } })
  expect(lockedPackages([first, second])).toEqual([
    { name: "@s/b", version: "2.0.0", integrity: "sha512-Yg==", required: true, manifest: { os: ["linux"] } },
    { name: "a", version: "1.0.0", integrity: "sha512-YQ==", required: true, manifest: { dependencies: { b: "^2" } } },
    { name: "real", version: "3.0.0", integrity: "sha512-Yw==", required: true, manifest: {} },
  ])
})

test("refuses a lock file of another version", () => {
  expect(() => lockedPackages([JSON.stringify({ lockfileVersion: 1, packages: {} })])).toThrow()
})

test("describes the versions of a package, the newest as the latest", () => {
  const at = (version: string) => ({ name: "@s/b", version, integrity: "sha512-Yg==", required: true, manifest: {} })
  const document = packument("@s/b", ["10.0.0", "9.1.0", "10.0.0-beta.2", "10.0.0-beta.10"].map(at))
  expect(Object.keys(document.versions)).toEqual(["9.1.0", "10.0.0-beta.2", "10.0.0-beta.10", "10.0.0"])
  expect(document["dist-tags"]).toEqual({ latest: "10.0.0" })
  expect(document.versions["9.1.0"]?.dist).toEqual({
    integrity: "sha512-Yg==",
    tarball: "http://hub/npm/@s/b/-/b-9.1.0.tgz",
  })
  expect(tarballName(at("9.1.0"))).toBe("b-9.1.0.tgz")
})

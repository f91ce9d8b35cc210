import { REPO } from "../block2/on-dev.js"
import { as, word, type Mutant } from "../mutant.js"

const CLONE = "/opt/pixelwise"

/** What prod is asked is compared with dev, so nothing may be tried there meanwhile. */
function onProd(
  name: string,
  check: string,
  message: RegExp,
  [change, back]: readonly [string, string],
  more: Partial<Mutant> = {},
): Mutant {
  return {
    ...{ name, check, message, host: "prod", shared: true },
    break: as("produser", `cd ${CLONE}\n${change}`),
    repair: as("produser", `cd ${CLONE}\n${back}`),
    ...more,
  }
}

/** The remote's main gets a commit that dev does not have. */
function onRemote(name: string, check: string, message: RegExp, change: string, more: Partial<Mutant> = {}): Mutant {
  return {
    ...{ name, check, message, host: "dev", shared: true },
    break: as(
      "user",
      `cd ${REPO}\n${change}\ngit commit -q -m 'chore: change more'\ngit push -q origin main\ngit reset -q --hard HEAD~1`,
    ),
    repair: as("user", `cd ${REPO}\ngit push -q --force origin main`),
    ...more,
  }
}

/** Puts another v0.2 onto the remote; `tag` makes it on dev. */
function otherTag(name: string, message: RegExp, tag: string): Mutant {
  return {
    ...{ name, check: "b3.tag", message, host: "dev", shared: true },
    break: as(
      "user",
      `cd ${REPO}\ngit update-ref refs/kept/v0.2 "$(git rev-parse v0.2)"\n${tag}\ngit push -q --force origin refs/tags/v0.2`,
    ),
    repair: as(
      "user",
      `cd ${REPO}\ngit update-ref refs/tags/v0.2 refs/kept/v0.2\ngit update-ref -d refs/kept/v0.2\ngit push -q --force origin refs/tags/v0.2`,
    ),
  }
}

const ADVISORY = {
  zod: [
    {
      id: 1099999,
      url: "https://github.com/advisories/GHSA-0000-0000-0000",
      title: "zod takes too long for long addresses",
      severity: "high",
      vulnerable_versions: "<99.0.0",
      cwe: ["CWE-1333"],
      cvss: { score: 7.5, vectorString: "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H" },
    },
  ],
}
const SITE = "/etc/nginx/sites-available/git"

/** Faults that the remote or both hosts show: steps 3.0.1, 3.1.3, 3.2.4, 3.4.4 and 3.5. */
export const releaseMutants: Mutant[] = [
  onProd(
    "clone-one-folder-too-deep",
    "b3.catchup-prod",
    /one folder too deep/,
    ["mkdir pixelwise\nmv .git pixelwise/", "mv pixelwise/.git .\nrmdir pixelwise"],
    { named: ["b3.catchup-prod"] },
  ),
  {
    ...onProd("file-of-root-in-the-clone", "b3.catchup-prod", /do not belong to produser/, ["", ""]),
    break: `chown root ${CLONE}/README.md`,
    repair: `chown produser ${CLONE}/README.md`,
  },
  onRemote(
    "setup-script-not-pushed",
    "b3.script-pushed",
    /remote's main has no setup-server\.sh/,
    "git rm -q setup-server.sh",
  ),
  onRemote(
    "ignore-rule-not-pushed",
    "b3.ignore-committed",
    /do not cover the environment/,
    "sed -i /node_modules/d .gitignore\ngit add .gitignore",
  ),
  onRemote(
    "ignore-rule-too-wide-on-remote",
    "b3.ignore-committed",
    /hide sources/,
    "echo '*.ts' >>.gitignore\ngit add .gitignore",
  ),
  onRemote(
    "settings-example-not-pushed",
    "b3.example-pushed",
    /remote's main has no \.env\.example/,
    "git rm -q .env.example",
  ),
  onRemote("no-pins-on-remote", "b3.pins-committed", /pins no package/, "git rm -q package.json package-lock.json", {
    named: ["b3.pins-committed"],
  }),
  onProd("clone-edited-on-prod", "b3.prod-head", /edited on prod/, [
    "echo more >>README.md",
    "git checkout -q -- README.md",
  ]),
  onProd("committed-on-prod", "b3.prod-head", /no part of main/, [
    "git -c user.name=x -c user.email=x@example.org commit -q --allow-empty -m 'docs: more'",
    "git reset -q --hard HEAD~1",
  ]),
  onProd(
    "prod-left-behind",
    "b3.prod-head",
    /behind the remote's main/,
    ["git reset -q --hard 'v0.1^{commit}'", "git reset -q --hard origin/main"],
    {
      named: ["b3.prod-head"],
    },
  ),
  {
    ...onProd("curl-not-installed-on-prod", "b3.packages-prod", /prod lacks curl/, ["", ""]),
    break: "mv /usr/bin/curl /root/curl.off",
    repair: "mv /root/curl.off /usr/bin/curl",
  },
  onProd("never-installed-on-prod", "b3.same-deps", /never installed on prod/, [
    "mv node_modules ~/kept.off",
    "mv ~/kept.off node_modules",
  ]),
  onProd("package-missing-on-prod", "b3.same-deps", /prod lacks packages/, [
    "mv node_modules/zod ~/zod.off",
    "mv ~/zod.off node_modules/zod",
  ]),
  onProd("installed-without-the-pins", "b3.same-deps", /other versions installed/, [
    `cp node_modules/zod/package.json ~/zod.off\nsed -i 's/"version": "[^"]*"/"version": "4.0.1"/' node_modules/zod/package.json`,
    "mv ~/zod.off node_modules/zod/package.json",
  ]),
  onProd(
    "audit-without-a-lock-on-prod",
    "b3.same-audit",
    /auditor on prod refuses/,
    ["mv package-lock.json ~/lock.off", "mv ~/lock.off package-lock.json"],
    { also: ["b3.prod-head"] },
  ),
  {
    // The registry knows of an advisory once prod asks, as if other packages were installed there.
    name: "finding-on-prod-alone",
    check: "b3.same-audit",
    message: /audits of dev and prod differ/,
    host: "hub",
    shared: true,
    break: `cp ${SITE} /root/site.off
LINE=${word(`if ($remote_addr = 192.168.56.11) { return 200 '${JSON.stringify(ADVISORY)}'; }`)} awk '{print} /advisories\\/bulk/ {print ENVIRON["LINE"]}' /root/site.off >${SITE}
grep -q remote_addr ${SITE}
systemctl reload nginx && sleep 1`,
    repair: `cp /root/site.off ${SITE} && rm /root/site.off && systemctl reload nginx && sleep 1`,
  },
  onProd("no-env-on-prod", "b3.prod-env", /prod has no \.env/, ["mv .env ~/env.off", "mv ~/env.off .env"]),
  onProd("placeholder-on-prod", "b3.prod-env", /still a placeholder/, [
    "cp -p .env ~/env.off\nsed -i 's/^SECRET_API_KEY=.*/SECRET_API_KEY=replace-me/' .env",
    "mv ~/env.off .env",
  ]),
  {
    ...otherTag("second-tag-missing", /remote has no tag v0\.2/, "true"),
    break: as("user", `cd ${REPO}\ngit push -q origin :refs/tags/v0.2`),
    repair: as("user", `cd ${REPO}\ngit push -q origin refs/tags/v0.2`),
  },
  otherTag(
    "second-tag-lightweight",
    /v0\.2 on the remote is lightweight/,
    "git update-ref refs/tags/v0.2 'v0.2^{commit}'",
  ),
  otherTag(
    "second-tag-of-a-catch-up",
    /not of your own work/,
    `commit=$(GIT_AUTHOR_NAME=Course GIT_AUTHOR_EMAIL=course@example.org git commit-tree -p 'v0.1^{commit}' -m 'docs: tell how a machine is set up' 'v0.2^{tree}')
git tag -f -a -m 'Setup script, pinned dependencies, settings' v0.2 "$commit" >/dev/null`,
  ),
  otherTag(
    "second-tag-beside-main",
    /does not lie on the remote's main/,
    `git tag -f -a -m 'Environment' v0.2 "$(git commit-tree -p 'v0.1^{commit}' -m 'docs: try' 'v0.2^{tree}')" >/dev/null`,
  ),
  otherTag(
    "second-tag-too-early",
    /names lacks \.env\.example/,
    `git tag -f -a -m 'Environment' v0.2 "$(git log --format=%H -1 --diff-filter=A -- .env.example)^" >/dev/null`,
  ),
]

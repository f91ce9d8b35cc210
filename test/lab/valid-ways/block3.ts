import type { HostName } from "../../../src/lab/lab.js"

/** Steps done in other ways that are as good as the reference's; several at once, as one person would. */
export interface Person {
  /** What this person does otherwise. */
  ways: readonly string[]
  /** Where, as whom, and what. */
  apply: readonly (readonly [HostName, string, string])[]
  /** Settings of course.yaml that such a person has. */
  settings?: Record<string, unknown>
}

const PUSH =
  "git add -A\ngit commit -q -m 'feat: do it my way'\ngit tag -f -a -m 'My way' v0.2 >/dev/null\ngit push -q --force origin main refs/tags/v0.2"
const PULL = "cd /opt/pixelwise\ngit fetch -q --force --tags origin\ngit reset -q --hard origin/main"

/** Writes a file from lines without quotes of their own. */
const file = (name: string, ...lines: string[]): string => `cat >${name} <<'LINES'\n${lines.join("\n")}\nLINES`

const onDev = (script: string): readonly [HostName, string, string] => ["dev", "user", `cd ~/pixelwise\n${script}`]
const onProd = (script: string): readonly [HostName, string, string] => ["prod", "produser", `${PULL}\n${script}`]

export const TYPESCRIPT: readonly Person[] = [
  {
    ways: [
      "a script with functions, packages in a list, options by name, and apt instead of apt-get",
      "the version of Node.js in engines alone",
      "ignore rules by patterns for any depth, and a file of their own for data",
      ".env with export, blanks, quotes and comments, for its owner to read only",
      "an example in another order, with headings",
      "ajv for zod, and Node.js' own --env-file for dotenv",
      "a tag that main has left behind since",
    ],
    apply: [
      onDev(`${file(
        "setup-server.sh",
        ...["#!/bin/bash", "# Sets a machine up.", "set -o errexit -o nounset -o pipefail", ""],
        ...["readonly PACKAGES=(", "  git", "  curl", "  ca-certificates", ")", ""],
        ...["install_packages() {", "  sudo apt update || true", '  sudo apt --yes install "${PACKAGES[@]}"', "}", ""],
        ...["main() {", '  cd -- "$(dirname -- "$0")"', "  install_packages", "  npm ci", "}", "", 'main "$@"'],
      )}
git rm -q .nvmrc
${file(".gitignore", "**/node_modules/**", "**/.env*", "!**/.env.example", "models/*", "!models/.gitkeep", "*.log")}
${file("data/.gitignore", "*", "!.gitignore")}
git rm -q --ignore-unmatch data/.gitkeep
${file(".env.example", "##### Mode #####", "", "# true while developing", "DEBUG=true", "", "##### Secrets #####", "", "# openssl rand -hex 32", "SECRET_API_KEY=<your key>")}
key=$(openssl rand -base64 24)
printf '# mine\\n\\nexport SECRET_API_KEY = "%s"   # since today\\n\\n  DEBUG = '"'true'"'\\n' "$key" >.env.new
mv -f .env.new .env && chmod 400 .env
mkdir -p src && echo 'process.loadEnvFile()' >src/settings.ts
npm uninstall --silent zod dotenv && npm install --silent --save-exact ajv
${PUSH}
echo 'More.' >>README.md && git commit -q -am 'docs: say more' && git push -q origin main`),
      onProd("npm ci --silent"),
    ],
  },
  {
    ways: [
      "workspaces, one of which brings a dependency",
      "a lock that names where packages come from",
      "another package more than asked for",
      "prod without the packages of development",
      "strictness in the first line, and packages asked for one by one",
      "the repository in another folder of the home",
      "a later tag on dev, with prod still on v0.2",
    ],
    settings: { devRepo: "/home/user/code/pixelwise" },
    apply: [
      onDev(`mkdir -p packages/core
echo '{"name":"@pixelwise/core","version":"1.0.0","private":true,"dependencies":{"zod":"'"$(node -p 'require("./package.json").dependencies.zod')"'"}}' >packages/core/package.json
npm pkg set 'workspaces[0]=packages/*' 'dependencies.@pixelwise/core=1.0.0' && npm pkg delete dependencies.zod
rm -r node_modules package-lock.json
npm install --silent --omit-lockfile-registry-resolved=false --save-exact fastify
${file(
  "setup-server.sh",
  ...[
    "#!/bin/bash -eu",
    "set -o pipefail",
    'need() { dpkg -s "$1" >/dev/null 2>&1 || sudo apt-get -qq install "$1"; }',
  ],
  ...['for package in git curl ca-certificates; do need "$package"; done'],
  ...[
    "command -v node >/dev/null || {",
    "  curl -fsSL https://node.example.org/setup_22.x | sudo -E bash -",
    "  sudo apt-get install -y nodejs",
    "}",
  ],
  ...['cd "${0%/*}"', "npm ci --no-fund"],
)}
${PUSH}
git rev-parse HEAD >~/release
echo 'More.' >>README.md && git commit -q -am 'docs: say more' && git tag -a -m 'Model' v0.3 && git push -q origin main v0.3
mkdir ~/code && mv ~/pixelwise ~/code/pixelwise`),
      onProd("git reset -q --hard 'v0.2^{commit}'\nnpm ci --silent --omit=dev"),
    ],
  },
  {
    ways: [
      "packages nested instead of flat",
      "a signed-off history and a note on the tag",
      "a script that is read by bash from another place",
    ],
    apply: [
      onDev(`echo 'install-strategy=nested' >>.npmrc
rm -r node_modules package-lock.json && npm install --silent
sed -i '1s#.*#\\#!/usr/bin/bash#' setup-server.sh
git add -A && git commit -q -s -m 'build: nest the packages'
${PUSH.replace("git add -A\ngit commit -q -m 'feat: do it my way'\n", "")}
git notes add -m 'seen by nobody else' v0.2`),
      onProd("npm ci --silent"),
    ],
  },
]

/** Prints what pip-audit 2 prints; no lab can reach the database of advisories, and the index has no such package. */
const AUDITOR = `#!/bin/sh
echo 'Found 1 known vulnerability in 1 package' >&2
echo '{"dependencies": [{"name": "joblib", "version": "1.2.0", "vulns": []}, {"name": "scikit-learn", "version": "1.2.1", "vulns": [{"id": "PYSEC-2024-110", "fix_versions": ["1.5.0"], "aliases": ["CVE-2024-5206"], "description": "x"}]}], "fixes": []}'
exit 1`

export const PYTHON: readonly Person[] = [
  {
    ways: [
      "an environment of another name, made without pip, as other tools make it",
      "requirements in a folder of their own, with hashes",
      "a list of direct dependencies beside the compiled one",
      "an auditor in the environment, named in the requirements of development",
    ],
    apply: [
      onDev(`mkdir -p requirements /tmp/wheels
.venv/bin/python -m pip download --quiet --no-deps -d /tmp/wheels -r requirements.txt
{
  for wheel in /tmp/wheels/*.whl; do
    IFS=- read -r name version _ <<<"$(basename "$wheel")"
    printf '%s==%s \\\\\\n    --hash=sha256:%s\\n' "$name" "$version" "$(sha256sum "$wheel" | cut -c 1-64)"
  done
} >requirements/base.txt
rm -r /tmp/wheels
printf -- '-r requirements/base.txt\\n' >requirements.txt
printf 'scikit-learn\\njoblib\\npython-dotenv\\n' >requirements.in
printf 'pip-audit==2.7.3\\n' >requirements-dev.txt
${file(
  "setup-server.sh",
  ...["#!/usr/bin/env bash", "set -euo pipefail", 'cd "$(dirname "$0")"'],
  ...["sudo apt-get update", "sudo apt-get install -y curl git python3-venv python3-pip"],
  ...["[ -d pyenv ] || python3 -m venv --without-pip pyenv"],
  ...["python3 -m pip --python pyenv/bin/python install --quiet --no-deps --require-hashes -r requirements.txt"],
)}
sed -i 's#^\\.venv/#py*/#' .gitignore
rm -r .venv
python3 -m venv --without-pip pyenv
python3 -m pip --python pyenv/bin/python install --quiet --no-deps --require-hashes -r requirements.txt
${file("pyenv/bin/pip-audit", AUDITOR)}
chmod +x pyenv/bin/pip-audit
${PUSH}`),
      onProd(`rm -r .venv
python3 -m venv --without-pip pyenv
python3 -m pip --python pyenv/bin/python install --quiet --no-deps --require-hashes -r requirements.txt
${file("pyenv/bin/pip-audit", AUDITOR)}
chmod +x pyenv/bin/pip-audit`),
    ],
  },
]

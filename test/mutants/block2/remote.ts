import { as, type Mutant } from "../mutant.js"
import { inRepository, REPO } from "./on-dev.js"

const CLONE = "/opt/pixelwise"

/** Changes the repository on the Git host, from dev. */
function onRemote(
  name: string,
  check: string,
  message: RegExp,
  change: string,
  repair: string,
  more: Partial<Mutant> = {},
): Mutant {
  return {
    ...{ name, check, message, host: "dev", shared: true },
    break: as("user", `cd ${REPO}\n${change}`),
    repair: as("user", `cd ${REPO}\n${repair}`),
    ...more,
  }
}

/** What prod is asked is compared with dev, so nothing may be tried there meanwhile. */
function onProd(
  name: string,
  check: string,
  message: RegExp,
  change: string,
  repair: string,
  more: Partial<Mutant> = {},
): Mutant {
  return { ...{ name, check, message, host: "prod", shared: true }, break: change, repair, ...more }
}

/** As the account that owns the clone. */
const inClone = (script: string): string => as("produser", `cd ${CLONE}\n${script}`)

/** As the account that owns the repositories of the Git host. */
const inHub = (script: string): string => as("git", `cd /srv/git/pixelwise.git\n${script}`)

/** Faults of step 2.5 and of the Git host. */
export const remoteMutants: Mutant[] = [
  inRepository("no-origin", "b2.origin-dev", /no remote called origin/, "git remote remove origin"),
  inRepository(
    "origin-over-https",
    "b2.origin-dev",
    /pushes over HTTPS/,
    "git remote set-url origin http://hub/pixelwise.git",
  ),
  inRepository(
    "origin-of-the-notes",
    "b2.origin-dev",
    /placeholder of the notes/,
    "git remote set-url origin git@hub:user/pixelwise.git",
  ),
  inRepository(
    "origin-of-the-course",
    "b2.origin-dev",
    /not the repository that course\.yaml names/,
    "git remote set-url origin git@hub:course/pixelwise.git",
  ),
  inRepository(
    "commit-not-pushed",
    "b2.pushed",
    /1 commit that the remote has not/,
    "git commit -q --allow-empty -m 'docs: more'",
  ),
  onRemote(
    "remote-with-a-history-of-its-own",
    "b2.pushed",
    /holds commits that dev does not have/,
    `git push -q --force origin "$(git commit-tree -m 'Initial commit' "$(git rev-list --max-parents=0 HEAD)^{tree}"):refs/heads/main"`,
    "git push -q --force origin main",
  ),
  inRepository("no-upstream", "b2.upstream", /follows no branch/, "git branch --unset-upstream main"),
  onRemote(
    "first-tag-not-pushed",
    "b2.tag-pushed",
    /remote has no tag v0\.1/,
    "git push -q origin :refs/tags/v0.1",
    "git push -q origin refs/tags/v0.1",
  ),
  onRemote(
    "first-tag-lightweight-on-remote",
    "b2.tag-pushed",
    /On the remote, the tag v0\.1 is lightweight/,
    "git push -q --force origin 'v0.1^{commit}:refs/tags/v0.1'",
    "git push -q --force origin refs/tags/v0.1",
  ),
  inRepository(
    "tag-made-anew-after-the-push",
    "b2.tag-pushed",
    /another one than on dev/,
    "git tag -f -a -m 'once more' v0.1 'v0.1^{commit}' >/dev/null",
  ),
  {
    name: "key-of-another-account",
    check: "b2.handshake",
    message: /greets another account/,
    host: "hub",
    break:
      "cd /srv/git && install -d -o git -g git accounts/other && cp -p .ssh/authorized_keys /root/keys.off && mv .ssh/authorized_keys accounts/other/keys && install -o git -g git -m 644 /dev/null .ssh/authorized_keys",
    repair: "cd /srv/git && rm -r accounts/other && mv /root/keys.off .ssh/authorized_keys",
  },
  {
    name: "repository-private",
    check: "b2.public-view",
    message: /does not show the repository to everybody/,
    host: "hub",
    break: "touch /srv/git/pixelwise.git/private",
    repair: "rm /srv/git/pixelwise.git/private",
  },
  {
    name: "no-pull-request",
    check: "b2.pull-request",
    message: /no pull request/,
    host: "hub",
    break: inHub("git update-ref refs/backup refs/pull/1/head && git update-ref -d refs/pull/1/head"),
    repair: inHub("git update-ref refs/pull/1/head refs/backup && git update-ref -d refs/backup"),
  },
  {
    name: "pull-request-not-merged",
    check: "b2.pull-request",
    message: /main does not hold what it asks for/,
    host: "hub",
    break: inHub(
      "git update-ref refs/backup refs/pull/1/head && git update-ref refs/pull/1/head \"$(git -c user.name=x -c user.email=x@example.org commit-tree -p main -m 'feat: try' 'main^{tree}')\"",
    ),
    repair: inHub("git update-ref refs/pull/1/head refs/backup && git update-ref -d refs/backup"),
  },
  onProd(
    "prod-does-not-answer-pings",
    "b2.catchup",
    /does not answer a ping/,
    "nft add table inet broken && nft 'add chain inet broken input { type filter hook input priority 0; }' && nft add rule inet broken input icmp type echo-request drop",
    "nft delete table inet broken",
  ),
  onProd(
    "prod-offers-passwords",
    "b2.catchup",
    /still offers a login by password/,
    "echo 'PasswordAuthentication yes' >/etc/ssh/sshd_config.d/00-broken.conf && systemctl reload ssh",
    "rm /etc/ssh/sshd_config.d/00-broken.conf && systemctl reload ssh",
  ),
  onProd(
    "git-missing-on-prod",
    "b2.git-prod",
    /prod has no Git/,
    "mv /usr/bin/git /usr/bin/git.off",
    "mv /usr/bin/git.off /usr/bin/git",
  ),
  onProd(
    "pulled-with-sudo",
    "b2.opt-owner",
    /belong to another account/,
    `chown root:root ${CLONE}/.git/HEAD`,
    `chown produser:produser ${CLONE}/.git/HEAD`,
  ),
  onProd(
    "clone-missing",
    "b2.opt-owner",
    /prod has no \/opt\/pixelwise/,
    `mv ${CLONE} ${CLONE}.off`,
    `mv ${CLONE}.off ${CLONE}`,
  ),
  onProd(
    "prod-pulls-over-ssh",
    "b2.origin-prod",
    /pulls over SSH/,
    inClone("git remote set-url origin git@hub:pixelwise.git"),
    inClone("git remote set-url origin http://hub/pixelwise.git"),
  ),
  onProd(
    "prod-pulls-from-the-course",
    "b2.origin-prod",
    /another repository than dev pushes to/,
    inClone("git remote set-url origin http://hub/course/pixelwise.git"),
    inClone("git remote set-url origin http://hub/pixelwise.git"),
  ),
  onProd(
    "key-on-prod",
    "b2.prod-readonly",
    /private key that it would offer/,
    as("produser", "ssh-keygen -q -t ed25519 -N '' -f ~/.ssh/id_ed25519"),
    "rm /home/produser/.ssh/id_ed25519 /home/produser/.ssh/id_ed25519.pub",
  ),
  onProd(
    "clone-edited",
    "b2.same-head",
    /changed on prod/,
    inClone("echo more >>README.md"),
    inClone("git checkout -q -- README.md"),
  ),
  onProd(
    "commit-on-prod",
    "b2.same-head",
    /commit that main has not/,
    inClone("git -c user.name=x -c user.email=x@example.org commit -q --allow-empty -m 'fix: in a hurry'"),
    inClone("git reset -q --hard HEAD~1"),
  ),
  {
    ...onRemote(
      "prod-behind",
      "b2.same-head",
      /prod is behind the remote/,
      // Later tags would excuse it: from block 3 on, dev goes ahead.
      "git push -q origin :refs/tags/v0.2 :refs/tags/v0.3 :refs/tags/v0.4 :refs/tags/v0.5\nhead=$(git rev-parse HEAD)\ngit commit -q --allow-empty -m 'docs: more'\ngit push -q origin main",
      "git reset -q --hard HEAD~1\ngit push -q --force origin main\ngit push -q origin --tags",
    ),
  },
]

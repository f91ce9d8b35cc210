import { as, type Mutant } from "../mutant.js"
import { inGlobal, inSsh, REPO } from "./on-dev.js"

const KEY = "id_ed25519_github"

/** Faults of steps 2.1 and 2.4.2: programs, identity, keys, settings of ssh. */
export const devMachineMutants: Mutant[] = [
  {
    name: "git-missing-on-dev",
    check: "b2.git-dev",
    message: /dev has no Git/,
    host: "dev",
    break: "mv /usr/bin/git /usr/bin/git.off",
    repair: "mv /usr/bin/git.off /usr/bin/git",
  },
  {
    name: "tig-on-prod-only",
    check: "b2.tig",
    message: /tig is on prod and not on dev/,
    host: "dev",
    break: "mv /usr/bin/tig /usr/bin/tig.off",
    repair: "mv /usr/bin/tig.off /usr/bin/tig",
  },
  inGlobal(
    "identity-of-one-repository",
    "b2.identity",
    /user\.name is set in this repository only/,
    "git config --global --unset user.name && git config user.name Student",
  ),
  inGlobal("identity-missing", "b2.identity", /user\.email is not set/, "git config --global --unset user.email"),
  inGlobal(
    "identity-of-the-notes",
    "b2.identity",
    /user\.email is still the placeholder/,
    "git config --global user.email your@email.com",
  ),
  inSsh("host-key-readable-by-all", "b2.host-key", /Other accounts can read the private key/, `chmod 644 ${KEY}`),
  inSsh(
    "public-half-as-identity",
    "b2.host-key",
    /public half is named/,
    `sed -i 's#${KEY}$#${KEY}.pub#' config && rm ${KEY}`,
  ),
  inSsh(
    "identity-file-misspelt",
    "b2.host-key",
    /key named for the Git host does not exist/,
    `sed -i 's#${KEY}$#id_git#' config`,
  ),
  inSsh(
    "key-of-block-1-overwritten",
    "b2.prod-key-intact",
    /asks for something again/,
    "rm id_ed25519 && ssh-keygen -q -t ed25519 -N '' -f id_ed25519",
    { also: ["b2.catchup"], shared: true },
  ),
  inSsh(
    "key-not-registered",
    "b2.key-registered",
    /not in the account's public list/,
    `rm ${KEY} && ssh-keygen -q -t ed25519 -N '' -f ${KEY}`,
  ),
  inSsh(
    "no-key-for-the-git-host",
    "b2.host-key",
    /No key of dev is meant for the Git host yet/,
    `rm config ${KEY} ${KEY}.pub`,
    { also: ["b2.ssh-agent-bypass"] },
  ),
  inSsh("fingerprint-refused", "b2.known-host", /not in known_hosts/, "ssh-keygen -q -R hub"),
  inSsh(
    "foreign-host-key",
    "b2.known-host",
    /shows another host key/,
    "ssh-keygen -q -R hub && ssh-keygen -q -t ed25519 -N '' -f foreign && echo \"hub $(cut -d' ' -f 1,2 foreign.pub)\" >>known_hosts && rm foreign foreign.pub",
  ),
  inSsh(
    "other-keys-offered-too",
    "b2.ssh-config",
    /offers the Git host other keys as well/,
    "sed -i /IdentitiesOnly/d config",
  ),
  inSsh("user-not-named", "b2.ssh-config", /another user than git/, "sed -i '/User git/d' config"),
  inSsh("config-with-an-ending", "b2.ssh-config", /no entry that names a key/, "mv config config.txt", {
    also: ["b2.ssh-agent-bypass"],
  }),
  inSsh("config-garbled", "b2.ssh-config", /ssh refuses/, "sed -i 's/IdentitiesOnly/IdentityOnly/' config"),
  inSsh("config-readable-by-all", "b2.ssh-config-mode", /Other accounts can reach/, "chmod 644 config"),
  inSsh("agent-asked", "b2.ssh-agent-bypass", /agent may still offer/, "sed -i /IdentityAgent/d config"),
  inSsh(
    "agent-off-for-all",
    "b2.ssh-agent-bypass",
    /switched off for prod too/,
    "printf 'Host *\\n  IdentityAgent none\\n' >>config",
  ),
  {
    name: "home-is-a-repository",
    check: "b2.repo-place",
    message: /home folder itself is a repository/,
    host: "dev",
    break: as("user", "git init -q ~"),
    repair: "rm -r /home/user/.git",
  },
  {
    name: "repository-of-root",
    check: "b2.repo-place",
    message: /belongs to another account/,
    host: "dev",
    break: `chown root ${REPO}/.git`,
    repair: `chown user ${REPO}/.git`,
  },
  {
    name: "repository-missing",
    check: "b2.repo-place",
    message: /no Git repository/,
    host: "dev",
    break: `mv ${REPO}/.git ${REPO}/.git.off`,
    repair: `mv ${REPO}/.git.off ${REPO}/.git`,
  },
]

import { as, type Mutant } from "../mutant.js"

type More = Partial<Pick<Mutant, "also">>

const TO_PROD = "ssh -o BatchMode=yes produser@192.168.56.11"

/** Changes what lies in ~/.ssh of dev's account, and puts it back with owners and modes. prod sees the difference as well. */
function inSsh(name: string, check: string, message: RegExp, change: string, repair = "", more: More = {}): Mutant {
  return {
    name,
    check,
    message,
    host: "dev",
    shared: true,
    break: `set -e\ncp -a /home/user/.ssh /root/ssh.off\ncd /home/user/.ssh\n${change}`,
    repair: `set -e\nrm -rf /home/user/.ssh\nmv /root/ssh.off /home/user/.ssh\n${repair}`,
    ...more,
  }
}

/** Changes ~/.ssh of prod's account; the key that course comes in with stays. */
function authorized(name: string, check: string, message: RegExp, change: string, more: More = {}): Mutant {
  return {
    name,
    check,
    message,
    host: "prod",
    break: `set -e\ncp -a /home/produser/.ssh /root/ssh.off\ncd /home/produser/.ssh\n${change}`,
    repair: "set -e\nrm -rf /home/produser/.ssh\nmv /root/ssh.off /home/produser/.ssh",
    ...more,
  }
}

/** Changes the settings of prod's SSH server; a test comes before each restart, so that course can always come back. */
function settings(name: string, check: string, message: RegExp, change: string, more: More = {}): Mutant {
  return {
    name,
    check,
    message,
    host: "prod",
    break: `set -e\ncp -a /etc/ssh/sshd_config /root/sshd_config.off\n${change}`,
    repair: `set -e\nrm -f /etc/ssh/sshd_config.d/50-cloud-init.conf\nmv /root/sshd_config.off /etc/ssh/sshd_config\n${RESTART}`,
    ...more,
  }
}

const RESTART = "sshd -t && systemctl reset-failed ssh.service; systemctl restart ssh"
const ALLOW = "sed -i 's/^PasswordAuthentication no/PasswordAuthentication yes/' /etc/ssh/sshd_config"
const FORBID = "sed -i 's/^PasswordAuthentication yes/PasswordAuthentication no/' /etc/ssh/sshd_config"

/** Faults of keys and passwords. */
export const sshMutants: Mutant[] = [
  inSsh("no-key-at-all", "b1.key-type", /dev has no key pair/, "rm -f id_*"),
  inSsh(
    "key-of-another-type",
    "b1.key-type",
    /no Ed25519 key/,
    as(
      "user",
      `cd ~/.ssh\nssh-keygen -q -t rsa -b 2048 -N '' -f new\n${TO_PROD} 'cp -p .ssh/authorized_keys .ssh/keys.off && cat >>.ssh/authorized_keys' <new.pub\nrm id_ed25519 id_ed25519.pub\nmv new id_rsa\nmv new.pub id_rsa.pub`,
    ),
    as("user", `${TO_PROD} 'mv .ssh/keys.off .ssh/authorized_keys'`),
  ),
  inSsh("private-key-for-all", "b1.key-mode", /Other accounts can read a private key/, "chmod 644 id_ed25519"),
  inSsh("key-made-with-sudo", "b1.key-mode", /belongs to another account/, "chown root id_ed25519"),
  inSsh("folder-for-all", "b1.key-mode", /folder ~\/\.ssh on dev is open/, "chmod 755 ."),
  inSsh(
    "private-key-on-prod",
    "b1.key-home",
    /private key of dev lies on prod/,
    as("user", `${TO_PROD} 'umask 077; cat >.ssh/id_ed25519' <~/.ssh/id_ed25519`),
    as("user", `${TO_PROD} 'rm .ssh/id_ed25519'`),
  ),
  inSsh(
    "comment-of-the-notes",
    "b1.key-comment",
    /still the placeholder/,
    as("user", "ssh-keygen -q -c -C you@example.com -f ~/.ssh/id_ed25519"),
  ),
  inSsh(
    "foreign-host-key-of-prod",
    "b1.key-login",
    /does not know prod by the host key/,
    as(
      "user",
      "cd ~/.ssh && ssh-keygen -q -R 192.168.56.11 && ssh-keygen -q -t ed25519 -N '' -f foreign && echo \"192.168.56.11 $(cut -d' ' -f 1,2 foreign.pub)\" >>known_hosts && rm foreign foreign.pub",
    ),
  ),
  authorized(
    "key-of-another-machine",
    "b1.authorized-key",
    /are not those of dev/,
    "ssh-keygen -q -t ed25519 -N '' -C laptop -f /root/laptop && sed -i '/ student on dev$/d' authorized_keys && cat /root/laptop.pub >>authorized_keys && rm /root/laptop*",
  ),
  authorized(
    "key-pasted-with-line-break",
    "b1.authorized-key",
    /broken over several lines/,
    "grep ' student on dev$' authorized_keys | fold -w 40 >/root/broken && sed -i '/ student on dev$/d' authorized_keys && cat /root/broken >>authorized_keys && rm /root/broken",
  ),
  authorized(
    "authorized-keys-for-all",
    "b1.authorized-key",
    /authorized_keys is open to other accounts/,
    "chmod 644 authorized_keys",
  ),
  authorized(
    "authorized-keys-of-root",
    "b1.authorized-key",
    /authorized_keys belongs to root/,
    "chown root authorized_keys && chmod 644 authorized_keys",
  ),
  authorized("authorized-folder-for-all", "b1.authorized-key", /\.ssh is open to other accounts/, "chmod 755 ."),
  authorized(
    "key-from-elsewhere-only",
    "b1.key-login",
    /without a prompt/,
    `sed -i '/ student on dev$/s/^/from="10.23.0.1" /' authorized_keys`,
  ),
  settings(
    "drop-in-turns-passwords-on",
    "b1.password-off-config",
    /50-cloud-init\.conf turns passwords on, and it wins over/,
    `echo 'PasswordAuthentication yes' >/etc/ssh/sshd_config.d/50-cloud-init.conf\n${RESTART}`,
  ),
  settings(
    "passwords-on",
    "b1.password-off-config",
    /settings of prod's SSH server allow passwords/,
    `${ALLOW}\n${RESTART}`,
  ),
  settings(
    "passwords-on-for-dev",
    "b1.password-off-config",
    /lets produser in by password from 192\.168\.56\.10/,
    `printf 'Match Address 192.168.56.10\\n  PasswordAuthentication yes\\n' >>/etc/ssh/sshd_config\n${RESTART}`,
  ),
  settings(
    "passwords-off-on-paper-only",
    "b1.password-off-live",
    /runs with older ones/,
    `${ALLOW}\n${RESTART}\nsleep 2\n${FORBID}`,
  ),
  settings(
    "keyboard-interactive-left-on",
    "b1.password-off-live",
    /keyboard-interactive, which asks for the password/,
    `sed -i 's/^KbdInteractiveAuthentication no/KbdInteractiveAuthentication yes/' /etc/ssh/sshd_config\n${RESTART}`,
  ),
  settings(
    "settings-with-a-slip",
    "b1.sshd-active",
    /cannot read its settings/,
    "echo 'PasswordAuthentification no' >>/etc/ssh/sshd_config",
  ),
  settings(
    "settings-not-read-yet",
    "b1.sshd-active",
    /changed after the SSH server had started/,
    "sleep 2\necho '# mine' >>/etc/ssh/sshd_config",
  ),
  {
    name: "server-started-by-hand",
    check: "b1.sshd-active",
    message: /No unit of the SSH server is active/,
    host: "prod",
    break: "systemctl stop ssh.service && mkdir -p /run/sshd && /usr/sbin/sshd",
    repair: "kill $(cat /run/sshd.pid) && sleep 0.5 && systemctl start ssh.service",
  },
  {
    name: "login-by-password-forgotten",
    check: "b1.password-baseline",
    message: /No login from dev to prod by password is on record/,
    host: "prod",
    break: "mkdir -p /root/journal && mount --bind /root/journal /var/log/journal",
    repair: "umount /var/log/journal && rmdir /root/journal",
  },
]

import type { Way } from "./block2.js"

const TO_PROD = "ssh -o BatchMode=yes produser@192.168.56.11"
/** Settings are tried before the server reads them: nobody locks course out. */
// systemd refuses a service that is started often within seconds, and forgets that on request.
const RESTART = "mkdir -p /run/sshd\nsshd -t\nsystemctl reset-failed ssh.service\nsystemctl restart ssh"

/** A way within ~/.ssh of dev's account; `end` ends what it started. */
function inSsh(name: string, script: string, end = ""): Way {
  return {
    name,
    apply: [["dev", "user", `cp -a ~/.ssh ~/.ssh.off\ncd ~/.ssh\n${script}`]],
    undo: [["dev", "user", `${end}\nrm -rf ~/.ssh && mv ~/.ssh.off ~/.ssh`]],
  }
}

/** A way within the settings of prod's SSH server and the keys of its account. */
function inServer(name: string, script: string, end = ""): Way {
  const after = end === "" ? "" : `\n${end}`
  // Several such ways of one person lie on top of one another.
  const off = `/root/${name.replaceAll(/\W+/g, "-")}`
  return {
    name,
    apply: [
      ["prod", "root", `cp -a /etc/ssh ${off}.ssh\ncp -a /home/produser/.ssh ${off}.keys\ncd /etc/ssh\n${script}`],
    ],
    undo: [
      [
        "prod",
        "root",
        `rm -rf /etc/ssh /home/produser/.ssh\nmv ${off}.ssh /etc/ssh\nmv ${off}.keys /home/produser/.ssh${after}\n${RESTART}`,
      ],
    ],
  }
}

/** A way to write dev's address down; networkd keeps what is there meanwhile. */
function inNetplan(name: string, script: string, end = ""): Way {
  return {
    name,
    apply: [["dev", "root", `cp -a /etc/netplan /root/netplan.off\ncd /etc/netplan\n${script}`]],
    undo: [
      [
        "dev",
        "root",
        `rm -rf /etc/netplan\nmv /root/netplan.off /etc/netplan\n${end}\nnetplan generate\nnetworkctl reload`,
      ],
    ],
  }
}

const PLAN = "00-installer-config.yaml"
const CLOSED = "sed -i -E 's/^(Password|KbdInteractive)Authentication no$/#&/' sshd_config"
const OPEN = "sed -i -E 's/^PasswordAuthentication no$/PasswordAuthentication yes/' sshd_config"
const CLOSE_BESIDE = `printf 'PasswordAuthentication no\\nKbdInteractiveAuthentication no\\n' >sshd_config.d/10-keys-only.conf`

const ANOTHER_NAME = inSsh(
  "a key of another name, known by an alias",
  `mv id_ed25519 production
mv id_ed25519.pub production.pub
printf 'Host pixelwise-prod\\n  HostName 192.168.56.11\\n  User produser\\n  IdentityFile ~/.ssh/production\\n  IdentitiesOnly yes\\n' >config
chmod 600 config`,
)
const IN_A_FOLDER = inSsh(
  "a key in a folder of its own beside an old RSA key, named in an included file",
  `mkdir keys config.d
mv id_ed25519 id_ed25519.pub keys
ssh-keygen -q -t rsa -b 2048 -N '' -f id_rsa
printf 'Include config.d/*.conf\\n' >config
printf 'Host prod 192.168.56.11\\n  HostName 192.168.56.11\\n  User produser\\n  IdentityFile ~/.ssh/keys/id_ed25519\\n' >config.d/prod.conf`,
)
const IN_AN_AGENT = inSsh(
  "a key with a passphrase, held by an agent",
  `mkdir -p agent
ssh-agent -a ~/.ssh/agent/socket >agent/env
. agent/env >/dev/null
ssh-add -q id_ed25519
ssh-keygen -q -p -P '' -N 'a passphrase' -f id_ed25519 >/dev/null`,
  ". ~/.ssh/agent/env >/dev/null; kill $SSH_AGENT_PID",
)
const CERTIFICATE: readonly Way[] = [
  inSsh(
    "a certificate for the key (dev)",
    `ssh-keygen -q -t ed25519 -N '' -f authority
ssh-keygen -q -s authority -I student -n produser id_ed25519.pub
cat authority.pub | ${TO_PROD} 'cat >authority.pub'`,
  ),
  inServer(
    "a certificate for the key (prod)",
    `mv /home/produser/authority.pub trusted.pub
echo 'TrustedUserCAKeys /etc/ssh/trusted.pub' >sshd_config.d/20-authority.conf
sed -i '/ student on dev$/d' /home/produser/.ssh/authorized_keys
${RESTART}`,
  ),
]

const OPTIONS = inServer(
  "several keys, with options, blanks and comments",
  `file=/home/produser/.ssh/authorized_keys
ssh-keygen -q -t ed25519 -N '' -C laptop -f /root/laptop
{ echo '# keys of the class'; echo; cat /root/laptop.pub; sed 's/^\\(.* student on dev\\)$/from="192.168.56.0\\/24",no-agent-forwarding \\1/' $file; } >/root/keys
cat /root/keys >$file
rm /root/keys /root/laptop*`,
)
const KEYS_ELSEWHERE = inServer(
  "keys in a folder of root's",
  `mkdir -p keys && mv /home/produser/.ssh/authorized_keys keys/produser
chown -R root: keys && chmod 755 keys && chmod 644 keys/produser
echo 'AuthorizedKeysFile /etc/ssh/keys/%u' >sshd_config.d/20-keys.conf
${RESTART}`,
)
const BESIDE = inServer("a file beside the main one, which says nothing", `${CLOSED}\n${CLOSE_BESIDE}\n${RESTART}`)
const WINNING = inServer("a file beside the main one that wins over it", `${OPEN}\n${CLOSE_BESIDE}\n${RESTART}`)
const METHODS = inServer(
  "passwords allowed by name, and no way to use them",
  `${OPEN}\necho 'AuthenticationMethods publickey' >sshd_config.d/10-keys-only.conf\n${RESTART}`,
)
const MATCH = inServer(
  "blocks for some that forbid more",
  `printf 'Match User produser Address 192.168.56.0/24\\n  AuthenticationMethods publickey\\nMatch Group sudo\\n  X11Forwarding no\\nMatch all\\n  PasswordAuthentication no\\n' >>sshd_config\n${RESTART}`,
)
const SIGNAL = inServer(
  "a signal instead of a restart",
  `sleep 1.1\necho '# mine' >>sshd_config\nsleep 1.1\nsshd -t\nkill -HUP "$(systemctl show -P MainPID ssh.service)"`,
)
const SOCKET = inServer(
  "a socket that starts the server",
  "systemctl disable -q --now ssh.service\nsystemctl enable -q --now ssh.socket",
  "systemctl disable -q --now ssh.socket\nsystemctl enable -q ssh.service",
)
const MASKED = inServer(
  "a masked service, and a socket with a server for each connection",
  `systemctl disable -q --now ssh.service
systemctl mask -q ssh.service
mkdir -p /etc/systemd/system/ssh.socket.d
printf '[Socket]\\nAccept=yes\\n' >/etc/systemd/system/ssh.socket.d/each.conf
[ -e /lib/systemd/system/ssh@.service ] || sed 's#^ExecStart=.*#ExecStart=-/usr/sbin/sshd -i#; s/^Type=.*/Type=simple/; /^ExecStartPre\\|^ExecReload\\|^Alias\\|^PIDFile/d; /^\\[Service\\]/a StandardInput=socket' /lib/systemd/system/ssh.service >/etc/systemd/system/ssh@.service
systemctl daemon-reload
systemctl enable -q --now ssh.socket`,
  `systemctl disable -q --now ssh.socket
rm -rf /etc/systemd/system/ssh.socket.d /etc/systemd/system/ssh@.service
systemctl unmask -q ssh.service
systemctl daemon-reload
systemctl enable -q ssh.service`,
)

const TWO_FILES = inNetplan(
  "two files of other names, which all may read",
  `printf 'network:\\n  version: 2\\n  renderer: networkd\\n' >01-network.yaml
printf 'network:\\n  ethernets:\\n    enp0s8:\\n      addresses: [192.168.56.10/24]\\n' >99-static.yaml
rm ${PLAN}
chmod 644 *.yaml`,
)
const BY_HARDWARE = inNetplan(
  "an interface that is found by its hardware address",
  `printf 'network:\\n  version: 2\\n  ethernets:\\n    host-only:\\n      match:\\n        macaddress: "%s"\\n      dhcp4: false\\n      addresses:\\n      - 192.168.56.10/24\\n' "$(ip -o link show dev enp0s8 | sed -E 's/.*ether ([0-9a-f:]+).*/\\1/')" >${PLAN}`,
)
const NETWORKD = inNetplan(
  "systemd-networkd without netplan",
  `rm ${PLAN}
printf '[Match]\\nName=enp0s8\\n[Network]\\nAddress=192.168.56.10/24\\n' >/etc/systemd/network/05-static.network
netplan generate
networkctl reload
networkctl reconfigure enp0s8
for _ in $(seq 50); do networkctl status enp0s8 --no-pager | grep -q 05-static.network && break; sleep 0.1; done`,
  "rm /etc/systemd/network/05-static.network",
)
/** No lab has ifupdown: this stands in for its \`ifquery\`, as it prints. */
const IFUPDOWN = inNetplan(
  "ifupdown",
  `rm ${PLAN}
printf '#!/bin/sh\\nprintf "address: 192.168.56.10/24\\\\nbroadcast: 192.168.56.255\\\\nnetmask: 24\\\\n"\\n' >/usr/sbin/ifquery
chmod 755 /usr/sbin/ifquery`,
  "rm /usr/sbin/ifquery",
)

const DOMAINS: Way = {
  name: "names with a domain",
  apply: [
    ["dev", "root", "echo dev.example.org >/etc/hostname && hostname dev.example.org"],
    ["prod", "root", "echo Prod.example.org >/etc/hostname && hostname Prod.example.org"],
  ],
  undo: [
    ["dev", "root", "echo dev >/etc/hostname && hostname dev"],
    ["prod", "root", "echo prod >/etc/hostname && hostname prod"],
  ],
}
const LINKED: Way = {
  name: "a workshop reached by a link",
  apply: [["dev", "user", "mkdir -p ~/study && mv ~/workshop ~/study/week-1 && ln -s study/week-1 ~/workshop"]],
  undo: [["dev", "user", "rm ~/workshop && mv ~/study/week-1 ~/workshop && rmdir ~/study"]],
}
const MODES: Way = {
  name: "folders of another umask",
  apply: [["dev", "user", "chmod 700 ~/workshop && chmod 700 ~"]],
  undo: [["dev", "user", "chmod 755 ~/workshop && chmod 755 ~"]],
}
const GROUP_MODES: Way = {
  name: "folders that the group may write",
  apply: [["dev", "user", "chmod 775 ~/workshop"]],
  undo: [["dev", "user", "chmod 755 ~/workshop"]],
}

/** People who did several things in their own way at once: no two ways of one of them touch the same thing. */
export const STUDENTS: readonly (readonly Way[])[] = [
  [ANOTHER_NAME, BESIDE, TWO_FILES, DOMAINS, LINKED],
  [IN_AN_AGENT, KEYS_ELSEWHERE, NETWORKD, MODES],
  [IN_A_FOLDER, WINNING, BY_HARDWARE, GROUP_MODES],
  [OPTIONS, METHODS, IFUPDOWN],
  [...CERTIFICATE, MATCH],
  [SIGNAL],
  [SOCKET],
  [MASKED],
]

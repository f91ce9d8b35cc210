import type { Hostile } from "./hostile.js"

/** The first connection sees the key that is known, the second another one, and so on in turn: as when somebody stands in between. */
export const changingHostKey: Hostile = {
  summary: "an SSH server that shows another key to every second connection",
  host: "prod",
  script: `
set -eu
cat > /usr/local/sbin/changing-sshd <<'TEXT'
#!/bin/bash
count=$(($(cat /run/changing-sshd 2>/dev/null || echo 0) + 1))
echo "$count" > /run/changing-sshd
if ((count % 2)); then exec /usr/sbin/sshd -i; fi
rm -f /run/changing-key /run/changing-key.pub
ssh-keygen -q -t ed25519 -N '' -f /run/changing-key
exec /usr/sbin/sshd -i -h /run/changing-key
TEXT
chmod 755 /usr/local/sbin/changing-sshd
cat > /etc/systemd/system/changing@.service <<'TEXT'
[Service]
ExecStart=-/usr/local/sbin/changing-sshd
StandardInput=socket
StandardError=journal
RuntimeDirectory=sshd
RuntimeDirectoryPreserve=yes
TEXT
cat > /etc/systemd/system/changing.socket <<'TEXT'
[Socket]
ListenStream=22
Accept=yes
[Install]
WantedBy=sockets.target
TEXT
systemctl daemon-reload
systemctl --quiet disable --now ssh.service
systemctl --quiet enable --now changing.socket
`,
}

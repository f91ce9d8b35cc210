import { PRELUDE } from "./scripts.js"

/** dev, user: a folder to practise in. */
export const DEV_WORKSHOP = `
set -euo pipefail
mkdir ~/workshop
echo 'Notes of block 1' > ~/workshop/notes.txt
chmod 600 ~/workshop/notes.txt
`

/** dev, user: a first login to prod by password, then a key pair and its public half on prod. */
export const DEV_PROD_KEY = `${PRELUDE}
umask 077
mkdir -p ~/.ssh
printf '%s\\n' "$KNOWN_HOSTS" > ~/.ssh/known_hosts
# Nobody is there to type: ssh asks this program, and the password stays in the environment.
askpass=$(mktemp)
trap 'rm -f "$askpass"' EXIT
printf '#!/bin/sh\\nprintf "%%s\\\\n" "$PROD_PASSWORD"\\n' > "$askpass"
chmod 700 "$askpass"
export PROD_PASSWORD SSH_ASKPASS=$askpass SSH_ASKPASS_REQUIRE=force
ssh -n -o PreferredAuthentications=password -o PubkeyAuthentication=no "$PROD" hostname
ssh-keygen -q -t ed25519 -N '' -C 'student on dev' -f ~/.ssh/id_ed25519
ssh-copy-id -i ~/.ssh/id_ed25519.pub "$PROD" > /dev/null 2>&1
`

/** prod, root: from now on keys only. */
export const PROD_KEYS_ONLY = `
set -euo pipefail
sed -i 's/^#\\?PasswordAuthentication .*/PasswordAuthentication no/; s/^#\\?KbdInteractiveAuthentication .*/KbdInteractiveAuthentication no/' /etc/ssh/sshd_config
sshd -t
systemctl restart ssh
sshd -T | grep -x 'passwordauthentication no'
`

/** dev, user: the login that needs no password. */
export const DEV_KEY_LOGIN = `${PRELUDE}
ssh -n -o BatchMode=yes "$PROD" true
`

/** What decides how the state comes out, for the key of its cached layers. */
export const MACHINE_RECIPE = [DEV_WORKSHOP, DEV_PROD_KEY, PROD_KEYS_ONLY, DEV_KEY_LOGIN]

import { DEV_BUNDLE, PRELUDE } from "./scripts.js"

/** dev, user: identity and a second key pair, for the Git host. Prints its public half. */
export const DEV_GIT = `${PRELUDE}
git config --global user.name Student
git config --global user.email student@example.org
git config --global init.defaultBranch main
umask 077
printf '%s\\n' "$KNOWN_HOSTS" >> ~/.ssh/known_hosts
ssh-keygen -q -t ed25519 -N '' -C 'student on dev, for the Git host' -f ~/.ssh/id_ed25519_github
cat > ~/.ssh/config <<'CONF'
Host hub
  HostName hub
  User git
  IdentityFile ~/.ssh/id_ed25519_github
  IdentitiesOnly yes
  IdentityAgent none
CONF
cat ~/.ssh/id_ed25519_github.pub
`

/** hub, root: a student's public key, as uploaded on the page of a Git host. */
export const HUB_KEY = `
set -euo pipefail
cat >> /srv/git/.ssh/authorized_keys
`

/** dev, user: history up to the tag, pushed to the hub with its tags. */
export const DEV_REPOSITORY = `${PRELUDE}
git init --quiet ~/pixelwise
cd ~/pixelwise
git fetch --quiet /tmp/pixelwise.bundle 'refs/tags/*:refs/tags/*'
rm /tmp/pixelwise.bundle
git reset --quiet --hard "$TAG^{commit}"
git remote add origin "$REMOTE_PUSH"
git push --quiet --set-upstream origin main
git push --quiet origin --tags
`

/** prod, root: the folder that the service is going to live in. */
export const PROD_FOLDER = `install -d -o produser -g produser /opt/pixelwise`

/** prod, produser: a clone that can be pulled without a key. */
export const PROD_CLONE = `${PRELUDE}
git clone --quiet "$REMOTE_PULL" /opt/pixelwise
`

/** What decides how the state comes out, for the key of its cached layers. */
export const REPOSITORY_RECIPE = [DEV_GIT, HUB_KEY, DEV_BUNDLE, DEV_REPOSITORY, PROD_FOLDER, PROD_CLONE]

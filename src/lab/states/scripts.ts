/**
 * What a student would have typed to bring fresh hosts to the end of a block, as bash texts. Values come in through the
 * environment lines on standard input (`read_values`), never through the text: some of them are secrets.
 */

const PRELUDE = `
set -euo pipefail
# Values arrive as NAME=BASE64 lines.
while IFS='=' read -r name value; do printf -v "$name" '%s' "$(printf %s "$value" | base64 -d)"; done
set_env() {
  local line found=no
  # The key keeps its place below its comment.
  while IFS= read -r line || [ -n "$line" ]; do
    case $line in "$1="*) line="$1=$2"; found=yes ;; esac
    printf '%s\\n' "$line"
  done < .env > .env.new
  [ "$found" = yes ] || printf '%s\\n' "$1=$2" >> .env.new
  cat .env.new > .env
  rm .env.new
}
fill_env() {
  cp .env.example .env
  chmod 600 .env
  set_env SECRET_API_KEY "$(openssl rand -hex 32)"
  set_env DEBUG "$1"
  set_env MODEL_REPO "$MODEL_REPO"
  set_env MODEL_VERSION v1.0
  set_env MODEL_PATH "$MODEL_PATH"
  if [ "$WITH_DATABASE" = yes ]; then
    local password; password=$(openssl rand -hex 16)
    set_env DB_PASSWORD "$password"
    set_env DATABASE_URL "postgresql://pixelwise:$password@localhost:5432/pixelwise"
  fi
}
`

/** hub, root: a bare repository from a bundle on standard input. */
export const HUB_MODEL = `
set -euo pipefail
cat > /tmp/model.bundle
git clone --quiet --bare /tmp/model.bundle /srv/git/pixelwise-model.git
git -C /srv/git/pixelwise-model.git remote remove origin
chown -R git:git /srv/git/pixelwise-model.git
rm /tmp/model.bundle
`

/** hub, root: a student's public key, as uploaded on the page of a Git host. */
export const HUB_KEY = `
set -euo pipefail
cat >> /srv/git/.ssh/authorized_keys
`

/** prod, produser: dev's key, as ssh-copy-id leaves it. */
export const PROD_KEY = `
set -euo pipefail
umask 077
mkdir -p ~/.ssh
cat >> ~/.ssh/authorized_keys
`

/** dev, user: identity, both key pairs, known hosts. Prints the two public keys, prod's first. */
export const DEV_KEYS = `${PRELUDE}
git config --global user.name Student
git config --global user.email student@example.org
git config --global init.defaultBranch main
umask 077
mkdir -p ~/.ssh
printf '%s\\n' "$KNOWN_HOSTS" > ~/.ssh/known_hosts
ssh-keygen -q -t ed25519 -N '' -C 'student on dev' -f ~/.ssh/id_ed25519
ssh-keygen -q -t ed25519 -N '' -C 'student on dev, for the Git host' -f ~/.ssh/id_ed25519_github
cat > ~/.ssh/config <<'CONF'
Host hub
  User git
  IdentityFile ~/.ssh/id_ed25519_github
  IdentitiesOnly yes
  IdentityAgent none
CONF
chmod 600 ~/.ssh/config
cat ~/.ssh/id_ed25519.pub ~/.ssh/id_ed25519_github.pub
`

/** dev, user: leaves what standard input brings in a file. */
export const DEV_BUNDLE = `
set -euo pipefail
cat > /tmp/pixelwise.bundle
`

/** dev, user: history up to the state's tag, pushed to the hub with its tags. */
export const DEV_REPOSITORY = `${PRELUDE}
git init --quiet ~/pixelwise
cd ~/pixelwise
git fetch --quiet /tmp/pixelwise.bundle 'refs/tags/*:refs/tags/*'
git reset --quiet --hard "$TAG^{commit}"
git remote add origin "$REMOTE_PUSH"
git push --quiet --set-upstream origin main
git push --quiet origin --tags
`

/** dev, user: configuration and dependencies. */
export const DEV_SETUP = `${PRELUDE}
cd ~/pixelwise
fill_env true
./setup-server.sh
`

/** prod, root: the end of block 1 and the folder of block 2. */
export const PROD_ROOT = `
set -euo pipefail
sed -i 's/^#\\?PasswordAuthentication .*/PasswordAuthentication no/; s/^#\\?KbdInteractiveAuthentication .*/KbdInteractiveAuthentication no/' /etc/ssh/sshd_config
sshd -t
systemctl restart ssh
install -d -o produser -g produser /opt/pixelwise
`

/** prod, produser: clone, configuration, service. */
export const PROD_SETUP = `${PRELUDE}
git clone --quiet "$REMOTE_PULL" /opt/pixelwise
cd /opt/pixelwise
fill_env false
./setup-server.sh
`

/** prod, root: the drill with the unit; the journal keeps it. Waits for the service in between and at the end. */
export const PROD_DRILL = `
set -euo pipefail
healthy() {
  for _ in $(seq 1 150); do
    if curl --fail --silent --max-time 2 http://127.0.0.1:8000/health > /dev/null; then return 0; fi
    sleep 0.2
  done
  systemctl status --no-pager --lines 30 pixelwise >&2 || true
  echo 'the service does not become healthy' >&2
  exit 1
}
healthy
systemctl stop pixelwise
systemctl start pixelwise
healthy
systemctl is-enabled --quiet pixelwise
systemctl is-active --quiet pixelwise
`

/** dev, user: the history of a later state, pushed as a student's own work, and built. */
export const DEV_ADVANCE = `${PRELUDE}
cd ~/pixelwise
git fetch --quiet /tmp/pixelwise.bundle 'refs/tags/*:refs/tags/*'
git reset --quiet --hard "$TAG^{commit}"
git push --quiet origin main
git push --quiet origin --tags
./setup-server.sh
`

/** prod, produser: the tag put in place by its own scripts, as \`course deploy\` does it the first time. */
export const PROD_RELEASE = `${PRELUDE}
export PIXELWISE_DIR=/opt/pixelwise
git -C "$PIXELWISE_DIR" fetch --quiet --tags origin '+refs/heads/*:refs/remotes/origin/*'
work=$(mktemp -d)
trap 'rm -rf -- "$work"' EXIT
git -C "$PIXELWISE_DIR" archive "$TAG" deploy setup-server.sh .nvmrc | tar -x -C "$work"
"$work/setup-server.sh" --host
"$work/deploy/deploy.sh" --build-only "$TAG"
"$work/setup-server.sh" --units
"$work/deploy/deploy.sh" "$TAG"
`

/** Any host, root: lets the student's setup script use sudo while nobody is there to type the password. */
export const SUDO_OPEN = `
set -euo pipefail
umask 337
printf '%s ALL=(ALL) NOPASSWD: ALL\\n' "$(getent passwd 1000 | cut -d: -f1)" > /etc/sudoers.d/zz-provisioning
`
export const SUDO_CLOSE = `rm -f /etc/sudoers.d/zz-provisioning`

/** What decides how a state comes out, for the keys of cached layers. */
export const PROVISION_RECIPE = [
  ...[HUB_MODEL, HUB_KEY, PROD_KEY, DEV_KEYS, DEV_BUNDLE, DEV_REPOSITORY, DEV_SETUP],
  ...[PROD_ROOT, PROD_SETUP, PROD_DRILL, SUDO_OPEN, SUDO_CLOSE],
]
export const ADVANCE_RECIPE = [DEV_BUNDLE, DEV_ADVANCE, PROD_RELEASE, SUDO_OPEN, SUDO_CLOSE]

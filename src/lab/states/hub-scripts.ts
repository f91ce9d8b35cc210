/** Run by git-shell for whoever wants no Git command: tells which account the key belongs to, as Git hosts do, and ends with status 1. */
export const HUB_GREETING = `#!/bin/bash
# sshd leaves in this file how the person has proven who it is.
key=$(awk '$1 == "publickey" { print $3 }' "$SSH_USER_AUTH")
for keys in /srv/git/accounts/*/keys; do
  if [ -n "$key" ] && grep --quiet --fixed-strings -- "$key" "$keys"; then
    account=$(basename "$(dirname "$keys")")
    echo "Hi $account! You've successfully authenticated, but $(hostname) does not provide shell access." >&2
    exit 1
  fi
done
echo "This key belongs to no account of $(hostname)." >&2
exit 1
`

/** Run by sshd: the keys of all accounts. */
export const HUB_KEYS = `#!/bin/sh
exec cat /srv/git/accounts/*/keys
`

/**
 * The pages of the Git host, as a CGI program for anonymous readers: /ACCOUNT, /ACCOUNT.keys, /ACCOUNT/REPOSITORY and
 * /ACCOUNT/REPOSITORY/raw/REF/PATH, all read from the bare repositories at that moment.
 */
export const HUB_WEB = `#!/bin/bash
set -uo pipefail

answer() { printf 'Status: %s\\r\\nContent-Type: %s; charset=utf-8\\r\\nX-Content-Type-Options: nosniff\\r\\n\\r\\n' "$1" "$2"; }
not_found() {
  answer '404 Not Found' text/plain
  echo "not found"
  exit
}
escaped() { sed -e 's/&/\\&amp;/g' -e 's/</\\&lt;/g' -e 's/>/\\&gt;/g'; }
list() { sed -e 's/^/<li>/'; }

name='[A-Za-z0-9][A-Za-z0-9._-]*'
path=$HUB_PATH

if [[ $path =~ ^/($name)\\.keys$ ]]; then
  keys=/srv/git/accounts/\${BASH_REMATCH[1]}/keys
  [ -f "$keys" ] || not_found
  answer '200 OK' text/plain
  # The key alone: what stands before and after it is for the host and its owner.
  grep --only-matching --extended-regexp '(ssh|ecdsa|sk)-[a-z0-9@.-]+ AAAA[A-Za-z0-9+/=]+' "$keys"
  exit 0
fi

[[ $path =~ ^/($name)(/.*)?$ ]] || not_found
account=\${BASH_REMATCH[1]}
rest=\${BASH_REMATCH[2]:-}
[ -d "/srv/git/accounts/$account" ] || not_found

if [ -z "$rest" ] || [ "$rest" = / ]; then
  answer '200 OK' text/html
  echo "<!doctype html><title>$account</title><h1>$account</h1><ul>"
  for folder in "/srv/git/$account"/*.git; do
    [ -d "$folder" ] && [ ! -f "$folder/private" ] || continue
    repository=$(basename "$folder" .git)
    echo "<li><a href='/$account/$repository'>$repository</a>"
  done
  echo "</ul>"
  exit 0
fi

[[ $rest =~ ^/($name)(/.*)?$ ]] || not_found
repository=\${BASH_REMATCH[1]}
rest=\${BASH_REMATCH[2]:-}
export GIT_DIR="/srv/git/$account/$repository.git"
[ -d "$GIT_DIR" ] && [ ! -f "$GIT_DIR/private" ] || not_found

if [[ $rest =~ ^/raw/($name)/(.+)$ ]]; then
  object="\${BASH_REMATCH[1]}:\${BASH_REMATCH[2]}"
  [ "$(git cat-file -t "$object" 2> /dev/null)" = blob ] || not_found
  answer '200 OK' text/plain
  exec git cat-file blob "$object"
fi

[ -z "$rest" ] || [ "$rest" = / ] || not_found
answer '200 OK' text/html
echo "<!doctype html><title>$account/$repository</title><h1>$account/$repository</h1>"
if git rev-parse --quiet --verify HEAD > /dev/null; then
  echo "<h2>Files</h2><ul>"
  git ls-tree --name-only HEAD | escaped | list
  echo "</ul><h2>Tags</h2><ul>"
  git tag --list --sort=-creatordate | escaped | list
  echo "</ul><h2>Commits</h2><ul>"
  git log --format='%h %s' HEAD | escaped | list
  echo "</ul>"
else
  echo "<p>This repository is empty."
fi
`

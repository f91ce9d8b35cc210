import { GIT_ACCOUNT } from "../spec.js"
import { HUB_GREETING, HUB_KEYS, HUB_WEB } from "./hub-scripts.js"

/** nginx of the hub: Git over HTTP, the two registries as files, and everything else as pages of the Git host. */
const NGINX = `
server {
  listen 80 default_server;
  server_name hub;
  root /srv/registry;
  # A repository with a file "private" in it is nobody's business, as on a real host.
  location ~ ^/(?<repository>(?:[A-Za-z0-9][\\w.-]*/)?[A-Za-z0-9][\\w.-]*\\.git)/ {
    if (-f /srv/git/$repository/private) { return 404; }
    fastcgi_pass unix:/run/fcgiwrap.socket;
    include fastcgi_params;
    fastcgi_param SCRIPT_FILENAME /usr/lib/git-core/git-http-backend;
    fastcgi_param GIT_PROJECT_ROOT /srv/git;
    fastcgi_param GIT_HTTP_EXPORT_ALL "";
    fastcgi_param PATH_INFO $uri;
  }
  location ^~ /npm/ {
    default_type application/json;
    try_files $uri $uri/packument.json =404;
  }
  # No advisory is known for any package.
  location = /npm/-/npm/v1/security/advisories/bulk {
    default_type application/json;
    return 200 '{}';
  }
  location = /npm/-/ping {
    default_type application/json;
    return 200 '{}';
  }
  location ^~ /pypi/ {
    index index.html;
  }
  location / {
    fastcgi_pass unix:/run/fcgiwrap.socket;
    include fastcgi_params;
    fastcgi_param SCRIPT_FILENAME /usr/local/lib/git-host/web;
    fastcgi_param HUB_PATH $uri;
  }
}
`

/**
 * The hub stands in for GitHub: pushing over SSH as git@hub with a key, cloning over HTTP without one, pages for everybody. A repository
 * is a folder below /srv/git, which is at the same time the folder of the class's account; a student's key is a line in
 * /srv/git/.ssh/authorized_keys. Another account is a folder below /srv/git with repositories and a file of keys in
 * /srv/git/accounts/NAME/keys.
 */
export const HUB = `
useradd --system --user-group --home-dir /srv/git --create-home --shell /usr/bin/git-shell git
install -d -o git -g git -m 755 /srv/git /srv/git/.ssh /srv/git/git-shell-commands
install -o git -g git -m 644 /dev/null /srv/git/.ssh/authorized_keys
git config --system init.defaultBranch main
git config --system safe.directory '*'
git init -q --bare /srv/git/pixelwise.git
chown -R git:git /srv/git/pixelwise.git
ln -s . /srv/git/${GIT_ACCOUNT}
install -d -o git -g git -m 755 /srv/git/accounts /srv/git/accounts/${GIT_ACCOUNT}
ln -s ../../.ssh/authorized_keys /srv/git/accounts/${GIT_ACCOUNT}/keys
install -d -m 755 /usr/local/lib/git-host
# Nothing but the greeting is said to who logs in.
rm -f /etc/motd /etc/update-motd.d/*
cat > /srv/git/git-shell-commands/no-interactive-login <<'TEXT'
${HUB_GREETING}TEXT
cat > /usr/local/lib/git-host/authorized-keys <<'TEXT'
${HUB_KEYS}TEXT
cat > /usr/local/lib/git-host/web <<'TEXT'
${HUB_WEB}TEXT
chmod 755 /srv/git/git-shell-commands/no-interactive-login /usr/local/lib/git-host/*
cat > /etc/ssh/sshd_config.d/git-host.conf <<'CONF'
ExposeAuthInfo yes
Match User git
  AuthenticationMethods publickey
  PasswordAuthentication no
  KbdInteractiveAuthentication no
  AuthorizedKeysCommand /usr/local/lib/git-host/authorized-keys
  AuthorizedKeysCommandUser nobody
Match all
CONF
cat > /etc/nginx/sites-available/git <<'CONF'
${NGINX}CONF
rm -f /etc/nginx/sites-enabled/default
ln -sf ../sites-available/git /etc/nginx/sites-enabled/git
systemctl --quiet enable nginx.service fcgiwrap.socket
systemctl --quiet disable postgresql.service
`

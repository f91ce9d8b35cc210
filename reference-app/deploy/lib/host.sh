# What a tag expects of the host beyond the releases: files below /etc that only root may write. Sourced, never run.

RESTART=(sudo -n /usr/bin/systemctl restart pixelwise.service)

# Prints what of the host differs from what COMMIT expects, one thing a line.
host_differences() {
  local source target
  [ -d "$RELEASES" ] && [ -w "$RELEASES" ] || printf '%s\n' "$RELEASES"
  [ -d "$(dirname "$DEPLOY_LOG")" ] && [ -w "$(dirname "$DEPLOY_LOG")" ] || printf '%s\n' "$(dirname "$DEPLOY_LOG")"
  while read -r source target; do
    cmp -s <(app_git show "$COMMIT:$source") "$target" || printf '%s\n' "$target"
  done < <(app_git show "$COMMIT:deploy/host-files")
  sudo -n -l "${RESTART[@]:2}" >/dev/null 2>&1 || echo "/etc/sudoers.d/pixelwise"
}

require_host() {
  local differences
  differences=$(host_differences)
  [ -z "$differences" ] || give_up "$EXIT_HOST" "The host is not set up for $TAG; these differ: ${differences//$'\n'/, }
Run setup-server.sh of $TAG there (it needs sudo), or deploy with: course deploy $TAG"
}
